//! Shipping: the seller's own parcels, under a number of a carrier from the shop's list.

use domain::{DeliveryOptionId, Order, OrderId, OrderStatus, Shipper, carrier_of};
use serde_json::{json, value::RawValue};

use super::paths;
use crate::{
    Client, Lane, ShipAnswer, Shipment, ShopError,
    client::Call,
    reading::{Record, WireError, unclear, unreadable},
};

/// A carrier of the shop's list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Provider {
    id: String,
    name: String,
}

/// `POST /fulfillment/202309/orders/{id}/packages`: marks a whole order as shipped.
pub(super) async fn ship(shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let Shipment { order, tracking } = shipment;
    let provider = provider(shop, order, tracking.as_str(), lane).await?;
    let path = paths::with_id(paths::MARK_SHIPPED, order.id.as_str());
    let body = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": provider.id });
    let call = Call { path: path.into(), ..Call::write(paths::MARK_SHIPPED, body, None) };
    let data = shop.call(&call, lane).await?;
    answer(&data, &order.id).map_err(|error| unclear(&error))
}

fn answer(data: &RawValue, asked: &OrderId) -> Result<ShipAnswer, WireError> {
    let mut record = Record::of(data)?;
    let order_id = match record.text("order_id")? {
        none if none.is_empty() => asked.clone(),
        told => OrderId::new(told),
    };
    if order_id != *asked {
        return Err(WireError::new("order_id", "is not the order that was asked for"));
    }
    let warning = record.inner("warning")?.text("message")?;
    // The answer names no status: this is the one of an order all of which has been arranged. The next reading tells.
    let status = OrderStatus::AwaitingCollection;
    Ok(ShipAnswer { order_id, status, warning: Some(warning).filter(|warning| !warning.is_empty()) })
}

/// The carrier whose number this is. Nothing is sent where that can't be told.
async fn provider(shop: &Client, order: &Order, tracking: &str, lane: Lane) -> Result<Provider, ShopError> {
    if order.handling.shipper != Shipper::Seller {
        return Err(refused(21_008_025, "TikTok ships this order itself"));
    }
    let Some(option) = &order.handling.delivery_option else {
        return Err(refused(
            11_028_006,
            "the shop tells no delivery option for this order, so no carrier can be named",
        ));
    };
    let providers = providers(shop, option, lane).await?;
    if let [only] = providers.as_slice() {
        return Ok(only.clone());
    }
    let known = carrier_of(tracking);
    let is_it = |provider: &&Provider| known.is_some_and(|carrier| carrier.is_called(&provider.name));
    let names: Vec<&str> = providers.iter().map(|provider| provider.name.as_str()).collect();
    let unknown = || {
        let message = format!("this number is of none of the carriers that the shop takes here: {}", names.join(", "));
        refused(21_011_022, &message)
    };
    providers.iter().find(is_it).cloned().ok_or_else(unknown)
}

async fn providers(shop: &Client, option: &DeliveryOptionId, lane: Lane) -> Result<Vec<Provider>, ShopError> {
    let path = paths::with_id(paths::SHIPPING_PROVIDERS, option.as_str());
    let call = Call { path: path.into(), ..Call::get(paths::SHIPPING_PROVIDERS, Vec::new()) };
    let data = shop.call(&call, lane).await?;
    let read = |data: &RawValue| {
        let provider = |record: &mut Record<'_>| Ok(Provider { id: record.id("id")?, name: record.text("name")? });
        Record::of(data)?.each("shipping_providers", provider).map(|listed| listed.items)
    };
    read(&data).map_err(|error| unreadable(&error))
}

fn refused(code: i64, message: &str) -> ShopError {
    ShopError::Refused { code, message: message.to_owned(), field: None }
}
