//! What a seller wants of an order beside having it shipped.

use serde::{Deserialize, Serialize};

use crate::{CancelAnswer, CancelId, Correction, OrderId, Part, SharedParcel, Split};

/// One such wish. Each is asked for once, and carried out once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "errand", rename_all = "snake_case")]
pub enum Errand {
    /// Answer a buyer who asks to cancel.
    AnswerCancel {
        /// Which request.
        request: CancelId,
        /// What is answered.
        answer: CancelAnswer,
    },
    /// Put its tracking number right.
    CorrectTracking(Correction),
    /// Let it leave in one parcel with others of its buyer.
    ShareParcel(SharedParcel),
    /// Let its pieces leave in several parcels.
    Split(Split),
    /// Ship some of its pieces.
    ShipPart(Part),
}

impl Errand {
    /// Orders that it is about besides the one that it is kept with.
    pub fn others(&self) -> &[OrderId] {
        match self {
            Self::ShareParcel(parcel) => parcel.orders.get(1..).unwrap_or_default(),
            Self::AnswerCancel { .. } | Self::CorrectTracking(_) | Self::Split(_) | Self::ShipPart(_) => &[],
        }
    }
}
