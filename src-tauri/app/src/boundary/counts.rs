//! Counting stock.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{StockLevel, Warehouse};

/// A count that is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockCount {
    /// Names it in every command about it.
    pub id: String,
    /// Where.
    pub warehouse: Warehouse,
    /// Whether sold pieces that are not packed lie elsewhere and are not counted.
    pub sold_apart: bool,
    /// ISO 8601.
    pub begun_at: String,
    /// SKUs that were counted.
    pub lines: u32,
}

/// Which SKUs a count shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountFilter {
    /// Words that must all occur.
    pub search: String,
    /// One of the tabs.
    pub tab: CountTab,
}

/// The tabs of a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CountTab {
    /// Every SKU that is kept in the warehouse or was counted, by product.
    All,
    /// What was counted, what was touched last first.
    Counted,
    /// What was counted and is not what is known, or can't be compared.
    Differences,
    /// What is kept in the warehouse and was not counted.
    NotCounted,
}

/// A list of a count, to be read by position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountList {
    /// Names this list in `count_rows`.
    pub view: u32,
    /// How many SKUs it holds.
    pub total: u32,
    /// The count that it is of.
    pub count: StockCount,
    /// How many match the search on each tab.
    pub counts: CountCounts,
    /// What the count comes to, whatever is searched for.
    pub sums: CountSums,
}

/// How many SKUs match on each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountCounts {
    /// [`CountTab::All`]
    pub all: u32,
    /// [`CountTab::Counted`]
    pub counted: u32,
    /// [`CountTab::Differences`]
    pub differences: u32,
    /// [`CountTab::NotCounted`]
    pub not_counted: u32,
}

/// What a count comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountSums {
    /// SKUs that were counted.
    pub lines: u32,
    /// Levels that applying it would change.
    pub differences: u32,
    /// Pieces that these bring.
    #[ts(type = "number")]
    pub more: i64,
    /// Pieces that these take.
    #[ts(type = "number")]
    pub fewer: i64,
    /// Counted SKUs whose level the shop doesn't tell: they can't be compared.
    pub untold: u32,
    /// Counted SKUs whose level was edited here since: their difference isn't true any more.
    pub edited: u32,
    /// Counted SKUs that are no longer in the shop.
    pub gone: u32,
    /// SKUs that are kept in the warehouse and were not counted.
    pub not_counted: u32,
    /// Pieces that are sold and not packed, of which the shop says no warehouse though it has several.
    #[ts(type = "number")]
    pub unplaced: i64,
}

/// One line of a count.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountRow {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
    /// The product's name.
    pub product: String,
    /// The seller's own code.
    pub seller_sku: String,
    /// What is known of its level in the warehouse now.
    pub level: StockLevel,
    /// What was counted of it; `null` where nothing was.
    pub counted: Option<Counted>,
}

/// What was counted of one SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Counted {
    /// Pieces that were counted.
    #[ts(type = "number")]
    pub pieces: i64,
    /// Of these, those that are sold and not packed yet: they are taken off.
    #[ts(type = "number")]
    pub sold: i64,
    /// The level when it was counted; `null` where the shop didn't tell it.
    #[ts(type = "number | null")]
    pub was: Option<i64>,
    /// By how much the level is to change; `null` where it can't be compared.
    #[ts(type = "number | null")]
    pub difference: Option<i64>,
    /// The level was edited here since, so that it has to be counted again.
    pub edited: bool,
    /// Where the difference leads from what is known now; `null` where nothing will be sent.
    #[ts(type = "number | null")]
    pub leads_to: Option<i64>,
    /// ISO 8601.
    pub counted_at: String,
}

/// What became of a scanned code.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Scanned {
    /// One piece more of this SKU, or as many as were typed.
    Counted {
        /// The SKU as it is counted now.
        row: Box<CountRow>,
        /// Whether a number was typed.
        typed: bool,
    },
    /// No SKU has this code. Nothing was counted.
    Unknown,
    /// Several SKUs have it. Nothing was counted.
    Several {
        /// Those that may be meant, at most 20.
        rows: Vec<CountRow>,
    },
    /// A number that is a code as well. Nothing was counted.
    NumberOrCode {
        /// The SKU that would be counted by the number.
        last: Box<CountRow>,
        /// The one that has the code.
        row: Box<CountRow>,
    },
}

/// A SKU of a shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SkuName {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
}

/// What taking a step of a count back changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountUndone {
    /// How many SKUs; 0 where there was no step left.
    pub lines: u32,
    /// The SKU, where it was one.
    pub sku: Option<SkuName>,
    /// Its pieces from now on; `null` where it isn't counted any more.
    #[ts(type = "number | null")]
    pub pieces: Option<i64>,
}

/// What applying a count came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountApplied {
    /// The batch; `null` where nothing differed.
    pub batch: Option<String>,
    /// The question that holds it back, where it would change an implausible share of the stock.
    pub held: Option<String>,
    /// Levels that are on their way.
    pub queued: u32,
}
