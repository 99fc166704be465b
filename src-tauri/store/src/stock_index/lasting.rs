//! For how long what is left of each SKU lasts.

use domain::days_of_cover;

use super::StockIndex;
use crate::sales::{Day, Sales};

impl StockIndex {
    /// What tells for how many days the known levels of a position last at the pace of these days, of which so many
    /// count; `None` where a cell of the grid says no number either.
    pub(super) fn lasting(&self, sales: &mut Sales, days: &[Day], counted: usize) -> impl Fn(usize) -> Option<f64> {
        let mut sold = vec![0; self.numbers.len()];
        for (product, sku, pieces) in sales.each_sold(days).filter(|(.., pieces)| *pieces > 0) {
            let Some(product) = self.products.get(product.as_str()) else { continue };
            let position = product.skus.iter().find(|position| self.sku_id(**position) == sku.as_str());
            position.into_iter().for_each(|position| sold[*position as usize] = pieces);
        }
        let left = self.levels.known_sum();
        move |position| days_of_cover(left(position), sold[position], counted)
    }
}
