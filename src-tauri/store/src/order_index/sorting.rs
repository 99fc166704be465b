//! Lists in their order. A long one is read off all orders sorted that way, which are kept so and
//! brought up to date when they are asked for; a short one is sorted by itself.

use std::cmp::Ordering;

use domain::Stage;
use fixedbitset::FixedBitSet;

use super::OrderIndex;
use crate::{Deadlines, OrderSort, SortBy, orders::time};

/// A list of at most this share of all orders is sorted by itself.
const SHORT: usize = 16;
/// Where more than this share of all orders have changed, they are all sorted again.
const FEW: usize = 8;

/// All orders in one order, the smallest first.
pub(super) struct Sorted {
    by: SortBy,
    positions: Vec<u32>,
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
    pub(crate) fn listed(&mut self, among: &FixedBitSet, sort: OrderSort, clock: &Deadlines) -> Vec<i64> {
        let OrderSort { by, descending } = sort;
        if by == SortBy::ShipBy {
            return self.by_deadline(among, descending, clock);
        }
        let mut numbers: Vec<i64> = if among.count_ones(..) <= self.numbers.len() / SHORT {
            self.sort(among.ones().map(|position| position as u32).collect(), by)
                .into_iter()
                .map(|at| self.numbers[at as usize])
                .collect()
        } else {
            let all = self.kept_sorted(by);
            let here = self.sorted[all].positions.iter().filter(|position| among.contains(**position as usize));
            here.map(|position| self.numbers[*position as usize]).collect()
        };
        if descending {
            numbers.reverse();
        }
        numbers
    }

    /// Sorts all orders ahead, so that the first list in this order need not wait for it.
    pub(crate) fn sort_ahead(&mut self, by: SortBy) {
        self.kept_sorted(by);
    }

    /// The most urgent first, behind them the orders that wait for nobody here, the newest first.
    fn by_deadline(&mut self, among: &FixedBitSet, descending: bool, clock: &Deadlines) -> Vec<i64> {
        let mut waiting = among.clone();
        waiting.intersect_with(self.in_stage(Stage::ToShip));
        let mut rest = among.clone();
        rest.difference_with(&waiting);
        let due = |position: usize| {
            let told = self.ship_by.get(&(position as u32)).copied().map(time);
            (clock.of(time(self.created[position]), told).0, self.created[position], position)
        };
        let mut due: Vec<_> = waiting.ones().map(due).collect();
        due.sort_unstable();
        if descending {
            due.reverse();
        }
        let newest_first = OrderSort { by: SortBy::Placed, descending: true };
        let mut numbers: Vec<i64> = due.into_iter().map(|(.., position)| self.numbers[position]).collect();
        numbers.append(&mut self.listed(&rest, newest_first, clock));
        numbers
    }

    fn kept_sorted(&mut self, by: SortBy) -> usize {
        let kept = self.sorted.iter().position(|sorted| sorted.by == by);
        let changed = kept.map_or(0, |at| self.sorted[at].changed.len());
        match kept {
            Some(at) if changed == 0 => at,
            Some(at) if changed < self.numbers.len() / FEW => {
                let Sorted { positions, changed, .. } = self.sorted.swap_remove(at);
                let positions = self.merged(positions, changed, by);
                self.keep(by, positions)
            }
            outdated => {
                outdated.into_iter().for_each(|at| _ = self.sorted.swap_remove(at));
                let here = self.stages.iter().flat_map(FixedBitSet::ones).map(|position| position as u32).collect();
                let positions = self.sort(here, by);
                self.keep(by, positions)
            }
        }
    }

    fn keep(&mut self, by: SortBy, positions: Vec<u32>) -> usize {
        self.sorted.push(Sorted { by, positions, changed: Vec::new() });
        self.sorted.len() - 1
    }

