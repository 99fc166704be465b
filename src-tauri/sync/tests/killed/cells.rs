//! The stock levels that the proof is about, and their names.

use std::collections::HashMap;

use domain::{Level, Product, ProductId, SkuId, WarehouseId};
use serde::{Deserialize, Serialize};
use store::StockTarget;

/// Levels that are edited by adding to them. Two and two lie in one product, so that several edits go in one call.
const ADDED_TO: usize = 4;
/// Levels that are set.
const SET: usize = 2;
/// Pieces that a level has at least, so that no edit is refused for want of them.
const WELL_STOCKED: Level = 40;

/// One level: product, SKU, warehouse.
pub(crate) type Cell = (ProductId, SkuId, WarehouseId);

/// The levels that are edited; their numbers are places in these lists, added-to ones first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Cells(Vec<Cell>);

impl Cells {
    /// Picks them from what the shop has.
    pub(crate) fn of(products: &[Product]) -> Self {
        let well_stocked = |product: &Product| -> Vec<Cell> {
            let levels = product.sku_levels().into_iter().filter(|it| (WELL_STOCKED..1_000).contains(&it.level));
            levels.map(|it| (product.id.clone(), it.sku, it.warehouse)).take(2).collect()
        };
        let pairs: Vec<Vec<Cell>> = products.iter().map(well_stocked).filter(|cells| cells.len() == 2).collect();
        let cells: Vec<Cell> = pairs.into_iter().flatten().take(ADDED_TO + SET).collect();
        assert_eq!(cells.len(), ADDED_TO + SET, "the shop is too poor for this proof");
        Self(cells)
    }

    pub(crate) fn all(&self) -> &[Cell] {
        &self.0
    }

    pub(crate) fn added_to(&self) -> std::ops::Range<usize> {
        0..ADDED_TO
    }

    pub(crate) fn set(&self) -> std::ops::Range<usize> {
        ADDED_TO..self.0.len()
    }

    pub(crate) fn target(&self, number: usize) -> StockTarget {
        let (product, sku, warehouse) = self.0[number].clone();
        StockTarget { product, sku, warehouse }
    }

    pub(crate) fn number(&self, product: &str, sku: &str, warehouse: &str) -> Option<usize> {
        self.0.iter().position(|cell| (cell.0.as_str(), cell.1.as_str(), cell.2.as_str()) == (product, sku, warehouse))
    }

    /// Their levels in what the shop has.
    pub(crate) fn levels(&self, products: &[Product]) -> Vec<Level> {
        let levels = levels_of(products);
        self.0.iter().map(|cell| levels[cell]).collect()
    }
}

/// Every level that the shop tells.
pub(crate) fn levels_of(products: &[Product]) -> HashMap<Cell, Level> {
    let of = |product: &Product| {
        let id = product.id.clone();
        product.sku_levels().into_iter().map(move |it| ((id.clone(), it.sku, it.warehouse), it.level))
    };
    products.iter().flat_map(of).collect()
}
