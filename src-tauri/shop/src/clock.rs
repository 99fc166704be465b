//! Time as a parameter: limits, expiry and delays are tested without waiting.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

/// Where the time comes from, and how to wait.
#[async_trait]
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;

    /// Returns once `delay` has passed on this clock.
    async fn sleep(&self, delay: Duration);
}

/// The computer's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
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
