//! For how long what is known of a buyer is kept once an order is over: a rule that the seller sets.

use jiff::{SignedDuration, Timestamp};

/// The longest time that a rule may give, in days: ten years.
pub const LONGEST_KEPT: u16 = 3_650;

/// So many days after an order's last change, or for as long as the order is here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    days: Option<u16>,
}

impl Retention {
    /// A rule of 1 to [`LONGEST_KEPT`] days; without days everything is kept. `None` for any other number.
    pub fn new(days: Option<u16>) -> Option<Self> {
        days.is_none_or(|days| (1..=LONGEST_KEPT).contains(&days)).then_some(Self { days })
    }

    /// How many days it gives; none where everything is kept.
    pub const fn days(self) -> Option<u16> {
        self.days
    }

    /// Orders that are over and changed last before this moment have no buyer here any more; none where all have.
    pub fn kept_since(self, now: Timestamp) -> Option<Timestamp> {
        let days = i64::from(self.days?);
        now.checked_sub(SignedDuration::from_hours(days * 24)).ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_for_a_month_is_kept_for_thirty_days_to_the_moment() {
        let since = Retention::new(Some(30)).unwrap().kept_since("2026-03-31T12:00:00Z".parse().unwrap());
        assert_eq!(since, Some("2026-03-01T12:00:00Z".parse().unwrap()));
        assert_eq!(Retention::default().kept_since(Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn a_rule_of_no_days_or_of_centuries_is_no_rule() {
        assert_eq!(Retention::new(Some(0)), None);
        assert_eq!(Retention::new(Some(LONGEST_KEPT + 1)), None);
    }
}
