//! A clock on which nobody waits: whoever sleeps on it moves it on.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tiktok_shop::Clock;

/// The shop's clock is right. The computer's may be set to anything, and differs from it by `set`.
pub(crate) struct SimClock(Mutex<Hands>);

struct Hands {
    right: Timestamp,
    set: SignedDuration,
}

impl SimClock {
    pub(crate) fn at_noon() -> Arc<Self> {
        let right = "2026-03-10T12:00:00Z".parse().unwrap();
        Arc::new(Self(Mutex::new(Hands { right, set: SignedDuration::ZERO })))
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.0.lock().unwrap().right += time;
    }

    /// Somebody sets the computer's clock.
    pub(crate) fn set(&self, by: SignedDuration) {
        self.0.lock().unwrap().set += by;
    }

    /// The shop's time. Every look at it takes a millisecond, so that no two things happen in the same one.
    pub(crate) fn right(&self) -> Timestamp {
        let mut hands = self.0.lock().unwrap();
        hands.right += Duration::from_millis(1);
        hands.right
    }
}

#[async_trait]
impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        let right = self.right();
        right + self.0.lock().unwrap().set
    }

    async fn sleep(&self, delay: Duration) {
        self.pass(delay);
        tokio::task::yield_now().await;
    }
}
