//! A tracking number that the shop has wrong: whether it can still be put right, and what to do about it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Handling, Order, OrderStatus, Shipper, Stage};

/// How long after it was shipped an order's number can be corrected.
const CORRECTABLE: SignedDuration = SignedDuration::from_hours(72);

/// What a seller wants an order's number to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The right number.
    pub number: String,
    /// The wrong one: what the shop had when the seller asked.
    pub from: String,
    /// The carrier by its name in the shop's list; none where the number's form is to say it.
    pub carrier: Option<String>,
}

impl Correction {
    /// Whether this is the right number, however the shop writes its letters.
    pub fn is(&self, tracking: &str) -> bool {
        self.number.eq_ignore_ascii_case(tracking)
    }
}

/// What decides about a correction, as the shop has it now.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// Where the order stands.
    pub status: &'a OrderStatus,
    /// Its number; empty where the shop shows none.
    pub tracking: &'a str,
    /// How it was sent.
    pub handling: &'a Handling,
}

impl<'a> From<&'a Order> for Sent<'a> {
    fn from(order: &'a Order) -> Self {
        Self { status: &order.status, tracking: &order.tracking_number, handling: &order.handling }
    }
}

impl Sent<'_> {
    /// Until when its number can be corrected; none where the shop doesn't tell since when it is shipped.
    pub fn correctable_until(&self) -> Option<Timestamp> {
        self.handling.clocks.shipped?.checked_add(CORRECTABLE).ok()
    }

    /// Whether its number can be corrected at `now`, as far as this can be told without asking the shop to.
    ///
    /// # Errors
    /// [`NoCorrection`] where it can't.
    pub fn correctable(&self, now: Timestamp) -> Result<(), NoCorrection> {
        match (self.status.stage(), self.handling.shipper) {
            (Stage::Cancelled, _) => return Err(NoCorrection::Cancelled),
            (_, Shipper::Platform | Shipper::Warehouse) => return Err(NoCorrection::ByThePlatform),
            (Stage::ToShip, _) if *self.status == OrderStatus::PartiallyShipping => {
                return Err(NoCorrection::SeveralParcels);
            }
            (Stage::ToShip | Stage::OnHold, _) => return Err(NoCorrection::NotShipped),
            (Stage::Delivered, _) => return Err(NoCorrection::Delivered),
            (Stage::Other, _) => return Err(NoCorrection::UnknownStatus(self.status.as_shop().to_owned())),
            (Stage::Sent, Shipper::Seller) => {}
        }
        if self.handling.packages.len() > 1 {
            return Err(NoCorrection::SeveralParcels);
        }
        if self.tracking.is_empty() {
            return Err(NoCorrection::NoNumber);
        }
        match self.correctable_until() {
            Some(until) if until < now => Err(NoCorrection::TooLate),
            _ => Ok(()),
        }
    }
}

/// Why a number can't be corrected. Each is a sentence for the person, true before anything was sent and after.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoCorrection {
    /// It has not left.
    #[error("This order is not shipped, so there is no number to correct: ship it with the right one.")]
    NotShipped,
    /// It was cancelled.
    #[error("This order was cancelled, so its number is left as it is: see that the parcel comes back.")]
    Cancelled,
    /// The buyer has it.
    #[error("This order was delivered, so its number is left as it is: TikTok’s support can help in Seller Center.")]
    Delivered,
    /// The platform gave it its number.
    #[error("TikTok gave this order its number, so it is left as it is: there is nothing to do.")]
    ByThePlatform,
    /// Each of its parcels has a number of its own.
    #[error("This order went in several parcels, so its numbers are left as they are: correct them in Seller Center.")]
    SeveralParcels,
    /// The shop shows no number that could be compared.
    #[error("The shop shows no number for this order, so none was put in its place: look at it in Seller Center.")]
    NoNumber,
    /// The shop's time for it is over.
    #[error(
        "It was shipped more than 72 hours ago, and the shop takes no correction any more. Its number is left as it is: tell the buyer the right one."
    )]
    TooLate,
    /// Somebody else corrected it.
    #[error(
        "The shop has another number for this order by now: {0}. It is left as it is: compare it with yours, and ask again where yours is right."
    )]
    Moved(String),
    /// A status that this version doesn't know.
    #[error(
        "The shop says “{0}” about this order, which this version does not know. Its number is left as it is: correct it in Seller Center."
    )]
    UnknownStatus(String),
}

