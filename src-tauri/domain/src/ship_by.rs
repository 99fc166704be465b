//! When an order should leave, where the shop doesn't say: a rule that the seller sets.

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, Weekday},
    tz::TimeZone,
};

/// The longest time that a rule may give, in working days.
pub const LONGEST_HANDLING: u8 = 30;
/// Any calendar span that so many working days can take, with one working day a week.
const FURTHEST: i32 = (LONGEST_HANDLING as i32 + 2) * 7;

/// So many working days after the day of the order, until the end of that day. It is an estimate,
/// and to be shown as one: holidays and the shop's own exceptions are not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShipByRule {
    days: u8,
    /// Monday first.
    working: [bool; 7],
}

impl Default for ShipByRule {
    /// Two working days, Monday to Friday: what TikTok Shop asks of most sellers.
    fn default() -> Self {
        Self { days: 2, working: [true, true, true, true, true, false, false] }
    }
}

impl ShipByRule {
    /// A rule of `days` working days (0: by the end of the first one), at most
    /// [`LONGEST_HANDLING`], on these days of the week, Monday first. `None` for a longer one and
    /// for a week without a working day.
    pub fn new(days: u8, working: [bool; 7]) -> Option<Self> {
        (days <= LONGEST_HANDLING && working.contains(&true)).then_some(Self { days, working })
    }

    /// How many working days it gives.
    pub const fn days(&self) -> u8 {
        self.days
    }

    /// The days of the week on which the seller works, Monday first.
    pub const fn working(&self) -> [bool; 7] {
        self.working
    }

    /// The end of the last day on which an order placed at `created` leaves in time.
    pub fn ship_by(&self, created: Timestamp, zone: &TimeZone) -> Timestamp {
        end_of(self.last_day(created.to_zoned(zone.clone()).date()), zone)
    }

    /// Orders placed before this moment should leave before `until`; those placed at it or later
    /// need not. [`Self::ship_by`] of a later order is never earlier, so one moment tells.
    pub fn placed_before(&self, until: Timestamp, zone: &TimeZone) -> Timestamp {
        let mut day = until.to_zoned(zone.clone()).date();
        for _ in 0..FURTHEST {
            if end_of(self.last_day(day), zone) < until {
                break;
            }
            day = day.saturating_sub(1.day());
        }
        start_of(day.saturating_add(1.day()), zone)
    }

    fn last_day(&self, placed: Date) -> Date {
        let mut day = placed;
        let mut left = self.days;
        while !self.works_on(day) || left > 0 {
            day = day.saturating_add(1.day());
            if self.works_on(day) {
                left = left.saturating_sub(1);
            }
            if day == Date::MAX {
                break;
            }
        }
        day
    }

    fn works_on(&self, day: Date) -> bool {
        let monday_first = day.weekday().since(Weekday::Monday);
        usize::try_from(monday_first).ok().and_then(|at| self.working.get(at)).copied().unwrap_or(true)
    }
}

fn start_of(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp())
}

fn end_of(day: Date, zone: &TimeZone) -> Timestamp {
    let next = start_of(day.saturating_add(1.day()), zone);
    next.checked_sub(1.second()).unwrap_or(next)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn new_york() -> TimeZone {
        TimeZone::get("America/New_York").unwrap()
    }

    fn due(created: &str) -> String {
        ShipByRule::default().ship_by(created.parse().unwrap(), &new_york()).to_zoned(new_york()).datetime().to_string()
    }

    #[test]
    fn an_order_of_tuesday_leaves_by_thursday_midnight_of_the_sellers_own_clock() {
        assert_eq!(due("2026-03-10T12:00:00Z"), "2026-03-12T23:59:59");
        assert_eq!(due("2026-03-11T03:30:00Z"), "2026-03-12T23:59:59", "still Tuesday in New York");
    }

    #[test]
    fn a_weekend_gives_no_time_away() {
        assert_eq!(due("2026-03-13T15:00:00Z"), "2026-03-17T23:59:59", "Friday");
        assert_eq!(due("2026-03-14T15:00:00Z"), "2026-03-17T23:59:59", "Saturday");
    }

    #[test]
    fn a_rule_without_a_working_day_or_of_months_is_no_rule() {
        assert_eq!(ShipByRule::new(2, [false; 7]), None);
        assert_eq!(ShipByRule::new(LONGEST_HANDLING + 1, [true; 7]), None);
    }

    fn rules() -> impl Strategy<Value = ShipByRule> {
        (0..=LONGEST_HANDLING, any::<[bool; 7]>()).prop_filter_map("a rule", |(days, week)| ShipByRule::new(days, week))
    }

    proptest! {
        #[test]
        fn whoever_was_placed_before_the_moment_is_due_before_and_nobody_else(
            rule in rules(), until in 1_700_000_000i64..1_800_000_000, hours in -2_000i64..200,
        ) {
            let until = Timestamp::from_second(until).unwrap();
            let placed = until.checked_add(hours.hours()).unwrap();
            let zone = new_york();
            let is_due = rule.ship_by(placed, &zone) < until;
            prop_assert_eq!(placed < rule.placed_before(until, &zone), is_due);
        }

        #[test]
        fn a_later_order_is_never_due_earlier(rule in rules(), first in 1_700_000_000i64..1_800_000_000, later in 0i64..2_000_000) {
            let of = |second| rule.ship_by(Timestamp::from_second(second).unwrap(), &new_york());
            prop_assert!(of(first) <= of(first + later));
        }
    }
}
