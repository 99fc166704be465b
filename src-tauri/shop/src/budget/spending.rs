//! What has been spent, and whether that leaves room. Time comes in as a parameter.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use jiff::Timestamp;

use super::{BudgetError, Lane, Limits};
use crate::{
    Clock,
    clock::{later, until},
};

/// Requests need not arrive as far apart as they left.
const SLACK: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60).saturating_add(SLACK);
const DAY: Duration = Duration::from_secs(86_400).saturating_add(SLACK);
/// The longest pause that a call waits out; a longer one is told instead.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Up to so many requests in a minute each is written down by itself.
const QUIET: u32 = 16;

/// A moment on both faces of a clock.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    wall: Timestamp,
    steady: Timestamp,
}

impl Moment {
    pub(super) fn of(clock: &dyn Clock) -> Self {
        Self { wall: clock.now(), steady: clock.steady() }
    }

    pub(super) fn unix_minute(&self) -> i64 {
        unix_minute(self.wall)
    }
}

#[derive(Default)]
pub(super) struct Spending {
    /// When each request of the rolling minute left, oldest first, in steady time: a computer
    /// whose clock is put forward has not waited.
    window: VecDeque<Timestamp>,
    /// Requests by Unix minute, over the rolling day, in wall time: a day outlives the process and
    /// the computer's sleep, which steady time does not.
    minutes: BTreeMap<i64, u32>,
    /// Those of them that a person waited for, as far as this process knows: what was spent before
    /// a restart counts as anybody's.
    persons: BTreeMap<i64, u32>,
    /// Minutes whose count changed without a request: not yet in the log.
    unwritten: BTreeSet<i64>,
    /// The minute that was written last, and the count that the log has for it: never too few.
    written: Option<(i64, u32)>,
    pause: Option<Pause>,
    last_limited: Option<Timestamp>,
}

impl Spending {
    /// What is left to know of `spent` after a restart. The exact second of each is gone, so each
    /// counts as late in its minute as it can have been.
    pub(super) fn restored(spent: Vec<(i64, u32)>, now: Moment) -> Self {
        let mut restored = Self::default();
        for (minute, count) in spent {
            let known = restored.minutes.entry(minute).or_default();
            *known = known.saturating_add(count);
        }
        restored.forget(now);
        for (minute, count) in &restored.minutes {
            let age = until(minute_end(*minute).min(now.wall), now.wall);
            if age < MINUTE {
                let left = earlier(now.steady, age);
                restored.window.extend((0..*count).map(|_| left));
            }
        }
        restored
    }

    /// How long until `lane` may send one request; nothing where it may now.
    pub(super) fn wait(&mut self, lane: Lane, limits: Limits, now: Moment) -> Result<Option<Duration>, BudgetError> {
        self.forget(now);
        if let Some(left) = self.pause.and_then(|pause| pause.left(now)) {
            let resume = later(now.wall, left);
            return if left <= LONGEST_WAIT { Ok(Some(left)) } else { Err(BudgetError::Paused { resume }) };
        }
        if let Some(resume) = self.day_resumes(lane, limits, now) {
            return Err(BudgetError::DayIsSpent { lane, resume });
        }
        let of_minute = lane.share(limits.per_minute).max(1) as usize;
        let blocking = self.window.len().checked_sub(of_minute).and_then(|index| self.window.get(index));
        Ok(blocking.map(|left| until(now.steady, later(*left, MINUTE))))
    }

    /// When neither the day nor a pause holds `lane` back any more; nothing where none does.
    pub(super) fn goes_on(&mut self, lane: Lane, limits: Limits, now: Moment) -> Option<Timestamp> {
        self.forget(now);
        let pause = self.pause.and_then(|pause| pause.left(now)).map(|left| later(now.wall, left));
        pause.max(self.day_resumes(lane, limits, now))
    }

    /// Requests in the rolling day.
    pub(super) fn today(&mut self, now: Moment) -> u32 {
        self.forget(now);
        self.sum()
    }

    /// What the log has to say before one more request may leave in `minute`; nothing where it has
    /// said enough.
    pub(super) fn to_write(&self, minute: i64) -> BTreeMap<i64, u32> {
        let known = |minute: i64| self.minutes.get(&minute).copied().unwrap_or(0);
        let mut counts: BTreeMap<_, _> = self.unwritten.iter().map(|minute| (*minute, known(*minute))).collect();
        let next = known(minute).saturating_add(1);
        let said = self.written.is_some_and(|(written, count)| written == minute && count >= next);
        if !(said && counts.is_empty()) {
            counts.insert(minute, next.saturating_add(ahead(next)));
        }
        counts
    }

    /// Takes in what has been written, and that one request leaves now.
    pub(super) fn took(&mut self, lane: Lane, written: &BTreeMap<i64, u32>, now: Moment) {
        self.unwritten.retain(|minute| !written.contains_key(minute));
        let last = written.last_key_value().map(|(minute, count)| (*minute, *count));
        self.written = last.or(self.written);
        let count = self.minutes.entry(now.unix_minute()).or_default();
        *count = count.saturating_add(1);
        if lane == Lane::Person {
            *self.persons.entry(now.unix_minute()).or_default() += 1;
        }
        self.window.push_back(now.steady);
    }

