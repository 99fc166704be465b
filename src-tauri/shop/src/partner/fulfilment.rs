//! Shipping: the seller's own parcels, each under a number of a carrier from the shop's list.

use domain::{OrderId, OrderStatus};
use serde_json::{json, value::RawValue};

use super::{carriers, paths};
use crate::{
    Client, Lane, ShipAnswer, Shipment, ShopError,
    client::Call,
    reading::{Record, WireError, unclear},
};

/// `POST /fulfillment/202309/orders/{id}/packages`: marks a whole order as shipped.
pub(super) async fn ship(shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let Shipment { order, tracking, .. } = shipment;
    let carrier = carriers::of(shop, shipment, lane).await?;
    let path = paths::with_id(paths::MARK_SHIPPED, order.id.as_str());
    let body = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": carrier.id });
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
