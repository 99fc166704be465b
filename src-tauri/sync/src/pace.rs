//! How often, how long, how much: every delay of the engine in one place.

use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);
const EARNED_BY_A_REQUEST: Duration = Duration::from_secs(900);

/// Why the engine looks as often as it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rhythm {
    /// Somebody can see the window.
    #[default]
    InView,
    /// Nobody can, and orders come in.
    Busy,
    /// Nobody can, and nothing comes in.
    Quiet,
    /// What is left of the day's requests is made to last.
    Saving,
    /// The shop asked for fewer requests a while ago.
    Slowed,
}

/// The engine's delays.
///
/// With the default and the window in view, a look for new orders every 10 to 15 s and everything
/// else together cost some 8,000 of the contract's 10,000 requests in 24 hours, so that whoever
/// looks at the window all day sees an order within 15 s at any hour of it; see
/// [`Pace::rhythm`].
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two looks for new orders while the window is in view and the day is young.
    pub between_rounds: Duration,
    /// The same once a quarter of the looks' share of the day is spent. An order waits any part of
    /// it, so that 95 of 100 wait 0.95 of it at most: less than 15 s.
    pub longest_in_view: Duration,
    /// Between two looks while nobody sees the window and orders come in.
    pub busy: Duration,
    /// For how long after an order they count as coming in.
    pub busy_for: Duration,
    /// Between two looks while nobody sees the window and nothing comes in.
    pub quiet: Duration,
    /// Between two readings of every order in which somebody waits.
    pub open_every: Duration,
    /// Between two pages of older orders, and between two readings of the catalogue.
    pub again_every: Duration,
    /// Between two looks that reach back to orders which became visible late.
    pub late_every: Duration,
    /// The first delay after a failure; it doubles with each further one.
    pub first_backoff: Duration,
    /// The longest delay after failures.
    pub longest_backoff: Duration,
    /// How long a shipment that was just saved waits, so that it can be taken back: once it has left
    /// it can't be.
    pub grace: Duration,
    /// How long a request whose answer was lost may still be under way at the shop. The
    /// client gives up after 30 s; until then *not there* doesn't mean *not done*.
    pub settle: Duration,
    /// Records asked for in one page at first; fewer once the shop has refused so many.
    pub page_size: u32,
    /// Shipments of a bulk that are under way at the same time; 1 sends one after another.
    pub in_flight: usize,
    /// How old, by our clock, a reading may be from which a write is planned.
    pub fresh: Duration,
    /// How long after its reading came a stock level may leave that was worked out from it: what is
    /// sold in between is overwritten. Nothing but a commit lies there, unless a write has to wait.
    pub prompt: Duration,
    /// Hints followed in any minute.
    pub hints_a_minute: u32,
    /// Hints followed in any 24 hours: a tenth of the contract's day, so that whoever forges them
    /// can't spend the rest.
    pub hints_a_day: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            between_rounds: Duration::from_secs(10),
            longest_in_view: Duration::from_millis(15_500),
            busy: Duration::from_secs(60),
            busy_for: Duration::from_secs(30 * 60),
            quiet: Duration::from_secs(300),
            open_every: Duration::from_secs(5 * 60),
            again_every: Duration::from_secs(10 * 60),
            late_every: Duration::from_secs(30 * 60),
            first_backoff: Duration::from_secs(2),
            longest_backoff: Duration::from_secs(120),
            grace: Duration::from_secs(5),
            settle: Duration::from_secs(35),
            page_size: 500,
            in_flight: 4,
            fresh: Duration::from_secs(20),
            prompt: Duration::from_secs(3),
            hints_a_minute: 30,
            hints_a_day: 1_000,
        }
    }
}

/// What the rhythm goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// Whether somebody can see the window.
    pub in_view: bool,
    /// How long ago a look brought an order; nothing where none has so far.
    pub since_order: Option<Duration>,
    /// Requests of the rolling day so far, whoever sent them.
    pub spent: u32,
    /// Requests of the rolling day that looks may still send.
    pub left: u32,
    /// How long ago the shop asked for a pause (code 1005); nothing where it never did.
    pub since_limited: Option<Duration>,
}

impl Circumstances {
    /// How much of what looks may send in a day is spent, 0 to 1.
    fn spent_share(&self) -> f64 {
        let whole = f64::from(self.spent) + f64::from(self.left);
        if whole > 0.0 { f64::from(self.spent) / whole } else { 1.0 }
    }
}

impl Pace {
    /// The delay after `failures` failures in a row; zero failures have none.
    pub fn backoff(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(16);
        self.first_backoff.saturating_mul(1 << doublings).min(self.longest_backoff)
    }

