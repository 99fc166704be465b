//! What saving levels would come to, what came of it, and conflicts decided together.

use serde::Serialize;
use ts_rs::TS;

use super::{Batch, OutboxItem, StockLevel};

/// What saving edits would ask of the shop, as its levels are known now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockCost {
    /// Requests that it takes at least, without those for `moved`.
    pub least: u32,
    /// And at most: they differ only where pages of the catalogue are read back.
    pub most: u32,
    /// Edits that would meet a conflict, by their place in what was given: the shop's level has moved since the
    /// person saw it.
    pub moved: Vec<u32>,
}

/// Levels under review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockReview {
    /// In the order in which they were asked for.
    pub cells: Vec<ReviewedCell>,
    /// The batches that were named: how far each is.
    pub saved: Vec<Batch>,
}

/// One level under review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewedCell {
    /// The product's name; empty where it is no longer in the shop.
    pub product: String,
    /// The seller's own code.
    pub seller_sku: String,
    /// What the shop is known to have.
    pub level: StockLevel,
    /// What was saved of it last in the batches that were named.
    pub saved: Option<OutboxItem>,
}

/// What deciding conflicts came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictsDecided {
    /// The batch of what is sent now; `null` where nothing is.
    pub batch: Option<String>,
    /// The question that holds it back.
    pub held: Option<String>,
    /// The conflicts that are over, as `take_decision_back` takes them.
    pub over: Vec<String>,
    /// Those that stay.
    pub left: Vec<Undecided>,
}

/// A conflict that can't be decided so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Undecided {
    /// Names it in `decide_conflicts`.
    pub id: String,
    /// Why: a sentence.
    pub message: String,
}

/// What taking a decision back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakenBack {
    /// Conflicts that wait for the person again.
    pub reopened: u32,
    /// Levels that had reached the shop and go back.
    pub going_back: u32,
    /// Levels that stay as they are: on their way, or changed since.
    pub left_alone: u32,
}
