//! Products, as the contract's `products[]` and `products/details` give them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Level, Money, ProductId, SkuId, WarehouseId};

/// One product with its variants and what the shop says of its stock.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// The shop's id.
    pub id: ProductId,
    /// Name, in any script.
    pub name: String,
    /// Description; may be long.
    pub description: String,
    /// Price of the product; each SKU has one of its own.
    pub price: Money,
    /// The sellable variants, in the shop's order.
    pub skus: Vec<Sku>,
    /// Stock of the whole product by warehouse, as the contract gives it when reading.
    pub stock: Vec<StockInfo>,
    /// When the product was made.
    pub created: Timestamp,
    /// When the shop last changed it.
    pub updated: Timestamp,
    /// Fields that the contract doesn't name, kept as sent.
    pub extra: Map<String, Value>,
}

/// One sellable variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sku {
    /// The shop's id.
    pub id: SkuId,
    /// The seller's own code, printed on the box; may be empty.
    pub seller_sku: String,
    /// Price of this variant.
    pub price: Money,
    /// Stock of this very variant, where the server sends it: the contract has it in the
    /// write's answer only. `None` means that the shop didn't say.
    pub stock: Option<Vec<StockInfo>>,
}

/// A stock level in one warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockInfo {
    /// Where.
    pub warehouse: WarehouseId,
    /// Pieces that can be sold.
    pub available: Level,
    /// How many of them a campaign holds: the shop takes no level below. `None` where it doesn't say.
    #[serde(default)]
    pub campaign: Option<Level>,
}

/// The level of one SKU in one warehouse, where it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkuLevel {
    /// The variant.
    pub sku: SkuId,
    /// Where.
    pub warehouse: WarehouseId,
    /// Pieces that can be sold.
    pub level: Level,
}

impl Product {
    /// What is known of each SKU's stock: the SKU's own numbers where the server sends them,
    /// else the product's where it has a single SKU, and nothing otherwise. Splitting a
    /// product's number over several SKUs would be a guess.
    pub fn sku_levels(&self) -> Vec<SkuLevel> {
        let level = |(sku, info): (&SkuId, &StockInfo)| SkuLevel {
            sku: sku.clone(),
            warehouse: info.warehouse.clone(),
            level: info.available,
        };
        self.sku_stock().map(level).collect()
    }

    /// What campaigns hold of each SKU, where the server says so: that level is the least which it takes.
    pub fn campaign_levels(&self) -> Vec<SkuLevel> {
        let held = |(sku, info): (&SkuId, &StockInfo)| {
            let level = info.campaign?;
            Some(SkuLevel { sku: sku.clone(), warehouse: info.warehouse.clone(), level })
        };
        self.sku_stock().filter_map(held).collect()
    }

    /// The SKUs with the numbers that are known to be their own.
    fn sku_stock(&self) -> impl Iterator<Item = (&SkuId, &StockInfo)> {
        let of_product: &[StockInfo] = if self.skus.len() == 1 { &self.stock } else { &[] };
        self.skus
            .iter()
            .flat_map(move |sku| sku.stock.as_deref().unwrap_or(of_product).iter().map(move |info| (&sku.id, info)))
    }
}
