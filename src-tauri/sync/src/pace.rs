//! How often, how long, how much: every delay of the engine in one place.

use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

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
    /// The same when the looks' share of the day is all but spent.
    pub longest_in_view: Duration,
    /// Between two looks while nobody sees the window and orders come in.
    pub busy: Duration,
    /// For how long after an order they count as coming in.
    pub busy_for: Duration,
    /// Between two looks while nobody sees the window and nothing comes in.
    pub quiet: Duration,
    /// Between two readings of every order in which somebody waits.
    pub open_every: Duration,
    /// Between two looks that reach back to orders which became visible late, between two pages
    /// of older orders, and between two readings of the catalogue.
    pub again_every: Duration,
    /// The first delay after a failure; it doubles with each further one.
    pub first_backoff: Duration,
    /// The longest delay after failures.
    pub longest_backoff: Duration,
    /// How long a request whose answer was lost may still be under way at the shop. The
    /// client gives up after 30 s; until then *not there* doesn't mean *not done*.
    pub settle: Duration,
    /// Records asked for in one page at first; fewer once the shop has refused so many.
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
            between_rounds: Duration::from_secs(10),
            longest_in_view: Duration::from_secs(15),
            busy: Duration::from_secs(60),
            busy_for: Duration::from_secs(30 * 60),
            quiet: Duration::from_secs(300),
            open_every: Duration::from_secs(5 * 60),
            again_every: Duration::from_secs(10 * 60),
            first_backoff: Duration::from_secs(2),
            longest_backoff: Duration::from_secs(120),
            settle: Duration::from_secs(35),
            page_size: 500,
            in_flight: 4,
            fresh: Duration::from_secs(20),
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
    /// In view the delay grows with the square root of what is spent: most of the way while little
    /// is, because what is saved early is what lasts until the end of a day. Whatever the
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
        self.between_rounds + reserve.mul_f64(now.spent_share().sqrt())
    }

    /// How far apart two readings of all open orders are, of which the last took `cost` requests:
    /// the more of the day is spent, the nearer this comes to a request a minute.
    pub(crate) fn open_orders_every(&self, cost: u32, now: &Circumstances) -> Duration {
        let (_, look) = self.rhythm(now);
        let earned = Duration::from_secs(60).saturating_mul(cost).mul_f64(now.spent_share());
        self.open_every.max(look.saturating_mul(3)).max(earned)
    }

    /// How far apart other readings again are.
    pub(crate) fn again_every(&self, now: &Circumstances) -> Duration {
        let (_, look) = self.rhythm(now);
        self.again_every.max(look.saturating_mul(6))
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
