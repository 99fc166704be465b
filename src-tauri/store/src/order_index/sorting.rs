//! Lists in their order. A long one is read off all orders sorted that way, which are kept so and
//! brought up to date when they are asked for; a short one is sorted by itself.

use std::io::Result;

use domain::Stage;
use fixedbitset::FixedBitSet;

use super::{OrderIndex, column::Column, keys::Keys, passing::room_for, side_by_side::look_at_each};
use crate::{Deadlines, OrderSort, RowNumbers, SortBy, orders::time};

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
    pub(crate) fn listed(&mut self, among: &FixedBitSet, sort: OrderSort, clock: &Deadlines) -> Result<RowNumbers> {
        if sort.by == SortBy::ShipBy {
            return self.by_deadline(among, sort.descending, clock);
        }
        let list = match self.patched(among, sort)? {
            Some(list) => list,
            None if among.count_ones(..) <= self.numbers.len() / SHORT => self.sorted_alone(among, sort)?,
            None => self.read_off(among, sort)?,
        };
        self.remember(&list, among, sort);
        Ok(list)
    }

    fn sorted_alone(&self, among: &FixedBitSet, sort: OrderSort) -> Result<RowNumbers> {
        let positions = among.ones().map(|position| position as u32).collect();
        let mut positions = Keys::read(self, sort.by, positions)?.sorted();
        if sort.descending {
            positions.reverse();
        }
        Ok(positions.into_iter().map(|position| self.numbers[position as usize]).collect())
    }

    /// Reads a list off all orders in their order.
    fn read_off(&mut self, among: &FixedBitSet, sort: OrderSort) -> Result<RowNumbers> {
        let at = self.bring_up_to_date(sort.by)?;
        let all = &self.sorted[at].positions;
        let mut pieces = vec![Vec::new(); all.blocks()];
        look_at_each(pieces.iter_mut().enumerate().collect(), || {
            |(at, piece): (usize, &mut Vec<u32>)| {
                *piece = all.block(at)?;
                keep_among(piece, among);
                piece.iter_mut().for_each(|position| *position = self.numbers[*position as usize]);
                piece.shrink_to_fit();
                Ok(())
            }
        })?;
        if sort.descending {
            pieces.reverse();
            pieces.iter_mut().for_each(|piece| piece.reverse());
        }
        Ok(RowNumbers::of(pieces))
    }

    /// Sorts all orders ahead, so that the first list in this order need not wait for it.
    ///
    /// # Errors
    /// Where a column can't be read or written.
    pub(crate) fn sort_ahead(&mut self, by: SortBy) -> Result<()> {
        self.bring_up_to_date(by).map(|_| ())
    }

    /// The most urgent first, behind them the orders that wait for nobody here, the newest first.
    fn by_deadline(&mut self, among: &FixedBitSet, descending: bool, clock: &Deadlines) -> Result<RowNumbers> {
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
        let mut numbers: RowNumbers = due.into_iter().map(|(.., position)| self.numbers[position]).collect();
        if !rest.is_clear() {
            numbers.append(self.listed(&rest, newest_first, clock)?);
        }
        Ok(numbers)
    }

    /// Where all orders in this order are kept, as they are now.
    fn bring_up_to_date(&mut self, by: SortBy) -> Result<usize> {
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
        self.sorted.push(Sorted { by, positions, changed: Vec::new() });
        Ok(self.sorted.len() - 1)
    }

    /// Takes out what has changed and puts it where it belongs now.
    fn merged(&self, Sorted { by, positions, mut changed }: Sorted) -> Result<Vec<u32>> {
        let mut touched = FixedBitSet::with_capacity(self.numbers.len());
        changed.iter().for_each(|position| touched.insert(*position as usize));
        let mut stays = room_for(positions.len());
        for at in 0..positions.blocks() {
            let block = positions.block(at)?;
            stays.extend(block.into_iter().filter(|position| !touched.contains(*position as usize)));
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

/// Keeps the positions that are among some. No branch for each: nothing tells the processor which way it goes.
fn keep_among(block: &mut Vec<u32>, among: &FixedBitSet) {
    let mut kept = 0;
    for at in 0..block.len() {
        let position = block[at];
        block[kept] = position;
        kept += usize::from(among.contains(position as usize));
    }
    block.truncate(kept);
}
