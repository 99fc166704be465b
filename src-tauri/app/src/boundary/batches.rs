//! What was saved together, and what can be taken back together.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Handover, LabelPurchase};

/// What one press of a button saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Batch {
    /// Names it in `batch_items`, `undo_preview`, `undo_batch`, `retry_failed`, `send_held`, `drop_batch`.
    pub id: String,
    /// What it did.
    pub kind: BatchKind,
    /// In a few words: *Ship 148 orders*, *Change 12 levels*, *Undo 12 levels*; *Shipped*, *Changed*,
    /// *Undid* once the shop has all of them.
    pub title: String,
    /// ISO 8601.
    pub created_at: String,
    /// How many wishes it holds.
    pub total: u32,
    /// Those that the shop has.
    pub done: u32,
    /// Those on their way.
    pub waiting: u32,
    /// Those that were refused.
    pub refused: u32,
    /// Those that wait for the person.
    pub conflict: u32,
    /// Those that were dropped or replaced.
    pub dropped: u32,
    /// The question that holds it back: nothing of it leaves before an answer.
    pub held: Option<String>,
    /// Whether `undo_batch` has anything to do.
    pub can_undo: bool,
    /// When it was undone, ISO 8601.
    pub undone_at: Option<String>,
}

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BatchKind {
    /// Shipped orders.
    Ship,
    /// Changed levels.
    Stock,
    /// Took another batch back.
    Undo,
}

/// What undoing a batch would do, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Undo {
    /// The new batch, once it is saved.
    pub batch: Option<String>,
    /// What is taken back, as [`Batch::title`] has it.
    pub title: String,
    /// How many levels go back.
    pub restored: u32,
    /// How many of them have not left, and are dropped.
    pub dropped: u32,
    /// How many stay as they are.
    pub left_alone: u32,
    /// Each level, at most 500 of them, those left alone first.
    pub lines: Vec<UndoLine>,
}

/// One level of an undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoLine {
    /// The SKU by the name that the seller gave it.
    pub name: String,
    /// Where.
    pub warehouse: String,
    /// What the batch wrote; `null` where it has not left: then it is dropped.
    #[ts(type = "number | null")]
    pub wrote: Option<i64>,
    /// What the shop has now.
    #[ts(type = "number | null")]
    pub now: Option<i64>,
    /// Where it goes back to.
    #[ts(type = "number | null")]
    pub back_to: Option<i64>,
    /// Why it is left alone: a sentence; `null` where it goes back.
    pub left_alone: Option<String>,
}

/// One order of a bulk shipment.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Shipment {
    /// The order.
    pub order_id: String,
    /// Its number, as typed; empty where it leaves with TikTok's label.
    pub tracking_number: String,
    /// How it is handed over, where it leaves with TikTok's label.
    #[serde(default)]
    #[ts(optional)]
    pub handover: Option<Handover>,
    /// The label that is bought for it, where that comes first. It goes alone.
    #[serde(default)]
    #[ts(optional)]
    pub purchase: Option<LabelPurchase>,
}

/// What became of saving a bulk shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShipmentsSaved {
    /// The batch; `null` where nothing was saved.
    pub batch: Option<String>,
    /// When the first of them leaves: until then `drop_batch` takes all of it back. ISO 8601; `null`
    /// where nothing was saved.
    pub leaves_at: Option<String>,
    /// Orders that are saved and on their way.
    pub queued: u32,
    /// Orders among the refused ones whose labels are bought, one by one.
    pub to_buy: u32,
    /// Those that can't be sent, by their place in what was given.
    pub refused: Vec<super::RefusedEdit>,
}
