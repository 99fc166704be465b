//! What the shop refuses until a person does something about it is left alone for a while, so that nothing is asked
//! in vain over and over; everything else goes on.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tiktok_shop::{ShopError, later};

/// How long something is left alone.
pub(crate) const LEFT_ALONE: Duration = Duration::from_secs(3_600);

/// What may be refused by itself: each needs another permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    /// Reading orders.
    Orders,
    /// Reading products.
    Products,
    /// Shipping.
    Shipments,
    /// What is done to an order beside shipping it.
    Errands,
    /// Writing levels.
    Stock,
}

/// Which work the shop has refused, when, and why.
#[derive(Default)]
pub(crate) struct Standstills(Mutex<BTreeMap<Work, (Timestamp, ShopError)>>);

impl Standstills {
    /// Notes a refusal, where it is one that time doesn't mend; whether it is.
    pub(crate) fn note(&self, work: Work, error: &ShopError, now: Timestamp) -> bool {
        let stands = error.standstill().is_some();
        if stands {
            self.all().insert(work, (now, error.clone()));
        }
        stands
    }

    /// Whether work is left alone now.
    pub(crate) fn holds(&self, work: Work, now: Timestamp) -> bool {
        self.all().get(&work).is_some_and(|(refused, _)| is_fresh(*refused, now))
    }

    /// The work was done: nothing stands in its way any more.
    pub(crate) fn done(&self, work: Work) {
        self.all().remove(&work);
    }

    /// The person asks: everything is tried again.
    pub(crate) fn try_all(&self) {
        self.all().clear();
    }

    /// What is to be told: one reason, though there may be several.
    pub(crate) fn reason(&self, now: Timestamp) -> Option<ShopError> {
        self.all().values().find(|(refused, _)| is_fresh(*refused, now)).map(|(_, error)| error.clone())
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<Work, (Timestamp, ShopError)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that was set back lets it be tried.
fn is_fresh(refused: Timestamp, now: Timestamp) -> bool {
    refused <= now && now < later(refused, LEFT_ALONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: u64) -> Timestamp {
        later(Timestamp::UNIX_EPOCH, Duration::from_secs(second))
    }

    fn refusal(code: i64) -> ShopError {
        ShopError::Refused { code, message: String::new(), field: None }
    }

    #[test]
    fn what_is_refused_is_left_alone_for_an_hour_and_nothing_else_with_it() {
        let all = Standstills::default();
        assert!(all.note(Work::Orders, &refusal(105_005), at(5_000)));
        assert!(all.holds(Work::Orders, at(8_599)) && !all.holds(Work::Orders, at(8_600)));
        assert!(!all.holds(Work::Products, at(5_001)));
        assert!(!all.holds(Work::Orders, at(4_999)), "the clock was set back");
        assert_eq!(all.reason(at(8_599)), Some(refusal(105_005)));
        assert_eq!(all.reason(at(8_600)), None, "whoever waits for it asks again by now");
        all.done(Work::Orders);
        assert_eq!(all.reason(at(5_001)), None);
    }

    #[test]
    fn what_passes_by_itself_is_no_standstill() {
        let all = Standstills::default();
        assert!(!all.note(Work::Stock, &refusal(1001), at(5_000)));
        assert_eq!(all.reason(at(5_000)), None);
    }
}
