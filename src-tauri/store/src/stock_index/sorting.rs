//! Lists in their order.

use std::cmp::{Ordering, Reverse};

use domain::Level;
use fixedbitset::FixedBitSet;

use super::{StockIndex, first_line};
use crate::{RowNumbers, StockSort, StockSortBy};

impl StockIndex {
    /// The row numbers of these positions, sorted.
    pub(crate) fn listed(&self, among: &FixedBitSet, sort: &StockSort) -> RowNumbers {
        let positions = match &sort.by {
            StockSortBy::Product => self.by_product(among, sort.descending),
            StockSortBy::Code => self.by_code(among, sort.descending),
            StockSortBy::Total => self.by_level(among, self.levels.total(), sort.descending),
            StockSortBy::Level(warehouse) => self.by_level(among, self.levels.of(warehouse), sort.descending),
        };
        positions.into_iter().map(|position| self.numbers[position as usize]).collect()
    }

    fn by_product(&self, among: &FixedBitSet, descending: bool) -> Vec<u32> {
        let is_alike = |one: &u32, other: &u32| self.name(*one) == self.name(*other);
        let places = turned(self.by_product.sorted(), is_alike, descending);
        let positions = places.flat_map(|place| self.products[place as usize].skus.iter().copied());
        positions.filter(|position| among.contains(*position as usize)).collect()
    }

    fn by_code(&self, among: &FixedBitSet, descending: bool) -> Vec<u32> {
        let is_alike = |one: &u32, other: &u32| self.code(*one) == self.code(*other);
        let positions = turned(self.by_code.sorted(), is_alike, descending);
        positions.filter(|position| among.contains(*position as usize)).collect()
    }

    /// Sorting leaves those alike in the order of their products.
    fn by_level(&self, among: &FixedBitSet, level: impl Fn(usize) -> Option<Level>, descending: bool) -> Vec<u32> {
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for position in self.by_product(among, false) {
            match level(position as usize) {
                Some(level) => known.push((level, position)),
                None => unknown.push(position),
            }
        }
        match descending {
            true => known.sort_by_key(|(level, _)| Reverse(*level)),
            false => known.sort_by_key(|(level, _)| *level),
        }
        known.into_iter().map(|(_, position)| position).chain(unknown).collect()
    }

    /// Brings the orders that are kept up to date. Where codes are alike, their order goes by that of the products.
    pub(super) fn bring_orders_up_to_date(&mut self) {
        let mut by_product = std::mem::take(&mut self.by_product);
        let has_skus = |place: u32| !self.products[place as usize].skus.is_empty();
        by_product.bring_up_to_date(has_skus, |one, other| self.compare_products(one, other));
        self.by_product = by_product;
        if self.by_code.has_changed() {
            let mut by_code = std::mem::take(&mut self.by_code);
            let ranks = self.ranks();
            let key = |position: u32| (self.code(position), ranks[position as usize]);
            let is_here = |position: u32| self.here.contains(position as usize);
            by_code.bring_up_to_date(is_here, |one, other| key(one).cmp(&key(other)));
            self.by_code = by_code;
        }
    }

    /// By their names, then by their ids.
    fn compare_products(&self, one: u32, other: u32) -> Ordering {
        let id = |place: u32| self.products.get_index(place as usize).map(|(id, _)| id);
        self.name(one).cmp(self.name(other)).then_with(|| id(one).cmp(&id(other)))
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

/// The other way round where that is asked for, but for those alike, which keep their order among each other.
fn turned<'a>(
    sorted: &'a [u32],
    is_alike: impl Fn(&u32, &u32) -> bool + 'a,
    descending: bool,
) -> Box<dyn Iterator<Item = u32> + 'a> {
    match descending {
        true => Box::new(sorted.chunk_by(is_alike).rev().flatten().copied()),
        false => Box::new(sorted.iter().copied()),
    }
}
