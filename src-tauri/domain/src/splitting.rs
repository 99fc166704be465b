//! An order whose pieces are to leave in several parcels: asked of the shop before any of them is handed over.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Contents, OrderStatus, PackageId, PieceId, Shipper};

/// Where a piece can't be parted from the others of its SKU: Brazil and South-East Asia. Mexico's local sellers can't
/// either, but its others can, and nothing tells which a seller is: there the shop decides.
const BY_SKU: [&str; 7] = ["BR", "ID", "MY", "PH", "SG", "TH", "VN"];

/// Whether a market's shops keep the pieces of one SKU in one parcel.
pub fn keeps_skus_together(market: &str) -> bool {
    BY_SKU.contains(&market)
}

/// How an order is to be divided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// The pieces of each parcel. Together they are all of the order's.
    pub parcels: Vec<Vec<PieceId>>,
}

/// What the shop lets be divided of an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SplitTerms {
    /// Whether it takes a division at all.
    pub can_split: bool,
    /// Why it doesn't, in the shop's words; empty where it gives none.
    pub why_not: String,
    /// Whether it wants one.
    pub must_split: bool,
    /// The most pieces of one parcel, where it wants one for their number.
    pub most_pieces: Option<u32>,
}

/// What to do about a division.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SplitPlan {
    /// The order is divided like that.
    Done,
    /// Ask the shop to.
    Send,
    /// Not any more.
    Refuse(NoSplit),
}

/// Why an order can't be divided. Each is a sentence for the person.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum NoSplit {
    /// It takes two parcels with something in each.
    #[error("Everything is in one parcel, so there is nothing to split: put something into another one.")]
    OneParcel,
    /// It has left, was cancelled, or is on hold.
    #[error("This order doesn’t wait to be shipped any more, so it was not split.")]
    NotWaiting,
    /// Some of it is handed over.
    #[error("The shipment of this order is arranged already, so it was not split.")]
    Arranged,
    /// Its buyer asks to cancel.
    #[error("The buyer asks to cancel this order, so it was not split: answer that first.")]
    CancelAsked,
    /// The platform sends it itself.
    #[error("TikTok sends this order out of its own warehouse, so there is nothing to split.")]
    NotTheSellers,
    /// It has no parcel before it leaves.
    #[error("You ship this order yourself, so there is nothing to split beforehand: ship part of it.")]
    OwnShipping,
    /// Something was cancelled, or the shop counts its pieces anew.
    #[error("What is in this order has changed meanwhile, so it was not split: look at it and split it again.")]
    Changed,
}

/// Decides by what the shop says of the order now.
pub fn plan_split(wanted: &Split, now: Contents<'_>) -> SplitPlan {
    let filled = wanted.parcels.iter().filter(|parcel| !parcel.is_empty()).count();
    match () {
        () if filled < wanted.parcels.len() || filled < 2 => SplitPlan::Refuse(NoSplit::OneParcel),
        () if is_divided(wanted, now) => SplitPlan::Done,
        () => match divisible(now) {
            Err(why) => SplitPlan::Refuse(why),
            Ok(()) if !holds_all(wanted, now) => SplitPlan::Refuse(NoSplit::Changed),
            Ok(()) => SplitPlan::Send,
        },
    }
}

/// Whether an order's pieces can be put into several parcels, as far as this can be told without asking the shop.
///
/// # Errors
/// [`NoSplit`] where they can't.
pub fn divisible(now: Contents<'_>) -> Result<(), NoSplit> {
    match (now.status, now.handling.shipper) {
        (_, Shipper::Warehouse) => Err(NoSplit::NotTheSellers),
        (OrderStatus::AwaitingShipment, Shipper::Seller) if now.handling.packages.is_empty() => {
            Err(NoSplit::OwnShipping)
        }
        (OrderStatus::AwaitingShipment, _) if now.pieces().any(|piece| !piece.waits) => Err(NoSplit::Arranged),
        (OrderStatus::AwaitingShipment, _) if !now.handling.arranged.is_empty() => Err(NoSplit::Arranged),
        (OrderStatus::AwaitingShipment, _) if now.handling.cancel_asked => Err(NoSplit::CancelAsked),
        (OrderStatus::AwaitingShipment, _) => Ok(()),
        (OrderStatus::PartiallyShipping, _) => Err(NoSplit::Arranged),
        _ => Err(NoSplit::NotWaiting),
    }
}

/// Each wanted parcel lies in one of the shop's, and no two in the same. Which id that has, and how far it has come, is
/// all the same.
fn is_divided(wanted: &Split, now: Contents<'_>) -> bool {
    let parcels: Option<HashSet<&PackageId>> = wanted.parcels.iter().map(|pieces| common_parcel(pieces, now)).collect();
    parcels.is_some_and(|parcels| parcels.len() == wanted.parcels.len())
}

fn common_parcel<'a>(pieces: &[PieceId], now: Contents<'a>) -> Option<&'a PackageId> {
    let mut parcels = pieces.iter().map(|id| now.piece(id)?.package.as_ref());
    let first = parcels.next()??;
    parcels.all(|other| other == Some(first)).then_some(first)
}

