//! The past of a SKU's levels: as lines and as a chart.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Whose past is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryOf {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
    /// Where; `null` for all warehouses together.
    pub warehouse_id: Option<String>,
}

/// A piece of a history, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct History {
    /// At most 100.
    pub lines: Vec<LedgerLine>,
    /// What to ask for the next older piece with; `null` where there is none.
    pub older: Option<String>,
}

/// One line of a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LedgerLine {
    /// Names the line; it stays what it is.
    pub id: String,
    /// ISO 8601.
    pub at: String,
    /// The warehouse's name.
    pub warehouse: String,
    /// What happened.
    pub event: LedgerEvent,
    /// Who is behind it.
    pub by: MovedBy,
    /// The level that it is about.
    #[ts(type = "number | null")]
    pub level: Option<i64>,
    /// The level known before.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// The batch that it belongs to.
    pub batch: Option<String>,
    /// Why the batch was saved, in the seller's words.
    pub reason: Option<String>,
    /// The shop's answer, or why.
    pub said: Option<String>,
}

/// What happened to a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LedgerEvent {
    /// The shop told it, and it was new.
    Seen,
    /// It left for the shop.
    Sent,
    /// The shop confirmed it.
    Answered,
    /// The answer was lost.
    Lost,
    /// The shop refused it.
    Refused,
}

/// Who moved a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MovedBy {
    /// The shop: a sale, a return, somebody in Seller Center.
    Shop,
    /// The person, by a save.
    You,
    /// A save that takes another one back.
    Undo,
}

/// How far back a chart goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChartRange {
    /// Seven days.
    Week,
    /// Thirty days.
    Month,
    /// Everything that is known.
    All,
}

/// Levels over time. Times are milliseconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LevelChart {
    /// Where it begins.
    #[ts(type = "number")]
    pub from: i64,
    /// Where it ends: now.
    #[ts(type = "number")]
    pub to: i64,
    /// One for each warehouse in which something is known, by its name; of many those that moved most.
    pub lines: Vec<ChartLine>,
    /// How many warehouses there is no room for.
    pub hidden: u32,
}

/// One warehouse of a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartLine {
    /// Names it.
    pub warehouse_id: String,
    /// Its name.
    pub warehouse: String,
    /// The levels from each moment on, in order: all of them, or as many as can be told apart.
    pub steps: Vec<ChartStep>,
    /// Who moved it where, in order; of several in one place the last by each.
    pub marks: Vec<ChartMark>,
    /// How many times it moved in this time.
    pub moves: u32,
    /// The lowest level in this time.
    #[ts(type = "number")]
    pub least: i64,
    /// The highest.
    #[ts(type = "number")]
    pub most: i64,
}

/// From this moment on there were so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ChartStep {
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// How many.
    #[ts(type = "number")]
    pub level: i64,
}

/// Somebody moved the level there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ChartMark {
    /// When.
    #[ts(type = "number")]
    pub at: i64,
    /// Where to.
    #[ts(type = "number")]
    pub level: i64,
    /// Who.
    pub by: MovedBy,
}

/// Whom the pieces of a SKU are kept for. `null` is what the shop doesn't say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LevelShares {
    /// Promised to orders not yet shipped, beside what can be sold: in the warehouse that was asked about, or in all.
    #[ts(type = "number | null")]
    pub committed: Option<i64>,
    /// Of what can be sold in all warehouses, what campaigns hold.
    #[ts(type = "number | null")]
    pub campaign: Option<i64>,
    /// What creators hold of it.
    #[ts(type = "number | null")]
    pub creator: Option<i64>,
    /// What of it is free for anybody.
    #[ts(type = "number | null")]
    pub free: Option<i64>,
    /// When the shop was asked: ISO 8601.
    pub told_at: String,
}
