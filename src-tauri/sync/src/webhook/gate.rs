//! How much comes through: a rate, and a memory of what came before.

use std::collections::{HashSet, VecDeque};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

/// Events that are remembered.
const REMEMBERED: usize = 4_096;
const WHOLE: i64 = 1_000;

/// Lets so many through a second, and a heap of them at once after a quiet while.
pub(crate) struct Rate {
    per_second: i64,
    heap: i64,
    /// What may pass now, in thousandths.
    left: i64,
    at: Timestamp,
}

impl Rate {
    pub(crate) fn new(per_second: u16, heap: u16, now: Timestamp) -> Self {
        let heap = i64::from(heap) * WHOLE;
        Self { per_second: i64::from(per_second), heap, left: heap, at: now }
    }

    /// Whether one more may pass. A clock that is set back gives nothing and takes nothing.
    pub(crate) fn lets_pass(&mut self, now: Timestamp) -> bool {
        let passed = now.as_millisecond().saturating_sub(self.at.as_millisecond()).max(0);
        self.left = self.left.saturating_add(passed.saturating_mul(self.per_second)).min(self.heap);
        self.at = now;
        let open = self.left >= WHOLE;
        self.left -= if open { WHOLE } else { 0 };
        open
    }
}

/// What an event is known by.
pub(crate) type Print = [u8; 16];

/// The print of some texts, kept apart from each other by their lengths.
pub(crate) fn print(parts: &[&[u8]]) -> Print {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let mut print = Print::default();
    print.copy_from_slice(&hash.finalize()[..16]);
    print
}

/// The last events.
#[derive(Default)]
pub(crate) struct Recent {
    order: VecDeque<[Print; 2]>,
    known: HashSet<Print>,
}

impl Recent {
    /// Whether neither print is known; both are remembered from here on.
    pub(crate) fn is_new(&mut self, prints: [Print; 2]) -> bool {
        if prints.iter().any(|print| self.known.contains(print)) {
            return false;
        }
        self.known.extend(prints);
        self.order.push_back(prints);
        if self.order.len() > REMEMBERED {
            for print in self.order.pop_front().iter().flatten() {
                self.known.remove(print);
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_heap_passes_at_once_and_then_as_many_as_the_rate_has_let_in_again() {
        let mut now = Timestamp::UNIX_EPOCH;
        let mut rate = Rate::new(100, 200, now);
        let passing = |rate: &mut Rate, now| (0..1_000).filter(|_| rate.lets_pass(now)).count();
        assert_eq!(passing(&mut rate, now), 200);
        now += Duration::from_millis(15);
        assert_eq!(passing(&mut rate, now), 1);
        now += Duration::from_millis(5);
        assert_eq!(passing(&mut rate, now), 1, "halves add up");
        now += Duration::from_secs(3_600);
        assert_eq!(passing(&mut rate, now), 200);
    }

    #[test]
    fn a_clock_that_is_set_back_closes_nothing_for_longer_than_its_rate() {
        let mut now = Timestamp::UNIX_EPOCH;
        let mut rate = Rate::new(1, 1, now);
        assert!(rate.lets_pass(now));
        now -= Duration::from_secs(86_400);
        assert!(!rate.lets_pass(now));
        assert!(rate.lets_pass(now + Duration::from_secs(1)));
    }

    #[test]
    fn what_came_is_known_by_either_print_until_as_many_others_have_come() {
        let number = |n: usize| print(&[&n.to_le_bytes()]);
        let body = |n: usize| print(&[b"body", &n.to_le_bytes()]);
        let mut recent = Recent::default();
        for n in 0..REMEMBERED {
            assert!(recent.is_new([number(n), body(n)]));
        }
        assert!(!recent.is_new([number(0), body(REMEMBERED)]));
        assert!(!recent.is_new([number(REMEMBERED), body(0)]));
        assert!(recent.is_new([number(REMEMBERED), body(REMEMBERED)]));
        assert!(recent.is_new([number(0), body(0)]), "the oldest has been forgotten");
        assert_eq!((recent.order.len(), recent.known.len()), (REMEMBERED, 2 * REMEMBERED));
    }

    #[test]
    fn texts_that_read_alike_in_one_piece_have_prints_of_their_own() {
        assert_ne!(print(&[b"order", b"1"]), print(&[b"order1", b""]));
    }
}
