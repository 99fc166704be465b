//! Orders that the seller ships: marked as shipped, whole or in parts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    code,
    line_items::pieces_named,
    package::{Package, part_id},
    parcel::{AskedParcel, Parcel, check_hour, check_waiting},
    route::{Route, Verb},
    stage::Standing,
    visit::{Visit, body},
};
use crate::{
    answer::{Done, Refusal},
    settings::{Settings, ShippingType},
    shop::{Denied, Order, Part, Shop},
};

/// The markets where sellers mark orders as shipped.
const MARKETS: [&str; 9] = ["US", "GB", "UK", "ES", "IE", "IT", "DE", "FR", "JP"];

pub(super) const ROUTES: &[Route] = &[Route {
    verb: Verb::Post,
    pattern: "/fulfillment/202309/orders/{order_id}/packages",
    scope: "seller.fulfillment.basic",
    wants_cipher: true,
    work: mark_as_shipped,
}];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Mark {
    #[serde(flatten)]
    parcel: AskedParcel,
    order_line_item_ids: Vec<String>,
}

#[derive(Serialize)]
struct Marked {
    order_id: String,
    order_line_item_ids: Vec<String>,
    package_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<Warning>,
}

#[derive(Serialize)]
struct Warning {
    message: &'static str,
}

/// Whether sellers of that market mark their orders as shipped.
pub(super) fn is_marking_market(settings: &Settings) -> bool {
    MARKETS.contains(&settings.region.as_str())
}

fn mark_as_shipped(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked: Mark = body(&visit.call.body)?;
    let order = visit.order(visit.id("order_id"))?;
    if visit.settings.shipping_type != ShippingType::Seller || !is_marking_market(visit.settings) {
        return Err(Refusal::new(code::NOT_THIS_WAY, "order: is not shipped by its seller's own word here"));
    }
    check_waiting(order, &Standing::of(order, visit.now))?;
    check_hour(order, visit)?;
    let part = asked_part(order, &asked.order_line_item_ids)?;
    let parcel = asked.parcel.checked(visit, order)?;
    let order_id = order.order_id.clone();

    let in_part = part.is_some();
    let shop = &mut visit.world.kept.shop;
    send(shop, &order_id, part, &parcel, visit.now)?;
    let order = shop.order(&order_id)?;
    let package = Package::of(order, order.parts.last().filter(|_| in_part), visit.now);
    let (order_line_item_ids, package_id) = (package.line_item_ids(), package.id(visit.settings));
    let warning = parcel.warning().map(|message| Warning { message });
    Done::written(&Marked { order_id, order_line_item_ids, package_id, warning }, true)
}

/// A part of an order leaves, or what is left of it.
fn send(shop: &mut Shop, order_id: &str, part: Option<Part>, parcel: &Parcel, now: Timestamp) -> Result<(), Denied> {
    let (carrier, number) = (Some(parcel.carrier.name), &parcel.tracking_number);
    let Some(part) = part else { return shop.ship(order_id, carrier, number, now) };
    let id = part.id.clone();
    shop.part_off(order_id, vec![part], now)?;
    shop.ship_part(order_id, &id, carrier, number, now)
}

/// The part of an order that was asked for: none where that is all that has not left. Nothing said means the whole
/// order. Whether it means what is left, once some of it has gone, is not known: here it is refused as done already.
fn asked_part(order: &Order, asked: &[String]) -> Result<Option<Part>, Refusal> {
    let done = || Refusal::new(code::DONE_ALREADY, "order_line_item_ids: some of it has been shipped already");
    if asked.is_empty() {
        return if order.has_left_in_part() { Err(done()) } else { Ok(None) };
    }
    let pieces = pieces_named(order, asked)?;
    let staying: Vec<u32> = order.staying().map(|(piece, _)| piece).collect();
    if pieces.iter().any(|piece| !staying.contains(piece)) {
        return Err(done());
    }
    let id = part_id(order, order.parts.len() + 1);
    Ok((pieces.len() < staying.len()).then_some(Part { id, pieces, sent: None }))
}
