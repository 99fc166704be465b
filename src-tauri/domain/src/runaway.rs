//! What runs away: a product that sells so fast, and so much faster than it usually does, that it will soon be sold out.

use crate::Level;

/// Over how many minutes up to now a pace is told, the shortest first. A burst is seen in the shortest within minutes;
/// what comes more slowly is seen in the longer ones, in which a few buyers at once are not much.
pub const PACE_MINUTES: [i64; 3] = [15, 60, 180];

/// So many minutes before the longest of these tell what is usual: a day, which has each hour once.
pub const USUAL_MINUTES: i64 = 24 * 60;

/// Fewer orders tell no pace. Orders and not pieces: one buyer who takes a box of fifty is no run.
pub const FEWEST_ORDERS: u64 = 5;

/// So many times the usual pace is markedly above it. Sales that come by chance reach three times their mean over
/// [`FEWEST_ORDERS`] seldom, and an evening sells about twice what the mean of a day does.
const MARKEDLY: f64 = 3.0;

/// A run that is on goes on until what is left lasts this many times as long as what it began with, so that one that
/// is near the limit doesn't begin anew all the time.
const UNTIL: f64 = 1.5;

/// What of a SKU was ordered over each of [`PACE_MINUTES`], cancelled orders left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lately {
    /// Orders with it.
    pub orders: [u64; 3],
    /// Pieces of it.
    pub pieces: [u64; 3],
}

/// How fast a SKU sells, as pieces over minutes, so that it is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Pieces that were ordered.
    pub pieces: u64,
    /// Over so many minutes.
    pub minutes: i64,
}

impl Pace {
    /// Pieces an hour.
    pub fn per_hour(self) -> f64 {
        self.pieces as f64 * 60.0 / self.minutes as f64
    }

    /// In how many hours so many pieces are gone; 0 where nothing is left.
    pub fn hours_for(self, left: Level) -> f64 {
        left.max(0) as f64 / self.per_hour()
    }
}

impl Lately {
    /// The fastest pace at which the SKU sells out within so many hours, where it began to just now: markedly above
    /// the usual one, in pieces an hour. None where it doesn't run away.
    pub fn runs_away(&self, usual: f64, left: Level, within_hours: u32) -> Option<Pace> {
        let pace = self.fastest(FEWEST_ORDERS, |pace| pace.per_hour() >= usual * MARKEDLY)?;
        (pace.hours_for(left) < f64::from(within_hours)).then_some(pace)
    }

    /// The pace of a run that is on; none where it is over. What is usual meanwhile doesn't matter: a run that lasts
    /// for days becomes usual, and is one all the same.
    pub fn still_runs(&self, left: Level, within_hours: u32) -> Option<Pace> {
        let pace = self.fastest(FEWEST_ORDERS, |_| true)?;
        (pace.hours_for(left) < f64::from(within_hours) * UNTIL).then_some(pace)
    }

    fn fastest(&self, fewest: u64, counts: impl Fn(Pace) -> bool) -> Option<Pace> {
        let windows = PACE_MINUTES.into_iter().zip(self.orders).zip(self.pieces);
        windows
            .filter(|((_, orders), _)| *orders >= fewest)
            .map(|((minutes, _), pieces)| Pace { pieces, minutes })
            .filter(|pace| counts(*pace))
            .max_by(|one, other| one.per_hour().total_cmp(&other.per_hour()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One piece an order.
    fn ordered(orders: [u64; 3]) -> Lately {
        Lately { orders, pieces: orders }
    }

    fn pace(pieces: u64, minutes: i64) -> Option<Pace> {
        Some(Pace { pieces, minutes })
    }

    #[test]
    fn a_burst_is_seen_in_the_shortest_window_and_a_slow_run_in_the_longest() {
        assert_eq!(ordered([20, 20, 20]).runs_away(0.0, 100, 6), pace(20, 15));
        assert_eq!(ordered([1, 4, 12]).runs_away(0.0, 20, 6), pace(12, 180));
        assert_eq!(ordered([0, 30, 40]).runs_away(0.0, 100, 6), pace(30, 60));
    }

    #[test]
    fn it_has_to_sell_out_within_the_hours() {
        let burst = ordered([20, 20, 20]);
        assert_eq!(burst.runs_away(0.0, 479, 6), pace(20, 15), "80 an hour");
        assert_eq!(burst.runs_away(0.0, 480, 6), None);
        assert_eq!(burst.runs_away(0.0, 480, 7), pace(20, 15));
        assert_eq!(burst.runs_away(0.0, 0, 6), pace(20, 15), "sold out already");
        assert_eq!(burst.runs_away(0.0, 0, 0), None, "turned off");
    }

    #[test]
    fn what_always_sells_so_is_no_run() {
        let hour = ordered([0, 30, 30]);
        assert_eq!(hour.runs_away(10.0, 20, 6), pace(30, 60));
        assert_eq!(hour.runs_away(10.1, 20, 6), None);
    }

    #[test]
    fn few_buyers_are_no_run_however_much_they_take() {
        let box_of_fifty = Lately { orders: [1, 1, 4], pieces: [50, 50, 200] };
        assert_eq!(box_of_fifty.runs_away(0.0, 10, 6), None);
        assert_eq!(Lately { orders: [1, 1, 5], ..box_of_fifty }.runs_away(0.0, 10, 6), pace(200, 180));
    }

    #[test]
    fn a_run_goes_on_a_little_longer_than_it_would_begin_and_whatever_is_usual() {
        let burst = ordered([20, 20, 20]);
        assert_eq!(burst.still_runs(719, 6), pace(20, 15));
        assert_eq!(burst.still_runs(720, 6), None);
        assert_eq!(ordered([0, 0, 4]).still_runs(0, 6), None, "nobody buys any more");
    }

    proptest! {
        #[test]
        fn what_begins_goes_on_at_the_same_moment(
            orders in any::<[u8; 3]>(), pieces in any::<[u16; 3]>(), usual in 0.0..50.0, left in -5..5_000_i64, hours in 0..48_u32,
        ) {
            let lately = Lately { orders: orders.map(u64::from), pieces: pieces.map(u64::from) };
            if lately.runs_away(usual, left, hours).is_some() {
                prop_assert!(lately.still_runs(left, hours).is_some());
            }
        }
    }
}
