//! Whose parcel it is. The shop takes a number only with a carrier of its own list, and there is a list for each way of
//! delivery.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{DeliveryOptionId, Order, Shipper, TrackingNumber, carrier_of};
use jiff::Timestamp;
use serde_json::value::RawValue;

use super::paths;
use crate::{
    Client, Lane, ShopError,
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
    pub(super) name: String,
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

/// What is known of whose parcel it is.
#[derive(Clone, Copy)]
pub(super) struct Signs<'a> {
    /// Its number.
    pub(super) tracking: &'a TrackingNumber,
    /// The carrier whom the seller named for this parcel; comes before everything else.
    pub(super) named: Option<&'a str>,
    /// The carrier of numbers whose form doesn't say whose they are.
    pub(super) usual: Option<&'a str>,
}

/// The carrier whose number this is. Nothing is sent where that can't be told.
pub(super) async fn of(shop: &Client, order: &Order, signs: Signs<'_>, lane: Lane) -> Result<ListedCarrier, ShopError> {
    match order.handling.shipper {
        Shipper::Seller => {}
        Shipper::Platform => return Err(unsendable("TikTok sends this order, with a label of its own")),
        Shipper::Warehouse => return Err(unsendable("TikTok sends this order out of its own warehouse")),
    }
    let Some(option) = &order.handling.delivery_option else {
        return Err(unsendable("the shop doesn’t tell how this order is delivered, so no carrier can be named"));
    };
    let listed = list(shop, option, lane).await?;
    chosen(&listed, signs).cloned().ok_or_else(|| unsendable(&unknown(&listed, signs)))
}

fn chosen<'a>(listed: &'a [ListedCarrier], signs: Signs<'_>) -> Option<&'a ListedCarrier> {
    let called = |name: &str| listed.iter().find(|carrier| carrier.name.eq_ignore_ascii_case(name));
    if let Some(name) = signs.named {
        return called(name);
    }
    if let [only] = listed {
        return Some(only);
    }
    match carrier_of(signs.tracking.as_str()) {
        Some(known) => listed.iter().find(|carrier| known.is_called(&carrier.name)),
        None => signs.usual.and_then(called),
    }
}

fn unknown(listed: &[ListedCarrier], signs: Signs<'_>) -> String {
    let names: Vec<&str> = listed.iter().map(|carrier| carrier.name.as_str()).collect();
    let taken = names.join(", ");
    match signs.named {
        Some(name) => format!("the shop doesn’t take {name} for this order, but {taken}"),
        None => format!(
            "its number doesn’t say which carrier has it. Choose your usual carrier in Settings; the shop takes {taken}"
        ),
    }
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
