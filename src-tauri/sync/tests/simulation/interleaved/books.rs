//! The truth: what the shop's journal and books say was read, written, bought and put back, and in which order.

use std::collections::BTreeMap;

use sandbox::{Movement, Sandbox};

use crate::{
    foreign::Cell,
    spoken::{levels_in, reads_product},
};

/// A level that the engine wrote.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) cell: Cell,
    /// The level that the engine had read for it.
    pub(super) read: i64,
    /// The level that it wrote.
    pub(super) level: i64,
    /// What the shop had just then: what others moved since the reading is overwritten.
    pub(super) there: i64,
    /// How long that was, in milliseconds.
    pub(super) window_ms: i128,
}

/// A product as the engine read it last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    books: u64,
    at_ms: i128,
    /// No other product's call came since, and nothing was written after it.
    is_latest: bool,
}

#[derive(Default)]
pub(super) struct Books {
    first: BTreeMap<Cell, i64>,
    movements: Vec<Movement>,
    readings: BTreeMap<String, Reading>,
    /// Readings of the turn under way: the product, and the movements that the reading saw.
    of_this_turn: Vec<(String, u64)>,
    /// What others moved, by level.
    pub(super) by_others: BTreeMap<Cell, i64>,
    /// The same of what was overwritten.
    pub(super) overwritten: BTreeMap<Cell, i64>,
    /// Up to which movement it is known who made it.
    told_apart: u64,
}

impl Books {
    pub(super) fn open(shop: &Sandbox) -> Self {
        assert!(shop.movements(0).is_empty(), "the books begin with the shop");
        let first = shop.levels().into_iter().map(|(cell, level)| (cell, i64::from(level))).collect();
        Self { first, ..Self::default() }
    }

    /// What the shop had when the whole thing began.
    pub(super) fn first(&self) -> &BTreeMap<Cell, i64> {
        &self.first
    }

    /// The level after the first `books` movements.
    fn level_at(&self, cell: &Cell, books: u64) -> i64 {
        let moved = self.movements[..usize::try_from(books).unwrap()].iter().rev().find(|moved| is_of(moved, cell));
        moved.map_or_else(|| self.first[cell], |moved| i64::from(moved.to))
    }

    pub(super) fn begin_turn(&mut self) {
        self.of_this_turn.clear();
    }

    /// What the engine read of a level in this turn.
    pub(super) fn read_in_turn(&self, cell: &Cell) -> Vec<i64> {
        let of_product = self.of_this_turn.iter().filter(|(product, _)| *product == cell.0);
        of_product.map(|(_, books)| self.level_at(cell, *books)).collect()
    }

    pub(super) fn know_movements(&mut self, shop: &Sandbox) {
        self.movements.extend(shop.movements(self.movements.len() as u64));
    }

    /// The engine read something: a product, or anything else.
    pub(super) fn reading(&mut self, call: &sandbox::Entry) {
        // The sign-in may be renewed between a reading and its writing; nothing else has a place there.
        if call.path.starts_with("/api/v2/token/") {
            return;
        }
        self.readings.values_mut().for_each(|reading| reading.is_latest = false);
        let heard = call.answer_code == Some(0) && !call.faults.iter().any(|fault| fault == "cut");
        let (Some(product), Some(books), true) = (reads_product(call), call.books, heard) else { return };
        let at_ms = i128::from(call.at.as_millisecond());
        self.readings.insert(product.clone(), Reading { books, at_ms, is_latest: true });
        self.of_this_turn.push((product, books));
    }

    /// The reading that a writing goes by: the engine's own call right before it.
    pub(super) fn reading_before(&self, call: &sandbox::Entry, product: &str) -> Reading {
        let reading = self.readings.get(product).filter(|reading| reading.is_latest);
        *reading.unwrap_or_else(|| panic!("the call before this writing was not the reading of its product: {call:?}"))
    }

    /// What a reading said of a level.
    pub(super) fn said(&self, cell: &Cell, reading: Reading) -> i64 {
        self.level_at(cell, reading.books)
    }

    /// The next writing of the product has to be read for again.
    pub(super) fn spend(&mut self, product: &str) {
        self.readings.remove(product);
    }

    /// A writing was carried out when the books had so many movements.
    pub(super) fn written(&mut self, call: &sandbox::Entry, reading: Reading, books: u64) -> Vec<Written> {
        self.others_until(books);
        let window_ms = i128::from(call.at.as_millisecond()) - reading.at_ms;
        let written: Vec<Written> = levels_in(call)
            .into_iter()
            .map(|(cell, level)| {
                let (read, there) = (self.level_at(&cell, reading.books), self.level_at(&cell, books));
                Written { cell, read, level, there, window_ms }
            })
            .collect();
        for write in &written {
            *self.overwritten.entry(write.cell.clone()).or_default() += write.there - write.read;
            self.told_apart += u64::from(write.there != write.level);
        }
        written
    }

    /// Every movement up to here that is not a writing of the engine was made by somebody else.
    pub(super) fn others_until(&mut self, books: u64) {
        let (from, to) = (usize::try_from(self.told_apart).unwrap(), usize::try_from(books).unwrap());
        for moved in &self.movements[from..to] {
            let cell = (moved.product_id.clone(), moved.sku_id.clone(), moved.warehouse_id.clone());
            *self.by_others.entry(cell).or_default() += i64::from(moved.to) - i64::from(moved.from);
        }
        self.told_apart = books;
    }

    /// Every movement up to now.
    pub(super) fn others_until_now(&mut self) {
        self.others_until(self.movements.len() as u64);
    }
}

fn is_of(moved: &Movement, cell: &Cell) -> bool {
    moved.sku_id == cell.1 && moved.warehouse_id == cell.2 && moved.product_id == cell.0
}