/// Whether the wanted parcels hold each piece once, and nothing else.
fn holds_all(wanted: &Split, now: Contents<'_>) -> bool {
    let mut asked: Vec<&PieceId> = wanted.parcels.iter().flatten().collect();
    let mut there: Vec<&PieceId> = now.pieces().map(|piece| &piece.id).collect();
    asked.sort_unstable();
    there.sort_unstable();
    asked == there
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Handling, Line, Money, Piece, ProductId, SkuId};

    /// A line of pieces, each in the parcel that stands beside it.
    fn line(pieces: &[(&str, &str)]) -> Line {
        let piece = |(id, parcel): &(&str, &str)| Piece {
            id: PieceId::new(*id),
            package: Some(PackageId::new(*parcel)),
            tracking: String::new(),
            waits: true,
        };
        Line {
            product: ProductId::new("1"),
            sku: SkuId::new("2"),
            name: "Cup".to_owned(),
            quantity: pieces.len() as u32,
            price: Money::default(),
            pieces: pieces.iter().map(piece).collect(),
        }
    }

    fn handling(packages: &[&str]) -> Handling {
        let packages = packages.iter().map(|id| PackageId::new(*id)).collect();
        Handling { shipper: Shipper::Platform, packages, ..Handling::default() }
    }

    fn split(parcels: &[&[&str]]) -> Split {
        Split { parcels: parcels.iter().map(|pieces| pieces.iter().map(|id| PieceId::new(*id)).collect()).collect() }
    }

    fn plan(wanted: &[&[&str]], status: &OrderStatus, handling: &Handling, lines: &[Line]) -> SplitPlan {
        plan_split(&split(wanted), Contents { status, handling, lines })
    }

    const WAITS: OrderStatus = OrderStatus::AwaitingShipment;

    #[test]
    fn what_lies_in_one_parcel_is_divided_and_what_is_divided_already_is_done_wherever_it_is() {
        let (together, apart) =
            (line(&[("a", "1"), ("b", "1"), ("c", "1")]), line(&[("a", "1"), ("b", "2"), ("c", "2")]));
        let wanted: [&[&str]; 2] = [&["a"], &["c", "b"]];
        assert_eq!(plan(&wanted, &WAITS, &handling(&["1"]), &[together]), SplitPlan::Send);
        for status in [WAITS, OrderStatus::PartiallyShipping, OrderStatus::Delivered, OrderStatus::Cancelled] {
            let apart = std::slice::from_ref(&apart);
            assert_eq!(plan(&wanted, &status, &handling(&["1", "2"]), apart), SplitPlan::Done, "{status:?}");
        }
        assert_eq!(plan(&[&["a", "b"], &["c"]], &WAITS, &handling(&["1", "2"]), &[apart]), SplitPlan::Send);
    }

    #[test]
    fn a_parcel_without_anything_in_it_is_none() {
        let lines = [line(&[("a", "1"), ("b", "1")])];
        let one_parcel = SplitPlan::Refuse(NoSplit::OneParcel);
        let wanted: [&[&[&str]]; 4] = [&[], &[&["a", "b"]], &[&["a", "b"], &[]], &[&["a"], &["b"], &[]]];
        for wanted in wanted {
            assert_eq!(plan(wanted, &WAITS, &handling(&["1"]), &lines), one_parcel, "{wanted:?}");
        }
    }

    #[test]
    fn a_piece_that_is_missing_or_new_or_named_twice_divides_nothing() {
        let lines = [line(&[("a", "1"), ("b", "1")]), line(&[("c", "1")])];
        let wanted: [&[&[&str]]; 3] = [&[&["a"], &["b"]], &[&["a", "b"], &["c", "d"]], &[&["a", "b"], &["b", "c"]]];
        for wanted in wanted {
            let plan = plan(wanted, &WAITS, &handling(&["1"]), &lines);
            assert_eq!(plan, SplitPlan::Refuse(NoSplit::Changed), "{wanted:?}");
        }
    }

    #[test]
    fn only_an_order_that_waits_whole_is_divided() {
        let lines = [line(&[("a", "1"), ("b", "1")])];
        let refused = |status: OrderStatus, handling: Handling, why: NoSplit| {
            let plan = plan(&[&["a"], &["b"]], &status, &handling, &lines);
            assert_eq!(plan, SplitPlan::Refuse(why), "{status:?} {handling:?}");
        };
        refused(OrderStatus::OnHold, handling(&["1"]), NoSplit::NotWaiting);
        refused(OrderStatus::InTransit, handling(&["1"]), NoSplit::NotWaiting);
        refused(OrderStatus::PartiallyShipping, handling(&["1"]), NoSplit::Arranged);
        refused(WAITS, Handling { arranged: vec![PackageId::new("1")], ..handling(&["1"]) }, NoSplit::Arranged);
        refused(WAITS, Handling { cancel_asked: true, ..handling(&["1"]) }, NoSplit::CancelAsked);
        refused(WAITS, Handling { shipper: Shipper::Warehouse, ..handling(&["1"]) }, NoSplit::NotTheSellers);
        refused(WAITS, Handling { shipper: Shipper::Seller, ..handling(&[]) }, NoSplit::OwnShipping);
    }

    #[test]
    fn a_seller_whose_parcels_are_there_beforehand_divides_them_as_well() {
        let lines = [line(&[("a", "1"), ("b", "1")])];
        let own = Handling { shipper: Shipper::Seller, ..handling(&["1"]) };
        assert_eq!(plan(&[&["a"], &["b"]], &WAITS, &own, &lines), SplitPlan::Send);
    }
}
