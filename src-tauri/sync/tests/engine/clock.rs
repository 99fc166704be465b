//! A clock that stands until somebody moves it, shared by the seller's computer and the shop.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp;
use tiktok_shop::Clock;
use tokio::sync::watch;

/// Who sleeps on it wakes when a test has let enough time pass. Every look at it takes a
/// millisecond, so that no two things happen in the same one, as in life.
pub(crate) struct TestClock(watch::Sender<Timestamp>);

impl TestClock {
    pub(crate) fn at_noon() -> Arc<Self> {
        Arc::new(Self(watch::channel("2026-03-10T12:00:00Z".parse().unwrap()).0))
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.0.send_modify(|now| *now += time);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.pass(Duration::from_millis(1));
        *self.0.borrow()
    }

    async fn sleep(&self, delay: Duration) {
        let mut watch = self.0.subscribe();
        let end = *watch.borrow_and_update() + delay;
        // The clock outlives whoever sleeps on it.
        let _ = watch.wait_for(|now| *now >= end).await;
    }
}
