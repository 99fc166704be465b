//! Which SKUs are on each tab, and how many.

use domain::WarehouseId;
use fixedbitset::FixedBitSet;

use super::StockIndex;
use crate::{StockCounts, StockTab};

/// The positions on each tab.
pub(crate) struct Tabs {
    all: FixedBitSet,
    low: FixedBitSet,
    sold_out: FixedBitSet,
    changed: FixedBitSet,
    conflicts: FixedBitSet,
}

impl Tabs {
    pub(crate) fn of(&self, tab: StockTab) -> &FixedBitSet {
        match tab {
            StockTab::All => &self.all,
            StockTab::Low => &self.low,
            StockTab::SoldOut => &self.sold_out,
            StockTab::Changed => &self.changed,
            StockTab::Conflicts => &self.conflicts,
        }
    }
}

impl StockIndex {
    /// Which of these positions are on each tab.
    pub(crate) fn tabs(&self, all: FixedBitSet) -> Tabs {
        let mut tabs = Tabs {
            low: self.low_among(&all),
            sold_out: FixedBitSet::with_capacity(all.len()),
            changed: &all & &self.changed,
            conflicts: &all & &self.conflicts,
            all,
        };
        for position in tabs.all.ones() {
            tabs.sold_out.set(position, self.levels.range(position).is_sold_out());
        }
        tabs
    }

    /// How many SKUs there are on each tab, and how many products they belong to.
    pub(crate) fn counts(&self, tabs: &Tabs) -> StockCounts {
        let count = |tab| tabs.of(tab).count_ones(..) as i64;
        let has_any = |skus: &[u32]| skus.iter().any(|position| tabs.all.contains(*position as usize));
        StockCounts {
            all: count(StockTab::All),
            low: count(StockTab::Low),
            sold_out: count(StockTab::SoldOut),
            changed: count(StockTab::Changed),
            conflicts: count(StockTab::Conflicts),
            products: self.products.values().filter(|product| has_any(&product.skus)).count() as i64,
        }
    }

    /// All warehouses that the shop has named, by id.
    pub(crate) fn warehouses(&self) -> Vec<WarehouseId> {
        self.levels.warehouses().cloned().collect()
    }
}
