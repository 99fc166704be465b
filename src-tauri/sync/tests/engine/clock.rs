//! A clock that stands until somebody moves it, shared by the seller's computer and the shop.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
use tiktok_shop::Clock;
use tokio::sync::watch;

/// Who sleeps on it wakes when a test has let enough time pass. Every look at it takes a
/// millisecond, so that no two things happen in the same one, as in life.
pub(crate) struct TestClock {
    now: watch::Sender<Timestamp>,
    hurries: bool,
}

impl TestClock {
    pub(crate) fn at_noon() -> Arc<Self> {
        Arc::new(Self::new(false))
    }

    /// A clock that leaps to the end of every sleep, for tests in which one thing happens at a time: nobody is there
    /// then who could let time pass for who waits for room in the budget's minute.
    #[allow(dead_code, reason = "the app’s tests go by the same clock, and pass its time themselves")]
    pub(crate) fn that_hurries() -> Arc<Self> {
        Arc::new(Self::new(true))
    }

    fn new(hurries: bool) -> Self {
        Self { now: watch::channel("2026-03-10T12:00:00Z".parse().unwrap()).0, hurries }
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.now.send_modify(|now| *now += time);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.pass(Duration::from_millis(1));
        *self.now.borrow()
    }

    async fn sleep(&self, delay: Duration) {
        if self.hurries {
            return self.pass(delay);
        }
        let mut watch = self.now.subscribe();
        let end = *watch.borrow_and_update() + delay;
        // The clock outlives whoever sleeps on it.
        let _ = watch.wait_for(|now| *now >= end).await;
    }
}
