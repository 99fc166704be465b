//! What a seller says of a parcel, and whether an order can be sent at all.

use serde::Deserialize;

use super::{
    buyer::user_id,
    carriers::{CARRIERS, Carrier},
    code,
    stage::{Stage, Standing},
    visit::{Visit, invalid},
};
use crate::{answer::Refusal, moment::shifted, shop::Order};

const LONGEST_NUMBER: usize = 100;
const HOUR: i64 = 60 * 60;

/// Tracking number and carrier as they are asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct AskedParcel {
    tracking_number: String,
    shipping_provider_id: String,
}

/// The same, found good.
pub(super) struct Parcel {
    pub(super) tracking_number: String,
    pub(super) carrier: &'static Carrier,
}

impl AskedParcel {
    /// Whether the carrier would take it, and nobody else's parcel has that number.
    pub(super) fn checked(&self, visit: &Visit<'_>, order: &Order) -> Result<Parcel, Refusal> {
        let tracking_number = self.tracking_number.trim();
        for (name, value) in
            [("tracking_number", tracking_number), ("shipping_provider_id", self.shipping_provider_id.as_str())]
        {
            if value.is_empty() {
                return Err(invalid(name, "is missing"));
            }
        }
        let chosen = CARRIERS.iter().find(|carrier| carrier.offered && carrier.id == self.shipping_provider_id);
        let carrier = chosen.ok_or_else(|| {
            Refusal::new(code::BAD_TRACKING, "shipping_provider_id: is none of this delivery option's providers")
        })?;
        check_number(tracking_number)?;
        if visit.settings.refuse_duplicate_tracking && is_anothers(visit, order, tracking_number) {
            let message = "tracking_number: belongs to the order of another buyer";
            return Err(Refusal::new(code::TRACKING_TWICE, message));
        }
        Ok(Parcel { tracking_number: tracking_number.to_owned(), carrier })
    }
}

impl Parcel {
    /// Why the number does not look like one of the carrier's, if so. It is taken all the same.
    pub(super) fn warning(&self) -> Option<&'static str> {
        let number = &self.tracking_number;
        let fits = match self.carrier.name {
            "USPS" => (20..=22).contains(&number.len()) && number.bytes().all(|digit| digit.is_ascii_digit()),
            "UPS" => number.starts_with("1Z"),
            _ => true,
        };
        (!fits).then_some("The tracking number does not look like one of this carrier's. Check both.")
    }
}

fn check_number(number: &str) -> Result<(), Refusal> {
    if number.chars().any(|c| !c.is_ascii_alphanumeric() && c != '-' && c != ' ') {
        return Err(Refusal::new(code::SPECIAL_CHARACTERS, "tracking_number: must be letters and digits"));
    }
    if number.len() > LONGEST_NUMBER || !number.bytes().any(|c| c.is_ascii_digit()) {
        return Err(Refusal::new(code::BAD_TRACKING, "tracking_number: is none"));
    }
    Ok(())
}

fn is_anothers(visit: &Visit<'_>, order: &Order, number: &str) -> bool {
    let mut same = visit.shop().orders.iter().filter(|other| other.goes_under(number));
    let buyer = user_id(order);
    same.any(|other| user_id(other) != buyer)
}

/// Whether the hour is over in which the buyer of an order that nobody holds may change their mind.
pub(super) fn check_hour(order: &Order, visit: &Visit<'_>) -> Result<(), Refusal> {
    if visit.settings.holds_orders || shifted(order.create_time, HOUR) <= visit.now {
        return Ok(());
    }
    Err(Refusal::new(code::ON_HOLD, "order: is in the hour in which the buyer may still change their mind"))
}

/// Whether an order waits to be sent, and if not, why.
pub(super) fn check_waiting(order: &Order, standing: &Standing) -> Result<(), Refusal> {
    let (code, reason) = match standing.stage {
        Stage::AwaitingShipment | Stage::PartiallyShipping if order.cancel_asked.is_some() => {
            (code::BUYER_WANTS_OUT, "its buyer asks to cancel it")
        }
        Stage::AwaitingShipment | Stage::PartiallyShipping => return Ok(()),
        Stage::Unpaid => (code::ON_HOLD, "is not paid yet"),
        Stage::OnHold => (code::ON_HOLD, "is on hold: the buyer may still change their mind"),
        Stage::Cancelled => (code::CANCELLED, "has been cancelled"),
        Stage::AwaitingCollection | Stage::InTransit => (code::SHIPPED_ALREADY, "has been shipped already"),
        Stage::Delivered | Stage::Completed => (code::DELIVERED_ALREADY, "has been delivered already"),
    };
    Err(Refusal::new(code, format!("order: {reason}")))
}
