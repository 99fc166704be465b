//! Both limits of the contract, on a clock of their own: 1,000 a minute and 10,000 a day.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use support::{timeline::Timeline, *};
use tiktok_shop::{Budget, BudgetError, Clock, Lane, Limits};
use tokio::task::JoinSet;

const DAY: Duration = Duration::from_secs(86_400);
/// A day, and the second by which requests may arrive closer together than they left.
const ROLLING_DAY: Duration = Duration::from_secs(86_401);

#[tokio::test]
async fn the_contracts_1000_a_minute_hold_for_many_callers_at_once() {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let budget = log.budget(Limits::default());
    let callers: JoinSet<_> = (0..2_500)
        .map(|_| {
            let (budget, clock) = (Arc::clone(&budget), Arc::clone(&clock));
            async move { budget.acquire(Lane::Person).await.map(|()| clock.now()) }
        })
        .collect();
    let mut sent: Vec<Timestamp> = callers.join_all().await.into_iter().map(Result::unwrap).collect();
    sent.sort();
    let minutes = [sent[0], sent[999], sent[1000], sent[1999], sent[2000], sent[2499]];
    let window = Duration::from_secs(61);
    let begins = [noon(), noon(), noon() + window, noon() + window, noon() + 2 * window, noon() + 2 * window];
    assert_eq!((sent.len(), minutes), (2_500, begins));
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
    let resume = noon() - Duration::from_secs(99 * 60) + ROLLING_DAY;
    assert_eq!(budget.acquire(Lane::Person).await, Err(BudgetError::DayIsSpent { lane: Lane::Person, resume }));
    assert_eq!(budget.left_today(), 0);
}

#[tokio::test]
async fn a_burst_is_written_down_ahead_of_the_requests_and_never_behind() {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let budget = log.budget(Limits::default());
    for sent in 1..=1_000 {
        budget.acquire(Lane::Person).await.unwrap();
        let known = log.budget(Limits::default()).spent_today();
        assert!(known >= sent, "after {sent} requests a restart knows of {known}");
        assert!(known == sent || sent >= 16 && known <= sent + sent / 4 + 1, "{known} for {sent}");
    }
    assert_eq!(budget.spent_today(), 1_000, "as long as nothing breaks, what was sent counts");
    assert!(log.sent.lock().unwrap().len() < 100, "a disk that waits for each would hold the burst up");
}

/// A budget of 100 a minute and 1,000 a day that has spent some earlier today.
fn having_spent(count: u32) -> (Arc<FakeClock>, Budget) {
    let clock = FakeClock::at(noon());
    let log = MemoryLog::new(&clock);
    let spent = vec![(noon().as_second() / 60 - 100, count)];
    let budget = Budget::new(Limits { per_minute: 100, per_day: 1_000 }, spent, log, Arc::clone(&clock) as _);
    (clock, budget)
}

#[tokio::test]
async fn each_lane_keeps_a_part_of_the_minute_for_those_above() {
    let (clock, budget) = having_spent(0);
    for (lane, share) in [(Lane::Backfill, 60), (Lane::Poll, 80), (Lane::Hint, 85), (Lane::Person, 100)] {
        while budget.spent_today() < share {
            budget.acquire(lane).await.unwrap();
        }
        assert_eq!(clock.slept(), [], "{lane:?} did not wait behind the minute of those below");
    }
    budget.acquire(Lane::Person).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(61)]);
}

#[tokio::test]
async fn each_lane_waits_where_its_share_of_the_minute_ends() {
    for (lane, share) in [(Lane::Backfill, 60), (Lane::Poll, 80), (Lane::Hint, 85), (Lane::Person, 100)] {
        let (clock, budget) = having_spent(0);
        for _ in 0..share {
            budget.acquire(lane).await.unwrap();
        }
        assert_eq!(clock.slept(), [], "{lane:?}");
        budget.acquire(lane).await.unwrap();
        assert_eq!(clock.slept(), [Duration::from_secs(61)], "{lane:?}");
    }
}

#[tokio::test]
async fn a_share_of_the_day_is_kept_for_what_the_person_saves() {
    for (lane, share) in [(Lane::Backfill, 600), (Lane::Poll, 800), (Lane::Hint, 850), (Lane::Person, 1_000)] {
        let (_, budget) = having_spent(share - 1);
        assert_eq!((budget.left(lane), budget.goes_on(lane)), (1, None), "{lane:?}");
        assert_eq!(budget.acquire(lane).await, Ok(()), "{lane:?}");
        let resume = noon() - Duration::from_secs(99 * 60) + ROLLING_DAY;
        assert_eq!(budget.acquire(lane).await, Err(BudgetError::DayIsSpent { lane, resume }));
        assert_eq!((budget.left(lane), budget.goes_on(lane)), (0, Some(resume)), "{lane:?}");
        assert_eq!(budget.left(Lane::Person), 1_000 - share);
    }
}

