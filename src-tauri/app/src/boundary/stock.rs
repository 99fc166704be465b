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
    /// Which products are folded into a row each, while the grid goes by product and nothing is searched; none where
    /// it isn't told.
    #[serde(default)]
    #[ts(optional)]
    pub folds: Option<StockFolds>,
}

/// Which products are folded. One of which only one SKU is listed never is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
pub struct StockFolds {
    /// Every product is folded that isn't in `but`; otherwise those in it are, and no other.
    pub all: bool,
    /// The products that are otherwise than `all` says, by their ids.
    pub but: Vec<String>,
}

/// A row of the grid that is to be found again in another list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockPlace {
    /// The product.
    pub product_id: String,
    /// The variant; empty for a folded product.
    pub sku_id: String,
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
    /// In how many days the levels are gone: [`StockRow::lasts_days`].
    Lasts,
}

/// The grid's tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StockTab {
    /// Every SKU.
    All,
    /// Some warehouse has some pieces left, and no more than its threshold.
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
    /// How many rows it has: SKUs, and products that are folded.
    pub total: u32,
    /// The rows that are folded products, as runs of them: the position of the first, and how many follow each other.
    pub folded: Vec<(u32, u32)>,
    /// Where the rows are that were to be found again, in their order: a SKU by itself or in its folded product, a
    /// folded product by itself or its first SKU; `null` where the list has none of it.
    pub places: Vec<Option<u32>>,
    /// The grid's columns.
    pub warehouses: Vec<Warehouse>,
    /// How many match the search on each tab.
    pub counts: StockCounts,
    /// Products behind the SKUs that match.
    pub products: u32,
}

/// A list that was just opened, with its first rows: a list that is shown from its top is one question then.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct OpenedStock {
    /// The list.
    #[serde(flatten)]
    pub list: StockList,
    /// As many of its first rows as were asked for; fewer at its end.
    pub first: Vec<StockRow>,
}

/// A warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Warehouse {
    /// The shop's id.
    pub id: String,
    /// What the seller calls it, told apart from others of that name; or the id made readable.
    pub name: String,
    /// Why the shop takes no levels there: a sentence. `null` where nothing is known to keep it from that.
    pub closed: Option<String>,
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

/// One line of the grid: a SKU, or a folded product.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockRow {
    /// The product.
    pub product_id: String,
    /// The variant; empty for a folded product.
    pub sku_id: String,
    /// The product's name.
    pub product: String,
    /// The seller's own code; empty for a folded product.
    pub seller_sku: String,
    /// How many SKUs the product has.
    pub skus_in_product: u32,
    /// Whether it is the first of several SKUs of its product, which could be folded here.
    pub is_first: bool,
    /// What it stands for where it is a folded product.
    pub folded: Option<FoldedSkus>,
    /// In the order of the list's warehouses. A folded product has none: what is done to levels can't be done to it.
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

/// The SKUs of a folded product, taken together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoldedSkus {
    /// How many the list would show.
    pub skus: u32,
    /// The sum of each warehouse, in the order of the list's; `null` where one of them isn't known.
    #[ts(type = "(number | null)[]")]
    pub levels: Vec<Option<i64>>,
    /// How many have nothing left.
    pub sold_out: u32,
    /// How many have an edit on its way.
    pub changed: u32,
    /// How many have an edit that met another number, or was refused.
    pub conflicts: u32,
}

/// The levels of a window of the grid in columns, for what is done to thousands of cells: a third of what the rows are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StockLevels {
    /// Product and variant of each row; the variant is empty for a folded product, whose levels are left out.
    pub skus: Vec<(String, String)>,
    /// Row by row, in the order of the list's warehouses; `null` where the shop doesn't tell it by SKU.
    #[ts(type = "(number | null)[]")]
    pub levels: Vec<Option<i64>>,
    /// What campaigns hold, where the shop says so, by the place of the level in `levels`.
    #[ts(type = "[number, number][]")]
    pub campaigns: Vec<(u32, i64)>,
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
    /// How much of it a campaign holds: the shop takes no less. `null` where it doesn't say.
    #[ts(type = "number | null")]
    pub campaign: Option<i64>,
    /// The latest edit that isn't over.
    pub edit: Option<StockEditView>,
    /// Some are left, and no more than the seller's threshold.
    pub low: bool,
    /// Pieces on the shelf that the seller keeps back from sale here.
    #[ts(type = "number")]
    pub kept_back: i64,
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
    /// Whether it was refused for what a campaign holds.
    pub by_campaign: bool,
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
