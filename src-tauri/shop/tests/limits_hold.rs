//! The proof that no minute and no day ever exceeds its limit: any lanes, callers, pauses, retries
//! and restarts, a slow disk and a clock that is set back, on a timeline that none of it can bend.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use proptest::{prelude::*, test_runner::FileFailurePersistence};
use support::{MemoryLog, noon, timeline::Timeline};
use tiktok_shop::{Budget, BudgetError, Clock, Lane, Limits, until};
use tokio::task::JoinSet;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

#[derive(Clone, Debug)]
enum Step {
    /// So many callers at once, in these lanes; all get their answer.
    Send(Vec<Lane>),
    /// The same, but the process ends while they wait.
    SendAndCrash(Vec<Lane>, u8),
    /// A call that the shop answers with 1005 and this pause, tried again as often.
    Limited(Lane, Duration, u8),
    Wait(Duration),
    SetClock(SignedDuration),
    /// Writing one count takes this long from now on.
    SlowDisk(Duration),
    Look,
    Restart,
}

fn lane() -> impl Strategy<Value = Lane> + Clone {
    proptest::sample::select(&Lane::ALL[..])
}

fn up_to(seconds: u64) -> impl Strategy<Value = Duration> + Clone {
    (0..seconds * 1000).prop_map(Duration::from_millis)
}

fn with_restarts_and_a_clock_set_back() -> impl Strategy<Value = Vec<Step>> {
    let callers = proptest::collection::vec(lane(), 1..12);
    let step = prop_oneof![
        8 => callers.clone().prop_map(Step::Send),
        2 => (callers, any::<u8>()).prop_map(|(lanes, turns)| Step::SendAndCrash(lanes, turns)),
        2 => (lane(), up_to(90), 0u8..4).prop_map(|(lane, pause, retries)| Step::Limited(lane, pause, retries)),
        4 => up_to(90).prop_map(Step::Wait),
        1 => up_to(40_000).prop_map(Step::Wait),
        1 => prop_oneof![4 => 0i64..200, 1 => 0i64..3_000_000]
            .prop_map(|back| Step::SetClock(SignedDuration::from_secs(-back))),
        1 => prop_oneof![3 => Just(Duration::ZERO), 1 => up_to(20)].prop_map(Step::SlowDisk),
        1 => Just(Step::Look),
        2 => Just(Step::Restart),
    ];
    proptest::collection::vec(step, 1..80)
}

fn with_a_clock_set_anywhere() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => proptest::collection::vec(lane(), 1..12).prop_map(Step::Send),
        2 => up_to(60).prop_map(Step::Wait),
        1 => (-200_000i64..200_000).prop_map(|by| Step::SetClock(SignedDuration::from_secs(by))),
    ];
    proptest::collection::vec(step, 1..80)
}

/// A computer, its disk, and when each request really left.
struct World {
    limits: Limits,
    clock: Arc<Timeline>,
    log: Arc<MemoryLog>,
    budget: Arc<Budget>,
    left: Arc<Mutex<Vec<Timestamp>>>,
}

impl World {
    fn new(limits: Limits) -> Self {
        let clock = Timeline::at(noon());
        let log = MemoryLog::new(&clock);
        let budget = log.budget(limits);
        Self { limits, clock, log, budget, left: Arc::default() }
    }

