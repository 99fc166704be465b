//! When what is read again and again was read last.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tiktok_shop::{Lane, later};

/// After so long without a reading, one is no back-fill any more.
const OVERDUE: Duration = Duration::from_secs(3_600);

/// What is read again now and then, beside the look for new orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Duty {
    /// Orders that became visible late.
    Late,
    /// Orders whose hold is over.
    Held,
    /// Orders that buyers called off lately.
    CalledOff,
    /// Every order in which somebody waits.
    Open,
    /// Buyers who ask to cancel.
    CancelAsked,
    /// Stock, prices and names.
    Products,
    /// The names of warehouses.
    Warehouses,
    /// Whom stock is kept for.
    Shares,
    /// A page of the last weeks' orders.
    Older,
}

/// When each duty was done. Kept in memory only: after a start everything is due.
#[derive(Default)]
pub(crate) struct Timetable(Mutex<HashMap<Duty, Visit>>);

#[derive(Clone, Copy, Default)]
struct Visit {
    tried: Option<Timestamp>,
    done: Option<Timestamp>,
    cost: u32,
}

impl Timetable {
    /// Whether `every` has passed since the last try. A clock that was set back makes it due.
    pub(crate) fn is_due(&self, duty: Duty, every: Duration, now: Timestamp) -> bool {
        self.visit(duty).tried.is_none_or(|tried| now < tried || later(tried, every) <= now)
    }

    /// Requests that it took last.
    pub(crate) fn cost(&self, duty: Duty) -> u32 {
        self.visit(duty).cost
    }

    /// The lane it is read in: what can wait gives way, though not forever, for a day that is
    /// spent to the last back-fill must not freeze the stock on the screen.
    pub(crate) fn lane(&self, duty: Duty, now: Timestamp) -> Lane {
        let overdue = self.visit(duty).done.is_none_or(|done| now < done || later(done, OVERDUE) <= now);
        match duty {
            Duty::Late | Duty::Held | Duty::CalledOff | Duty::Open | Duty::CancelAsked => Lane::Poll,
            Duty::Products | Duty::Warehouses | Duty::Shares | Duty::Older => {
                if overdue {
                    Lane::Poll
                } else {
                    Lane::Backfill
                }
            }
        }
    }

    pub(crate) fn done(&self, duty: Duty, cost: u32, now: Timestamp) {
        self.visits().insert(duty, Visit { tried: Some(now), done: Some(now), cost });
    }

    /// The budget has no room for it: it is due again later.
    pub(crate) fn skipped(&self, duty: Duty, now: Timestamp) {
        self.visits().entry(duty).or_default().tried = Some(now);
    }

    fn visit(&self, duty: Duty) -> Visit {
        self.visits().get(&duty).copied().unwrap_or_default()
    }

    fn visits(&self) -> MutexGuard<'_, HashMap<Duty, Visit>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_secs(600);

    fn at(second: u64) -> Timestamp {
        later(Timestamp::UNIX_EPOCH, Duration::from_secs(second))
    }

    #[test]
    fn a_duty_is_due_at_first_then_when_its_time_has_passed_and_when_the_clock_was_set_back() {
        let table = Timetable::default();
        assert!(table.is_due(Duty::Open, EVERY, at(5_000)));
        table.done(Duty::Open, 3, at(5_000));
        assert!(!table.is_due(Duty::Open, EVERY, at(5_599)) && table.is_due(Duty::Open, EVERY, at(5_600)));
        assert!(table.is_due(Duty::Open, EVERY, at(4_999)));
        assert!(table.is_due(Duty::Products, EVERY, at(5_001)), "each has its own time");
        assert_eq!(table.cost(Duty::Open), 3);
    }

    #[test]
    fn back_fill_that_found_no_room_for_an_hour_is_back_fill_no_more() {
        let table = Timetable::default();
        table.done(Duty::Products, 2, at(5_000));
        table.skipped(Duty::Products, at(8_000));
        assert!(!table.is_due(Duty::Products, EVERY, at(8_599)), "it waits for its next time");
        assert_eq!(table.lane(Duty::Products, at(8_599)), Lane::Backfill);
        assert_eq!(table.lane(Duty::Products, at(8_600)), Lane::Poll);
    }
}
