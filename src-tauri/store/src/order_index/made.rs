//! Lists that somebody shows are not made again when a few orders have changed: these are taken out of
//! the list, and put in where they belong now.

use std::io::Result;

use fixedbitset::FixedBitSet;

use super::{OrderIndex, key::Key};
use crate::{OrderSort, RowNumbers, row_numbers::WeakRowNumbers};

/// Where a list differs in more orders, it takes less time to make it again.
const FEW: usize = 256;

/// A list that was made. It is the screens that keep it.
pub(super) struct Made {
    sort: OrderSort,
    among: FixedBitSet,
    list: WeakRowNumbers,
    /// Those of which the place among others may have changed since.
    changed: Vec<u32>,
}

impl Made {
    pub(super) fn changed(&mut self, position: u32) {
        // What has changed too much is no longer used, and need not grow.
        if self.changed.len() <= FEW {
            self.changed.push(position);
        }
    }

    /// The positions in which a list among these orders would be another one.
    fn differs(&self, among: &FixedBitSet) -> FixedBitSet {
        let mut differs = among.clone();
        differs.symmetric_difference_with(&self.among);
        self.changed.iter().for_each(|position| differs.insert(*position as usize));
        differs
    }
}

impl OrderIndex {
    /// A list, out of one that is shown and differs in little, if there is one.
    pub(super) fn patched(&mut self, among: &FixedBitSet, sort: OrderSort) -> Result<Option<RowNumbers>> {
        self.made.retain(|made| made.list.upgrade().is_some() && made.changed.len() <= FEW);
        let in_this_order = self.made.iter().enumerate().filter(|(_, made)| made.sort == sort);
        let nearest = in_this_order
            .map(|(at, made)| (made.differs(among), at))
            .map(|(differs, at)| (differs.count_ones(..), at, differs))
            .min_by_key(|(count, ..)| *count);
        let Some((0..=FEW, at, differs)) = nearest else { return Ok(None) };
        let Some(list) = self.made[at].list.upgrade() else { return Ok(None) };
        let gone = differs.intersection(&self.made[at].among).map(|position| self.numbers[position] as usize).collect();
        let mut list = list.without(&gone);
        for position in differs.intersection(among) {
            self.put_in(&mut list, sort, position)?;
        }
        self.made.swap_remove(at);
        Ok(Some(list))
    }

    /// Remembers a list for as long as somebody shows it.
    pub(super) fn remember(&mut self, list: &RowNumbers, among: &FixedBitSet, sort: OrderSort) {
        self.made.push(Made { sort, among: among.clone(), list: list.downgrade(), changed: Vec::new() });
    }

    /// Puts an order into a list where it belongs.
    fn put_in(&self, list: &mut RowNumbers, sort: OrderSort, position: usize) -> Result<()> {
        let key = Key::read(self, sort.by, position)?;
        let (mut from, mut to) = (0, list.len());
        while from < to {
            let middle = from + (to - from) / 2;
            let other = list.get(middle).and_then(|number| self.position(number.into())).unwrap_or(position);
            let other = Key::read(self, sort.by, other)?;
            let stands_before = if sort.descending { other > key } else { other < key };
            if stands_before { from = middle + 1 } else { to = middle }
        }
        list.insert(from, self.numbers[position]);
        Ok(())
    }
}
