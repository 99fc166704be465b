//! What was asked for and what became of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which wishes a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ActivityFilter {
    /// Those that aren't over.
    Open,
    /// Those that the shop has.
    Done,
    /// Every one.
    All,
}

/// One wish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutboxItem {
    /// Names it in `retry`, `discard`, `resolve_conflict`.
    pub id: String,
    /// The batch that it was saved with.
    pub batch: Option<String>,
    /// What it is about.
    pub kind: OutboxKind,
    /// In a few words.
    pub title: String,
    /// In a few more.
    pub detail: String,
    /// The order's id, or the product's.
    pub target: String,
    /// How far it is.
    pub state: OutboxState,
    /// Why it waits, was refused or conflicts: a sentence.
    pub reason: Option<String>,
    /// How often a request for it left.
    pub attempts: u32,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub changed_at: String,
    /// The level that the person saw, of a stock edit.
    #[ts(type = "number | null")]
    pub base: Option<i64>,
    /// The level that the person wants, of a stock edit.
    #[ts(type = "number | null")]
    pub mine: Option<i64>,
    /// The level that the shop said last, of a stock edit.
    #[ts(type = "number | null")]
    pub shop: Option<i64>,
    /// When a shipment of which nothing has left goes out: until then it can be taken back. ISO 8601.
    pub leaves_at: Option<String>,
    /// Whether `retry` does something.
    pub can_retry: bool,
    /// Whether `discard` does something.
    pub can_discard: bool,
}

/// What a wish is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxKind {
    /// Shipping an order.
    Ship,
    /// Something else about an order.
    Errand,
    /// A stock level.
    Stock,
}

/// How far a wish is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OutboxState {
    /// Saved here.
    Queued,
    /// On its way.
    Sending,
    /// The answer was lost; the shop is asked.
    Checking,
    /// The shop has it.
    Done,
    /// The shop, or the planner, said no.
    Refused,
    /// The person decides.
    Conflict,
    /// Dropped, or replaced by a later one.
    Discarded,
}

/// Which number ends a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    /// The person's.
    Mine,
    /// The shop's.
    Shop,
    /// The person's difference, added to what the shop has.
    Difference,
}
