//! Orders of one buyer that can leave in one parcel.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LeftOut;

/// Orders that the shop lets share a parcel, as they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShareableParcel {
    /// The id that the shop has for it beforehand.
    pub parcel: String,
    /// Whom it goes to.
    pub buyer: String,
    /// What would be in it.
    pub orders: Vec<SharingOrder>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SharingOrder {
    /// The order.
    pub id: String,
    /// Its first line, in words.
    pub items: String,
    /// How many pieces it holds.
    pub quantity: u32,
}

/// Orders that are to share a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ParcelToShare {
    /// [`ShareableParcel::parcel`]
    pub parcel: String,
    /// The orders, two at least.
    pub orders: Vec<String>,
}

/// What became of parcels that were to be shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ParcelsShared {
    /// How many are saved, and leave for the shop.
    pub queued: u32,
    /// Those that are not, by their first order.
    pub left_out: Vec<LeftOut>,
}
