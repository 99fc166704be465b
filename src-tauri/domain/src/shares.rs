//! Whom a SKU's pieces are kept for, where the shop tells it apart.

use crate::{Level, ProductId, SkuId, WarehouseId};

/// How a SKU's stock is shared out. `None`, or a warehouse that isn't named, is what the shop doesn't say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockShares {
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub sku: SkuId,
    /// Pieces that can be sold, in all warehouses, when this was told.
    pub available: Option<Level>,
    /// How many of them campaigns hold.
    pub campaign: Option<Level>,
    /// How many of them creators hold.
    pub creator: Option<Level>,
    /// How many of them are free: the shop sells them to anybody.
    pub free: Option<Level>,
    /// Pieces that orders not yet shipped were promised, beside the available ones, by warehouse.
    pub committed: Vec<(WarehouseId, Level)>,
}
