//! Part of an order, that leaves before the rest: under a number of the seller's.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Contents, OrderStatus, Piece, PieceId, Shipper};

/// The markets where sellers ship parcel by parcel: South-East Asia and Latin America.
const BY_PARCEL: [&str; 8] = ["ID", "MY", "PH", "SG", "TH", "VN", "MX", "BR"];

/// Whether a market's sellers ship parcels that are there beforehand, and not pieces.
pub fn ships_by_parcel(market: &str) -> bool {
    BY_PARCEL.contains(&market)
}

/// Pieces that are to leave now, and the number that they leave under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The pieces, one at least.
    pub pieces: Vec<PieceId>,
    /// The tracking number, without blanks.
    pub number: String,
}

/// What to do about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartPlan {
    /// They left under this number.
    Done,
    /// Tell the shop.
    Send,
    /// Not any more.
    Refuse(NoPart),
}

/// Why part of an order can't leave. Each is a sentence for the person.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoPart {
    /// Nothing was chosen.
    #[error("Nothing of this order was chosen, so nothing was sent: choose what is in the parcel.")]
    Nothing,
    /// It was cancelled.
    #[error("This order was cancelled. Nothing was sent: take the parcel off the pile.")]
    Cancelled,
    /// Not ready yet, or over.
    #[error("This order doesn’t wait to be shipped any more. Nothing was sent: look at it once more.")]
    NotWaiting,
    /// Its buyer asks to cancel.
    #[error("The buyer asks to cancel this order. Nothing was sent: answer that first.")]
    CancelAsked,
    /// The platform gives the labels.
    #[error("TikTok gives this order its labels and numbers. Nothing was sent: split it, and arrange its parcels.")]
    ByThePlatform,
    /// The pieces are others now.
    #[error("What is in this order has changed meanwhile. Nothing was sent: look at it and choose again.")]
    Changed,
    /// They went under another number.
    #[error("Some of it is already shipped, with {0}. Nothing was sent: look at the order once more.")]
    LeftWithAnother(String),
    /// They went, and no number shows.
    #[error(
        "Some of it is already shipped, without a number the shop would show. Nothing was sent: look at the order once more."
    )]
    LeftWithout,
}

/// Decides by what the shop says of the order now.
pub fn plan_part(wanted: &Part, now: Contents<'_>) -> PartPlan {
    match decide(wanted, now) {
        Ok(plan) => plan,
        Err(why) => PartPlan::Refuse(why),
    }
}

fn decide(wanted: &Part, now: Contents<'_>) -> Result<PartPlan, NoPart> {
    if wanted.pieces.is_empty() {
        return Err(NoPart::Nothing);
    }
    let named: Option<Vec<&Piece>> = wanted.pieces.iter().map(|id| now.piece(id)).collect();
    if named.as_ref().is_some_and(|pieces| pieces.iter().all(|piece| has_left_under(piece, &wanted.number))) {
        return Ok(PartPlan::Done);
    }
    can_leave(now)?;
    let named = named.ok_or(NoPart::Changed)?;
    match named.iter().find(|piece| !piece.waits) {
        Some(gone) if gone.tracking.is_empty() => Err(NoPart::LeftWithout),
        Some(gone) => Err(NoPart::LeftWithAnother(gone.tracking.clone())),
        None => Ok(PartPlan::Send),
    }
}

fn has_left_under(piece: &Piece, number: &str) -> bool {
    !piece.waits && piece.tracking.eq_ignore_ascii_case(number)
}

fn can_leave(now: Contents<'_>) -> Result<(), NoPart> {
    match (now.status, now.handling.shipper) {
        (OrderStatus::Cancelled, _) => Err(NoPart::Cancelled),
        (_, Shipper::Platform | Shipper::Warehouse) => Err(NoPart::ByThePlatform),
        (OrderStatus::AwaitingShipment | OrderStatus::PartiallyShipping, _) if now.handling.cancel_asked => {
            Err(NoPart::CancelAsked)
        }
        (OrderStatus::AwaitingShipment | OrderStatus::PartiallyShipping, _) => Ok(()),
        _ => Err(NoPart::NotWaiting),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Handling, Line, Money, ProductId, SkuId};

    fn waits(id: &str) -> Piece {
        Piece { id: PieceId::new(id), package: None, tracking: String::new(), waits: true }
    }

    fn left(id: &str, number: &str) -> Piece {
        Piece { tracking: number.to_owned(), waits: false, ..waits(id) }
    }

    fn plan_of(wanted: &[&str], status: &OrderStatus, handling: &Handling, pieces: Vec<Piece>) -> PartPlan {
        let line = Line {
            product: ProductId::new("1"),
            sku: SkuId::new("2"),
            name: "Cup".to_owned(),
            quantity: pieces.len() as u32,
            price: Money::default(),
            pieces,
        };
        let part = Part { pieces: wanted.iter().map(|id| PieceId::new(*id)).collect(), number: "1Z1".to_owned() };
        plan_part(&part, Contents { status, handling, lines: &[line] })
    }

    fn plan(wanted: &[&str], pieces: Vec<Piece>) -> PartPlan {
        plan_of(wanted, &OrderStatus::PartiallyShipping, &Handling::default(), pieces)
    }

    #[test]
    fn pieces_that_wait_leave_and_those_that_left_under_the_number_are_done() {
        assert_eq!(plan(&["a"], vec![waits("a"), waits("b")]), PartPlan::Send);
        assert_eq!(plan(&["b"], vec![left("a", "1Z0"), waits("b")]), PartPlan::Send);
        assert_eq!(plan(&["a"], vec![left("a", "1z1"), waits("b")]), PartPlan::Done);
        let all = plan_of(&["a"], &OrderStatus::Delivered, &Handling::default(), vec![left("a", "1Z1")]);
        assert_eq!(all, PartPlan::Done);
    }

    #[test]
    fn a_piece_that_left_otherwise_never_leaves_again() {
        let other = plan(&["a", "b"], vec![left("a", "1Z9"), waits("b")]);
        assert_eq!(other, PartPlan::Refuse(NoPart::LeftWithAnother("1Z9".to_owned())));
        assert_eq!(plan(&["a"], vec![left("a", ""), waits("b")]), PartPlan::Refuse(NoPart::LeftWithout));
        let half = plan(&["a", "b"], vec![left("a", "1Z1"), waits("b")]);
        assert_eq!(half, PartPlan::Refuse(NoPart::LeftWithAnother("1Z1".to_owned())), "half of it is not all of it");
    }

    #[test]
    fn what_is_not_there_and_what_does_not_wait_does_not_leave() {
        assert_eq!(plan(&[], vec![waits("a")]), PartPlan::Refuse(NoPart::Nothing));
        assert_eq!(plan(&["a", "c"], vec![waits("a"), waits("b")]), PartPlan::Refuse(NoPart::Changed));
        let refused = |status: OrderStatus, handling: Handling, why: NoPart| {
            assert_eq!(plan_of(&["a"], &status, &handling, vec![waits("a")]), PartPlan::Refuse(why), "{status:?}");
        };
        refused(OrderStatus::Cancelled, Handling::default(), NoPart::Cancelled);
        refused(OrderStatus::OnHold, Handling::default(), NoPart::NotWaiting);
        let asked = Handling { cancel_asked: true, ..Handling::default() };
        refused(OrderStatus::AwaitingShipment, asked, NoPart::CancelAsked);
        let platform = Handling { shipper: Shipper::Platform, ..Handling::default() };
        refused(OrderStatus::AwaitingShipment, platform, NoPart::ByThePlatform);
    }
}
