//! The push: takes wishes out of the outbox, one target at a time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::ShopId;
use jiff::Timestamp;
use store::{Entry, Kind, State, Store, StoreError};
use tiktok_shop::{Client, Clock, ShopError, later, until};
use tokio::sync::watch;

use crate::{
    Pace, Parts, Phase, SyncStatus,
    engine::Signals,
    standstill::{LEFT_ALONE, Work},
};

/// How long the loop rests when the cache itself fails.
const STORE_REST: Duration = Duration::from_secs(10);
/// How long the loop rests while something is left alone that waits here.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// Due shipments among which a bulk looks for those that were placed one after another.
const LOOK_AHEAD: u32 = 1_000;
/// From so many due shipments on they go in bulk.
const BULK: usize = 5;

pub(crate) struct Pusher {
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pace: Pace,
    /// Turns in a row that got nothing done: each costs a request, so the next waits longer.
    held_in_a_row: AtomicU32,
    /// A turn broke off, so that a wish may be left as *sending* with nobody who waits for its answer.
    broke_off: AtomicBool,
    /// The last turn was a bulk: stock edits that are due have the next one.
    was_bulk: AtomicBool,
    status: Arc<watch::Sender<SyncStatus>>,
    pub(crate) signals: Arc<Signals>,
}

/// What a turn of the loop, or what is about one target, came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// A wish got further.
    Moved,
    /// A request left and its answer was lost.
    Unclear,
    /// The shop can't tell about this target; it is asked again from this moment on.
    Troubled(Timestamp),
    /// The way to the shop is closed for everything until this moment.
    Closed(Timestamp),
    /// The sign-in is over.
    SignedOut,
}

impl Pusher {
    pub(crate) fn new(parts: Parts, status: Arc<watch::Sender<SyncStatus>>, signals: Arc<Signals>) -> Self {
        let Parts { store, client, shop, clock, pace, .. } = parts;
        let (held_in_a_row, was_bulk) = (AtomicU32::new(0), AtomicBool::new(false));
        // Also a loop that is started again after a bug begins by asking what became of its wish.
        let broke_off = AtomicBool::new(true);
        Self { store, client, shop, clock, pace, held_in_a_row, broke_off, was_bulk, status, signals }
    }

