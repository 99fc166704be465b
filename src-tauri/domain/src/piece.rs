//! An order's pieces, where the shop tells each: what an order is divided by.

use serde::{Deserialize, Serialize};

use crate::{Handling, Line, Order, OrderStatus, PackageId, PieceId};

/// One piece of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The shop's id.
    pub id: PieceId,
    /// The parcel that it lies in, once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<PackageId>,
    /// The number that it left under; empty where the shop shows none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub tracking: String,
    /// Whether it still waits to leave.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
}

/// The pieces of these lines, line by line; none where the shop doesn't tell them.
pub(crate) fn pieces_of(lines: &[Line]) -> impl Iterator<Item = &Piece> {
    lines.iter().flat_map(|line| &line.pieces)
}

/// What decides about dividing an order, as the shop has it now.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// Where it stands.
    pub status: &'a OrderStatus,
    /// How it is to be sent.
    pub handling: &'a Handling,
    /// What was bought.
    pub lines: &'a [Line],
}

impl<'a> From<&'a Order> for Contents<'a> {
    fn from(order: &'a Order) -> Self {
        Self { status: &order.status, handling: &order.handling, lines: &order.lines }
    }
}

impl<'a> Contents<'a> {
    /// Its pieces, line by line; none where the shop doesn't tell them.
    pub fn pieces(self) -> impl Iterator<Item = &'a Piece> {
        pieces_of(self.lines)
    }

    /// Those that wait.
    pub fn waiting(self) -> impl Iterator<Item = &'a Piece> {
        self.pieces().filter(|piece| piece.waits)
    }

    /// Whether some of them have left, and some wait.
    pub fn is_partly_gone(self) -> bool {
        self.pieces().any(|piece| !piece.waits) && self.waiting().next().is_some()
    }

    /// How many pieces of each line are still to be packed: all of them, or those that wait where others have left.
    pub fn left(self) -> Vec<u32> {
        let is_partly_gone = self.is_partly_gone();
        let left = |line: &Line| match is_partly_gone {
            true => line.pieces.iter().filter(|piece| piece.waits).count() as u32,
            false => line.quantity,
        };
        self.lines.iter().map(left).collect()
    }

    /// The parcels of the pieces that wait, each once.
    pub fn waiting_parcels(self) -> Vec<&'a PackageId> {
        let mut parcels: Vec<&PackageId> = self.waiting().filter_map(|piece| piece.package.as_ref()).collect();
        parcels.sort_unstable();
        parcels.dedup();
        parcels
    }

    pub(crate) fn piece(self, id: &PieceId) -> Option<&'a Piece> {
        self.pieces().find(|piece| piece.id == *id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Money, ProductId, SkuId};

    fn line(waits: &[bool]) -> Line {
        let piece =
            |waits: &bool| Piece { id: PieceId::new("1"), package: None, tracking: String::new(), waits: *waits };
        let (product, sku, quantity) = (ProductId::new("1"), SkuId::new("2"), 3);
        let pieces = waits.iter().map(piece).collect();
        Line { product, sku, name: "Cup".into(), quantity, price: Money::default(), pieces }
    }

    fn left(lines: &[Line]) -> Vec<u32> {
        Contents { status: &OrderStatus::AwaitingShipment, handling: &Handling::default(), lines }.left()
    }

    #[test]
    fn what_has_left_is_not_packed_again_and_an_order_that_left_whole_shows_all_of_it() {
        assert_eq!(left(&[line(&[true, false, true]), line(&[false, false, false])]), [2, 0]);
        assert_eq!(left(&[line(&[true, true, true]), line(&[true, true, true])]), [3, 3]);
        assert_eq!(left(&[line(&[false, false, false])]), [3]);
        assert_eq!(left(&[line(&[])]), [3], "a shop that doesn't tell pieces");
    }
}
