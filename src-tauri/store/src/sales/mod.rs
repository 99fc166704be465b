//! What was sold of each SKU, day by day: the sums of the last weeks' orders of one shop.
//!
//! They lie in memory and are made from the orders alone, like the columns of the lists
//! ([`crate::order_index`]), and not in a table of their own: a table would be written with every order,
//! would have to be filled from a million of them before the app could start, and would stay wrong for good
//! if it ever were. Each order's own share is kept beside the sums. So an order that is read again has
//! exactly that taken out which was put in for it, whatever has changed in it since, and the sums are those
//! of the shares at any time.

pub(crate) mod reading;

use std::collections::BTreeMap;

use domain::{ProductId, SkuId};
use indexmap::IndexSet;
use serde::Deserialize;

use crate::changed_orders::Commit;

/// A day's beginning and its end, which isn't in it, in Unix milliseconds.
pub(crate) type Day = (i64, i64);

/// The orders of one shop that were placed from some moment on and not cancelled.
pub(crate) struct Sales {
    /// Up to this commit the rows that were written have been read again.
    place: Commit,
    /// Orders that were placed before are left out.
    since: i64,
    skus: IndexSet<(ProductId, SkuId)>,
    /// What each order brought of each SKU, by the order's row number and the SKU's number in `skus`.
    shares: BTreeMap<(u32, usize), Share>,
    days: Vec<Day>,
    /// The pieces of each day, of one SKU after the other.
    sums: Vec<u64>,
}

/// What one order brought of one SKU.
#[derive(Clone, Copy)]
struct Share {
    created: i64,
    pieces: u64,
}

/// What stands in an order: its row number, when it was placed, and its lines.
pub(crate) type Placed = (u32, i64, Vec<Bought>);

/// One line of an order.
#[derive(Deserialize)]
pub(crate) struct Bought {
    product: ProductId,
    sku: SkuId,
    quantity: u32,
}

impl Sales {
    fn new(since: i64, place: Commit) -> Self {
        Self { place, since, skus: IndexSet::new(), shares: BTreeMap::new(), days: Vec::new(), sums: Vec::new() }
    }

    /// Whether all orders are here that were placed on these days.
    pub(crate) fn reaches(&self, days: &[Day]) -> bool {
        days.first().is_none_or(|(from, _)| *from >= self.since)
    }

    /// The pieces that were sold of a SKU on each of these days, which come one after the other.
    pub(crate) fn sold(&mut self, sku: &(ProductId, SkuId), days: &[Day]) -> Vec<u64> {
        self.count_by(days);
        let sums = self.skus.get_index_of(sku).and_then(|sku| self.sums.chunks(days.len().max(1)).nth(sku));
        sums.map_or_else(|| vec![0; days.len()], <[u64]>::to_vec)
    }

    /// Each SKU of which pieces were sold on these days, with all of them together.
    pub(crate) fn each_sold(&mut self, days: &[Day]) -> impl Iterator<Item = (&ProductId, &SkuId, u64)> {
        self.count_by(days);
        let sums = self.sums.chunks(days.len().max(1)).map(|days| days.iter().sum());
        self.skus.iter().zip(sums).map(|((product, sku), sum)| (product, sku, sum))
    }

    /// An order as it is now, in the place of what was known of it.
    fn put(&mut self, (number, created, lines): Placed) {
        self.take_out(number);
        for Bought { product, sku, quantity } in lines {
            let sku = self.skus.insert_full((product, sku)).0;
            self.sums.resize(self.skus.len() * self.days.len(), 0);
            let share = self.shares.entry((number, sku)).or_insert(Share { created, pieces: 0 });
            share.pieces += u64::from(quantity);
            if let Some(sum) = sum_of(&mut self.sums, &self.days, sku, created) {
                *sum += u64::from(quantity);
            }
        }
    }

    /// An order is no longer here, or counts no more.
    fn take_out(&mut self, number: u32) {
        let of_order = (number, 0)..=(number, usize::MAX);
        let known: Vec<usize> = self.shares.range(of_order).map(|((_, sku), _)| *sku).collect();
        for sku in known {
            let Some(Share { created, pieces }) = self.shares.remove(&(number, sku)) else { continue };
            if let Some(sum) = sum_of(&mut self.sums, &self.days, sku, created) {
                *sum -= pieces;
            }
        }
    }

    /// Counts anew where a day has begun since, or where days begin at other times. What was placed before
    /// the first one is let go.
    fn count_by(&mut self, days: &[Day]) {
        if self.days == days {
            return;
        }
        self.since = days.first().map_or(self.since, |(from, _)| *from);
        let since = self.since;
        self.shares.retain(|_, share| share.created >= since);
        self.days = days.to_vec();
        self.sums = vec![0; self.skus.len() * days.len()];
        for ((_, sku), share) in &self.shares {
            if let Some(sum) = sum_of(&mut self.sums, &self.days, *sku, share.created) {
                *sum += share.pieces;
            }
        }
    }
}

/// The sum to which a SKU's pieces count that were sold at this moment; none where that is on no day.
fn sum_of<'a>(sums: &'a mut [u64], days: &[Day], sku: usize, at: i64) -> Option<&'a mut u64> {
    let day = days.partition_point(|(_, to)| *to <= at);
    days.get(day).filter(|(from, _)| *from <= at)?;
    sums.get_mut(sku * days.len() + day)
}
