//! What the service's own shipping needs besides: when its carriers come, and what is stuck on the parcel.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{
    code,
    packages::packed,
    route::{Route, Verb},
    stage::Stage,
    visit::{Visit, invalid},
};
use crate::{
    answer::{Done, Refusal},
    settings::ShippingType,
};

pub(super) const ROUTES: &[Route] = &[
    Route {
        verb: Verb::Get,
        pattern: "/fulfillment/202309/packages/{package_id}/handover_time_slots",
        scope: "seller.fulfillment.package.write",
        wants_cipher: true,
        work: slots,
    },
    Route {
        verb: Verb::Get,
        pattern: "/fulfillment/202309/packages/{package_id}/shipping_documents",
        scope: "seller.fulfillment.basic",
        wants_cipher: true,
        work: document,
    },
];

const DAY: i64 = 24 * 60 * 60;
const HOUR: i64 = 60 * 60;
/// Days on which a carrier comes, from tomorrow on.
const DAYS: i64 = 3;

const TYPES: [&str; 6] = [
    "SHIPPING_LABEL",
    "PACKING_SLIP",
    "SHIPPING_LABEL_AND_PACKING_SLIP",
    "SHIPPING_LABEL_PICTURE",
    "HAZMAT_LABEL",
    "INVOICE_LABEL",
];

/// An empty page of A6.
const PAGE: &str = "%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 298 420]>>endobj
trailer<</Root 1 0 R>>
%%EOF
";

#[derive(Serialize)]
struct Slots {
    can_pickup: bool,
    can_drop_off: bool,
    can_van_collection: bool,
    drop_off_point_url: &'static str,
    pickup_slots: Vec<Slot>,
}

#[derive(Serialize)]
struct Slot {
    start_time: i64,
    end_time: i64,
    /// Spelled as the service spells it.
    avaliable: bool,
}

#[derive(Serialize)]
struct Document<'a> {
    doc_url: String,
    tracking_number: &'a str,
}

/// `GET /practice/label`: the document itself, for whoever has its address.
pub(crate) async fn label() -> Response {
    ([(header::CONTENT_TYPE, "application/pdf")], PAGE).into_response()
}

fn slots(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    check_service_ships(visit)?;
    packed(visit)?;
    let today = visit.now.as_second().div_euclid(DAY) * DAY;
    let slot = |day: i64| Slot {
        start_time: today + day * DAY + 9 * HOUR,
        end_time: today + day * DAY + 17 * HOUR,
        avaliable: true,
    };
    Done::shown(&Slots {
        can_pickup: true,
        can_drop_off: true,
        can_van_collection: false,
        drop_off_point_url: "",
        pickup_slots: (1..=DAYS).map(slot).collect(),
    })
}

/// There is a label from the package's shipment until it is picked up.
fn document(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    check_service_ships(visit)?;
    let params = &visit.call.params;
    let kind = params.text("document_type").ok_or_else(|| invalid("document_type", "is missing"))?;
    if !TYPES.contains(&kind) {
        return Err(invalid("document_type", format!("there is no {kind}")));
    }
    for (name, known) in [("document_size", ["A6", "A5"]), ("document_format", ["PDF", "ZPL"])] {
        if params.text(name).is_some_and(|given| !known.contains(&given)) {
            return Err(invalid(name, format!("must be {} or {}", known[0], known[1])));
        }
    }
    let package = packed(visit)?;
    match package.standing.stage {
        Stage::AwaitingCollection => {}
        Stage::OnHold | Stage::AwaitingShipment => {
            return Err(Refusal::new(code::SHIP_FIRST, "package: must be shipped before there is a label"));
        }
        _ => return Err(Refusal::new(code::PICKED_UP, "package: has been picked up already")),
    }
    let host = visit.call.host.as_deref().unwrap_or("127.0.0.1");
    let doc_url = format!("http://{host}/practice/label?package_id={}", visit.id("package_id"));
    Done::shown(&Document { doc_url, tracking_number: package.parcel().tracking_number })
}

fn check_service_ships(visit: &Visit<'_>) -> Result<(), Refusal> {
    match visit.settings.shipping_type {
        ShippingType::TikTok => Ok(()),
        ShippingType::Seller => Err(Refusal::new(code::NOT_THIS_WAY, "package: is not shipped by the service")),
    }
}
