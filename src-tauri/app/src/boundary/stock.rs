//! The stock grid.

use domain::{ProductId, SkuId, WarehouseId};
use serde::{Deserialize, Serialize};
use store::StockTarget;
use ts_rs::TS;

use super::OutboxState;

/// Which SKUs the grid shows.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockFilter {
    /// Words that must all occur.
    pub search: String,
    /// One of the tabs.
    pub tab: StockTab,
    /// In what order.
    pub sort: StockSort,
}

/// How the grid is sorted. What isn't known is last either way, and rows that are alike stand by product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
pub struct StockSort {
    /// By what.
    pub by: StockSortBy,
    /// The largest first.
    pub descending: bool,
}

/// What the grid can be sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum StockSortBy {
    /// The product's name.
    #[default]
    Product,
    /// The seller's own code, or the shop's id where there is none.
    Sku,
    /// The level in one warehouse.
    Level {
        /// Which.
        warehouse_id: String,
    },
    /// The sum of the levels.
    Total,
}

/// The grid's tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StockTab {
    /// Every SKU.
    All,
    /// Some warehouse has 1 to 5 pieces.
    Low,
    /// Nothing left anywhere.
    SoldOut,
    /// An edit is on its way.
    Changed,
    /// An edit met a number that had moved, or was refused.
    Conflicts,
}

/// A list of SKUs, to be read by position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockList {
    /// Names this list in `stock_rows`.
    pub view: u32,
    /// How many it holds.
    pub total: u32,
    /// The grid's columns.
    pub warehouses: Vec<Warehouse>,
    /// How many match the search on each tab.
    pub counts: StockCounts,
    /// Products behind the SKUs that match.
    pub products: u32,
}

/// A warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Warehouse {
    /// The shop's id.
    pub id: String,
    /// The id made readable: the contract has no names.
    pub name: String,
}

/// How many SKUs match on each tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockCounts {
    /// [`StockTab::All`]
    pub all: u32,
    /// [`StockTab::Low`]
    pub low: u32,
    /// [`StockTab::SoldOut`]
    pub sold_out: u32,
    /// [`StockTab::Changed`]
    pub changed: u32,
    /// [`StockTab::Conflicts`]
    pub conflicts: u32,
}

/// One line of the grid.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockRow {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
    /// The product's name.
    pub product: String,
    /// The seller's own code.
    pub seller_sku: String,
    /// How many SKUs the product has.
    pub skus_in_product: u32,
    /// In the order of the list's warehouses.
    pub levels: Vec<StockLevel>,
    /// Sum of the known levels; `null` where one isn't known.
    #[ts(type = "number | null")]
    pub total: Option<i64>,
    /// Pieces that were sold on each of the last 12 days, today the last; empty where that isn't known yet.
    pub sold: Vec<u32>,
    /// In how many days the known levels are gone at the pace of the last 28 days, today with them, or of those since
    /// the shop's first order; 0 where nothing is left, `null` where nothing was sold or nothing is known.
    pub lasts_days: Option<f64>,
}

/// The levels of a window of the grid in columns, for what is done to thousands of cells: a third of what the rows are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockLevels {
    /// Product and variant of each row.
    pub skus: Vec<(String, String)>,
    /// Row by row, in the order of the list's warehouses; `null` where the shop doesn't tell it by SKU.
    #[ts(type = "(number | null)[]")]
    pub levels: Vec<Option<i64>>,
    /// The latest edits that aren't over, by the place of their level in `levels`.
    pub edits: Vec<(u32, StockEditView)>,
}

/// One cell of the grid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockLevel {
    /// `null` where the shop doesn't tell it by SKU.
    #[ts(type = "number | null")]
    pub level: Option<i64>,
    /// The whole product's level there.
    #[ts(type = "number | null")]
    pub product_level: Option<i64>,
    /// The latest edit that isn't over.
    pub edit: Option<StockEditView>,
}

/// An edit that isn't over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockEditView {
    /// Names it in `retry`, `discard`, `resolve_conflict`.
    pub id: String,
    /// How far it is.
    pub state: OutboxState,
    /// Where it leads from the level shown; `null` where that can't be said.
    #[ts(type = "number | null")]
    pub wanted: Option<i64>,
    /// What was asked for.
    pub change: StockChange,
    /// Why it waits, was refused or conflicts.
    pub reason: Option<String>,
}

/// What the person wants of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StockChange {
    /// Exactly this many.
    Set {
        /// 0 to 99,999.
        #[ts(type = "number")]
        level: i64,
    },
    /// This many more, or fewer where negative.
    Add {
        /// Not 0.
        #[ts(type = "number")]
        amount: i64,
    },
}

impl From<domain::StockChange> for StockChange {
    /// What an undo restores is a number to the person.
    fn from(change: domain::StockChange) -> Self {
        match change {
            domain::StockChange::Set { level } | domain::StockChange::Restore { level } => Self::Set { level },
            domain::StockChange::Add { amount } => Self::Add { amount },
        }
    }
}

impl From<StockChange> for domain::StockChange {
    fn from(change: StockChange) -> Self {
        match change {
            StockChange::Set { level } => Self::Set { level },
            StockChange::Add { amount } => Self::Add { amount },
        }
    }
}

/// One edit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockEdit {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
    /// Where.
    pub warehouse_id: String,
    /// What.
    pub change: StockChange,
    /// The level that the person saw.
    #[ts(type = "number | null")]
    pub base: Option<i64>,
}

/// What was typed into a cell and not saved yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockDraft {
    /// Which cell.
    pub cell: StockCell,
    /// As it was typed.
    pub typed: String,
    /// The level that the person saw.
    #[ts(type = "number | null")]
    pub base: Option<i64>,
    /// What the text means; `null` where it can't be saved.
    pub change: Option<StockChange>,
    /// Why it can't be saved, where it can't.
    pub problem: Option<String>,
}

/// One cell of the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockCell {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
    /// Where.
    pub warehouse_id: String,
}

impl From<StockCell> for StockTarget {
    fn from(cell: StockCell) -> Self {
        Self {
            product: ProductId::new(cell.product_id),
            sku: SkuId::new(cell.sku_id),
            warehouse: WarehouseId::new(cell.warehouse_id),
        }
    }
}

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SaveResult {
    /// The batch; `null` where nothing was saved.
    pub batch: Option<String>,
    /// The question that holds it back, where it would change an implausible share of the stock.
    pub held: Option<String>,
    /// Edits that are saved and on their way.
    pub queued: u32,
    /// Edits that can't be sent; they stay in the grid as typed.
    pub refused: Vec<RefusedEdit>,
}

/// An edit that can't be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefusedEdit {
    /// Its place in what was given.
    pub index: u32,
    /// Why: a sentence.
    pub message: String,
}
