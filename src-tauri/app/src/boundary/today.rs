//! The day at a glance.

use serde::Serialize;
use ts_rs::TS;

/// What a shop's day asks for, and what the last days brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Today {
    /// Orders whose deadline has passed.
    pub late: u32,
    /// Orders that are due before the day ends, late ones left out.
    pub due_today: u32,
    /// Orders that are due on the next day.
    pub due_tomorrow: u32,
    /// Orders that wait for the seller in all.
    pub to_ship: u32,
    /// Shipments that the shop refused.
    pub refused: u32,
    /// Shipments whose answer was lost: the shop is asked.
    pub checking: u32,
    /// When the most urgent order is due: ISO 8601.
    pub next_due: Option<String>,
    /// Whether every deadline counted here is the rule's estimate.
    pub estimated: bool,
    /// The last 30 days, oldest first; the last one is today.
    pub days: Vec<DayFigures>,
    /// The time zone in which days begin, by its name.
    pub time_zone: String,
}

/// What one day brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DayFigures {
    /// `2026-03-10`.
    pub day: String,
    /// Orders that were placed on it and not cancelled.
    pub orders: u32,
    /// Their totals together, as decimal text.
    pub revenue: String,
}
