//! The shop's own books: every change of a level, in order, so that a test can tell what came before what.

use std::collections::VecDeque;

use serde::Serialize;

/// Movements kept; the oldest go first, so that a shop that runs for weeks does not fill memory.
const KEPT: usize = 20_000;

/// A level became another, whoever did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Movement {
    /// Number of the movement since the shop opened, from 0.
    pub n: u64,
    /// The product's id.
    pub product_id: String,
    /// The SKU's id.
    pub sku_id: String,
    /// The warehouse's id.
    pub warehouse_id: String,
    /// The level before, in pieces.
    pub from: u32,
    /// The level since, in pieces.
    pub to: u32,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Books {
    movements: VecDeque<Movement>,
    /// Movements since the shop opened.
    count: u64,
}

impl Books {
    pub(crate) fn note(&mut self, mut movement: Movement) {
        movement.n = self.count;
        self.count += 1;
        self.movements.push_back(movement);
        if self.movements.len() > KEPT {
            self.movements.pop_front();
        }
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    pub(crate) fn since(&self, n: u64) -> Vec<Movement> {
        self.movements.iter().filter(|movement| movement.n >= n).cloned().collect()
    }
}
