//! A list that has more than the shop shows of one is read in slices of creation time. Its ends stay open, so that
//! wherever it is cut no record lies outside, and since a creation time never changes none moves from one slice to
//! another.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tiktok_shop::later;

/// 1 January 2020. Where an open beginning is cut first; what is older lies in the first slice all the same.
const LONG_AGO: i64 = 1_577_836_800;
/// How far ahead of a cut the next one is looked for where our clock is behind it.
const AHEAD: Duration = Duration::from_secs(365 * 86_400);

/// Where a list is cut, and which slice is being read. Uncut it is one slice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slices {
    /// The Unix seconds at which one slice ends and the next begins, in order.
    cuts: Vec<i64>,
    at: usize,
}

impl Slices {
    pub(crate) fn is_first(&self) -> bool {
        self.at == 0
    }

    pub(crate) fn is_uncut(&self) -> bool {
        self.cuts.is_empty()
    }

    /// From when on, and before when, records of the slice were created.
    pub(crate) fn span(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let (from, to) = self.ends();
        let moment = |second: Option<i64>| second.and_then(|second| Timestamp::from_second(second).ok());
        (moment(from), moment(to))
    }

    /// Goes on to the next slice. False behind the last one: then the first is next.
    pub(crate) fn advance(&mut self) -> bool {
        let is_last = self.at >= self.cuts.len();
        self.at = if is_last { 0 } else { self.at + 1 };
        !is_last
    }

    /// Cuts the slice in two, of which the earlier one is to be read now. False where it is a single second.
    pub(crate) fn halve(&mut self, now: Timestamp) -> bool {
        let Some(cut) = self.middle(now) else { return false };
        self.cuts.insert(self.at.min(self.cuts.len()), cut);
        true
    }

    fn ends(&self) -> (Option<i64>, Option<i64>) {
        let from = self.at.checked_sub(1).and_then(|before| self.cuts.get(before));
        (from.copied(), self.cuts.get(self.at).copied())
    }

    fn middle(&self, now: Timestamp) -> Option<i64> {
        let (from, to) = self.ends();
        let end = to.unwrap_or_else(|| match from.and_then(|from| Timestamp::from_second(from).ok()) {
            Some(from) if from.as_second() + 2 > now.as_second() => later(from, AHEAD).as_second(),
            _ => now.as_second(),
        });
        let begin = from.unwrap_or(if end > LONG_AGO + 1 { LONG_AGO } else { 0 });
        (end - begin > 1).then(|| begin + (end - begin) / 2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_800_000_000;

    fn now() -> Timestamp {
        Timestamp::from_second(NOW).unwrap_or_default()
    }

    /// Reads a list of records created then, of which a slice shows so many: the slices that it took, in order.
    fn read(slices: &mut Slices, created: &[i64], most: usize) -> Vec<Vec<i64>> {
        let mut read = Vec::new();
        loop {
            let (from, to) = slices.span();
            let inside = |second: &&i64| {
                from.is_none_or(|from| from.as_second() <= **second) && to.is_none_or(|to| **second < to.as_second())
            };
            let shown: Vec<i64> = created.iter().filter(inside).copied().collect();
            if shown.len() > most && slices.halve(now()) {
                continue;
            }
            read.push(shown);
            if !slices.advance() {
                return read;
            }
        }
    }

    #[test]
    fn a_list_that_fits_is_read_whole_between_open_ends() {
        let slices = Slices::default();
        assert_eq!(slices.span(), (None, None));
        assert!(slices.is_first() && slices.is_uncut());
    }

    #[test]
    fn a_single_second_is_not_cut_and_the_others_go_on() {
        let slices = read(&mut Slices::default(), &[NOW - 9, NOW - 5, NOW - 5, NOW - 5, NOW - 1], 2);
        assert_eq!(slices.iter().flatten().count(), 5);
        assert!(slices.contains(&vec![NOW - 5; 3]));
    }

    #[test]
    fn cuts_are_kept_for_the_next_reading() {
        let (created, mut slices) = ((0..40).map(|day| NOW - day * 86_400).collect::<Vec<_>>(), Slices::default());
        read(&mut slices, &created, 10);
        let cuts = slices.clone();
        read(&mut slices, &created, 10);
        assert!(!slices.is_uncut());
        assert_eq!(slices, cuts);
    }

    proptest! {
        #[test]
        fn every_record_is_in_exactly_one_slice_and_no_slice_is_too_long(
            // Also before anybody would expect it, and ahead of our clock.
            mut created in proptest::collection::btree_set(0i64..NOW + 100_000_000, 0..60), most in 1usize..8,
            lately in proptest::collection::btree_set(NOW - 50..NOW + 3, 0..40),
        ) {
            created.extend(lately);
            let created: Vec<i64> = created.into_iter().collect();
            let slices = read(&mut Slices::default(), &created, most);
            prop_assert!(slices.iter().all(|slice| slice.len() <= most));
            prop_assert_eq!(slices.concat(), created);
        }
    }
}
