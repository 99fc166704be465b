//! Lists in their order. A long one is read off all orders sorted that way, which are kept so and
//! brought up to date when they are asked for; a short one is sorted by itself.

use std::io::Result;

use domain::Stage;
use fixedbitset::FixedBitSet;

use super::{OrderIndex, column::Column, keys::Keys, passing::room_for};
use crate::{Deadlines, OrderSort, SortBy, orders::time};

/// A list of at most this share of all orders is sorted by itself.
const SHORT: usize = 16;
/// Where more than this share of all orders have changed, they are all sorted again.
const FEW: usize = 8;

/// All orders in one order, the smallest first.
pub(super) struct Sorted {
    by: SortBy,
    positions: Column<u32>,
    /// Those that have changed since, or come, or gone.
    changed: Vec<u32>,
}

impl Sorted {
    pub(super) fn changed(&mut self, position: u32) {
        self.changed.push(position);
    }
}

impl OrderIndex {
    /// The row numbers of these positions, sorted.
    ///
    /// # Errors
    /// Where a column can't be read or written.
    pub(crate) fn listed(&mut self, among: &FixedBitSet, sort: OrderSort, clock: &Deadlines) -> Result<Vec<i64>> {
        if sort.by == SortBy::ShipBy {
            return self.by_deadline(among, sort.descending, clock);
        }
        let count = among.count_ones(..);
        let mut positions: Vec<u32> = room_for(count);
        if count <= self.numbers.len() / SHORT {
            positions = Keys::read(self, sort.by, among.ones().map(|position| position as u32).collect())?.sorted();
        } else {
            let all = self.up_to_date(sort.by)?;
            let mut reader = all.reader();
            for place in 0..all.len() {
                let position = reader.at(place)?;
                if among.contains(position as usize) {
                    positions.push(position);
                }
            }
        }
        if sort.descending {
            positions.reverse();
        }
        Ok(positions.into_iter().map(|position| self.numbers[position as usize]).collect())
    }

    /// Sorts all orders ahead, so that the first list in this order need not wait for it.
    ///
    /// # Errors
    /// Where a column can't be read or written.
    pub(crate) fn sort_ahead(&mut self, by: SortBy) -> Result<()> {
        self.up_to_date(by).map(|_| ())
    }

    /// The most urgent first, behind them the orders that wait for nobody here, the newest first.
    fn by_deadline(&mut self, among: &FixedBitSet, descending: bool, clock: &Deadlines) -> Result<Vec<i64>> {
        let mut waiting = among.clone();
        waiting.intersect_with(self.in_stage(Stage::ToShip));
        let mut rest = among.clone();
        rest.difference_with(&waiting);
        let mut due = Vec::new();
        let mut created = self.created.reader();
        for position in waiting.ones() {
            let (placed, told) = (created.at(position)?, self.ship_by.get(&(position as u32)).copied());
            due.push((clock.of(time(placed), told.map(time)).0, placed, position));
        }
        due.sort_unstable();
        if descending {
            due.reverse();
        }
        let newest_first = OrderSort { by: SortBy::Placed, descending: true };
        let mut numbers: Vec<i64> = due.into_iter().map(|(.., position)| self.numbers[position]).collect();
        numbers.append(&mut self.listed(&rest, newest_first, clock)?);
        Ok(numbers)
    }

    fn up_to_date(&mut self, by: SortBy) -> Result<&Column<u32>> {
        let kept = self.sorted.iter().position(|sorted| sorted.by == by).map(|at| self.sorted.swap_remove(at));
        let positions = match kept {
            Some(kept) if kept.changed.is_empty() => kept.positions,
            Some(kept) if kept.changed.len() < self.numbers.len() / FEW => {
                Column::of(&self.folder, &self.merged(kept)?)
            }
            _ => {
                let mut here = Keys::read(self, by, self.all_positions())?.sorted();
                here.retain(|position| self.is_here(*position));
                Column::of(&self.folder, &here)
            }
        };
        let kept = self.sorted.len();
        self.sorted.push(Sorted { by, positions, changed: Vec::new() });
        Ok(&self.sorted[kept].positions)
    }

    /// Takes out what has changed and puts it where it belongs now.
    fn merged(&self, Sorted { by, positions, mut changed }: Sorted) -> Result<Vec<u32>> {
        let mut touched = FixedBitSet::with_capacity(self.numbers.len());
        changed.iter().for_each(|position| touched.insert(*position as usize));
        let mut reader = positions.reader();
        let mut stays = room_for(positions.len());
        for place in 0..positions.len() {
            let position = reader.at(place)?;
            if !touched.contains(position as usize) {
                stays.push(position);
            }
        }
        let keys = Keys::read(self, by, self.all_positions())?;
        changed = touched.ones().map(|position| position as u32).filter(|position| self.is_here(*position)).collect();
        changed.sort_unstable_by(|one, other| keys.compare(*one as usize, *other as usize));
        let mut merged = room_for(stays.len() + changed.len());
        let mut from = 0;
        for position in changed {
            let before = |other: &u32| keys.compare(*other as usize, position as usize).is_lt();
            let to = from + stays[from..].partition_point(before);
            merged.extend_from_slice(&stays[from..to]);
            merged.push(position);
            from = to;
        }
        merged.extend_from_slice(&stays[from..]);
        Ok(merged)
    }

    fn all_positions(&self) -> Vec<u32> {
        let mut all = room_for(self.numbers.len());
        all.extend(0..self.numbers.len() as u32);
        all
    }

    fn is_here(&self, position: u32) -> bool {
        self.stages.iter().any(|stage| stage.contains(position as usize))
    }
}
