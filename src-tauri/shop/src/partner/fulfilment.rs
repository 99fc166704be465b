//! Shipping: the seller's own parcels, each under a number of a carrier from the shop's list. Some markets want the
//! order marked as shipped, others each of its parcels.

use domain::{Contents, OrderId, OrderStatus, PackageId, PieceId, ships_by_parcel};
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

/// The other way is this market's: nothing was done.
const NOT_THIS_WAY: i64 = 21_008_106;
/// In those markets an order's parcels are there beforehand, and each leaves whole.
const NO_PARCEL: &str = "what was chosen is no parcel of its own: split the order first";

/// Ships in the way of the shop's market, and where that turns out to be the other one, in that.
pub(super) async fn ship(shop: &Client, shipment: &Shipment<'_>, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let signs = Signs { tracking: shipment.tracking, named: None, usual: shipment.usual_carrier };
    let carrier = carriers::of(shop, shipment.order, signs, lane).await?;
    let ways = match ships_by_parcel(shipment.market) {
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

/// `POST /fulfillment/202309/orders/{id}/packages`: marks an order as shipped, or some of its pieces.
async fn mark(shop: &Client, shipment: &Shipment<'_>, carrier: &str, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let Shipment { order, tracking, .. } = shipment;
    let path = paths::with_id(paths::MARK_SHIPPED, order.id.as_str());
    let mut body = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": carrier });
    let leaving = leaving(shipment);
    // An order that leaves whole is meant whole, whatever is in it by then.
    if !leaving.is_empty() {
        body["order_line_item_ids"] = json!(leaving);
    }
    let call = Call { path: path.into(), ..Call::write(paths::MARK_SHIPPED, body, None) };
    let data = shop.call(&call, lane).await?;
    let status = status_after(shipment);
    answer(&data, &order.id, status).map_err(|error| unclear(&error))
}

/// The pieces that are named to the shop: those of a part, and what is left after one. None stands for all.
fn leaving<'a>(shipment: &Shipment<'a>) -> Vec<&'a PieceId> {
    let contents = Contents::from(shipment.order);
    match shipment.pieces {
        [] if contents.is_partly_gone() => contents.waiting().map(|piece| &piece.id).collect(),
        part => part.iter().collect(),
    }
}

/// Where the order stands once it is done, as far as its pieces tell: the answers name no status, and the next reading
/// has the last word.
fn status_after(shipment: &Shipment<'_>) -> OrderStatus {
    let stays = |piece: &PieceId| !shipment.pieces.is_empty() && !shipment.pieces.contains(piece);
    match Contents::from(shipment.order).waiting().any(|piece| stays(&piece.id)) {
        true => OrderStatus::PartiallyShipping,
        false => OrderStatus::AwaitingCollection,
    }
}

/// The order's parcels, or those of a part, all under one number.
async fn send_parcels(
    shop: &Client,
    shipment: &Shipment<'_>,
    carrier: &str,
    lane: Lane,
) -> Result<ShipAnswer, ShopError> {
    let Shipment { order, tracking, .. } = shipment;
    let own = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": carrier });
    let asked = Map::from_iter([("self_shipment".to_owned(), own)]);
    let leaving = parcels_of(shipment)?;
    let parcels: Vec<(_, Map<String, Value>)> = leaving.iter().map(|package| (*package, asked.clone())).collect();
    let sent = packages::send(shop, &parcels, lane).await;
    packages::outcome(order, &leaving, status_after(shipment), &sent)
}

/// The parcels that leave. A part has to be some of those that wait, whole.
fn parcels_of<'a>(shipment: &Shipment<'a>) -> Result<Vec<&'a PackageId>, ShopError> {
    let (order, part) = (shipment.order, shipment.pieces);
    if part.is_empty() {
        return Ok(order.handling.waiting().collect());
    }
    let (leaving, staying): (Vec<_>, Vec<_>) =
        Contents::from(order).waiting().partition(|piece| part.contains(&piece.id));
    let is_torn = staying.iter().any(|stays| leaving.iter().any(|leaves| leaves.package == stays.package));
    if is_torn || leaving.iter().any(|piece| piece.package.is_none()) {
        return Err(ShopError::Unsendable { why: NO_PARCEL.to_owned() });
    }
    let holds = |package: &&PackageId| leaving.iter().any(|piece| piece.package.as_ref() == Some(*package));
    Ok(order.handling.waiting().filter(holds).collect())
}

/// `POST /fulfillment/202309/orders/{id}/shipping_info/update`, or `…/packages/{id}/…`: another number for a whole order,
/// or for one of its parcels. A yes says nothing more; what the carrier is called is the shop's own word for it.
pub(super) async fn correct(shop: &Client, right: &RightNumber<'_>, lane: Lane) -> Result<String, ShopError> {
    let RightNumber { order, tracking, carrier: named, usual_carrier: usual, parcel } = *right;
    let carrier = carriers::of(shop, order, Signs { tracking, named, usual }, lane).await?;
    let (route, id) = match parcel {
        Some(parcel) => (paths::CORRECT_PARCEL, parcel.as_str()),
        None => (paths::CORRECT_TRACKING, order.id.as_str()),
    };
    let path = paths::with_id(route, id);
    let body = json!({ "tracking_number": tracking.as_str(), "shipping_provider_id": carrier.id });
    shop.call(&Call { path: path.into(), ..Call::write(route, body, None) }, lane).await?;
    Ok(carrier.name)
}

fn answer(data: &RawValue, asked: &OrderId, status: OrderStatus) -> Result<ShipAnswer, WireError> {
    let mut record = Record::of(data)?;
    let order_id = match record.text("order_id")? {
        none if none.is_empty() => asked.clone(),
        told => OrderId::new(told),
    };
    if order_id != *asked {
        return Err(WireError::new("order_id", "is not the order that was asked for"));
    }
    let warning = record.inner("warning")?.text("message")?;
    Ok(ShipAnswer { order_id, status, warning: Some(warning).filter(|warning| !warning.is_empty()) })
}
