//! The request budget: the contract's two limits, kept on this side so that they are never
//! exceeded on the other.
//!
//! It sits below the retries, so every request that leaves pays, whoever asked for it. Both
//! windows roll: however the server places its own minute and day, fixed or rolling, no such
//! window ever holds more than the limit.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::{
    Clock,
    clock::{later, until},
};

/// A rolling minute, and a second of slack: requests need not arrive as far apart as they left.
const WINDOW: Duration = Duration::from_secs(61);
const DAY_SECONDS: i64 = 86_400;
/// The longest pause that a call waits out; a longer one is told instead.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How many requests the shop allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In any 60 seconds; 0 counts as 1.
    pub per_minute: u32,
    /// In any 24 hours.
    pub per_day: u32,
}

impl Default for Limits {
    /// The contract's: 1,000 a minute and 10,000 a day, per app.
    fn default() -> Self {
        Self { per_minute: 1_000, per_day: 10_000 }
    }
}

/// Who waits for a request. The further down, the more of each limit stays for those above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// A person does, or a wish of theirs: both limits may be used to the last request.
    Person,
    /// The shop said that something changed.
    Hint,
    /// The regular look.
    Poll,
    /// What is old and can wait.
    Backfill,
}

impl Lane {
    /// How many requests of `limit` may be spent, by whomever, before this lane has to wait.
    pub fn share(self, limit: u32) -> u32 {
        let kept_for_those_above = match self {
            Self::Person => 0,
            Self::Hint => 15,
            Self::Poll => 20,
            Self::Backfill => 40,
        };
        limit - limit / 100 * kept_for_those_above - limit % 100 * kept_for_those_above / 100
    }

    /// The lane's name in the log.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Hint => "hint",
            Self::Poll => "poll",
            Self::Backfill => "backfill",
        }
    }
}

/// Keeps the count of requests over restarts.
#[async_trait]
pub trait SpendLog: Send + Sync {
    /// `count` requests in all have left in `unix_minute` (seconds since 1970 divided by 60).
    /// Called before the request leaves; the count is absolute, so writing it twice is harmless.
    ///
    /// # Errors
    /// Anything that kept the count from being saved: the request then stays here.
    async fn spent(&self, unix_minute: i64, count: u32) -> Result<(), String>;
}

/// Why there is no room for a request.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BudgetError {
    /// The rolling day is full for this lane.
    #[error("today’s requests are used up until {resume}")]
    DayIsSpent {
        /// When it has room again.
        resume: Timestamp,
    },
    /// The shop asked for a pause that is too long to wait out.
    #[error("the shop asked for a pause until {resume}")]
    Paused {
        /// When the pause is over.
        resume: Timestamp,
    },
    /// The [`SpendLog`] failed, and what isn't counted isn't sent.
    #[error("the request could not be counted")]
    NotCounted,
}

/// One app's budget, shared by everything that sends with its key.
pub struct Budget {
    limits: Limits,
    log: Arc<dyn SpendLog>,
    clock: Arc<dyn Clock>,
    spending: Mutex<Spending>,
    /// Held from looking for room to having counted, so that two requests never take one place.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Spending {
    /// When each request of the rolling minute left, oldest first.
    window: VecDeque<Timestamp>,
    /// Requests by Unix minute, over the rolling day.
    minutes: BTreeMap<i64, u32>,
    paused_until: Option<Timestamp>,
}

enum Room {
    Now,
    At(Timestamp),
}

impl Budget {
    /// A budget that has already `spent` (Unix minute, requests) before this start. The exact
    /// second of those is gone, so each counts as late in its minute as it can have been.
    pub fn new(limits: Limits, spent: Vec<(i64, u32)>, log: Arc<dyn SpendLog>, clock: Arc<dyn Clock>) -> Self {
        let limits = Limits { per_minute: limits.per_minute.max(1), ..limits };
        let spending = Mutex::new(Spending::restored(spent, clock.now()));
        Self { limits, log, clock, spending, turn: tokio::sync::Mutex::default() }
    }

    /// Takes the place of one request, waiting for the minute's room and for a short pause.
    ///
    /// # Errors
    /// [`BudgetError`] where waiting is no answer; nothing is counted then.
    pub async fn acquire(&self, lane: Lane) -> Result<(), BudgetError> {
        loop {
            let room_at = {
                let _turn = self.turn.lock().await;
                let now = self.clock.now();
                let room = self.spending().room(lane, self.limits, now)?;
                match room {
                    Room::Now => return self.count(now).await,
                    Room::At(moment) => moment,
                }
            };
            self.clock.sleep(until(self.clock.now(), room_at)).await;
        }
    }

