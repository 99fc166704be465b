//! How orders with TikTok's label get to their carriers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How an order is handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Handover {
    /// As TikTok does it where nothing is chosen.
    Usual,
    /// The seller brings it.
    DropOff,
    /// The carrier comes.
    Pickup(PickupSlot),
}

/// A time in which a carrier comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PickupSlot {
    /// ISO 8601.
    pub from: String,
    /// ISO 8601.
    pub to: String,
}

/// How an order may be handed over, as the shop says now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandoverWays {
    /// The seller may bring it.
    pub can_drop_off: bool,
    /// The carrier may come for it.
    pub can_pick_up: bool,
    /// When; empty where the shop leaves no choice.
    pub slots: Vec<PickupSlot>,
}
