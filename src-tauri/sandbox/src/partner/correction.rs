//! Tracking numbers put right, once and not for long: that of an order, or of one package where it has several.

use serde::Serialize;

use super::{
    code,
    package::Package,
    packages::packed,
    parcel::{AskedParcel, Parcel},
    route::{Route, Verb},
    stage::Stage,
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    moment::shifted,
    settings::ShippingType,
};

/// Seconds for which a tracking number can be corrected.
const CORRECTABLE: i64 = 72 * 60 * 60;

const fn route(pattern: &'static str, work: fn(&mut Visit<'_>) -> Result<Done, Refusal>) -> Route {
    Route { verb: Verb::Post, pattern, scope: "seller.logistics", wants_cipher: true, work }
}

pub(super) const ROUTES: &[Route] = &[
    route("/fulfillment/202309/orders/{order_id}/shipping_info/update", of_order),
    route("/fulfillment/202309/packages/{package_id}/shipping_info/update", of_package),
];

#[derive(Serialize)]
struct Nothing {}

fn of_order(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let order = visit.order(visit.id("order_id"))?;
    if !order.parts.is_empty() {
        return Err(invalid("order_id", "is in several packages, and each has a number of its own"));
    }
    let order_id = order.order_id.clone();
    let parcel = checked(visit, &Package::of(order, None, visit.now))?;
    visit.world.kept.shop.correct_tracking(&order_id, None, parcel.carrier.name, &parcel.tracking_number)?;
    Done::written(&Nothing {}, true)
}

fn of_package(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let package = packed(visit)?;
    let (order_id, part_id) = (package.order.order_id.clone(), package.part.map(|part| part.id.clone()));
    let parcel = checked(visit, &package)?;
    let (carrier, number) = (parcel.carrier.name, &parcel.tracking_number);
    visit.world.kept.shop.correct_tracking(&order_id, part_id.as_deref(), carrier, number)?;
    Done::written(&Nothing {}, true)
}

/// What was asked for, if the package's number can still be another and it is one that a carrier would take.
fn checked(visit: &Visit<'_>, package: &Package<'_>) -> Result<Parcel, Refusal> {
    let asked: AskedParcel = body(&visit.call.body)?;
    check_correctable(visit, package)?;
    asked.checked(visit, package.order)
}

fn check_correctable(visit: &Visit<'_>, package: &Package<'_>) -> Result<(), Refusal> {
    let refused = |code, message: &str| Err(Refusal::new(code, format!("order: {message}")));
    if visit.settings.shipping_type != ShippingType::Seller {
        return refused(code::NOT_SELLER_SHIPPED, "is not shipped by its seller");
    }
    let standing = package.standing;
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
    if package.is_corrected() {
        return refused(code::CORRECTED_ALREADY, "has had its tracking number corrected before");
    }
    Ok(())
}
