//! The contract's two limits, per app: so many calls a minute and so many a day.
//!
//! Windows are fixed and begin with the UTC minute and the UTC day. A refused call counts in neither.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

const MINUTE: i64 = 60;
const DAY: i64 = 24 * 60 * 60;

/// What has been used of both windows.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Limits {
    minute: Window,
    day: Window,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Window {
    /// Number of the window since the epoch.
    number: i64,
    used: u32,
}

/// Which limit is used up, and for how many more seconds.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exhausted {
    pub(crate) what: &'static str,
    pub(crate) retry_after: u64,
}

impl Limits {
    /// Counts one call, if both limits still allow it.
    pub(crate) fn admit(&mut self, now: Timestamp, per_minute: u32, per_day: u32) -> Result<(), Exhausted> {
        let now = now.as_second();
        self.minute.turn(now, MINUTE);
        self.day.turn(now, DAY);
        if self.day.used >= per_day {
            return Err(Exhausted { what: "day", retry_after: left(now, DAY) });
        }
        if self.minute.used >= per_minute {
            return Err(Exhausted { what: "minute", retry_after: left(now, MINUTE) });
        }
        self.minute.used += 1;
        self.day.used += 1;
        Ok(())
    }
}

impl Window {
    fn turn(&mut self, now: i64, length: i64) {
        let number = now.div_euclid(length);
        if number != self.number {
            *self = Self { number, used: 0 };
        }
    }
}

fn left(now: i64, length: i64) -> u64 {
    (length - now.rem_euclid(length)).unsigned_abs()
}
