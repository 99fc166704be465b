//! The push: takes wishes out of the outbox, one target at a time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::ShopId;
use jiff::Timestamp;
use store::{Entry, State, Store, StoreError};
use tiktok_shop::{Client, Clock, ShopError, later, until};
use tokio::sync::watch;

use crate::{Pace, Parts, Phase, SyncStatus, engine::Signals};

/// How long the loop rests when the cache itself fails.
const STORE_REST: Duration = Duration::from_secs(10);

pub(crate) struct Pusher {
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pace: Pace,
    /// Turns in a row that met a closed way: each costs a request, so the next waits longer.
    held_in_a_row: AtomicU32,
    status: Arc<watch::Sender<SyncStatus>>,
    signals: Arc<Signals>,
}

/// What a turn of the loop came to.
pub(crate) enum Turn {
    /// A wish got further.
    Moved,
    /// The way to the shop is closed; nothing else is tried before this moment.
    Held(Timestamp),
    /// The sign-in is over.
    SignedOut,
}

impl Pusher {
    pub(crate) fn new(parts: Parts, status: Arc<watch::Sender<SyncStatus>>, signals: Arc<Signals>) -> Self {
        let Parts { store, client, shop, clock, pace, .. } = parts;
        Self { store, client, shop, clock, pace, held_in_a_row: AtomicU32::new(0), status, signals }
    }

    pub(crate) async fn run(self: Arc<Self>) {
        loop {
            let rest_until = match self.turn().await {
                Ok(Some(Turn::Moved)) => {
                    self.held_in_a_row.store(0, Ordering::Relaxed);
                    continue;
                }
                Ok(Some(Turn::Held(moment))) => Some(moment),
                Ok(Some(Turn::SignedOut)) => return,
                Ok(None) => self.store.next_due(self.shop).await.ok().flatten(),
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be read or written");
                    self.tell(Phase::Paused, error.to_string());
                    Some(later(self.clock.now(), STORE_REST))
                }
            };
            self.rest(rest_until).await;
        }
    }

    async fn rest(&self, moment: Option<Timestamp>) {
        let woken = self.signals.push.notified();
        match moment {
            Some(moment) => {
                let pause = until(self.clock.now(), moment).max(Duration::from_millis(50));
                tokio::select! { () = woken => {}, () = self.clock.sleep(pause) => {} }
            }
            None => woken.await,
        }
    }

    /// One shipment, or the edits of one product; `None` when nothing is due. What has been due
    /// longest goes first, so that one order of which the shop can't tell holds up nothing else.
    pub(crate) async fn turn(&self) -> Result<Option<Turn>, StoreError> {
        let now = self.clock.now();
        let shipment = self.store.due_shipment(self.shop, now).await?;
        let edits = self.store.due_stock(self.shop, now).await?;
        let edits_due = edits.iter().map(|edit| edit.due).min();
        match shipment {
            Some(entry) if edits_due.is_none_or(|due| entry.due <= due) => self.ship(entry).await.map(Some),
            _ if edits.is_empty() => Ok(None),
            _ => self.save_stock(edits).await.map(Some),
        }
    }

    /// The target could not be read, so nothing was sent: the wishes keep their state and wait.
    /// Where the shop refuses to tell, those of which nothing has left are refused. Of the others
    /// that would conclude something from not knowing: they are asked about again, at length.
    pub(crate) async fn postpone(&self, entries: &[Entry], error: &ShopError) -> Result<Turn, StoreError> {
        let now = self.clock.now();
        let reason = error.to_string();
        if let ShopError::Refused { .. } = error {
            let (unknown, unsent): (Vec<Entry>, Vec<Entry>) =
                entries.iter().cloned().partition(|entry| entry.state == State::Checking);
            let ids: Vec<i64> = unknown.iter().map(|entry| entry.id).collect();
            let due = later(now, self.pace.longest_backoff);
            self.store.settle(&ids, State::Checking, Some(&reason), due, now).await?;
            return self.refuse(&unsent, &reason).await;
        }
        let due = self.resume_after(error);
        for entry in entries {
            self.store.settle(&[entry.id], entry.state, Some(&reason), due, now).await?;
        }
        Ok(self.held(error, due))
    }

    /// A write brought no confirmation: sorts wishes by what is known about it.
    pub(crate) async fn unconfirmed(&self, entries: &[Entry], error: &ShopError) -> Result<Turn, StoreError> {
        let reason = error.to_string();
        let now = self.clock.now();
        let ids: Vec<i64> = entries.iter().map(|entry| entry.id).collect();
        match error {
            ShopError::Refused { .. } => self.refuse(entries, &reason).await,
            ShopError::UnknownOutcome { .. } => {
                let due = later(now, self.pace.first_backoff);
                self.store.settle(&ids, State::Checking, Some(&reason), due, now).await?;
                Ok(Turn::Moved)
            }
            _ => {
                let due = self.resume_after(error);
                self.store.settle(&ids, State::Queued, Some(&reason), due, now).await?;
                Ok(self.held(error, due))
            }
        }
    }

    pub(crate) async fn refuse(&self, entries: &[Entry], reason: &str) -> Result<Turn, StoreError> {
        let now = self.clock.now();
        let ids: Vec<i64> = entries.iter().map(|entry| entry.id).collect();
        self.store.settle(&ids, State::Refused, Some(reason), now, now).await?;
        Ok(Turn::Moved)
    }

    /// The moment until which an unknown outcome may still turn into *done* by itself; `None`
    /// where that has passed, or no request ever left.
    pub(crate) fn unsettled_until(&self, entry: &Entry) -> Option<Timestamp> {
        let departed = entry.departed.filter(|_| entry.state == State::Checking)?;
        let settled = later(departed, self.pace.settle);
        (settled > self.clock.now()).then_some(settled)
    }

    fn resume_after(&self, error: &ShopError) -> Timestamp {
        match error {
            ShopError::RateLimited { resume } | ShopError::DayIsSpent { resume } => *resume,
            _ => {
                let held = self.held_in_a_row.fetch_add(1, Ordering::Relaxed).saturating_add(1);
                later(self.clock.now(), self.pace.backoff(held))
            }
        }
    }

    fn held(&self, error: &ShopError, due: Timestamp) -> Turn {
        match error {
            ShopError::NeedsConnect { .. } => {
                self.tell(Phase::NeedsConnect, error.to_string());
                Turn::SignedOut
            }
            ShopError::Offline { .. } => {
                self.tell(Phase::Offline, error.to_string());
                Turn::Held(due)
            }
            _ => Turn::Held(due),
        }
    }

    fn tell(&self, phase: Phase, problem: String) {
        self.status.send_modify(|status| (status.phase, status.problem) = (phase, Some(problem)));
    }
}
