//! How often, how long, how much: every delay of the engine in one place.

use std::time::Duration;

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
/// With the default, a day of looking for new orders every 30 s and at everything else every
/// 2 min costs about 8,000 of the contract's 10,000 requests for a shop with some hundred open
/// orders; the budget below keeps a tenth for the person whatever happens here.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two looks for new orders.
    pub between_rounds: Duration,
    /// Every so many rounds, open orders, a page of older ones and products are read too.
    pub full_every: u32,
    /// The first delay after a failure; it doubles with each further one.
    pub first_backoff: Duration,
    /// The longest delay after failures.
    pub longest_backoff: Duration,
    /// How long a request whose answer was lost may still be under way at the shop. The
    /// client gives up after 30 s; until then *not there* doesn't mean *not done*.
    pub settle: Duration,
    /// Records asked for in one page, where the shop takes that many.
    pub page_size: u32,
    /// Shipments of a bulk that are under way at the same time; 1 sends one after another.
    pub in_flight: usize,
    /// How old, by our clock, a reading may be from which a write is planned.
    pub fresh: Duration,
    /// Hints followed in any minute.
    pub hints_a_minute: u32,
    /// Hints followed in any 24 hours: a tenth of the contract's day, so that whoever forges them
    /// can't spend the rest.
    pub hints_a_day: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            between_rounds: Duration::from_secs(30),
            full_every: 4,
            first_backoff: Duration::from_secs(2),
            longest_backoff: Duration::from_secs(120),
            settle: Duration::from_secs(35),
            page_size: 100,
            in_flight: 4,
            fresh: Duration::from_secs(20),
            hints_a_minute: 30,
            hints_a_day: 1_000,
        }
    }
}

impl Pace {
    /// The delay after `failures` failures in a row; zero failures have none.
    pub fn backoff(&self, failures: u32) -> Duration {
        let doublings = failures.saturating_sub(1).min(16);
        self.first_backoff.saturating_mul(1 << doublings).min(self.longest_backoff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_in_a_row_wait_longer_and_longer_up_to_the_longest() {
        let pace = Pace::default();
        let waits: Vec<u64> = (1..=9).map(|failures| pace.backoff(failures).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 120, 120, 120]);
    }
}