/// What to do about a correction.
#[derive(Debug, PartialEq, Eq)]
pub enum CorrectionPlan {
    /// The shop has the right number: nothing to send.
    Done,
    /// Send it.
    Send,
    /// Sending would be wrong.
    Refuse(NoCorrection),
}

/// Decides about a correction from the order as the shop has it at `now`, by the shop's own clock. A number that is
/// neither the wrong one nor the right one was put there by somebody else, and isn't written over.
pub fn plan_correction(order: Sent<'_>, wanted: &Correction, now: Timestamp) -> CorrectionPlan {
    if wanted.is(order.tracking) {
        return CorrectionPlan::Done;
    }
    match order.correctable(now) {
        Err(why) => CorrectionPlan::Refuse(why),
        Ok(()) if order.tracking != wanted.from => {
            CorrectionPlan::Refuse(NoCorrection::Moved(order.tracking.to_owned()))
        }
        Ok(()) => CorrectionPlan::Send,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::{Clocks, PackageId};

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + hour * 3_600).unwrap()
    }

    /// Shipped in hour 0, as one parcel.
    fn shipped() -> Handling {
        let clocks = Clocks { shipped: Some(at(0)), ..Clocks::default() };
        Handling { clocks, packages: vec![PackageId::new("1")], ..Handling::default() }
    }

    /// Of an order with that number, which is to be `TK2` instead of `TK1`.
    fn plan(status: &OrderStatus, tracking: &str, handling: &Handling, hour: i64) -> CorrectionPlan {
        let wanted = Correction { number: "TK2".into(), from: "TK1".into(), carrier: None };
        plan_correction(Sent { status, tracking, handling }, &wanted, at(hour))
    }

    #[test]
    fn what_is_on_its_way_is_corrected_for_three_days() {
        for status in [OrderStatus::AwaitingCollection, OrderStatus::Shipped, OrderStatus::InTransit] {
            assert_eq!(plan(&status, "TK1", &shipped(), 72), CorrectionPlan::Send);
            assert_eq!(plan(&status, "TK1", &shipped(), 73), CorrectionPlan::Refuse(NoCorrection::TooLate));
            let untold = Handling { clocks: Clocks::default(), ..shipped() };
            assert_eq!(plan(&status, "TK1", &untold, 1_000), CorrectionPlan::Send, "nobody tells: the shop decides");
        }
    }

    #[test]
    fn the_right_number_is_done_whatever_became_of_the_order() {
        for status in [OrderStatus::InTransit, OrderStatus::Delivered, OrderStatus::Cancelled] {
            assert_eq!(plan(&status, "TK2", &shipped(), 1_000), CorrectionPlan::Done);
            assert_eq!(
                plan(&status, "tk2", &shipped(), 1_000),
                CorrectionPlan::Done,
                "a shop may write it another way"
            );
        }
    }

    #[test]
    fn a_number_that_somebody_else_put_there_is_not_written_over() {
        for (tracking, why) in [("TK3", NoCorrection::Moved("TK3".into())), ("", NoCorrection::NoNumber)] {
            assert_eq!(plan(&OrderStatus::InTransit, tracking, &shipped(), 1), CorrectionPlan::Refuse(why));
        }
    }

    #[test]
    fn what_the_shop_would_refuse_says_why() {
        let refused = [
            (OrderStatus::AwaitingShipment, NoCorrection::NotShipped),
            (OrderStatus::PartiallyShipping, NoCorrection::SeveralParcels),
            (OrderStatus::OnHold, NoCorrection::NotShipped),
            (OrderStatus::Delivered, NoCorrection::Delivered),
            (OrderStatus::Completed, NoCorrection::Delivered),
            (OrderStatus::Cancelled, NoCorrection::Cancelled),
            (OrderStatus::Other("ODD".into()), NoCorrection::UnknownStatus("ODD".into())),
        ];
        for (status, why) in refused {
            assert_eq!(plan(&status, "TK1", &shipped(), 1), CorrectionPlan::Refuse(why));
        }
        let sent = OrderStatus::InTransit;
        for shipper in [Shipper::Platform, Shipper::Warehouse] {
            let platforms = Handling { shipper, ..shipped() };
            assert_eq!(plan(&sent, "TK1", &platforms, 1), CorrectionPlan::Refuse(NoCorrection::ByThePlatform));
        }
        let several = Handling { packages: ["1", "2"].map(PackageId::new).into(), ..shipped() };
        assert_eq!(plan(&sent, "TK1", &several, 1), CorrectionPlan::Refuse(NoCorrection::SeveralParcels));
    }
}