    /// How far apart looks for new orders are, and why.
    ///
    /// In view they are farthest apart from a quarter of the day's requests on: what is saved early
    /// is what lasts until the end of a day that nobody knows beforehand. Whatever the
    /// circumstances, what is left always lasts another hour.
    pub fn rhythm(&self, now: &Circumstances) -> (Rhythm, Duration) {
        let (rhythm, wanted) = match now.since_order {
            _ if now.in_view => (Rhythm::InView, self.in_view(now)),
            Some(since) if since < self.busy_for => (Rhythm::Busy, self.busy),
            _ => (Rhythm::Quiet, self.quiet),
        };
        let lasting = HOUR / now.left.max(1);
        let (rhythm, every) = if lasting > wanted { (Rhythm::Saving, lasting) } else { (rhythm, wanted) };
        if now.since_limited.is_some_and(|since| since < HOUR) {
            return (Rhythm::Slowed, every.saturating_mul(2));
        }
        (rhythm, every)
    }

    fn in_view(&self, now: &Circumstances) -> Duration {
        let reserve = self.longest_in_view.saturating_sub(self.between_rounds);
        self.between_rounds + reserve.mul_f64((now.spent_share() * 4.0).min(1.0))
    }

    /// How far apart two readings of the same are, of which the last took `cost` requests: at
    /// least `wanted`, at least three looks, and the farther the more of the day is spent, for
    /// looks go first. With half of it spent that is a quarter of an hour for each request.
    pub(crate) fn again(&self, wanted: Duration, cost: u32, now: &Circumstances) -> Duration {
        let spent = now.spent_share().min(0.999);
        let earned = EARNED_BY_A_REQUEST.saturating_mul(cost).mul_f64(spent / (1.0 - spent));
        let (_, look) = self.rhythm(now);
        wanted.max(look.saturating_mul(3)).max(earned)
    }

    /// The same for what a seller who packs has to know soon: a request every five minutes, or
    /// whatever [`Pace::open_every`] is, however much is spent.
    pub(crate) fn soon_again(&self, cost: u32, now: &Circumstances) -> Duration {
        let (_, look) = self.rhythm(now);
        self.open_every.saturating_mul(cost.max(1)).max(look.saturating_mul(3))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail loudly, and tell its figures")]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    /// What looks may send of the contract's 10,000.
    const SHARE: u32 = 8_000;
    /// What back-fill may.
    const BACKFILL: u32 = 6_000;

    fn at(in_view: bool, spent: u32) -> Circumstances {
        let left = SHARE.saturating_sub(spent);
        Circumstances { in_view, since_order: None, spent, left, since_limited: None }
    }

    #[test]
    fn failures_in_a_row_wait_longer_and_longer_up_to_the_longest() {
        let pace = Pace::default();
        let waits: Vec<u64> = (1..=9).map(|failures| pace.backoff(failures).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 120, 120, 120]);
    }

    #[test]
    fn who_looks_sees_news_soon_and_at_night_it_is_calm() {
        let pace = Pace::default();
        let came = |minutes| Circumstances { since_order: Some(SECOND * 60 * minutes), ..at(false, 0) };
        assert_eq!(pace.rhythm(&at(true, 0)), (Rhythm::InView, SECOND * 10));
        assert_eq!(pace.rhythm(&at(true, 4_000)), (Rhythm::InView, SECOND * 31 / 2));
        assert_eq!(pace.rhythm(&came(29)), (Rhythm::Busy, SECOND * 60));
        assert_eq!(pace.rhythm(&came(31)), (Rhythm::Quiet, SECOND * 300));
        assert_eq!(pace.rhythm(&at(true, 7_990)), (Rhythm::Saving, SECOND * 360));
    }

    #[test]
    fn told_to_slow_down_it_does_for_an_hour() {
        let pace = Pace::default();
        let told = |minutes| Circumstances { since_limited: Some(SECOND * 60 * minutes), ..at(true, 0) };
        assert_eq!(pace.rhythm(&told(59)), (Rhythm::Slowed, SECOND * 20));
        assert_eq!(pace.rhythm(&told(60)), (Rhythm::InView, SECOND * 10));
    }

    #[test]
    fn open_orders_are_read_every_five_minutes_until_the_day_runs_out() {
        let pace = Pace::default();
        let again = |spent| pace.again(pace.open_every, 3, &at(true, spent)).as_secs();
        assert_eq!([again(0), again(2_000), again(4_000)], [300, 900, 2_700]);
        assert!(again(7_200) > 3_000, "looks for new orders go first");
    }

    prop_compose! {
        fn circumstances()(
            in_view: bool, since_order: Option<u32>, spent in 0u32..12_000, since_limited: Option<u16>,
        ) -> Circumstances {
            let seconds = |of: u64| Duration::from_secs(of);
            Circumstances {
                since_order: since_order.map(|of| seconds(of.into())),
                since_limited: since_limited.map(|of| seconds(of.into())),
                ..at(in_view, spent)
            }
        }
    }

