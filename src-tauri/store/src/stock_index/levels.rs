//! Levels by warehouse and position.

use std::collections::BTreeSet;

use domain::{Level, WarehouseId};
use fixedbitset::FixedBitSet;

/// In the place of a level that isn't known: half of what an [`Option`] takes, and no level that a shop can tell.
pub(super) const UNKNOWN: Level = Level::MIN;

#[derive(Default)]
pub(super) struct Levels {
    /// One for each warehouse that was ever named, by id.
    columns: Vec<Column>,
    /// Of all levels at a position, what the tabs ask for.
    ranges: Vec<Range>,
}

/// Between what the known levels of a SKU lie.
#[derive(Clone, Copy)]
pub(super) struct Range {
    /// The fewest pieces of a warehouse that has any; [`Level::MAX`] where none has.
    pub(super) least_in_stock: Level,
    /// The most; unknown where no level is known.
    most: Level,
}

impl Range {
    const UNKNOWN: Self = Self { least_in_stock: Level::MAX, most: UNKNOWN };

    fn with(self, level: Level) -> Self {
        let least_in_stock = if level > 0 { self.least_in_stock.min(level) } else { self.least_in_stock };
        Self { least_in_stock, most: self.most.max(level) }
    }

    pub(super) fn is_sold_out(self) -> bool {
        self.most != UNKNOWN && self.most <= 0
    }
}

struct Column {
    warehouse: WarehouseId,
    /// By position; what lies behind the end isn't known.
    levels: Vec<Level>,
    /// The places of products that name it.
    products: FixedBitSet,
}

impl Column {
    fn at(&self, position: usize) -> Option<Level> {
        self.levels.get(position).copied().filter(|level| *level != UNKNOWN)
    }

    fn is_named(&self) -> bool {
        !self.products.is_clear()
    }
}

impl Levels {
    /// Puts these levels in the place of all that were known there.
    pub(super) fn put(&mut self, position: usize, told: Vec<(String, Level)>) {
        self.clear(position);
        self.ranges.resize(self.ranges.len().max(position + 1), Range::UNKNOWN);
        for (warehouse, level) in told {
            self.ranges[position] = self.ranges[position].with(level);
            let levels = &mut self.column(warehouse).levels;
            levels.resize(levels.len().max(position + 1), UNKNOWN);
            levels[position] = level;
        }
    }

    /// Forgets the levels at a position.
    pub(super) fn clear(&mut self, position: usize) {
        self.columns.iter_mut().filter_map(|column| column.levels.get_mut(position)).for_each(|level| *level = UNKNOWN);
        self.ranges.get_mut(position).into_iter().for_each(|range| *range = Range::UNKNOWN);
    }

    /// Puts these warehouses in the place of those that a product named.
    pub(super) fn put_product(&mut self, place: usize, told: BTreeSet<String>) {
        self.columns
            .iter_mut()
            .filter(|column| place < column.products.len())
            .for_each(|column| column.products.remove(place));
        told.into_iter().for_each(|warehouse| self.column(warehouse).products.grow_and_insert(place));
    }

    /// The warehouses that some product names, by id.
    pub(super) fn warehouses(&self) -> impl Iterator<Item = &WarehouseId> {
        self.columns.iter().filter(|column| column.is_named()).map(|column| &column.warehouse)
    }

    /// What tells the level of a position in each warehouse, with something of that warehouse.
    pub(super) fn each_with<T>(&self, of: impl Fn(&WarehouseId) -> T) -> Vec<(impl Fn(usize) -> Option<Level>, T)> {
        let columns = self.columns.iter();
        columns.map(|column| (move |position| column.at(position), of(&column.warehouse))).collect()
    }

    /// What tells the level of a position in a warehouse.
    pub(super) fn of(&self, warehouse: &WarehouseId) -> impl Fn(usize) -> Option<Level> {
        let column = self.columns.iter().find(|column| column.warehouse == *warehouse);
        move |position| column?.at(position)
    }

    /// What tells the sum of a position's levels; `None` where one of them isn't known.
    pub(super) fn total(&self) -> impl Fn(usize) -> Option<Level> {
        let columns: Vec<&Column> = self.columns.iter().filter(|column| column.is_named()).collect();
        move |position| {
            let levels = columns.iter().map(|column| column.at(position));
            let total = levels.reduce(|sum, level| Some(sum?.saturating_add(level?)));
            total.flatten()
        }
    }

    /// What tells the sum of those of a position's levels that are known; `None` where none is.
    pub(super) fn known_sum(&self) -> impl Fn(usize) -> Option<Level> {
        move |position| {
            let levels = self.columns.iter().filter_map(|column| column.at(position));
            levels.reduce(Level::saturating_add)
        }
    }

    /// Between what the levels of a position lie.
    pub(super) fn range(&self, position: usize) -> Range {
        self.ranges.get(position).copied().unwrap_or(Range::UNKNOWN)
    }

    fn column(&mut self, warehouse: String) -> &mut Column {
        let at = match self.columns.binary_search_by(|column| column.warehouse.as_str().cmp(&warehouse)) {
            Ok(at) => at,
            Err(at) => {
                let warehouse = WarehouseId::new(warehouse);
                self.columns.insert(at, Column { warehouse, levels: Vec::new(), products: FixedBitSet::new() });
                at
            }
        };
        &mut self.columns[at]
    }
}
