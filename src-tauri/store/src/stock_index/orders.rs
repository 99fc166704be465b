//! Orders that are kept, and brought up to date when they are asked for.

use std::cmp::Ordering;

use fixedbitset::FixedBitSet;

/// Some numbers in one order.
#[derive(Default)]
pub(super) struct Order {
    sorted: Vec<u32>,
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

    pub(super) fn sorted(&self) -> &[u32] {
        &self.sorted
    }

    /// Puts what has changed where it belongs now, as long as it is here.
    pub(super) fn bring_up_to_date(&mut self, is_here: impl Fn(u32) -> bool, compare: impl Fn(u32, u32) -> Ordering) {
        if !self.has_changed() {
            return;
        }
        self.sorted.retain(|number| !self.changed.contains(*number as usize));
        self.sorted.extend(self.changed.ones().map(|number| number as u32).filter(|number| is_here(*number)));
        // What was sorted is one long run, which sorting leaves as it is.
        self.sorted.sort_by(|one, other| compare(*one, *other));
        self.changed.clear();
    }
}
