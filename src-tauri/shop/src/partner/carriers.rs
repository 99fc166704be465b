//! Whose parcel it is. The shop takes a number only with a carrier of its own list, and there is a list for each way of
//! delivery.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{DeliveryOptionId, Shipper, carrier_of};
use jiff::Timestamp;
use serde_json::value::RawValue;

use super::paths;
use crate::{
    Client, Lane, Shipment, ShopError,
    client::Call,
    clock::later,
    reading::{Record, WireError, unreadable},
};

/// Lists hardly ever change, and every shipment would cost a request more.
const KEPT: Duration = Duration::from_secs(6 * 3_600);

/// A carrier of the shop's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedCarrier {
    pub(super) id: String,
    name: String,
}

type List = Arc<[ListedCarrier]>;

/// The lists that have been read, and until when each is good.
#[derive(Default)]
pub(crate) struct CarrierLists(Mutex<HashMap<DeliveryOptionId, (List, Timestamp)>>);

impl CarrierLists {
    fn held(&self) -> MutexGuard<'_, HashMap<DeliveryOptionId, (List, Timestamp)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn get(&self, option: &DeliveryOptionId, now: Timestamp) -> Option<List> {
        self.held().get(option).filter(|(_, until)| now < *until).map(|(list, _)| Arc::clone(list))
    }
}

/// The carrier whose number this is. Nothing is sent where that can't be told.
pub(super) async fn of(shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ListedCarrier, ShopError> {
    let handling = &shipment.order.handling;
    match handling.shipper {
        Shipper::Seller => {}
        Shipper::Platform => return Err(unsendable("TikTok sends this order, with a label of its own")),
        Shipper::Warehouse => return Err(unsendable("TikTok sends this order out of its own warehouse")),
    }
    let Some(option) = &handling.delivery_option else {
        return Err(unsendable("the shop doesn’t tell how this order is delivered, so no carrier can be named"));
    };
    let listed = list(shop, option, lane).await?;
    chosen(&listed, shipment).cloned().ok_or_else(|| {
        let names: Vec<&str> = listed.iter().map(|carrier| carrier.name.as_str()).collect();
        unsendable(&format!(
            "its number doesn’t say which carrier has it. Choose your usual carrier in Settings; the shop takes {}",
            names.join(", ")
        ))
    })
}

fn chosen<'a>(listed: &'a [ListedCarrier], shipment: &Shipment<'_>) -> Option<&'a ListedCarrier> {
    if let [only] = listed {
        return Some(only);
    }
    let recognised = carrier_of(shipment.tracking.as_str());
    listed.iter().find(|carrier| match recognised {
        Some(known) => known.is_called(&carrier.name),
        None => shipment.usual_carrier.is_some_and(|usual| usual.eq_ignore_ascii_case(&carrier.name)),
    })
}

async fn list(shop: &Client, option: &DeliveryOptionId, lane: Lane) -> Result<List, ShopError> {
    let lists = shop.carrier_lists();
    if let Some(kept) = lists.get(option, shop.now()) {
        return Ok(kept);
    }
    let path = paths::with_id(paths::SHIPPING_PROVIDERS, option.as_str());
    let call = Call { path: path.into(), ..Call::get(paths::SHIPPING_PROVIDERS, Vec::new()) };
    let data = shop.call(&call, lane).await?;
    let list: List = read(&data).map_err(|error| unreadable(&error))?.into();
    lists.held().insert(option.clone(), (Arc::clone(&list), later(shop.now(), KEPT)));
    Ok(list)
}

fn read(data: &RawValue) -> Result<Vec<ListedCarrier>, WireError> {
    let carrier = |record: &mut Record<'_>| Ok(ListedCarrier { id: record.id("id")?, name: record.text("name")? });
    Record::of(data)?.each("shipping_providers", carrier).map(|listed| listed.items)
}

fn unsendable(why: &str) -> ShopError {
    ShopError::Unsendable { why: why.to_owned() }
}
