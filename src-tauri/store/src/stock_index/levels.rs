//! Levels by warehouse and position.

use domain::{Level, WarehouseId};
use fixedbitset::FixedBitSet;

/// In the place of a level that isn't known: half of what an [`Option`] takes, and no level that a shop can tell.
const UNKNOWN: Level = Level::MIN;

/// One column for each warehouse that was ever named, by id.
#[derive(Default)]
pub(super) struct Levels(Vec<Column>);

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
        for (warehouse, level) in told {
            let levels = &mut self.column(warehouse).levels;
            levels.resize(levels.len().max(position + 1), UNKNOWN);
            levels[position] = level;
        }
    }

    /// Forgets the levels at a position.
    pub(super) fn clear(&mut self, position: usize) {
        self.0.iter_mut().filter_map(|column| column.levels.get_mut(position)).for_each(|level| *level = UNKNOWN);
    }

    /// Puts these warehouses in the place of those that a product named.
    pub(super) fn put_product(&mut self, place: usize, told: Vec<String>) {
        self.0
            .iter_mut()
            .filter(|column| place < column.products.len())
            .for_each(|column| column.products.remove(place));
        told.into_iter().for_each(|warehouse| self.column(warehouse).products.grow_and_insert(place));
    }

    /// The warehouses that some product names, by id.
    pub(super) fn warehouses(&self) -> impl Iterator<Item = &WarehouseId> {
        self.0.iter().filter(|column| column.is_named()).map(|column| &column.warehouse)
    }

    /// What tells the level of a position in a warehouse.
    pub(super) fn of(&self, warehouse: &WarehouseId) -> impl Fn(usize) -> Option<Level> {
        let column = self.0.iter().find(|column| column.warehouse == *warehouse);
        move |position| column?.at(position)
    }

    /// What tells the sum of a position's levels; `None` where one of them isn't known.
    pub(super) fn total(&self) -> impl Fn(usize) -> Option<Level> {
        let columns: Vec<&Column> = self.0.iter().filter(|column| column.is_named()).collect();
        move |position| {
            let levels = columns.iter().map(|column| column.at(position));
            let total = levels.reduce(|sum, level| Some(sum?.saturating_add(level?)));
            total.flatten()
        }
    }

    /// The known levels of a position.
    pub(super) fn known(&self, position: usize) -> impl Iterator<Item = Level> {
        self.0.iter().filter_map(move |column| column.at(position))
    }

    fn column(&mut self, warehouse: String) -> &mut Column {
        let at = match self.0.binary_search_by(|column| column.warehouse.as_str().cmp(&warehouse)) {
            Ok(at) => at,
            Err(at) => {
                let warehouse = WarehouseId::new(warehouse);
                self.0.insert(at, Column { warehouse, levels: Vec::new(), products: FixedBitSet::new() });
                at
            }
        };
        &mut self.0[at]
    }
}
