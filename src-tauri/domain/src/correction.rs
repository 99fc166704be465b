//! A tracking number that the shop has wrong: whether it can still be put right, and what to do about it.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Handling, Line, Order, OrderStatus, PackageId, Piece, Shipper, Stage, piece::pieces_of};

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
    /// Which parcel's number it is, of an order that left in several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parcel: Option<PackageId>,
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
    /// What was bought, with its pieces where the shop tells them.
    pub lines: &'a [Line],
}

impl<'a> From<&'a Order> for Sent<'a> {
    fn from(order: &'a Order) -> Self {
        let Order { status, tracking_number: tracking, handling, lines, .. } = order;
        Self { status, tracking, handling, lines }
    }
}

impl Sent<'_> {
    /// Until when its number can be corrected; none where the shop doesn't tell since when it is shipped.
    pub fn correctable_until(&self) -> Option<Timestamp> {
        self.handling.clocks.shipped?.checked_add(CORRECTABLE).ok()
    }

    /// The number of the order, or of this parcel of it; empty where the shop shows none.
    pub fn number(&self, parcel: Option<&PackageId>) -> &str {
        let Some(parcel) = parcel else { return self.tracking };
        let within = |piece: &&Piece| piece.package.as_ref() == Some(parcel) && !piece.waits;
        pieces_of(self.lines).find(within).map_or("", |piece| &piece.tracking)
    }

    /// Whether its number, or that of this parcel, can be corrected at `now`, as far as this can be told without asking
    /// the shop to.
    ///
    /// # Errors
    /// [`NoCorrection`] where it can't.
    pub fn correctable(&self, parcel: Option<&PackageId>, now: Timestamp) -> Result<(), NoCorrection> {
        match (self.status.stage(), self.handling.shipper) {
            (Stage::Cancelled, _) => return Err(NoCorrection::Cancelled),
            (_, Shipper::Platform | Shipper::Warehouse) => return Err(NoCorrection::ByThePlatform),
            (Stage::ToShip, _) if *self.status == OrderStatus::PartiallyShipping => {}
            (Stage::ToShip | Stage::OnHold, _) => return Err(NoCorrection::NotShipped),
            (Stage::Delivered, _) => return Err(NoCorrection::Delivered),
            (Stage::Other, _) => return Err(NoCorrection::UnknownStatus(self.status.as_shop().to_owned())),
            (Stage::Sent, Shipper::Seller) => {}
        }
        if parcel.is_none() && (self.handling.packages.len() > 1 || *self.status == OrderStatus::PartiallyShipping) {
            return Err(NoCorrection::SeveralParcels);
        }
        if self.number(parcel).is_empty() {
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
    #[error(
        "This order went in several parcels, so no number was changed: correct the one of the parcel that is wrong."
    )]
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
    let (parcel, number) = (wanted.parcel.as_ref(), order.number(wanted.parcel.as_ref()));
    if wanted.is(number) {
        return CorrectionPlan::Done;
    }
    match order.correctable(parcel, now) {
        Err(why) => CorrectionPlan::Refuse(why),
        Ok(()) if number != wanted.from => CorrectionPlan::Refuse(NoCorrection::Moved(number.to_owned())),
        Ok(()) => CorrectionPlan::Send,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::{Clocks, Money, PieceId, ProductId, SkuId};

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
        let wanted = Correction { number: "TK2".into(), from: "TK1".into(), carrier: None, parcel: None };
        plan_correction(Sent { status, tracking, handling, lines: &[] }, &wanted, at(hour))
    }

    /// Of an order whose first parcel left under `TK1` and whose second one under this number, or waits where that is
    /// empty: the second one's is to be `TK2` instead of `TK5`.
    fn plan_second(status: &OrderStatus, number: &str) -> CorrectionPlan {
        let piece = |id: &str, number: &str| Piece {
            id: PieceId::new(id),
            package: Some(PackageId::new(id)),
            tracking: number.to_owned(),
            waits: number.is_empty(),
        };
        let pieces = vec![piece("1", "TK1"), piece("2", number)];
        let (product, sku) = (ProductId::new("1"), SkuId::new("2"));
        let lines = [Line { product, sku, name: "Cup".into(), quantity: 2, price: Money::default(), pieces }];
        let handling = Handling { packages: ["1", "2"].map(PackageId::new).into(), ..shipped() };
        let parcel = Some(PackageId::new("2"));
        let wanted = Correction { number: "TK2".into(), from: "TK5".into(), carrier: None, parcel };
        plan_correction(Sent { status, tracking: "", handling: &handling, lines: &lines }, &wanted, at(1))
    }

    #[test]
    fn one_parcel_among_several_is_corrected_by_its_own_number() {
        for status in [OrderStatus::PartiallyShipping, OrderStatus::InTransit] {
            assert_eq!(plan_second(&status, "TK5"), CorrectionPlan::Send, "{status:?}");
            assert_eq!(plan_second(&status, "TK2"), CorrectionPlan::Done, "{status:?}");
            let moved = CorrectionPlan::Refuse(NoCorrection::Moved("TK1".into()));
            assert_eq!(plan_second(&status, "TK1"), moved, "{status:?}");
        }
        let waits = plan_second(&OrderStatus::PartiallyShipping, "");
        assert_eq!(waits, CorrectionPlan::Refuse(NoCorrection::NoNumber));
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
