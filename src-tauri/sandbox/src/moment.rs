//! Time in whole seconds, which is all the contract's times tell.

use std::time::Duration;

use jiff::Timestamp;

/// The given moment without its fraction of a second.
pub(crate) fn whole_seconds(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// The moment so many seconds later, or earlier when negative; stops at the end of time.
pub(crate) fn shifted(at: Timestamp, seconds: i64) -> Timestamp {
    let end = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(at.as_second().saturating_add(seconds)).unwrap_or(end)
}

/// The moment a life that begins now ends.
pub(crate) fn end_of_life(now: Timestamp, life: Duration) -> Timestamp {
    shifted(now, i64::try_from(life.as_secs()).unwrap_or(i64::MAX))
}
