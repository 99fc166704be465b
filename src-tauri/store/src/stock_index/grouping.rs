//! SKUs of a product that stand together, and the row that stands for them where they are folded.

use std::collections::HashSet;

use domain::{Level, SkuId};
use fixedbitset::FixedBitSet;

use super::{Product, StockIndex};
use crate::{FoldedProduct, Folds, RowNumbers, StockGroups, StockTab};

impl StockIndex {
    /// The row numbers of these positions by product, and where products begin in them. A folded product is where its
    /// first SKU would be, by that one's number.
    pub(crate) fn grouped(&self, among: &FixedBitSet, descending: bool, folds: &Folds) -> (RowNumbers, StockGroups) {
        let others: HashSet<&str> = folds.but.iter().map(|id| id.as_str()).collect();
        let mut rows: Vec<u32> = Vec::with_capacity(self.numbers.len());
        let mut groups = StockGroups::default();
        self.by_product.each(descending, |place| {
            let Some((id, product)) = self.products.get_index(place as usize) else { return };
            let first = rows.len();
            let skus = product.skus.iter().filter(|position| among.contains(**position as usize));
            rows.extend(skus.map(|position| self.numbers[*position as usize]));
            if rows.len() - first < 2 {
                return;
            }
            if folds.all != others.contains(&**id) {
                rows.truncate(first + 1);
                groups.folded.grow_and_insert(first);
            } else {
                groups.first.grow_and_insert(first);
            }
        });
        (rows.into_iter().collect(), groups)
    }

    /// What a product's SKUs on a tab come to together.
    pub(crate) fn folded(&self, product: &str, tab: StockTab) -> FoldedProduct {
        let skus = self.products.get(product).map_or(&[][..], |Product { skus, .. }| skus);
        let tabs = self.tabs(skus.iter().map(|position| *position as usize).collect());
        let skus: Vec<u32> =
            skus.iter().copied().filter(|position| tabs.of(tab).contains(*position as usize)).collect();
        let count = |is: &dyn Fn(usize) -> bool| skus.iter().filter(|position| is(**position as usize)).count();
        let sum = |level: &dyn Fn(usize) -> Option<Level>| {
            let levels = skus.iter().map(|position| level(*position as usize));
            levels.reduce(|sum, level| Some(sum?.saturating_add(level?))).flatten()
        };
        let left = self.levels.known_sum();
        FoldedProduct {
            levels: self.levels.warehouses().map(|at| (at.clone(), sum(&self.levels.of(at)))).collect(),
            total: sum(&self.levels.total()),
            left: skus.iter().filter_map(|position| left(*position as usize)).reduce(Level::saturating_add),
            sold_out: count(&|position| self.levels.range(position).is_sold_out()),
            changed: count(&|position| self.changed.contains(position)),
            conflicts: count(&|position| self.conflicts.contains(position)),
            skus: skus.iter().map(|position| SkuId::new(self.sku_id(*position))).collect(),
        }
    }
}