    /// Requests that `lane` could still send in this rolling day, as long as nobody else does.
    pub(super) fn left(&mut self, lane: Lane, limits: Limits, now: Moment) -> u32 {
        self.forget(now);
        share_of_day(lane, limits, self.persons.values().sum()).saturating_sub(self.sum())
    }

    pub(super) fn pause(&mut self, end: Timestamp, now: Moment) {
        let new = Pause { wall: end, steady: later(now.steady, until(now.wall, end)) };
        self.pause = self.pause.into_iter().chain([new]).max_by_key(|pause| pause.left(now));
        self.last_limited = Some(now.wall);
    }

    pub(super) fn last_limited(&mut self, now: Moment) -> Option<Timestamp> {
        self.forget(now);
        self.last_limited
    }

    fn sum(&self) -> u32 {
        self.minutes.values().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// When so many minutes have left the rolling day that `lane` has room again; nothing where it
    /// has.
    fn day_resumes(&self, lane: Lane, limits: Limits, now: Moment) -> Option<Timestamp> {
        let (mut spent, mut by_persons) = (self.sum(), self.persons.values().sum());
        if spent < share_of_day(lane, limits, by_persons) {
            return None;
        }
        for (minute, count) in &self.minutes {
            spent = spent.saturating_sub(*count);
            by_persons -= self.persons.get(minute).copied().unwrap_or(0).min(by_persons);
            if spent < share_of_day(lane, limits, by_persons) {
                return Some(later(minute_end(*minute), DAY));
            }
        }
        Some(later(now.wall, DAY))
    }

    /// Drops what has left both windows. Where the clock was set back, what then lies in the
    /// future counts as just happened: it can't have been later, and must not block for longer.
    fn forget(&mut self, now: Moment) {
        self.window.iter_mut().rev().take_while(|left| **left > now.steady).for_each(|left| *left = now.steady);
        let oldest = earlier(now.steady, MINUTE);
        while self.window.front().is_some_and(|left| *left <= oldest) {
            self.window.pop_front();
        }
        self.bring_back(now.unix_minute());
        let first = unix_minute(earlier(now.wall, DAY));
        self.minutes = self.minutes.split_off(&first);
        self.persons = self.persons.split_off(&first);
        self.unwritten.retain(|minute| self.minutes.contains_key(minute));
        self.last_limited = self.last_limited.map(|moment| moment.min(now.wall));
    }

    /// Counts the minutes after `this` one in this one. The log hears of it with the next request.
    fn bring_back(&mut self, this: i64) {
        if count_in(&mut self.minutes, this) {
            self.unwritten.insert(this);
            self.written = None;
        }
        count_in(&mut self.persons, this);
    }
}

/// Counts what comes after `this` minute in this one; whether there was anything.
fn count_in(minutes: &mut BTreeMap<i64, u32>, this: i64) -> bool {
    let future = minutes.split_off(&this.saturating_add(1));
    if future.is_empty() {
        return false;
    }
    let known = minutes.entry(this).or_default();
    *known = future.values().fold(*known, |sum, count| sum.saturating_add(*count));
    true
}

/// How many requests of a day may be spent before `lane` has to wait. What persons have used of the
/// part that is kept for them is not kept a second time.
fn share_of_day(lane: Lane, limits: Limits, by_persons: u32) -> u32 {
    let share = lane.share(limits.per_day);
    share + by_persons.min(limits.per_day - share)
}

/// Ends when either face of the clock says so: one may have been set back, the other stands while
/// the computer sleeps.
#[derive(Clone, Copy)]
struct Pause {
    wall: Timestamp,
    steady: Timestamp,
}

impl Pause {
    /// How long it still lasts; nothing where it is over.
    fn left(&self, now: Moment) -> Option<Duration> {
        let left = until(now.wall, self.wall).min(until(now.steady, self.steady));
        Some(left).filter(|left| !left.is_zero())
    }
}

/// How many requests beyond `count` in one minute are written down at once: none where they are
/// few; in a burst a quarter, so that a thousand requests are some thirty writes, each of which waits
/// for the disk. After a crash the quarter counts as sent.
fn ahead(count: u32) -> u32 {
    if count < QUIET { 0 } else { count / 4 }
}

fn unix_minute(moment: Timestamp) -> i64 {
    moment.as_second().div_euclid(60)
}

/// The first moment after `minute`.
fn minute_end(minute: i64) -> Timestamp {
    Timestamp::from_second(minute.saturating_add(1).saturating_mul(60)).unwrap_or(Timestamp::MAX)
}

fn earlier(moment: Timestamp, by: Duration) -> Timestamp {
    moment.checked_sub(by).unwrap_or(Timestamp::MIN)
}
