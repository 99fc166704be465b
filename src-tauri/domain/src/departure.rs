//! How an order leaves: under a number of the seller's, handed over with the platform's label, or with one that is
//! bought.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Purchase, TrackingNumber};

/// What a person wants of an order that is to be shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// It leaves under this tracking number, without blanks.
    Number(String),
    /// It leaves with the platform's label, handed over in this way.
    Label(Handover),
    /// It leaves with a label of the platform's that is bought for it, and that makes its parcel.
    Bought(Box<Purchase>),
}

/// How a parcel with the platform's label gets to its carrier. Some markets have one way and take no other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Handover {
    /// As the platform does it where nothing is chosen.
    #[default]
    Usual,
    /// The seller brings it.
    DropOff,
    /// The carrier comes, in this time.
    Pickup(PickupSlot),
}

/// A time in which the carrier comes, as the shop offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PickupSlot {
    /// Its beginning.
    pub from: Timestamp,
    /// Its end.
    pub to: Timestamp,
}

impl Departure {
    /// The tracking number that it leaves under; the platform gives its own later.
    pub fn number(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            Self::Label(_) | Self::Bought(_) => None,
        }
    }
}

impl From<&TrackingNumber> for Departure {
    fn from(number: &TrackingNumber) -> Self {
        Self::Number(number.as_str().to_owned())
    }
}

impl From<Handover> for Departure {
    fn from(handover: Handover) -> Self {
        Self::Label(handover)
    }
}

impl From<Purchase> for Departure {
    fn from(purchase: Purchase) -> Self {
        Self::Bought(Box::new(purchase))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn a_handover_keeps_its_way_and_its_time_in_the_cache() {
        let slot = PickupSlot {
            from: Timestamp::from_second(1_764_320_400).unwrap(),
            to: Timestamp::from_second(1_764_349_200).unwrap(),
        };
        for (handover, text) in [
            (Handover::Usual, r#"{"way":"usual"}"#),
            (Handover::DropOff, r#"{"way":"drop_off"}"#),
            (Handover::Pickup(slot), r#"{"way":"pickup","from":"2025-11-28T09:00:00Z","to":"2025-11-28T17:00:00Z"}"#),
        ] {
            assert_eq!(serde_json::to_string(&handover).unwrap(), text);
            assert_eq!(serde_json::from_str::<Handover>(text).unwrap(), handover);
        }
    }
}
