//! Both limits of the contract, on a clock of their own: 1,000 a minute and 10,000 a day.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use proptest::{prelude::*, test_runner::FileFailurePersistence};
use support::*;
use tiktok_shop::{Budget, BudgetError, Clock, Lane, Limits};

/// The most requests in any window of `length` that begins with one of them.
fn most_within(sent: &[Timestamp], length: Duration) -> usize {
    let within = |first: usize| sent[first..].iter().take_while(|at| **at < sent[first] + length).count();
    (0..sent.len()).map(within).max().unwrap_or(0)
}

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

#[derive(Clone, Debug)]
enum Step {
    Send(Lane),
    Wait(Duration),
    Restart,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        12 => Just(Step::Send(Lane::Person)),
        4 => Just(Step::Send(Lane::Poll)),
        4 => (0u64..90_000).prop_map(|ms| Step::Wait(Duration::from_millis(ms))),
        1 => (0u64..40_000).prop_map(|seconds| Step::Wait(Duration::from_secs(seconds))),
        2 => Just(Step::Restart),
    ];
    proptest::collection::vec(step, 1..150)
}

/// A case that ever failed is kept beside this file and tried first from then on.
fn remembering() -> ProptestConfig {
    let kept = FileFailurePersistence::WithSource("regressions");
    ProptestConfig { failure_persistence: Some(Box::new(kept)), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(remembering())]

    #[test]
    fn no_minute_and_no_day_ever_exceeds_its_limit_even_over_restarts(
        steps in steps(), per_minute in 1u32..15, per_day in 1u32..60,
    ) {
        let limits = Limits { per_minute, per_day };
        let clock = FakeClock::at(noon());
        let log = MemoryLog::new(&clock);
        let mut budget = log.budget(limits);
        for step in steps {
            match step {
                Step::Wait(delay) => clock.set(clock.now() + delay),
                Step::Restart => budget = log.budget(limits),
                Step::Send(lane) => match runtime().block_on(budget.acquire(lane)) {
                    Ok(()) => {}
                    Err(BudgetError::DayIsSpent { resume }) => {
                        prop_assert!(resume > clock.now() && resume <= clock.now() + DAY + MINUTE);
                        clock.set(resume);
                        prop_assert_eq!(runtime().block_on(budget.acquire(lane)), Ok(()), "resume was promised");
                    }
                    Err(other) => prop_assert!(false, "{other}"),
                },
            }
        }
        let sent = log.sent.lock().unwrap();
        prop_assert!(most_within(&sent, MINUTE) <= usize::try_from(per_minute).unwrap());
        prop_assert!(most_within(&sent, DAY) <= usize::try_from(per_day).unwrap());
    }
}

#[tokio::test]
async fn the_contracts_1000_a_minute_hold_for_many_callers_at_once() {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let budget = log.budget(Limits::default());
    let callers: Vec<_> = (0..2_500)
        .map(|_| {
            let budget = Arc::clone(&budget);
            tokio::spawn(async move { budget.acquire(Lane::Person).await })
        })
        .collect();
    for caller in callers {
        assert_eq!(caller.await.unwrap(), Ok(()));
    }
    let sent = log.sent.lock().unwrap();
    assert_eq!(sent.len(), 2_500);
    assert_eq!(most_within(&sent, MINUTE), 1_000);
    assert_eq!(budget.left_today(), 7_500);
}

#[tokio::test]
async fn the_contracts_10000_a_day_end_with_the_time_it_goes_on() {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let minute = noon().as_second() / 60;
    let budget = Budget::new(Limits::default(), vec![(minute - 100, 9_999)], log, clock);
    assert_eq!(budget.left_today(), 1);
    assert_eq!(budget.acquire(Lane::Person).await, Ok(()));
    let resume = noon() - 99 * MINUTE + DAY;
    assert_eq!(budget.acquire(Lane::Person).await, Err(BudgetError::DayIsSpent { resume }));
    assert_eq!(budget.left_today(), 0);
}

#[tokio::test]
async fn a_tenth_of_the_day_and_of_the_minute_stays_for_the_person() {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let budget = log.budget(Limits { per_minute: 10, per_day: 100 });
    for _ in 0..9 {
        budget.acquire(Lane::Poll).await.unwrap();
    }
    budget.acquire(Lane::Person).await.unwrap();
    assert_eq!(clock.slept(), [], "the person did not wait for the background's minute");

    let minute = noon().as_second() / 60;
    let spent = vec![(minute - 100, 90)];
    let budget = Budget::new(Limits { per_minute: 10, per_day: 100 }, spent, log, clock);
    assert!(matches!(budget.acquire(Lane::Poll).await, Err(BudgetError::DayIsSpent { .. })));
    assert_eq!(budget.acquire(Lane::Person).await, Ok(()));
}

#[tokio::test]
async fn what_is_not_counted_is_not_spent() {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let budget = log.budget(Limits { per_minute: 10, per_day: 100 });
    *log.broken.lock().unwrap() = true;
    assert_eq!(budget.acquire(Lane::Person).await, Err(BudgetError::NotCounted));
    assert_eq!(budget.left_today(), 100);
}

#[tokio::test]
async fn a_clock_that_is_set_back_a_month_does_not_stop_the_work_for_a_month() {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let budget = log.budget(Limits { per_minute: 2, per_day: 100 });
    for _ in 0..2 {
        budget.acquire(Lane::Person).await.unwrap();
    }
    clock.set(noon() - 30 * DAY);
    budget.acquire(Lane::Person).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(61)]);
    assert_eq!(budget.left_today(), 97, "what was spent under the wrong clock still counts");
    assert_eq!(log.budget(Limits { per_minute: 2, per_day: 100 }).left_today(), 97);
}

#[tokio::test]
async fn a_short_pause_is_waited_out_and_a_longer_one_never_shortened() {
    let clock = FakeClock::at(noon());
    let budget = MemoryLog::new(&clock).budget(Limits::default());
    budget.pause_until(noon() + Duration::from_secs(20));
    budget.pause_until(noon() + Duration::from_secs(5));
    budget.acquire(Lane::Poll).await.unwrap();
    assert_eq!(clock.now(), noon() + Duration::from_secs(20));
    let resume = clock.now() + Duration::from_secs(61);
    budget.pause_until(resume);
    assert_eq!(budget.acquire(Lane::Person).await, Err(BudgetError::Paused { resume }));
}