#[tokio::test]
async fn what_the_person_has_used_of_the_part_kept_for_them_is_not_kept_a_second_time() {
    let (clock, budget) = having_spent(700);
    let mut saves = 0;
    while saves < 150 {
        budget.acquire(Lane::Person).await.unwrap();
        saves += 1;
    }
    let lefts = [Lane::Person, Lane::Hint, Lane::Poll, Lane::Backfill].map(|lane| budget.left(lane));
    assert_eq!(lefts, [150, 150, 100, 0], "of 1,000; before the restart it may have been anybody");
    clock.set(noon() + ROLLING_DAY + Duration::from_secs(600));
    assert_eq!(budget.left(Lane::Poll), 800, "a day later nothing of it counts");
}

/// On a full minute, `first` and then `second` ask for room; in which order do they get it?
async fn order_of(first: Lane, second: Lane) -> Vec<Lane> {
    let clock = Timeline::at(noon());
    let budget = MemoryLog::new(&clock).budget(Limits { per_minute: 1, per_day: 100 });
    budget.acquire(Lane::Person).await.unwrap();
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    for lane in [first, second] {
        let (budget, tell) = (Arc::clone(&budget), tell.clone());
        tokio::spawn(async move {
            budget.acquire(lane).await.unwrap();
            tell.send(lane).unwrap();
        });
        clock.settle().await;
    }
    clock.run(async move { vec![told.recv().await.unwrap(), told.recv().await.unwrap()] }).await
}

#[tokio::test]
async fn what_a_person_waits_for_goes_before_whoever_waited_longer() {
    for (index, above) in Lane::ALL.into_iter().enumerate() {
        for below in Lane::ALL.into_iter().skip(index + 1) {
            assert_eq!(order_of(below, above).await, [above, below]);
            assert_eq!(order_of(above, below).await, [above, below]);
        }
    }
}

#[tokio::test]
async fn a_caller_that_gives_up_holds_nobody_back() {
    let clock = Timeline::at(noon());
    let budget = MemoryLog::new(&clock).budget(Limits { per_minute: 1, per_day: 100 });
    budget.acquire(Lane::Person).await.unwrap();
    let person = tokio::spawn({
        let budget = Arc::clone(&budget);
        async move { budget.acquire(Lane::Person).await }
    });
    clock.settle().await;
    person.abort();
    assert_eq!(clock.run(async move { budget.acquire(Lane::Backfill).await }).await, Ok(()));
}

#[tokio::test]
async fn a_request_counts_in_the_minute_in_which_it_leaves_however_slow_the_disk() {
    let clock = FakeClock::at(noon() + Duration::from_secs(58));
    let log = MemoryLog::new(&clock);
    *log.takes.lock().unwrap() = Duration::from_secs(5);
    let budget = log.budget(Limits { per_minute: 1, per_day: 100 });
    budget.acquire(Lane::Person).await.unwrap();
    let left = clock.now();
    *log.takes.lock().unwrap() = Duration::ZERO;
    let restarted = log.budget(Limits { per_minute: 1, per_day: 100 });
    restarted.acquire(Lane::Person).await.unwrap();
    assert!(clock.now() >= left + Duration::from_secs(60), "{left} and {}", clock.now());
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
    for _ in 0..3 {
        assert_eq!(log.budget(Limits { per_minute: 2, per_day: 100 }).left_today(), 97, "over any number of restarts");
    }
    clock.pass(DAY + Duration::from_secs(120));
    assert_eq!(log.budget(Limits { per_minute: 2, per_day: 100 }).left_today(), 100, "and for a day, not a month");
}

#[tokio::test]
async fn a_clock_that_is_set_forward_does_not_empty_the_minute() {
    let clock = FakeClock::at(noon());
    let budget = MemoryLog::new(&clock).budget(Limits { per_minute: 1, per_day: 100 });
    budget.acquire(Lane::Person).await.unwrap();
    clock.set(noon() + Duration::from_secs(3_600));
    budget.acquire(Lane::Person).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(61)]);
}

#[tokio::test]
async fn a_short_pause_is_waited_out_and_a_longer_one_never_shortened() {
    let clock = FakeClock::at(noon());
    let budget = MemoryLog::new(&clock).budget(Limits::default());
    budget.pause_until(noon() + Duration::from_secs(20));
    budget.pause_until(noon() + Duration::from_secs(5));
    assert_eq!(budget.goes_on(Lane::Person), Some(noon() + Duration::from_secs(20)));
    budget.acquire(Lane::Poll).await.unwrap();
    assert_eq!(clock.now(), noon() + Duration::from_secs(20));
    let resume = clock.now() + Duration::from_secs(61);
    budget.pause_until(resume);
    assert_eq!(budget.acquire(Lane::Person).await, Err(BudgetError::Paused { resume }));
    assert_eq!(budget.last_limited(), Some(clock.now()), "the engine slows down by this");
}

#[tokio::test]
async fn a_pause_lasts_no_longer_because_the_clock_is_set_back() {
    let clock = FakeClock::at(noon());
    let budget = MemoryLog::new(&clock).budget(Limits::default());
    budget.pause_until(noon() + Duration::from_secs(20));
    clock.set(noon() - DAY);
    budget.acquire(Lane::Poll).await.unwrap();
    assert_eq!(clock.slept(), [Duration::from_secs(20)]);
}