    /// Takes out what has changed and puts it where it belongs now.
    fn merged(&self, positions: Vec<u32>, mut changed: Vec<u32>, by: SortBy) -> Vec<u32> {
        changed.sort_unstable();
        changed.dedup();
        let mut touched = FixedBitSet::with_capacity(self.numbers.len());
        changed.iter().for_each(|position| touched.insert(*position as usize));
        let stays: Vec<u32> = positions.into_iter().filter(|position| !touched.contains(*position as usize)).collect();
        changed.retain(|position| self.stages.iter().any(|stage| stage.contains(*position as usize)));
        let keys = Keys::of(self, by);
        let mut merged = Vec::with_capacity(stays.len() + changed.len());
        let mut from = 0;
        for position in keys.sort(changed) {
            let to = from + stays[from..].partition_point(|other| keys.compare(*other, position).is_lt());
            merged.extend_from_slice(&stays[from..to]);
            merged.push(position);
            from = to;
        }
        merged.extend_from_slice(&stays[from..]);
        merged
    }

    fn sort(&self, positions: Vec<u32>, by: SortBy) -> Vec<u32> {
        Keys::of(self, by).sort(positions)
    }

    /// The buyer's name as the search has it: the second line of the text.
    fn buyer(&self, position: usize) -> &[u8] {
        line(self.texts.get(position), 1)
    }

    fn id(&self, position: usize) -> &[u8] {
        line(self.texts.get(position), 0)
    }
}

/// What orders are compared by. A number of 128 bits tells most of them apart without a look elsewhere.
struct Keys<'a> {
    index: &'a OrderIndex,
    by: SortBy,
    /// The place of each text of goods in the alphabet.
    goods: Vec<u32>,
}

impl<'a> Keys<'a> {
    fn of(index: &'a OrderIndex, by: SortBy) -> Self {
        Self { index, by, goods: if by == SortBy::Items { places(index) } else { Vec::new() } }
    }

    fn sort(&self, positions: Vec<u32>) -> Vec<u32> {
        let mut keyed: Vec<(u128, u32)> = positions.into_iter().map(|at| (self.key(at as usize), at)).collect();
        keyed.sort_unstable_by(|(one, at), (other, at_other)| one.cmp(other).then_with(|| self.settle(*at, *at_other)));
        keyed.into_iter().map(|(_, position)| position).collect()
    }

    fn compare(&self, one: u32, other: u32) -> Ordering {
        self.key(one as usize).cmp(&self.key(other as usize)).then_with(|| self.settle(one, other))
    }

    fn key(&self, at: usize) -> u128 {
        let index = self.index;
        let first = match self.by {
            SortBy::Placed | SortBy::ShipBy => 0,
            SortBy::Value => ascending(index.value[at]),
            SortBy::Quantity => index.quantity[at].into(),
            SortBy::Items => self.goods[index.goods[at] as usize].into(),
            SortBy::Status => index.classes[index.class[at] as usize].stage as u64,
            SortBy::Buyer => return beginning(index.buyer(at)),
            SortBy::Id => return beginning(index.id(at)),
        };
        u128::from(first) << 64 | u128::from(ascending(index.created[at]))
    }

    /// Between orders with the same number: the rest of the text, then the order in which they were placed.
    fn settle(&self, one: u32, other: u32) -> Ordering {
        let (one, other) = (one as usize, other as usize);
        let by_text = match self.by {
            SortBy::Buyer => self.index.buyer(one).cmp(self.index.buyer(other)),
            SortBy::Id => self.index.id(one).cmp(self.index.id(other)),
            _ => Ordering::Equal,
        };
        by_text.then_with(|| (self.index.created[one], one).cmp(&(self.index.created[other], other)))
    }
}

fn places(index: &OrderIndex) -> Vec<u32> {
    let mut names: Vec<(&[u8], usize)> =
        index.goods_texts.iter().map(|goods| line(goods.as_bytes(), 0)).zip(0..).collect();
    names.sort_unstable();
    let mut places = vec![0; names.len()];
    let mut place = 0;
    for (at, (name, goods)) in names.iter().enumerate() {
        // The same first product in another company is the same.
        if at > 0 && names[at - 1].0 != *name {
            place += 1;
        }
        places[*goods] = place;
    }
    places
}

fn line(text: &[u8], number: usize) -> &[u8] {
    text.split(|byte| *byte == b'\n').nth(number).unwrap_or_default()
}

/// The first 16 bytes, so that a smaller number is an earlier text.
fn beginning(text: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    text.iter().zip(&mut bytes).for_each(|(from, to)| *to = *from);
    u128::from_be_bytes(bytes)
}

/// The same order without a sign.
fn ascending(number: i64) -> u64 {
    number.cast_unsigned() ^ (1 << 63)
}
