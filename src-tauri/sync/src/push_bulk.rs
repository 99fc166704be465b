//! Shipping many orders: read together, sent several at a time, each with an outcome of its own.
//!
//! One by one, every shipment costs a read and a write, and 5,000 of them the whole day. So a bulk
//! reads the orders of a chunk together (`push_readings.rs`), and plans from those readings as from
//! any other. Only what they don't name is read singly: where they come from a list, it was
//! cancelled, shipped or held meanwhile, or it has moved to another page; by its id, the shop couldn't
//! tell it among the others. A shipment whose answer was lost is always read singly too.
//!
//! A reading is fresh for [`Pace::fresh`](crate::Pace::fresh). What has not been sent by then waits
//! for the next chunk, which reads again.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU32, Ordering},
};

use domain::Departure;
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use store::{Entry, Kind, StoreError};
use tiktok_shop::until;

use crate::{
    push::{Pusher, Turn},
    push_readings::{Readings, is_readable_with_others, order_of},
};

/// So many troubles in a row are the shop's own, and more requests would only make more wishes whose
/// outcome is unknown.
const TROUBLES: u32 = 5;

impl Pusher {
    /// Ships a chunk of `due`. A closed way ends the chunk; whatever was not sent stays
    /// queued. Anything else is the matter of the one shipment that met it.
    pub(crate) async fn ship_many(&self, due: Vec<Entry>) -> Result<Turn, StoreError> {
        let (chunk, readings) = self.read_chunk(due).await?;
        let readings = match readings {
            Ok(readings) => readings,
            Err(closed) => return self.postpone(&chunk, &closed).await,
        };
        let progress = Progress::default();
        let (labels, numbers): (Vec<Entry>, Vec<Entry>) = chunk.into_iter().partition(leaves_with_label);
        stream::iter(numbers)
            .for_each_concurrent(self.pace.in_flight.max(1), |entry| self.ship_next(entry, &readings, &progress))
            .await;
        self.arrange_many(labels, &readings, &progress).await;
        progress.end(|| self.next_try())
    }

    async fn ship_next(&self, entry: Entry, readings: &Readings, progress: &Progress) {
        if progress.is_over() {
            return;
        }
        let reading =
            order_of(&entry).and_then(|order| readings.get(order)).filter(|_| is_readable_with_others(&entry));
        let outcome = match reading {
            None => self.ship(entry).await,
            Some((seen, asked)) if until(*asked, self.clock.now()) <= self.pace.fresh => {
                self.ship_as(entry, seen).await
            }
            // Where even the first of a chunk comes late, the next chunk would as well.
            Some(_) if progress.has_begun() => return progress.leave_the_rest(),
            Some(_) => self.ship(entry).await,
        };
        progress.note(outcome);
    }
}

fn leaves_with_label(entry: &Entry) -> bool {
    matches!(&entry.kind, Kind::Ship { departure: Departure::Label(_), .. })
}

/// How far a chunk has come, for all that are under way at the same time.
#[derive(Default)]
pub(crate) struct Progress {
    begun: AtomicBool,
    over: AtomicBool,
    troubles: AtomicU32,
    end: Mutex<Option<Result<Turn, StoreError>>>,
}

impl Progress {
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }

    pub(crate) fn leave_the_rest(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Those under way are never dropped: a request that has left must find somebody who waits.
    pub(crate) fn note(&self, outcome: Result<Turn, StoreError>) {
        self.begun.store(true, Ordering::Relaxed);
        match outcome {
            Ok(Turn::Moved) => self.troubles.store(0, Ordering::Relaxed),
            Ok(Turn::Unclear | Turn::Troubled(_)) => {
                if self.troubles.fetch_add(1, Ordering::Relaxed) + 1 >= TROUBLES {
                    self.leave_the_rest();
                }
            }
            closed => {
                self.leave_the_rest();
                self.end.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(closed);
            }
        }
    }

    /// What the chunk came to; `next_try` is when a shop in trouble is asked again.
    fn end(self, next_try: impl FnOnce() -> Timestamp) -> Result<Turn, StoreError> {
        let in_trouble = self.troubles.load(Ordering::Relaxed) >= TROUBLES;
        let end = self.end.into_inner().unwrap_or_else(PoisonError::into_inner);
        end.unwrap_or_else(|| Ok(if in_trouble { Turn::Troubled(next_try()) } else { Turn::Moved }))
    }
}
