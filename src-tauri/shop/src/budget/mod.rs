//! The request budget: the contract's two limits, kept on this side so that they are never
//! exceeded on the other.
//!
//! It sits below the retries, so every request that leaves pays, whoever asked for it. Both
//! windows roll: however the server places its own minute and day, fixed or rolling, no such
//! window ever holds more than the limit.
//!
//! A clock that is set back makes the budget stricter, never looser. One that is set forward can't
//! loosen the minute, which runs on [`Clock::steady`]; it does end the day early, by as much as it
//! was set forward, because a day has to be told over restarts and sleep. The shop then says 1005,
//! and everybody pauses.

mod lane;
mod queue;
mod spending;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use thiserror::Error;

use crate::Clock;

pub use lane::Lane;
use queue::Queue;
use spending::{Moment, Spending};

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

/// Keeps the count of requests over restarts.
#[async_trait]
pub trait SpendLog: Send + Sync {
    /// `count` requests in all have left in `unix_minute` (seconds since 1970 divided by 60), or
    /// in a burst may soon. Called before a request leaves that the log doesn't know of; the count
    /// is absolute, so writing it twice is harmless.
    ///
    /// A minute may come after a later one: then the clock was set back, and `count` includes
    /// those of all later minutes, which are to be forgotten.
    ///
    /// # Errors
    /// Anything that kept the count from being saved: the request then stays here.
    async fn spent(&self, unix_minute: i64, count: u32) -> Result<(), String>;
}

/// Why there is no room for a request.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BudgetError {
    /// The rolling day is full for this lane; lanes above it may still have room.
    #[error("today’s requests for {} are used up until {resume}", lane.name())]
    DayIsSpent {
        /// Whose share is spent.
        lane: Lane,
        /// When this lane has room again, as long as nobody else sends.
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

/// One app's budget, shared by everything that sends with its key: see [`crate::mark()`] for a
/// name to keep it under.
pub struct Budget {
    limits: Limits,
    log: Arc<dyn SpendLog>,
    clock: Arc<dyn Clock>,
    spending: Mutex<Spending>,
    queue: Queue,
    /// Held from looking for room to having counted, so that two requests never take one place.
    turn: tokio::sync::Mutex<()>,
}

impl Budget {
    /// A budget that has already `spent` (Unix minute, requests) before this start.
    pub fn new(limits: Limits, spent: Vec<(i64, u32)>, log: Arc<dyn SpendLog>, clock: Arc<dyn Clock>) -> Self {
        let limits = Limits { per_minute: limits.per_minute.max(1), ..limits };
        let spending = Mutex::new(Spending::restored(spent, Moment::of(&*clock)));
        Self { limits, log, clock, spending, queue: Queue::new(), turn: tokio::sync::Mutex::default() }
    }

    /// Takes the place of one request, waiting for the minute's room and for a short pause. While
    /// a lane above waits, this one does; drop the call to give its place up.
    ///
    /// # Errors
    /// [`BudgetError`] where waiting is no answer; nothing is counted then.
    pub async fn acquire(&self, lane: Lane) -> Result<(), BudgetError> {
        let place = self.queue.join(lane).await;
        loop {
            place.nobody_above().await;
            let wait = {
                let _turn = self.turn.lock().await;
                if place.is_outranked() {
                    continue;
                }
                let now = self.now();
                let wait = self.spending().wait(lane, self.limits, now)?;
                match wait {
                    None => return self.count(lane).await,
                    Some(wait) => wait,
                }
            };
            self.clock.sleep(wait).await;
        }
    }

    /// Requests that a person could still send in this rolling day.
    pub fn left_today(&self) -> u32 {
        self.left(Lane::Person)
    }

    /// Requests that `lane` could still send in this rolling day, as long as nobody else does.
    pub fn left(&self, lane: Lane) -> u32 {
        let now = self.now();
        self.spending().left(lane, self.limits, now)
    }

    /// Requests of this rolling day, in all lanes.
    pub fn spent_today(&self) -> u32 {
        let now = self.now();
        self.spending().today(now)
    }

    /// When neither the day nor a pause holds `lane` back any more, as long as nobody else sends;
    /// nothing where none does. The minute is no matter here: calls wait for it by themselves.
    pub fn goes_on(&self, lane: Lane) -> Option<Timestamp> {
        let now = self.now();
        self.spending().goes_on(lane, self.limits, now)
    }

    /// The limits that it keeps.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// After code 1005: nobody sends before `moment`. A pause is never made shorter.
    pub fn pause_until(&self, moment: Timestamp) {
        let now = self.now();
        self.spending().pause(moment, now);
    }

    /// When the shop last said 1005 to this process.
    pub fn last_limited(&self) -> Option<Timestamp> {
        let now = self.now();
        self.spending().last_limited(now)
    }

    async fn count(&self, lane: Lane) -> Result<(), BudgetError> {
        loop {
            let minute = self.now().unix_minute();
            let counts = self.spending().to_write(minute);
            for (minute, count) in &counts {
                self.log.spent(*minute, *count).await.map_err(|_| BudgetError::NotCounted)?;
            }
            // Read again: saving may have taken a while, and the request leaves only now. In
            // another minute than was written it would look older after a restart than it is.
            let now = self.now();
            if now.unix_minute() == minute {
                self.spending().took(lane, &counts, now);
                return Ok(());
            }
        }
    }

    fn now(&self) -> Moment {
        Moment::of(&*self.clock)
    }

    fn spending(&self) -> MutexGuard<'_, Spending> {
        self.spending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
