//! Shipping: the seller's own parcels, each under a number of a carrier from the shop's list. Some markets want the
//! order marked as shipped, others each of its parcels.

use domain::{OrderId, OrderStatus};
use serde_json::{Map, Value, json, value::RawValue};

use super::{
    carriers::{self, Signs},
    packages, paths,
};
use crate::{
    Client, Lane, RightNumber, ShipAnswer, Shipment, ShopError,
    client::Call,
    reading::{Record, WireError, unclear},
};

/// The markets where sellers ship parcel by parcel: South-East Asia and Latin America.
const BY_PARCEL: [&str; 8] = ["ID", "MY", "PH", "SG", "TH", "VN", "MX", "BR"];
/// The other way is this market's: nothing was done.
const NOT_THIS_WAY: i64 = 21_008_106;

/// Ships in the way of the shop's market, and where that turns out to be the other one, in that.
pub(super) async fn ship(shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let signs = Signs { tracking: shipment.tracking, named: None, usual: shipment.usual_carrier };
    let carrier = carriers::of(shop, shipment.order, signs, lane).await?;
    let ways = match BY_PARCEL.contains(&shipment.market) {
        true => [Way::Parcels, Way::Order],
        false => [Way::Order, Way::Parcels],
    };
    match take(ways[0], shop, shipment, &carrier.id, lane).await {
        Err(ShopError::Refused { code: NOT_THIS_WAY, .. }) if !shipment.order.handling.packages.is_empty() => {
            take(ways[1], shop, shipment, &carrier.id, lane).await
        }
        other => other,
    }
}

#[derive(Clone, Copy)]
enum Way {
    Order,
    Parcels,
}

async fn take(
    way: Way,
    shop: &Client,
    shipment: &Shipment<'_>,
    carrier: &str,
    lane: Lane,
) -> Result<ShipAnswer, ShopError> {
    match way {
        Way::Order => mark(shop, shipment, carrier, lane).await,
        Way::Parcels => send_parcels(shop, shipment, carrier, lane).await,
    }
}

/// `POST /fulfillment/202309/orders/{id}/packages`: marks a whole order as shipped.
async fn mark(shop: &Client, shipment: &Shipment<'_>, carrier: &str, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let Shipment { order, tracking, .. } = shipment;
    let path = paths::with_id(paths::MARK_SHIPPED, order.id.as_str());
    let body = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": carrier });
    let call = Call { path: path.into(), ..Call::write(paths::MARK_SHIPPED, body, None) };
    let data = shop.call(&call, lane).await?;
    answer(&data, &order.id).map_err(|error| unclear(&error))
}

/// The order's parcels, all under its one number.
async fn send_parcels(
    shop: &Client,
    shipment: &Shipment<'_>,
    carrier: &str,
    lane: Lane,
) -> Result<ShipAnswer, ShopError> {
    let Shipment { order, tracking, .. } = shipment;
    let own = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": carrier });
    let asked = Map::from_iter([("self_shipment".to_owned(), own)]);
    let parcels: Vec<(_, Map<String, Value>)> =
        order.handling.waiting().map(|package| (package, asked.clone())).collect();
    packages::outcome(order, &packages::send(shop, &parcels, lane).await)
}

/// `POST /fulfillment/202309/orders/{id}/shipping_info/update`: another number for a whole order. A yes says nothing
/// more; what the carrier is called is the shop's own word for it.
pub(super) async fn correct(shop: &Client, right: &RightNumber<'_>, lane: Lane) -> Result<String, ShopError> {
    let RightNumber { order, tracking, carrier: named, usual_carrier: usual } = *right;
    let carrier = carriers::of(shop, order, Signs { tracking, named, usual }, lane).await?;
    let path = paths::with_id(paths::CORRECT_TRACKING, order.id.as_str());
    let body = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": carrier.id });
    shop.call(&Call { path: path.into(), ..Call::write(paths::CORRECT_TRACKING, body, None) }, lane).await?;
    Ok(carrier.name)
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
