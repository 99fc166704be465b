//! Lists in their order. A long one is read off all orders sorted that way, which are kept so and
//! brought up to date when they are asked for; a short one is sorted by itself.

use std::io::Result;

use domain::Stage;
use fixedbitset::FixedBitSet;

use super::{OrderIndex, column::Column, keys::Keys, passing::room_for, side_by_side::look_at_each};
use crate::{Deadlines, OrderSort, RowNumbers, SortBy, changed_orders::Commit, orders::time};

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

/// All orders of an index, and what they are compared by, as they were at a place.
pub(crate) struct Unsorted {
    by: SortBy,
    place: Commit,
    keys: Keys,
}

impl Unsorted {
    pub(crate) fn sorted(self) -> SortedAhead {
        SortedAhead { by: self.by, place: self.place, positions: self.keys.sorted() }
    }
}

/// The same, sorted.
pub(crate) struct SortedAhead {
    by: SortBy,
    place: Commit,
    positions: Vec<u32>,
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

    /// What it takes to sort all orders while others look at them; none where they are kept in this order.
    ///
    /// # Errors
    /// Where a column can't be read.
    pub(crate) fn unsorted(&self, by: SortBy) -> Result<Option<Unsorted>> {
        if self.is_sorted(by) {
            return Ok(None);
        }
        Ok(Some(Unsorted { by, place: self.place, keys: Keys::read(self, by, self.all_positions())? }))
    }

    /// Keeps what was sorted, so that the first list in this order need not wait for it. Where something
    /// was written meanwhile it says nothing any more, and that list sorts them itself.
    pub(crate) fn keep(&mut self, ahead: SortedAhead) {
        let SortedAhead { by, place, positions } = ahead;
        // An index that was made anew of the same orders has them at other positions where one had been removed.
        if self.is_sorted(by) || place != self.place || positions.len() != self.numbers.len() {
            return;
        }
        let positions = self.column_of_those_here(positions);
        self.sorted.push(Sorted { by, positions, changed: Vec::new() });
    }

    /// Whether all orders are kept in this order.
    fn is_sorted(&self, by: SortBy) -> bool {
        self.sorted.iter().any(|sorted| sorted.by == by)
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
                Column::of(&self.beside.numbers, &self.merged(kept)?)
            }
            _ => self.column_of_those_here(Keys::read(self, by, self.all_positions())?.sorted()),
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

    fn column_of_those_here(&self, mut positions: Vec<u32>) -> Column<u32> {
        positions.retain(|position| self.is_here(*position));
        Column::of(&self.beside.numbers, &positions)
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::order_index::{Beside, Reach};

    const BY_VALUE: OrderSort = OrderSort { by: SortBy::Value, descending: false };

    fn put(index: &mut OrderIndex, number: u32, value: i64) {
        let facts = serde_json::json!([number, 0, "S", "", "", 0, value, 1, null, "1\nZoë", "Tote"]);
        assert!(index.put(serde_json::from_value(facts).unwrap()).unwrap());
    }

    fn listed(index: &mut OrderIndex) -> Vec<i64> {
        let here = index.here();
        index.listed(&here, BY_VALUE, &Deadlines::default()).unwrap().to_vec()
    }

    /// Three orders, of which the first costs most, and what it takes to sort them.
    fn of_three() -> (tempfile::TempDir, OrderIndex, Unsorted) {
        let folder = tempfile::tempdir().unwrap();
        let beside = Beside { numbers: folder.path().into(), texts: None };
        let mut index = OrderIndex::new(&beside, Reach::All, Commit::default());
        [(1, 30), (2, 10), (3, 20)].into_iter().for_each(|(number, value)| put(&mut index, number, value));
        let unsorted = index.unsorted(SortBy::Value).unwrap().unwrap();
        (folder, index, unsorted)
    }

    #[test]
    fn what_was_sorted_ahead_is_what_the_first_list_is_read_off() {
        let (_folder, mut index, unsorted) = of_three();
        index.keep(unsorted.sorted());
        assert_eq!(index.sorted.len(), 1);
        assert_eq!(listed(&mut index), [2, 3, 1]);
        assert!(index.unsorted(SortBy::Value).unwrap().is_none(), "it is kept in this order");
    }

    #[test]
    fn what_was_sorted_before_an_order_changed_says_nothing() {
        let (_folder, mut index, unsorted) = of_three();
        put(&mut index, 1, 5);
        index.place = Commit::numbered(1);
        index.keep(unsorted.sorted());
        assert_eq!(listed(&mut index), [1, 2, 3]);
    }

    #[test]
    fn what_was_sorted_in_an_index_that_was_made_anew_says_nothing() {
        let (_folder, mut index, unsorted) = of_three();
        index = OrderIndex::new(&index.beside.clone(), Reach::All, index.place);
        [(2, 10), (3, 20)].into_iter().for_each(|(number, value)| put(&mut index, number, value));
        index.keep(unsorted.sorted());
        assert_eq!(listed(&mut index), [2, 3]);
    }
}
