//! The pull: rounds of reading, and what happens between them.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use domain::ShopId;
use jiff::Timestamp;
use store::{SetAsideRow, Store};
use tiktok_shop::{Client, Clock, Page, SetAside, ShopError, later, until};
use tokio::sync::watch;

use crate::{Pace, Parts, Phase, Step, SyncError, SyncStatus, engine::Signals};

/// Below this a shop that refuses the page size refuses something else.
const SMALLEST_PAGE: u32 = 10;

pub(crate) struct Puller {
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pace: Pace,
    /// What the shop took last; smaller once it has refused.
    pub(crate) page_size: AtomicU32,
    status: Arc<watch::Sender<SyncStatus>>,
    signals: Arc<Signals>,
}

impl Puller {
    pub(crate) fn new(parts: Parts, status: Arc<watch::Sender<SyncStatus>>, signals: Arc<Signals>) -> Self {
        let Parts { store, client, shop, clock, pace, .. } = parts;
        Self { store, client, shop, clock, pace, page_size: AtomicU32::new(pace.page_size), status, signals }
    }

    /// Rounds until the sign-in ends. Without it nothing can be read; a new connection starts
    /// a new engine.
    pub(crate) async fn run(self: Arc<Self>) {
        let (mut rounds, mut failures) = (0_u32, 0);
        let mut asked_for = false;
        loop {
            let full = asked_for || rounds % self.pace.full_every.max(1) == 0;
            self.status.send_modify(|status| status.phase = Phase::Pulling);
            let outcome = self.round(full).await;
            if matches!(&outcome, Err(SyncError::Shop(ShopError::NeedsConnect { .. }))) {
                self.conclude(outcome, None);
                return;
            }
            if outcome.is_ok() && (failures > 0 || asked_for) {
                self.hurry_wishes().await;
            }
            (rounds, failures) = if outcome.is_ok() { (rounds.wrapping_add(1), 0) } else { (rounds, failures + 1) };
            let next = self.next_round(&outcome, failures);
            self.conclude(outcome, Some(next));
            let rest = self.clock.sleep(until(self.clock.now(), next));
            asked_for = tokio::select! {
                () = rest => false,
                () = self.signals.pull.notified() => true,
            };
        }
    }

    pub(crate) async fn round(&self, full: bool) -> Result<(), SyncError> {
        self.first_orders().await?;
        self.first_products().await?;
        self.status.send_modify(|status| (status.step, status.first_pull) = (None, false));
        self.new_orders().await?;
        if full {
            self.open_orders().await?;
            self.older_orders().await?;
            self.products().await?;
        }
        Ok(())
    }

    /// The way to the shop is open: what waited because it was not is due now.
    async fn hurry_wishes(&self) {
        if let Err(error) = self.store.hurry_outbox(self.shop, self.clock.now()).await {
            tracing::warn!(%error, "waiting wishes keep their times");
        }
        self.signals.push.notify_one();
    }

    fn next_round(&self, outcome: &Result<(), SyncError>, failures: u32) -> Timestamp {
        let now = self.clock.now();
        let planned = match outcome {
            Ok(()) => self.pace.between_rounds,
            Err(_) => self.pace.backoff(failures),
        };
        let named = outcome.as_ref().err().and_then(SyncError::resume);
        named.unwrap_or(now).max(later(now, planned))
    }

    fn conclude(&self, outcome: Result<(), SyncError>, next_at: Option<Timestamp>) {
        if let Err(error) = &outcome {
            tracing::warn!(%error, "a round ended early");
        }
        let now = self.clock.now();
        self.status.send_modify(|status| {
            (status.next_at, status.every) = (next_at, self.pace.between_rounds);
            match outcome {
                Ok(()) => (status.phase, status.last_ok, status.problem) = (Phase::Idle, Some(now), None),
                Err(error) => (status.phase, status.problem) = (error.phase(), Some(error.to_string())),
            }
        });
    }

    /// The page size to go on with after `error`: smaller, where the shop refused the size itself
    /// (1001), and remembered for whatever is read next.
    pub(crate) fn smaller_page(&self, error: ShopError, size: u32) -> Result<u32, ShopError> {
        let about_size = matches!(&error, ShopError::Refused { field: Some(field), .. } if field == "page_size");
        if !about_size || size <= SMALLEST_PAGE {
            return Err(error);
        }
        let smaller = (size / 2).max(SMALLEST_PAGE);
        self.page_size.store(smaller, Ordering::Relaxed);
        Ok(smaller)
    }

    pub(crate) fn progress(&self, step: Step, done: u64, total: Option<u64>) {
        self.status.send_modify(|status| {
            (status.step, status.done, status.total, status.first_pull) = (Some(step), done, total, true);
        });
    }
}

/// Whether a listing ends with `page`, of which `asked_for` records were asked and behind which
/// `seen` records in all have been sent. A short page is not enough: a shop may send fewer than
/// asked for without a word, and then says by its total that there are more.
pub(crate) fn is_last<T>(page: &Page<T>, asked_for: u32, seen: u64) -> bool {
    let short = page.sent < asked_for as usize;
    let more = page.total.is_some_and(|total| seen < total);
    page.sent == 0 || (short && !more)
}

/// Records that could not be read, as the store keeps them. One without an id is known by a
/// mark made of its text, so that it is kept once however often it is read.
pub(crate) fn aside_rows(kind: &str, records: Vec<SetAside>, seen: Timestamp) -> Vec<SetAsideRow> {
    records
        .into_iter()
        .map(|record| SetAsideRow {
            kind: kind.to_owned(),
            id: record.id.unwrap_or_else(|| format!("unnamed {}", tiktok_shop::mark(record.raw.reveal()))),
            reason: record.reason,
            raw: record.raw,
            seen: seen.as_millisecond(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(sent: usize, total: Option<u64>) -> Page<()> {
        Page { items: Vec::new(), set_aside: Vec::new(), total, sent }
    }

    #[test]
    fn a_listing_ends_with_a_page_that_is_not_full() {
        assert!(!is_last(&page(100, Some(250)), 100, 100));
        assert!(is_last(&page(50, Some(250)), 100, 250));
        assert!(is_last(&page(50, None), 100, 250));
        assert!(is_last(&page(0, Some(200)), 100, 200));
    }

    #[test]
    fn a_shop_that_sends_fewer_than_asked_for_is_read_to_its_end() {
        assert!(!is_last(&page(30, Some(70)), 100, 30));
        assert!(!is_last(&page(30, Some(70)), 100, 60));
        assert!(is_last(&page(10, Some(70)), 100, 70));
    }

    #[test]
    fn a_total_that_is_never_reached_ends_with_the_first_empty_page() {
        assert!(!is_last(&page(30, Some(1_000)), 100, 30));
        assert!(is_last(&page(0, Some(1_000)), 100, 30));
    }
}
