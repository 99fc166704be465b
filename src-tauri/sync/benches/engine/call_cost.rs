//! What the retries and the limiter add to a call that succeeds at once.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use jiff::Timestamp;
use sync::RequestLog;
use tiktok_shop::{Budget, Clock, Lane, Limits, SpendLog, SystemClock};

use crate::{
    desk::empty_store,
    table::{Goal, Table},
};

/// As many as the contract allows in a minute, so that the limiter has a full minute to look at.
const BURST: u32 = 1_000;
const BURSTS: u32 = 20;
/// A day in which something was sent in every minute.
const MINUTES: i64 = 1_440;

/// Stands but for a minute between bursts.
struct Bursts(Mutex<Timestamp>);

#[async_trait]
impl Clock for Bursts {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panics")
    }

    async fn sleep(&self, delay: Duration) {
        *self.0.lock().expect("nobody panics") += delay;
    }
}

struct Nowhere;

#[async_trait]
impl SpendLog for Nowhere {
    async fn spent(&self, _: i64, _: u32) -> Result<(), String> {
        Ok(())
    }
}

pub(crate) async fn measure(table: &mut Table) {
    let in_memory = mean(Arc::new(Nowhere)).await;
    table.add("limiter and retry, added to a call", in_memory, "µs", Goal::AtMost(50.0));

    let folder = tempfile::tempdir().expect("a folder for the cache");
    let store = empty_store(&folder, &SystemClock).await;
    let on_disk = mean(Arc::new(RequestLog { store: store.clone(), app: "bench".into() })).await;
    store.close().await;
    table.add("the same with the count kept on disk, in bursts", on_disk, "µs", Goal::None);
}

/// A call's way through the limiter, in microseconds: full minutes, a full day behind them. The
/// retries' own part is a branch and is in it.
async fn mean(log: Arc<dyn SpendLog>) -> f64 {
    let clock = Arc::new(Bursts(Mutex::new(Timestamp::now())));
    let minute = clock.now().as_second().div_euclid(60);
    let spent = (1..MINUTES).map(|ago| (minute - ago, 1)).collect();
    let limits = Limits { per_minute: BURST, per_day: u32::MAX };
    let budget = Budget::new(limits, spent, log, clock);
    let begun = Instant::now();
    for _ in 0..BURST * BURSTS {
        budget.acquire(Lane::Person).await.expect("there is room");
    }
    begun.elapsed().as_secs_f64() * 1_000_000.0 / f64::from(BURST * BURSTS)
}
