//! What came out of one reading of a list of changes.

use std::collections::HashSet;

use domain::{Order, OrderId};
use jiff::Timestamp;
use tiktok_shop::Page;

#[derive(Debug, Default)]
pub(crate) struct Pass {
    seen: HashSet<OrderId>,
    set_aside: usize,
    /// The most that the shop counted in the list, at any page.
    counted: u64,
    /// Records that the shop sent.
    pub(crate) sent: u64,
    /// Requests that it took.
    pub(crate) requests: u32,
    /// Created last of the orders in it.
    pub(crate) newest: Option<Timestamp>,
    /// The list was read to its last page.
    pub(crate) ended: bool,
}

impl Pass {
    pub(crate) fn take(&mut self, page: &Page<Order>) {
        self.sent += page.sent as u64;
        self.counted = self.counted.max(page.total.unwrap_or_default());
        self.set_aside += page.set_aside.len();
        self.newest = page.items.iter().map(|order| order.created).max().max(self.newest);
        self.seen.extend(page.items.iter().map(|order| order.id.clone()));
    }

    /// Nothing is known of the list yet, though it cost something.
    pub(crate) fn begun_anew(&self) -> Self {
        Self { requests: self.requests, ..Self::default() }
    }

    fn shown(&self) -> u64 {
        (self.seen.len() + self.set_aside) as u64
    }

    /// Whether everything is here that the shop counted.
    pub(crate) fn is_complete(&self) -> bool {
        self.ended && self.shown() >= self.counted
    }

    /// For the person: what is missing.
    pub(crate) fn missing_sentence(&self) -> String {
        format!(
            "TikTok Shop counts {} orders that changed lately and showed {} of them. What it showed is here, and the rest is asked for again at every look.",
            self.counted,
            self.shown()
        )
    }
}

#[cfg(test)]
impl Pass {
    /// A pass to the end that showed some of what the shop counted.
    pub(crate) fn over(shown: usize, counted: u64) -> Self {
        let seen = (0..shown).map(|n| OrderId::new(n.to_string())).collect();
        Self { seen, counted, ended: true, ..Self::default() }
    }
}