    pub(crate) async fn run(self: Arc<Self>) {
        self.broke_off.store(true, Ordering::Relaxed);
        loop {
            let rest_until = match self.turn().await {
                Ok(Some(Turn::Moved | Turn::Unclear)) => continue,
                Ok(Some(Turn::Troubled(moment) | Turn::Closed(moment))) => Some(moment),
                Ok(Some(Turn::SignedOut)) => return,
                Ok(None) => self.next_turn().await,
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be read or written");
                    self.tell(Phase::Paused, error.to_string());
                    Some(later(self.clock.now(), STORE_REST))
                }
            };
            self.rest(rest_until).await;
        }
    }

    /// When something is due again. What is left alone counts as due all the time.
    async fn next_turn(&self) -> Option<Timestamp> {
        let now = self.clock.now();
        if [Work::Shipments, Work::Errands, Work::Stock].into_iter().any(|work| self.is_held(work, now)) {
            return Some(later(now, LOOK_AGAIN));
        }
        self.store.next_due(self.shop).await.ok().flatten()
    }

    fn is_held(&self, work: Work, now: Timestamp) -> bool {
        self.signals.standstills.holds(work, now)
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

    /// One errand, one shipment, a bulk of them, or stock edits; `None` when nothing is due. A turn that the
    /// cache broke off may have left a wish as *sending*: nothing else is done before that one
    /// counts as *checking*, or nobody would ever ask what became of it.
    pub(crate) async fn turn(&self) -> Result<Option<Turn>, StoreError> {
        if self.broke_off.load(Ordering::Relaxed) {
            self.store.recover_outbox(self.shop, self.clock.now()).await?;
        }
        self.broke_off.store(true, Ordering::Relaxed);
        let outcome = self.take_turn().await?;
        self.broke_off.store(false, Ordering::Relaxed);
        match outcome {
            Some(Turn::Moved | Turn::Unclear) => self.held_in_a_row.store(0, Ordering::Relaxed),
            Some(_) => _ = self.held_in_a_row.fetch_add(1, Ordering::Relaxed),
            None => {}
        }
        Ok(outcome)
    }

    /// What has been due longest goes first, so that one order of which the shop can't tell holds
    /// up nothing else; a bulk of thousands takes turns with the stock.
    async fn take_turn(&self) -> Result<Option<Turn>, StoreError> {
        let now = self.clock.now();
        let mut shipments = match self.is_held(Work::Shipments, now) {
            true => Vec::new(),
            false => self.store.due_shipments(self.shop, now, LOOK_AHEAD).await?,
        };
        let edits = match self.is_held(Work::Stock, now) {
            true => Vec::new(),
            false => self.store.due_stock(self.shop, now).await?,
        };
        let edits_due = edits.iter().map(|edit| edit.due).min();
        let others_due = shipments.first().map(|entry| entry.due).into_iter().chain(edits_due).min();
        let errand = match self.is_held(Work::Errands, now) {
            true => None,
            false => self.store.due_errand(self.shop, now).await?,
        };
        if let Some(errand) = errand.filter(|errand| others_due.is_none_or(|due| errand.due <= due)) {
            return self.run_errand(errand).await.map(Some);
        }
        let after_bulk = self.was_bulk.swap(false, Ordering::Relaxed) && !edits.is_empty();
        let ship_first = |entry: &Entry| !after_bulk && edits_due.is_none_or(|due| entry.due <= due);
        if !shipments.first().is_some_and(ship_first) {
            return if edits.is_empty() { Ok(None) } else { self.save_stock(edits).await.map(Some) };
        }
        if shipments.len() < BULK {
            return self.ship(shipments.swap_remove(0)).await.map(Some);
        }
        self.was_bulk.store(true, Ordering::Relaxed);
        self.ship_many(shipments).await.map(Some)
    }

    /// The target could not be read, so nothing was sent: the wishes keep their state and wait.
    /// Where the shop refuses to tell, those of which nothing has left are refused. Of the others
    /// that would conclude something from not knowing: they are asked about again, at length.
    pub(crate) async fn postpone(&self, entries: &[Entry], error: &ShopError) -> Result<Turn, StoreError> {
        let now = self.clock.now();
        let reason = error.to_string();
        if is_about_these(error) {
            let (unknown, unsent): (Vec<Entry>, Vec<Entry>) =
                entries.iter().cloned().partition(|entry| entry.state == State::Checking);
            let ids: Vec<i64> = unknown.iter().map(|entry| entry.id).collect();
            let due = later(now, self.pace.longest_backoff);
            self.store.settle(&ids, State::Checking, Some(&reason), due, now).await?;
            return self.refuse(&unsent, &reason).await;
        }
        let due = self.resume_after(error);
        for state in [State::Queued, State::Checking] {
            let ids: Vec<i64> = entries.iter().filter(|entry| entry.state == state).map(|entry| entry.id).collect();
            if !ids.is_empty() {
                self.store.settle(&ids, state, Some(&reason), due, now).await?;
            }
        }
        Ok(self.held(work_of(entries), error, due))
    }

    /// A write brought no confirmation: sorts wishes by what is known about it.
    pub(crate) async fn unconfirmed(&self, entries: &[Entry], error: &ShopError) -> Result<Turn, StoreError> {
        let reason = error.to_string();
        let now = self.clock.now();
        let ids: Vec<i64> = entries.iter().map(|entry| entry.id).collect();
        match error {
            error if is_about_these(error) => self.refuse(entries, &reason).await,
            ShopError::UnknownOutcome { .. } => {
                let due = later(now, self.pace.first_backoff);
                self.store.settle(&ids, State::Checking, Some(&reason), due, now).await?;
                Ok(Turn::Unclear)
            }
            _ => {
                let due = self.resume_after(error);
                self.store.settle(&ids, State::Queued, Some(&reason), due, now).await?;
                Ok(self.held(work_of(entries), error, due))
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
        self.unsettled(entry.state, entry.departed)
    }

    /// The same for whatever is in that state and left then.
    pub(crate) fn unsettled(&self, state: State, departed: Option<Timestamp>) -> Option<Timestamp> {
        let departed = departed.filter(|_| state == State::Checking)?;
        let settled = later(departed, self.pace.settle);
        (settled > self.clock.now()).then_some(settled)
    }

    pub(crate) fn resume_after(&self, error: &ShopError) -> Timestamp {
        match error {
            ShopError::RateLimited { resume } | ShopError::DayIsSpent { resume } => *resume,
            ShopError::TooLate => self.clock.now(),
            error if error.standstill().is_some() => later(self.clock.now(), LEFT_ALONE),
            _ => self.next_try(),
        }
    }

    /// When to try again after a turn that gets nothing done.
    pub(crate) fn next_try(&self) -> Timestamp {
        let held = self.held_in_a_row.load(Ordering::Relaxed).saturating_add(1);
        later(self.clock.now(), self.pace.backoff(held))
    }

    pub(crate) fn held(&self, work: Work, error: &ShopError, due: Timestamp) -> Turn {
        let now = self.clock.now();
        match error {
            error if self.signals.standstills.note(work, error, now) => {
                self.tell(Phase::Refused, error.to_string());
                self.status.send_modify(|status| status.standstill = Some(error.clone()));
                Turn::Closed(later(now, LOOK_AGAIN))
            }
            ShopError::NeedsConnect { .. } => {
                self.tell(Phase::NeedsConnect, error.to_string());
                Turn::SignedOut
            }
            ShopError::Offline { .. } => {
                self.tell(Phase::Offline, error.to_string());
                Turn::Closed(due)
            }
            ShopError::RateLimited { .. } | ShopError::DayIsSpent { .. } | ShopError::NotCounted => Turn::Closed(due),
            _ => Turn::Troubled(due),
        }
    }

    fn tell(&self, phase: Phase, problem: String) {
        self.status.send_modify(|status| (status.phase, status.problem) = (phase, Some(problem)));
    }
}

/// What kind of work these are, of which all are one.
fn work_of(entries: &[Entry]) -> Work {
    match entries.first().map(|entry| &entry.kind) {
        Some(Kind::Stock { .. }) => Work::Stock,
        Some(Kind::Ship { .. }) | None => Work::Shipments,
    }
}

/// Whether the shop refused these very wishes, and not everything of their kind.
pub(crate) fn is_about_these(error: &ShopError) -> bool {
    matches!(error, ShopError::Refused { .. } | ShopError::Unsendable { .. }) && error.standstill().is_none()
}
