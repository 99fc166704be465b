//! Lists in their order.

use std::cmp::Ordering;

use domain::Level;
use fixedbitset::FixedBitSet;

use super::{StockIndex, first_line};
use crate::{RowNumbers, StockSort, StockSortBy, sales::Sales, sold::in_milliseconds};

impl StockIndex {
    /// The row numbers of these positions, sorted. Without sales nothing is known to last.
    pub(crate) fn listed(&self, among: &FixedBitSet, sort: &StockSort, sales: Option<&mut Sales>) -> RowNumbers {
        let descending = sort.descending;
        let positions = match &sort.by {
            StockSortBy::Product => self.by_product(among, descending),
            StockSortBy::Code => self.by_code(among, descending),
            StockSortBy::Total => self.by_figure(among, self.levels.total(), Level::cmp, descending),
            StockSortBy::Level(warehouse) => self.by_figure(among, self.levels.of(warehouse), Level::cmp, descending),
            StockSortBy::Lasts(pace) => match sales {
                Some(sales) => {
                    let days = in_milliseconds(&pace.days);
                    let lasting = self.lasting(sales, &days, pace.counted);
                    self.by_figure(among, lasting, f64::total_cmp, descending)
                }
                None => self.by_product(among, false),
            },
        };
        positions.into_iter().map(|position| self.numbers[position as usize]).collect()
    }

    fn by_product(&self, among: &FixedBitSet, descending: bool) -> Vec<u32> {
        let mut positions = Vec::with_capacity(self.numbers.len());
        self.by_product.each(descending, |place| {
            let skus = self.products[place as usize].skus.iter().copied();
            positions.extend(skus.filter(|position| among.contains(*position as usize)));
        });
        positions
    }

    fn by_code(&self, among: &FixedBitSet, descending: bool) -> Vec<u32> {
        let mut positions = Vec::with_capacity(self.numbers.len());
        self.by_code.each(descending, |position| {
            positions.extend(among.contains(position as usize).then_some(position));
        });
        positions
    }

    /// Sorting leaves those alike in the order of their products.
    fn by_figure<F>(
        &self,
        among: &FixedBitSet,
        figure: impl Fn(usize) -> Option<F>,
        compare: impl Fn(&F, &F) -> Ordering,
        descending: bool,
    ) -> Vec<u32> {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for position in self.by_product(among, false) {
            match figure(position as usize) {
                Some(figure) => known.push((figure, position)),
                None => unknown.push(position),
            }
        }
        match descending {
            true => known.sort_by(|(one, _), (other, _)| compare(other, one)),
            false => known.sort_by(|(one, _), (other, _)| compare(one, other)),
        }
        known.into_iter().map(|(_, position)| position).chain(unknown).collect()
    }

    /// Brings the orders that are kept up to date. Where codes are alike, their order goes by that of the products.
    pub(super) fn bring_orders_up_to_date(&mut self) {
        if self.by_product.has_changed() {
            let mut by_product = std::mem::take(&mut self.by_product);
            let has_skus = |place: u32| !self.products[place as usize].skus.is_empty();
            let id = |place: u32| self.products.get_index(place as usize).map(|(id, _)| id);
            by_product.bring_up_to_date(has_skus, |place| self.name(place), |one, other| id(one).cmp(&id(other)));
            self.by_product = by_product;
        }
        if self.by_code.has_changed() {
            let mut by_code = std::mem::take(&mut self.by_code);
            let ranks = self.ranks();
            let rank = |position: u32| ranks[position as usize];
            let is_here = |position: u32| self.here.contains(position as usize);
            by_code.bring_up_to_date(is_here, |position| self.code(position), |one, other| rank(one).cmp(&rank(other)));
            self.by_code = by_code;
        }
    }

    /// By position, where a SKU stands among all by product.
    fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![0; self.numbers.len()];
        let positions = self.by_product(&self.here, false);
        positions.into_iter().zip(0..).for_each(|(position, rank)| ranks[position as usize] = rank);
        ranks
    }

    fn name(&self, place: u32) -> &str {
        first_line(&self.products[place as usize].text)
    }

    /// The seller's own code, or the id where there is none: what the grid shows.
    fn code(&self, position: u32) -> &str {
        let text = &self.texts[position as usize];
        // Without a code, the id's line is all there is.
        text.strip_prefix('\n').unwrap_or_else(|| first_line(text))
    }
}
