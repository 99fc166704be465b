//! Time as a parameter: limits, expiry and delays are tested without waiting.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use jiff::Timestamp;

/// Where the time comes from, and how to wait.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Begins where [`Clock::now`] stood once, and from then on advances only as time passes,
    /// whatever the clock is set to; it may stand while the computer sleeps. A clock that nobody
    /// sets needs no second face.
    fn steady(&self) -> Timestamp {
        self.now()
    }

    /// Returns once `delay` has passed on this clock.
    async fn sleep(&self, delay: Duration);
}

/// The computer's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

/// Where every steady time of this process begins.
static BEGAN: LazyLock<(Timestamp, Instant)> = LazyLock::new(|| (Timestamp::now(), Instant::now()));

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn steady(&self) -> Timestamp {
        let (wall, instant) = *BEGAN;
        later(wall, instant.elapsed())
    }

    async fn sleep(&self, delay: Duration) {
        tokio::time::sleep(delay).await;
    }
}

/// `moment + delay`, held at the end of time instead of overflowing.
pub fn later(moment: Timestamp, delay: Duration) -> Timestamp {
    moment.checked_add(delay).unwrap_or(Timestamp::MAX)
}

/// How long from `now` until `moment`; zero where it has passed.
pub fn until(now: Timestamp, moment: Timestamp) -> Duration {
    Duration::try_from(moment.duration_since(now)).unwrap_or_default()
}