    /// Requests that a person could still send in this rolling day.
    pub fn left_today(&self) -> u32 {
        let mut spending = self.spending();
        spending.forget(self.clock.now());
        self.limits.per_day.saturating_sub(spending.today())
    }

    /// After code 1005: nobody sends before `moment`. A pause is never made shorter.
    pub fn pause_until(&self, moment: Timestamp) {
        let mut spending = self.spending();
        spending.paused_until = spending.paused_until.max(Some(moment));
    }

    async fn count(&self, now: Timestamp) -> Result<(), BudgetError> {
        let minute = unix_minute(now);
        let count = self.spending().minutes.get(&minute).copied().unwrap_or(0).saturating_add(1);
        self.log.spent(minute, count).await.map_err(|_| BudgetError::NotCounted)?;
        let mut spending = self.spending();
        spending.minutes.insert(minute, count);
        // Read again: saving may have taken a while, and the request leaves only now.
        spending.window.push_back(self.clock.now());
        Ok(())
    }

    fn spending(&self) -> MutexGuard<'_, Spending> {
        self.spending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Spending {
    fn restored(spent: Vec<(i64, u32)>, now: Timestamp) -> Self {
        let mut restored = Self::default();
        for (minute, count) in spent {
            let known = restored.minutes.entry(minute).or_default();
            *known = known.saturating_add(count);
        }
        restored.forget(now);
        let oldest = now.checked_sub(WINDOW).unwrap_or(Timestamp::MIN);
        for (minute, count) in &restored.minutes {
            let latest = minute_end(*minute).min(now);
            let places = if latest > oldest { *count } else { 0 };
            restored.window.extend((0..places).map(|_| latest));
        }
        restored
    }

    fn room(&mut self, lane: Lane, limits: Limits, now: Timestamp) -> Result<Room, BudgetError> {
        self.forget(now);
        if let Some(resume) = self.paused_until.filter(|resume| *resume > now) {
            let short = until(now, resume) <= LONGEST_WAIT;
            return if short { Ok(Room::At(resume)) } else { Err(BudgetError::Paused { resume }) };
        }
        let of_day = lane.share(limits.per_day);
        if self.today() >= of_day {
            return Err(BudgetError::DayIsSpent { resume: self.day_resumes(of_day, now) });
        }
        let of_minute = lane.share(limits.per_minute).max(1) as usize;
        let blocking = self.window.len().checked_sub(of_minute).and_then(|index| self.window.get(index));
        Ok(blocking.map_or(Room::Now, |sent| Room::At(later(*sent, WINDOW))))
    }

    fn today(&self) -> u32 {
        self.minutes.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// When so many minutes have left the rolling day that fewer than `share` requests remain.
    fn day_resumes(&self, share: u32, now: Timestamp) -> Timestamp {
        let mut left = self.today();
        for (minute, count) in &self.minutes {
            left = left.saturating_sub(*count);
            if left < share {
                return later(minute_end(*minute), Duration::from_secs(DAY_SECONDS.unsigned_abs()));
            }
        }
        later(now, Duration::from_secs(DAY_SECONDS.unsigned_abs()))
    }

    /// Drops what has left both windows. Where the clock was set back, what then lies in the
    /// future counts as just sent: it can't have been later, and must not block for longer.
    fn forget(&mut self, now: Timestamp) {
        self.window.iter_mut().for_each(|sent| *sent = (*sent).min(now));
        let oldest = now.checked_sub(WINDOW).unwrap_or(Timestamp::MIN);
        while self.window.front().is_some_and(|sent| *sent <= oldest) {
            self.window.pop_front();
        }
        let this_minute = unix_minute(now);
        let future = self.minutes.split_off(&this_minute.saturating_add(1));
        if !future.is_empty() {
            let known = self.minutes.entry(this_minute).or_default();
            *known = future.values().fold(*known, |sum, count| sum.saturating_add(*count));
        }
        let first = now.as_second().saturating_sub(DAY_SECONDS).div_euclid(60);
        self.minutes = self.minutes.split_off(&first);
        let longest = now.checked_add(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MAX);
        self.paused_until = self.paused_until.map(|pause| pause.min(longest));
    }
}

fn unix_minute(moment: Timestamp) -> i64 {
    moment.as_second().div_euclid(60)
}

/// The first moment after `minute`.
fn minute_end(minute: i64) -> Timestamp {
    Timestamp::from_second(minute.saturating_add(1).saturating_mul(60)).unwrap_or(Timestamp::MAX)
}