    async fn live(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Send(lanes) => self.send(lanes).await,
                Step::SendAndCrash(lanes, turns) => self.send_and_crash(&lanes, turns).await,
                Step::Limited(lane, pause, retries) => self.meet_the_limit(lane, pause, retries).await,
                Step::Wait(time) => self.clock.pass(time),
                Step::SetClock(step) => self.clock.set_by(step),
                Step::SlowDisk(takes) => *self.log.takes.lock().unwrap() = takes,
                Step::Look => assert_eq!(self.budget.left(Lane::Person), self.unspent()),
                Step::Restart => self.restart(),
            }
        }
    }

    fn unspent(&self) -> u32 {
        self.limits.per_day.saturating_sub(self.budget.spent_today())
    }

    fn restart(&mut self) {
        self.budget = self.log.budget(self.limits);
    }

    fn caller(&self, lane: Lane) -> impl Future<Output = Result<(), BudgetError>> + Send + 'static {
        let (budget, clock, left) = (Arc::clone(&self.budget), Arc::clone(&self.clock), Arc::clone(&self.left));
        async move {
            budget.acquire(lane).await?;
            left.lock().unwrap().push(clock.steady());
            Ok(())
        }
    }

    async fn send(&self, lanes: Vec<Lane>) {
        let callers: JoinSet<_> = lanes.iter().map(|lane| self.caller(*lane)).collect();
        for answer in self.clock.run(callers.join_all()).await {
            assert!(matches!(answer, Ok(()) | Err(BudgetError::DayIsSpent { .. })), "{answer:?}");
        }
        if let Err(BudgetError::DayIsSpent { resume, .. }) = self.clock.run(self.caller(lanes[0])).await {
            self.check_promise(lanes[0], resume).await;
        }
    }

    /// The moment at which a lane is said to go on is the moment at which it does.
    async fn check_promise(&self, lane: Lane, resume: Timestamp) {
        assert_eq!(self.budget.goes_on(lane), Some(resume));
        let wait = until(self.clock.now(), resume);
        assert!(wait <= DAY + 2 * MINUTE, "{wait:?}");
        self.clock.pass(wait);
        assert_eq!(self.clock.run(self.caller(lane)).await, Ok(()), "{lane:?}: resume was promised");
    }

    async fn send_and_crash(&mut self, lanes: &[Lane], turns: u8) {
        let mut callers: JoinSet<_> = lanes.iter().map(|lane| self.caller(*lane)).collect();
        for turn in 0..turns {
            tokio::task::yield_now().await;
            if turn % 30 == 29 {
                self.clock.wake_next();
            }
        }
        callers.shutdown().await;
        self.restart();
    }

    async fn meet_the_limit(&self, lane: Lane, pause: Duration, retries: u8) {
        for _ in 0..=retries {
            // Beyond a minute, or with the day spent, a call gives up; it asks again later.
            let _ = self.clock.run(self.caller(lane)).await;
            let told = self.clock.now();
            self.budget.pause_until(told + pause);
            assert_eq!(self.budget.last_limited(), Some(told));
        }
        self.clock.pass(pause);
    }

    /// The most requests that left in any window of `length` that begins with one of them.
    fn most_within(&self, length: Duration) -> u32 {
        let left = self.left.lock().unwrap();
        let within = |first: usize| left[first..].iter().take_while(|at| **at < left[first] + length).count();
        (0..left.len()).map(within).max().unwrap_or(0).try_into().unwrap()
    }
}

fn lived(limits: Limits, steps: Vec<Step>) -> World {
    let mut world = World::new(limits);
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(world.live(steps));
    world
}

/// A case that ever failed is printed with its seed, kept beside this file, and tried first from
/// then on. `PROPTEST_CASES` says how many are tried.
fn remembering() -> ProptestConfig {
    let kept = FileFailurePersistence::WithSource("regressions");
    ProptestConfig { failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(remembering())]

    #[test]
    fn no_minute_and_no_day_ever_exceeds_its_limit(
        steps in with_restarts_and_a_clock_set_back(), per_minute in 1u32..15, per_day in 1u32..60,
    ) {
        let world = lived(Limits { per_minute, per_day }, steps);
        prop_assert!(world.most_within(MINUTE) <= per_minute, "a minute with {}", world.most_within(MINUTE));
        prop_assert!(world.most_within(DAY) <= per_day, "a day with {}", world.most_within(DAY));
    }

    #[test]
    fn a_clock_that_is_set_anywhere_never_loosens_the_minute(
        steps in with_a_clock_set_anywhere(), per_minute in 1u32..15,
    ) {
        let world = lived(Limits { per_minute, per_day: u32::MAX }, steps);
        prop_assert!(world.most_within(MINUTE) <= per_minute, "a minute with {}", world.most_within(MINUTE));
    }
}
