//! Orders that the seller ships: marked as shipped, and their tracking number corrected.

use serde::{Deserialize, Serialize};

use super::{
    code,
    line_items::line_item_ids,
    package::package_id,
    parcel::{AskedParcel, check_hour, check_waiting},
    route::{Route, Verb},
    stage::{Stage, Standing},
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    moment::shifted,
    settings::{Settings, ShippingType},
    shop::Order,
};

/// The markets where sellers mark orders as shipped.
const MARKETS: [&str; 9] = ["US", "GB", "UK", "ES", "IE", "IT", "DE", "FR", "JP"];
/// Seconds for which a tracking number can be corrected.
const CORRECTABLE: i64 = 72 * 60 * 60;

pub(super) const ROUTES: &[Route] = &[
    Route {
        verb: Verb::Post,
        pattern: "/fulfillment/202309/orders/{order_id}/packages",
        scope: "seller.fulfillment.basic",
        wants_cipher: true,
        work: mark_as_shipped,
    },
    Route {
        verb: Verb::Post,
        pattern: "/fulfillment/202309/orders/{order_id}/shipping_info/update",
        scope: "seller.logistics",
        wants_cipher: true,
        work: correct,
    },
];

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

#[derive(Serialize)]
struct Nothing {}

/// Whether sellers of that market mark their orders as shipped.
pub(super) fn is_marking_market(settings: &Settings) -> bool {
    MARKETS.contains(&settings.region.as_str())
}

fn mark_as_shipped(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked: Mark = body(&visit.call.body)?;
    let order = order(visit)?;
    if visit.settings.shipping_type != ShippingType::Seller || !is_marking_market(visit.settings) {
        return Err(Refusal::new(code::NOT_THIS_WAY, "order: is not shipped by its seller's own word here"));
    }
    check_waiting(order, &Standing::of(order, visit.now))?;
    check_hour(order, visit)?;
    let order_line_item_ids = line_item_ids(order);
    check_whole(&asked.order_line_item_ids, &order_line_item_ids)?;
    let parcel = asked.parcel.checked(visit, order)?;
    let order_id = order.order_id.clone();

    let shop = &mut visit.world.kept.shop;
    shop.ship(&order_id, Some(parcel.carrier.name), &parcel.tracking_number, visit.now)?;
    let order = shop.order(&order_id)?;
    let package_id = package_id(order, &Standing::of(order, visit.now), visit.settings);
    let warning = parcel.warning().map(|message| Warning { message });
    Done::written(&Marked { order_id, order_line_item_ids, package_id, warning }, true)
}

/// An order goes as one parcel; nothing said means all of it.
fn check_whole(asked: &[String], whole: &[String]) -> Result<(), Refusal> {
    if let Some(stranger) = asked.iter().find(|id| !whole.contains(id)) {
        return Err(invalid("order_line_item_ids", format!("{stranger} is not of this order")));
    }
    if asked.is_empty() || whole.iter().all(|id| asked.contains(id)) {
        return Ok(());
    }
    Err(Refusal::new(code::BAD_TRACKING, "order_line_item_ids: split is not supported here"))
}

/// Another number and carrier for an order on its way: once, and not for long.
fn correct(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked: AskedParcel = body(&visit.call.body)?;
    let order = order(visit)?;
    let refused = |code, message: &str| Err(Refusal::new(code, format!("order: {message}")));
    if visit.settings.shipping_type != ShippingType::Seller {
        return refused(code::NOT_SELLER_SHIPPED, "is not shipped by its seller");
    }
    let standing = Standing::of(order, visit.now);
    let Some(shipped) = standing.shipped else {
        return match standing.stage {
            Stage::Cancelled => refused(code::CANCELLED, "has been cancelled"),
            _ => refused(code::NOT_SHIPPED_YET, "has not been shipped"),
        };
    };
    if standing.delivered.is_some() {
        return refused(code::ARRIVED_ALREADY, "has been delivered already");
    }
    if visit.now > shifted(shipped, CORRECTABLE) {
        return refused(code::TOO_LATE, "was shipped more than 72 hours ago");
    }
    if order.tracking_corrected {
        return refused(code::CORRECTED_ALREADY, "has had its tracking number corrected before");
    }
    let parcel = asked.checked(visit, order)?;
    let order_id = order.order_id.clone();
    visit.world.kept.shop.correct_tracking(&order_id, parcel.carrier.name, &parcel.tracking_number)?;
    Done::written(&Nothing {}, true)
}

fn order<'a>(visit: &'a Visit<'_>) -> Result<&'a Order, Refusal> {
    let order = visit.shop().order(visit.id("order_id"));
    order.map_err(|denied| Refusal::new(code::NOT_THIS_SELLERS_ORDER, denied.0))
}
