//! The connected shops, and how each of them is.

use serde::Serialize;
use ts_rs::TS;

use super::SyncState;

/// A connected shop at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShopHealth {
    /// This computer's number for it.
    pub id: u32,
    /// The seller's name for it.
    pub name: String,
    /// Region, in the shop's words.
    pub region: String,
    /// Whether it is the practice shop.
    pub practice: bool,
    /// Until when the seller has approved the app for it, as far as that is known.
    pub approved: Option<Approval>,
    /// What its engine does.
    pub state: SyncState,
    /// What went wrong: a sentence.
    pub problem: Option<String>,
    /// When a round last ended well, ISO 8601.
    pub last_ok_at: Option<String>,
    /// Orders that wait for the seller.
    pub to_ship: u32,
    /// Wishes that were refused, conflict, or are held back by a question.
    pub attention: u32,
}

/// How long a seller's approval holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// Its end, ISO 8601.
    pub until: String,
    /// Days to the day on which it ends, by the seller's calendar.
    pub days: u32,
}
