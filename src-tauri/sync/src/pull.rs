//! The pull: rounds of reading, and what happens between them.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::Ordering},
    time::Duration,
};

use domain::ShopId;
use jiff::Timestamp;
use store::{SetAsideRow, Store};
use tiktok_shop::{Budget, Client, Clock, Lane, Onward, Page, SetAside, ShopError, later, until};
use tokio::sync::watch;

use crate::{
    Pace, Parts, Phase, Rhythm, Step, SyncError, SyncStatus,
    cancellations::CancelDesk,
    engine::Signals,
    pace::Circumstances,
    page_size::PageSize,
    standstill::Work,
    timetable::{Duty, Timetable},
};

/// How often the shop is asked why a buyer of whom no request is known is said to ask.
const UNHEARD: Duration = Duration::from_secs(60);

/// What is read again beside the look, in this order.
const BESIDE_THE_LOOK: [Duty; 8] = [
    Duty::Held,
    Duty::CalledOff,
    Duty::Open,
    Duty::CancelAsked,
    Duty::Products,
    Duty::Warehouses,
    Duty::Shares,
    Duty::Older,
];

pub(crate) struct Puller {
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) shop: ShopId,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) pace: Pace,
    pub(crate) page_size: PageSize,
    budget: Arc<Budget>,
    timetable: Timetable,
    findings: Mutex<Findings>,
    status: Arc<watch::Sender<SyncStatus>>,
    signals: Arc<Signals>,
}

/// What looks have found.
#[derive(Default)]
struct Findings {
    /// When a look last brought an order that was not known.
    order_came: Option<Timestamp>,
    /// What the shop counts and doesn't show: a sentence.
    missing: Option<String>,
    /// Whether a level lies in a warehouse that the shop has not listed.
    unknown_warehouse: bool,
}

impl Puller {
    pub(crate) fn new(parts: Parts, status: Arc<watch::Sender<SyncStatus>>, signals: Arc<Signals>) -> Self {
        let Parts { store, client, shop, clock, pace, budget } = parts;
        let (page_size, timetable) = (PageSize::at_most(pace.page_size), Timetable::default());
        let findings = Mutex::default();
        Self { store, client, shop, clock, pace, page_size, budget, timetable, findings, status, signals }
    }

    /// Rounds until the sign-in ends. Without it nothing can be read; a new connection starts
    /// a new engine.
    pub(crate) async fn run(self: Arc<Self>) {
        let (mut failures, mut asked_for) = (0, false);
        loop {
            // In trouble its name stays until a round ends well: to ask once more is no news of the shop.
            if failures == 0 {
                self.status.send_modify(|status| status.phase = Phase::Pulling);
            }
            let begun = self.clock.now();
            let outcome = self.round(asked_for).await;
            if matches!(&outcome, Err(SyncError::Shop(ShopError::NeedsConnect { .. }))) {
                self.conclude(outcome, None);
                return;
            }
            if outcome.is_ok() && (failures > 0 || asked_for) {
                self.hurry_wishes().await;
            }
            failures = if outcome.is_ok() { 0 } else { failures + 1 };
            let trouble = outcome.as_ref().err().map(|error| self.try_again_at(error, failures));
            self.conclude(outcome, Some(trouble.unwrap_or_else(|| self.next_look(begun))));
            asked_for = self.rest(begun, trouble).await;
        }
    }

    /// Waits for the next round: after trouble until that is over, else as the rhythm has it, which
    /// may change meanwhile. Returns whether the person asked for the round.
    async fn rest(&self, begun: Timestamp, trouble: Option<Timestamp>) -> bool {
        loop {
            let next = trouble.unwrap_or_else(|| self.next_look(begun));
            self.tell_rhythm(next);
            let rest = self.clock.sleep(until(self.clock.now(), next));
            tokio::select! {
                () = rest => return false,
                () = self.signals.pull.notified() => return true,
                () = self.signals.rhythm.notified() => {}
            }
        }
    }

    /// One round: the rest of the first pull, the look for new orders, and what is due beside it,
    /// or all of it in a `full` one. Trouble with one thing keeps no other from being read.
    pub(crate) async fn round(&self, full: bool) -> Result<(), SyncError> {
        if full {
            self.signals.standstills.try_all();
        }
        self.unless_refused(Work::Orders, self.first_orders()).await?;
        self.unless_refused(Work::Products, self.first_products()).await?;
        self.status.send_modify(|status| (status.step, status.first_pull) = (None, false));
        let mut outcome = self.look(full || self.is_due(Duty::Late)).await;
        for duty in BESIDE_THE_LOOK {
            if outcome.as_ref().is_err_and(SyncError::closes_the_way) {
                break;
            }
            if full || self.is_due(duty) || duty == Duty::CancelAsked && self.is_unheard().await? {
                outcome = match (outcome, self.attend(duty, full).await) {
                    (Err(earlier), Err(later)) if !later.closes_the_way() => Err(earlier),
                    (earlier, later) => later.and(earlier),
                };
            }
        }
        outcome
    }

