//! The seller's safety rules for stock.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The rules that the dialog shows. What is `null` is left to the wider rule: a SKU's wins over its warehouse's, and
/// that one over the shop's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SafetyRules {
    /// At or below this many pieces a level is low, where nothing narrower decides; 0 is never.
    #[ts(type = "number | null")]
    pub low_at: Option<i64>,
    /// What counts where the shop decides nothing either.
    #[ts(type = "number")]
    pub usual_low_at: i64,
    /// The warehouses about which something is decided.
    pub warehouses: Vec<WarehouseRule>,
    /// Within how many hours something has to be sold out to be told as a run; 0 is never.
    pub runaway_hours: u32,
    /// What the SKUs that were asked for say themselves; `null` where none was.
    pub skus: Option<SkuRules>,
}

/// What is decided about a warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WarehouseRule {
    /// The shop's id of it.
    pub id: String,
    /// At or below this many pieces a level is low.
    #[ts(type = "number | null")]
    pub low_at: Option<i64>,
    /// Pieces on the shelf that aren't offered.
    #[ts(type = "number | null")]
    pub kept_back: Option<i64>,
}

/// What some SKUs' own rules say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SkuRules {
    /// How many of them are still in the shop.
    pub count: u32,
    /// At or below this many pieces a level is low.
    pub low_at: OwnRule,
    /// Pieces on the shelf that aren't offered, in each warehouse.
    pub kept_back: OwnRule,
}

/// What several SKUs say of one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OwnRule {
    /// All the same.
    Same {
        /// `null` where none of them says anything.
        #[ts(type = "number | null")]
        value: Option<i64>,
    },
    /// Not all the same.
    Different,
}

/// What a rule is about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum RuleAbout {
    /// The whole shop.
    Shop,
    /// One warehouse.
    Warehouse {
        /// The shop's id of it.
        id: String,
    },
    /// Some SKUs, in all warehouses.
    Skus {
        /// As `stock_numbers` names them.
        #[ts(type = "number[]")]
        numbers: Vec<i64>,
    },
}

/// What a rule decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RuleField {
    /// From how many pieces down a level is low.
    LowAt,
    /// How many pieces on the shelf aren't offered.
    KeptBack,
}

/// What the stock asks for.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct StockWatch {
    /// How many SKUs are low, whatever is searched for.
    pub low: u32,
    /// What runs away, the newest first.
    pub runs: Vec<Runaway>,
}

/// A SKU that is about to be sold out, much faster than it usually sells.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Runaway {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
    /// The product's name; empty where it is no longer in the shop.
    pub product: String,
    /// The seller's own code.
    pub seller_sku: String,
    /// Pieces an hour that are ordered now.
    pub per_hour: f64,
    /// Pieces that are left in all warehouses together.
    #[ts(type = "number")]
    pub left: i64,
    /// In how many hours they are gone at this pace; 0 where nothing is left.
    pub hours_left: f64,
    /// Since when it is known, ISO 8601.
    pub began: String,
    /// The seller said so.
    pub seen: bool,
}
