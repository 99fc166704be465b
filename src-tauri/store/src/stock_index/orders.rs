//! Orders that are kept, and brought up to date when they are asked for.

use std::cmp::Ordering;

use fixedbitset::FixedBitSet;

/// Some numbers in one order.
#[derive(Default)]
pub(super) struct Order {
    sorted: Vec<u32>,
    /// Where in it one begins that is not like the one before.
    begins: FixedBitSet,
    /// Those that have changed since, or come, or gone.
    changed: FixedBitSet,
}

impl Order {
    pub(super) fn changed(&mut self, number: u32) {
        self.changed.grow_and_insert(number as usize);
    }

    pub(super) fn has_changed(&self) -> bool {
        !self.changed.is_clear()
    }

    /// Tells each in its order, or the other way round: then too those alike keep their order among each other.
    pub(super) fn each(&self, descending: bool, mut tell: impl FnMut(u32)) {
        if !descending {
            return self.sorted.iter().copied().for_each(tell);
        }
        let mut end = self.sorted.len();
        for begin in self.begins.ones().rev() {
            self.sorted[begin..end].iter().copied().for_each(&mut tell);
            end = begin;
        }
    }

    /// Puts what has changed where it belongs now, as long as it is here. Those with the same key are alike, and
    /// `settle` tells their order among each other.
    pub(super) fn bring_up_to_date<K: Ord>(
        &mut self,
        is_here: impl Fn(u32) -> bool,
        key: impl Fn(u32) -> K,
        settle: impl Fn(u32, u32) -> Ordering,
    ) {
        self.sorted.retain(|number| !self.changed.contains(*number as usize));
        self.sorted.extend(self.changed.ones().map(|number| number as u32).filter(|number| is_here(*number)));
        // What was sorted is one long run, which sorting leaves as it is.
        self.sorted.sort_by(|one, other| key(*one).cmp(&key(*other)).then_with(|| settle(*one, *other)));
        self.changed.clear();
        self.begins = FixedBitSet::with_capacity(self.sorted.len());
        let mut begin = 0;
        for alike in self.sorted.chunk_by(|one, other| key(*one) == key(*other)) {
            self.begins.insert(begin);
            begin += alike.len();
        }
    }
}
