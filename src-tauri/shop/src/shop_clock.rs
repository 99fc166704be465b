//! What time it is at the shop. Signatures carry a time, and the shop takes them from five minutes behind its own
//! clock to half a minute ahead: a computer whose clock is wrong would be locked out.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// Seconds. So small a difference may be the answer's way here and the whole seconds in which it was told.
const ALIKE: i64 = 5;

/// How far the shop's clock is ahead of this computer's, as its last answer told.
#[derive(Debug, Default)]
pub(crate) struct ShopClock {
    ahead: AtomicI64,
}

impl ShopClock {
    /// The shop said that it was `theirs` when it was `ours` here.
    pub(crate) fn heard(&self, theirs: Timestamp, ours: Timestamp) {
        let ahead = theirs.as_second().saturating_sub(ours.as_second());
        if ahead.saturating_sub(self.ahead.load(Ordering::Relaxed)).saturating_abs() > ALIKE {
            self.ahead.store(ahead, Ordering::Relaxed);
            tracing::info!(seconds = ahead, "the shop’s clock is so far ahead of this computer’s");
        }
    }

    /// What the shop's clock says when this computer's says `ours`.
    pub(crate) fn at(&self, ours: Timestamp) -> Timestamp {
        let ahead = SignedDuration::from_secs(self.ahead.load(Ordering::Relaxed));
        ours.checked_add(ahead).unwrap_or(ours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    #[test]
    fn a_clock_two_hours_off_is_followed_and_a_slow_answer_is_not() {
        let clock = ShopClock::default();
        assert_eq!(clock.at(at(100_000)), at(100_000));
        clock.heard(at(100_000), at(107_200));
        assert_eq!(clock.at(at(107_201)), at(100_001));
        clock.heard(at(100_010), at(107_213));
        assert_eq!(clock.at(at(107_213)), at(100_013), "the answer was three seconds on its way");
        clock.heard(at(107_300), at(107_300));
        assert_eq!(clock.at(at(107_301)), at(107_301), "the computer's clock was put right");
    }
}