    proptest! {
        #[test]
        fn no_look_is_sooner_than_ten_seconds_after_the_last_or_more_than_two_hours(now in circumstances()) {
            let (_, every) = Pace::default().rhythm(&now);
            prop_assert!((SECOND * 10..=HOUR * 2).contains(&every), "{every:?}");
        }

        #[test]
        fn the_more_is_spent_the_farther_apart_looks_are(now in circumstances(), more in 0u32..5_000) {
            let later = Circumstances { spent: now.spent + more, left: now.left.saturating_sub(more), ..now };
            let pace = Pace::default();
            prop_assert!(pace.rhythm(&later).1 >= pace.rhythm(&now).1);
            prop_assert!(pace.again(HOUR, 3, &later) >= pace.again(HOUR, 3, &now));
        }

        #[test]
        fn who_looks_waits_little_longer_than_fifteen_seconds_unless_told_why(now in circumstances()) {
            let now = Circumstances { in_view: true, ..now };
            let (rhythm, every) = Pace::default().rhythm(&now);
            prop_assert!(rhythm != Rhythm::InView || every <= SECOND * 31 / 2);
            prop_assert!(matches!(rhythm, Rhythm::InView | Rhythm::Saving | Rhythm::Slowed));
        }

        #[test]
        fn what_is_left_lasts_another_hour_whatever_it_is(mut now in circumstances()) {
            (now.left, now.since_limited) = (now.left.max(1), None);
            let (mut passed, pace) = (Duration::ZERO, Pace::default());
            while now.left > 0 {
                passed += pace.rhythm(&now).1;
                (now.spent, now.left) = (now.spent + 1, now.left - 1);
            }
            prop_assert!(passed >= HOUR, "{passed:?}");
        }
    }

    /// A seller who has the window in view for `days` and saves `edits` requests' worth a day: the
    /// greatest number of requests in any 24 hours, and the 95th percentile of an order's way into
    /// the cache, by the last day's looks.
    fn days_in_view(days: u32, edits: u32) -> (u32, Duration) {
        let (pace, day) = (Pace::default(), HOUR * 24);
        let (mut now, mut sent, mut spent, mut most) = (Duration::ZERO, VecDeque::new(), 0, 0);
        let (mut duties, mut called_off, mut saved, mut gaps) =
            ([None::<Duration>; 4], None::<Duration>, 0, Vec::new());
        while now < day * days {
            while sent.front().is_some_and(|(at, _)| *at + day <= now) {
                spent -= sent.pop_front().map_or(0, |(_, count): (_, u32)| count);
            }
            let mut count = 1;
            let circumstances = at(true, spent);
            // Open orders, late ones, the catalogue, older ones: what each costs, as of a busy
            // shop. The last two are back-fill, of which there is one an hour once its share is spent.
            let backfill = if spent < BACKFILL { pace.again_every } else { HOUR };
            if called_off.is_none_or(|last| last + pace.soon_again(2, &circumstances) <= now) {
                (called_off, count) = (Some(now), count + 2);
            }
            for (last, (every, cost)) in
                duties.iter_mut().zip([(pace.open_every, 5), (pace.late_every, 2), (backfill, 2), (backfill, 1)])
            {
                if last.is_none_or(|last| last + pace.again(every, cost, &circumstances) <= now) {
                    (*last, count) = (Some(now), count + cost);
                }
            }
            while f64::from(saved) < f64::from(edits) * now.as_secs_f64() / day.as_secs_f64() {
                (saved, count) = (saved + 1, count + 1);
            }
            sent.push_back((now, count));
            spent += count;
            most = most.max(spent);
            let (_, every) = pace.rhythm(&at(true, spent));
            gaps.extend((now >= day * (days - 1)).then_some(every));
            now += every;
        }
        // An order waits any part of a gap, and a long one catches more orders.
        let mut waits: Vec<Duration> = gaps
            .iter()
            .flat_map(|gap| {
                (1..=gap.as_secs().saturating_mul(4)).map(|quarter| SECOND * u32::try_from(quarter).unwrap() / 4)
            })
            .collect();
        waits.sort();
        (most, waits[waits.len() * 95 / 100])
    }

    #[test]
    fn whoever_looks_all_day_sees_orders_within_fifteen_seconds_on_every_day_of_ten() {
        for (days, edits) in [(1, 0), (1, 1_500), (3, 1_500), (10, 1_500)] {
            let (most, p95) = days_in_view(days, edits);
            println!("{days} days, {edits} requests a day for edits: at most {most} in 24 h, p95 {p95:?}");
            assert!(p95 <= SECOND * 15 && most <= 8_500, "{days} days, {edits} edits: {p95:?} with {most}");
        }
    }
}