    /// The look for what is new: what changed, where the shop tells that; what was placed otherwise, and now and then all
    /// the same, for a shop may show an order late.
    pub(crate) async fn look(&self, late_too: bool) -> Result<(), SyncError> {
        if self.client.filters_by_update() {
            self.unless_refused(Work::Orders, self.changed_orders()).await?;
            if !late_too {
                return Ok(());
            }
        }
        let read = self.unless_refused(Work::Orders, self.new_orders(late_too)).await?;
        if let (true, Some(cost)) = (late_too, read) {
            self.timetable.done(Duty::Late, cost, self.clock.now());
        }
        Ok(())
    }

    /// Does what the shop doesn't refuse until a person helps; `None` where it does.
    async fn unless_refused<T>(
        &self,
        work: Work,
        doing: impl Future<Output = Result<T, SyncError>>,
    ) -> Result<Option<T>, SyncError> {
        let standstills = &self.signals.standstills;
        if standstills.holds(work, self.clock.now()) {
            return Ok(None);
        }
        match doing.await {
            Err(SyncError::Shop(error)) if standstills.note(work, &error, self.clock.now()) => Ok(None),
            Ok(done) => {
                standstills.done(work);
                Ok(Some(done))
            }
            Err(error) => Err(error),
        }
    }

    /// Reads one thing again. Where the day has no room for it in its lane, it waits for its next
    /// time and the round goes on.
    async fn attend(&self, duty: Duty, asked_for: bool) -> Result<(), SyncError> {
        let lane = if asked_for { Lane::Poll } else { self.timetable.lane(duty, self.clock.now()) };
        let outcome = match duty {
            Duty::Late => self.unless_refused(Work::Orders, self.new_orders(true)).await,
            Duty::Held => self.unless_refused(Work::Orders, self.held_orders(lane)).await,
            Duty::CalledOff => self.unless_refused(Work::Orders, self.called_off(lane)).await,
            Duty::Open => self.unless_refused(Work::Orders, self.open_orders(lane)).await,
            Duty::CancelAsked => self.cancel_desk().all(lane).await.map(Some),
            Duty::Products => self.unless_refused(Work::Products, self.products(lane)).await,
            Duty::Warehouses => self.warehouses(lane).await.map(Some),
            Duty::Shares => self.unless_refused(Work::Products, self.shares(lane)).await,
            Duty::Older => self.unless_refused(Work::Orders, self.older_orders(lane)).await,
        };
        let now = self.clock.now();
        match outcome {
            Ok(Some(cost)) => self.timetable.done(duty, cost, now),
            Ok(None) => {}
            Err(SyncError::Shop(ShopError::DayIsSpent { .. })) if lane == Lane::Backfill => {
                self.timetable.skipped(duty, now);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn is_due(&self, duty: Duty) -> bool {
        let (cost, now) = (self.timetable.cost(duty), self.circumstances());
        let wanted = match duty {
            // Whose hold is over the cache knows, and asks the shop only then.
            Duty::Held => return true,
            // They come with what changed.
            Duty::CalledOff if self.client.filters_by_update() => return false,
            Duty::CalledOff => return self.timetable.is_due(duty, self.pace.soon_again(cost, &now), self.clock.now()),
            Duty::Open if self.client.filters_by_update() => self.pace.late_every,
            Duty::Open | Duty::CancelAsked => self.pace.open_every,
            Duty::Late => self.pace.late_every,
            Duty::Products | Duty::Warehouses | Duty::Shares | Duty::Older => self.pace.again_every,
        };
        let every = self.pace.again(wanted, cost, &now);
        self.timetable.is_due(duty, every, self.clock.now())
    }

    fn cancel_desk(&self) -> CancelDesk<'_> {
        CancelDesk { store: &self.store, client: &self.client, shop: self.shop, clock: &*self.clock }
    }

    /// A buyer asks to cancel, by what was read of the order, and nothing else is known. One of whom the shop tells
    /// nothing is not asked about at every look.
    async fn is_unheard(&self) -> Result<bool, SyncError> {
        let lately = !self.timetable.is_due(Duty::CancelAsked, UNHEARD, self.clock.now());
        Ok(!lately && self.cancel_desk().is_behind().await?)
    }

    /// The way to the shop is open: what waited because it was not is due now.
    async fn hurry_wishes(&self) {
        if let Err(error) = self.store.hurry_outbox(self.shop, self.clock.now()).await {
            tracing::warn!(%error, "waiting wishes keep their times");
        }
        self.wake_push();
    }

    pub(crate) fn wake_push(&self) {
        self.signals.push.notify_one();
    }

    fn try_again_at(&self, error: &SyncError, failures: u32) -> Timestamp {
        let now = self.clock.now();
        error.resume().unwrap_or(now).max(later(now, self.pace.backoff(failures)))
    }

    /// Counted from the beginning of the last round, so that a slow shop isn't looked at less often.
    fn next_look(&self, begun: Timestamp) -> Timestamp {
        later(begun, self.rhythm().1)
    }

    /// How far apart looks are just now, and why.
    pub(crate) fn rhythm(&self) -> (Rhythm, std::time::Duration) {
        self.pace.rhythm(&self.circumstances())
    }

    fn circumstances(&self) -> Circumstances {
        let now = self.clock.now();
        let since = |moment: Timestamp| until(moment, now);
        Circumstances {
            in_view: self.signals.in_view.load(Ordering::Relaxed),
            since_order: self.findings().order_came.map(since),
            spent: self.budget.spent_today(),
            left: self.budget.left(Lane::Poll),
            since_limited: self.budget.last_limited().map(since),
        }
    }

    /// A look brought an order that was not known.
    pub(crate) fn order_came(&self) {
        let now = self.clock.now();
        self.findings().order_came = Some(now);
    }

    /// Notes what the shop counts and doesn't show, or that nothing is missing.
    pub(crate) fn tell_missing(&self, missing: Option<String>) {
        if let Some(missing) = &missing {
            tracing::warn!(missing, "a list of orders stayed shorter than the shop says it is");
        }
        self.findings().missing = missing;
    }

    pub(crate) fn meets_unknown(&self, warehouse: bool) {
        self.findings().unknown_warehouse = warehouse;
    }

    pub(crate) fn has_met_unknown(&self) -> bool {
        self.findings().unknown_warehouse
    }

    fn findings(&self) -> MutexGuard<'_, Findings> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell_rhythm(&self, next_at: Timestamp) {
        let (rhythm, every) = self.rhythm();
        self.status.send_if_modified(|status| {
            let news = (Some(next_at), every, rhythm);
            let is_news = (status.next_at, status.every, status.rhythm) != news;
            (status.next_at, status.every, status.rhythm) = news;
            is_news
        });
    }

    fn conclude(&self, outcome: Result<(), SyncError>, next_at: Option<Timestamp>) {
        if let Err(error) = &outcome {
            tracing::warn!(%error, "a round ended early");
        }
        let (now, (rhythm, every)) = (self.clock.now(), self.rhythm());
        let missing = self.findings().missing.clone();
        let standstill = self.signals.standstills.reason(now);
        self.status.send_modify(|status| {
            (status.next_at, status.every, status.rhythm) = (next_at, every, rhythm);
            status.standstill = standstill.clone();
            match (outcome, standstill) {
                (Ok(()), Some(refused)) => {
                    (status.phase, status.problem) = (Phase::Refused, Some(refused.to_string()));
                }
                (Ok(()), None) => (status.phase, status.last_ok, status.problem) = (Phase::Idle, Some(now), missing),
                (Err(error), _) => (status.phase, status.problem) = (error.phase(), Some(error.to_string())),
            }
        });
    }

    pub(crate) fn progress(&self, step: Step, done: u64, total: Option<u64>) {
        self.status.send_modify(|status| {
            status.phase = Phase::Pulling;
            (status.step, status.done, status.total, status.first_pull) = (Some(step), done, total, true);
        });
    }
}

/// What the next page is asked for by, where pages aren't numbered.
pub(crate) fn token_of<T>(page: &Page<T>) -> Option<String> {
    match &page.onward {
        Onward::Token(token) => Some(token.clone()),
        Onward::Unsaid | Onward::End => None,
    }
}

/// Whether a listing ends with `page`, of which `asked_for` records were asked and behind which
/// `seen` records in all have been sent. A short page is not enough: a shop may send fewer than
/// asked for without a word, and then says by its total that there are more.
pub(crate) fn is_last<T>(page: &Page<T>, asked_for: u32, seen: u64) -> bool {
    match page.onward {
        Onward::Token(_) => return false,
        Onward::End => return true,
        Onward::Unsaid => {}
    }
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
        Page { items: Vec::new(), set_aside: Vec::new(), total, sent, onward: Onward::Unsaid }
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
    fn a_page_that_says_whether_another_follows_is_believed() {
        let said = |onward| Page { onward, ..page(100, Some(70)) };
        assert!(!is_last(&said(Onward::Token("next".into())), 100, 100));
        assert!(is_last(&said(Onward::End), 100, 1));
    }

    #[test]
    fn a_total_that_is_never_reached_ends_with_the_first_empty_page() {
        assert!(!is_last(&page(30, Some(1_000)), 100, 30));
        assert!(is_last(&page(0, Some(1_000)), 100, 30));
    }
}
