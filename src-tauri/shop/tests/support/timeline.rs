//! A clock on which many wait at once: time passes when a test says so, sleepers wake in order.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tiktok_shop::Clock;
use tokio::sync::watch;

pub struct Timeline {
    steady: watch::Sender<Timestamp>,
    /// By how much the wall clock is set ahead of the steady one.
    ahead: Mutex<SignedDuration>,
    alarms: Mutex<BTreeSet<Timestamp>>,
}

impl Timeline {
    pub fn at(now: Timestamp) -> Arc<Self> {
        let steady = watch::Sender::new(now);
        Arc::new(Self { steady, ahead: Mutex::default(), alarms: Mutex::default() })
    }

    /// Sets the clock, as a person does or a time server; no time passes.
    pub fn set_by(&self, step: SignedDuration) {
        *self.ahead.lock().unwrap() += step;
    }

    pub fn pass(&self, time: Duration) {
        self.steady.send_modify(|now| *now += time);
    }

    /// Runs `work` to its end; whenever nobody can go on, the next sleeper wakes.
    pub async fn run<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        let work = tokio::spawn(work);
        while !work.is_finished() {
            self.settle().await;
            if !work.is_finished() {
                self.wake_next();
            }
        }
        work.await.unwrap()
    }

    /// Lets everybody do what they can without time passing. On a runtime of one thread, whoever
    /// yields goes behind all that are ready.
    pub async fn settle(&self) {
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    pub fn wake_next(&self) {
        let mut alarms = self.alarms.lock().unwrap();
        if let Some(next) = alarms.pop_first() {
            self.steady.send_modify(|now| *now = next.max(*now));
        }
    }
}

#[async_trait]
impl Clock for Timeline {
    fn now(&self) -> Timestamp {
        self.steady() + *self.ahead.lock().unwrap()
    }

    fn steady(&self) -> Timestamp {
        *self.steady.borrow()
    }

    async fn sleep(&self, delay: Duration) {
        let end = self.steady() + delay;
        self.alarms.lock().unwrap().insert(end);
        let mut steady = self.steady.subscribe();
        let _ = steady.wait_for(|now| *now >= end).await;
    }
}
