//! From which level on a SKU is low, and which SKUs are.

use std::collections::HashMap;

use domain::{Level, ShopId, StockRule};
use fixedbitset::FixedBitSet;
use sqlx::{Sqlite, Transaction};

use super::{StockIndex, levels::UNKNOWN};
use crate::StoreError;

/// The rules of the shop and of its warehouses.
pub(super) const WIDE: &str = "
    SELECT warehouse, low_at FROM stock_rules WHERE shop = ?1 AND product = '' AND low_at IS NOT NULL";

/// The thresholds that the seller set. What isn't set is left to the wider one.
#[derive(Default)]
pub(super) struct LowAt {
    shop: StockRule,
    warehouses: HashMap<String, StockRule>,
    /// By position, each SKU's own; what lies behind the end has none.
    skus: Vec<Level>,
}

impl LowAt {
    /// Puts this in the place of the threshold that a SKU had of its own.
    pub(super) fn put(&mut self, position: usize, low_at: Option<Level>) {
        if low_at.is_some() && self.skus.len() <= position {
            self.skus.resize(position + 1, UNKNOWN);
        }
        if let Some(own) = self.skus.get_mut(position) {
            *own = low_at.unwrap_or(UNKNOWN);
        }
    }

    /// Reads those of shop and warehouses, as this moment of the cache has them.
    ///
    /// # Errors
    /// [`StoreError`]; then they are as they were.
    pub(super) async fn read_wide(
        &mut self,
        moment: &mut Transaction<'static, Sqlite>,
        shop: ShopId,
    ) -> Result<(), StoreError> {
        let rows: Vec<(String, Level)> = sqlx::query_as(WIDE).bind(shop.0).fetch_all(&mut **moment).await?;
        let rule = |low_at| StockRule { low_at: Some(low_at), kept_back: None };
        self.warehouses = rows.into_iter().map(|(warehouse, low_at)| (warehouse, rule(low_at))).collect();
        self.shop = self.warehouses.remove("").unwrap_or_default();
        Ok(())
    }

    fn own(&self, position: usize) -> Option<StockRule> {
        let low_at = self.skus.get(position).copied().filter(|low_at| *low_at != UNKNOWN);
        low_at.map(|low_at| StockRule { low_at: Some(low_at), kept_back: None })
    }
}

impl StockIndex {
    /// How many SKUs are low.
    pub(crate) fn low_count(&self) -> i64 {
        self.low_among(&self.here).count_ones(..) as i64
    }

    /// Those of these positions that are low in some warehouse.
    pub(super) fn low_among(&self, all: &FixedBitSet) -> FixedBitSet {
        let shop = self.low_at.shop;
        // Where no warehouse has a threshold of its own, the fewest pieces of a SKU tell it.
        let by_warehouse = (!self.low_at.warehouses.is_empty()).then(|| {
            self.levels.each_with(|warehouse| {
                self.low_at.warehouses.get(warehouse.as_str()).copied().unwrap_or_default().or(shop)
            })
        });
        let is_low = |position: usize| match (self.low_at.own(position), &by_warehouse) {
            (None, Some(columns)) => {
                columns.iter().any(|(level, rule)| level(position).is_some_and(|level| rule.is_low(level)))
            }
            (own, _) => own.unwrap_or(shop).is_low(self.levels.range(position).least_in_stock),
        };
        let mut low = FixedBitSet::with_capacity(all.len());
        all.ones().for_each(|position| low.set(position, is_low(position)));
        low
    }
}
