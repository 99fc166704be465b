//! What is kept in one warehouse, and by which names people know it there.

use domain::WarehouseId;
use fixedbitset::FixedBitSet;

use super::StockIndex;

impl StockIndex {
    /// The positions whose level in a warehouse the shop tells.
    pub(crate) fn kept_in(&self, warehouse: &WarehouseId) -> FixedBitSet {
        let level = self.levels.of(warehouse);
        let mut kept = FixedBitSet::with_capacity(self.numbers.len());
        kept.extend(self.here.ones().filter(|position| level(*position).is_some()));
        kept
    }

    /// The positions of the SKUs with these row numbers.
    pub(crate) fn with_numbers(&self, numbers: &FixedBitSet) -> FixedBitSet {
        let mut found = FixedBitSet::with_capacity(self.numbers.len());
        found.extend(self.here.ones().filter(|position| numbers.contains(self.numbers[*position] as usize)));
        found
    }

    /// The row numbers at these positions.
    pub(crate) fn numbers_of(&self, positions: &FixedBitSet) -> FixedBitSet {
        positions.ones().map(|position| self.numbers[position] as usize).collect()
    }

    /// The row numbers of the SKUs whose code or id this is, folded.
    pub(crate) fn with_code(&self, code: &str) -> Vec<i64> {
        let is = |position: &usize| {
            let (own, id) = self.texts[*position].rsplit_once('\n').unwrap_or(("", &self.texts[*position]));
            own == code || id == code
        };
        self.here.ones().filter(is).map(|position| i64::from(self.numbers[position])).collect()
    }
}
