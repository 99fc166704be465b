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
        self.lines.iter().flat_map(|line| &line.pieces)
    }

    /// Those that wait.
    pub fn waiting(self) -> impl Iterator<Item = &'a Piece> {
        self.pieces().filter(|piece| piece.waits)
    }

    /// Whether some of them have left, and some wait.
    pub fn is_partly_gone(self) -> bool {
        self.pieces().any(|piece| !piece.waits) && self.waiting().next().is_some()
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
