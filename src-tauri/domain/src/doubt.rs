//! When a save looks like a slip of the hand: a column pasted into the wrong place, a filter that
//! was not on. Such a save waits for a yes.

use std::fmt;

use crate::Level;

/// A save that touches fewer levels than this is taken as it is: a person sees all of it at once.
const SEEN_AT_ONCE: u64 = 20;
/// Emptying one level in this many of those in stock is a great share.
const EMPTIED_SHARE: u64 = 4;
/// Pieces in stock don't grow by this factor in one save, unless there were none.
const MULTIPLE: i128 = 10;

/// What a save does to one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelChange {
    /// What the shop has, where it tells.
    pub now: Option<Level>,
    /// Where the save leads.
    pub then: Level,
}

/// A shop's stock before the save.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShopLevels {
    /// Levels that have stock, and those that the shop doesn't tell: they may have.
    pub in_stock: u64,
    /// The sum of all known levels above 0.
    pub pieces: i64,
}

/// Why a save waits for a yes. Its text is the question, in the numbers of the save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doubt {
    changed: u64,
    emptied: u64,
    shop: ShopLevels,
    pieces: i128,
}

/// Doubts a save of at least 20 levels that
/// * overwrites more than half of the levels in stock, or
/// * brings a quarter of them or more to 0, or
/// * makes ten times as many pieces out of those in stock.
///
/// Levels that were empty count for the pieces only, so the first stocking of a shop, in which all
/// is 0, is never doubted, and neither is filling up what was sold out. A level that the shop
/// doesn't tell counts as one in stock.
pub fn implausible(changes: &[LevelChange], shop: ShopLevels) -> Option<Doubt> {
    let changes = changes.iter().filter(|change| change.now != Some(change.then));
    let (mut all, mut changed, mut emptied, mut pieces) = (0_u64, 0_u64, 0_u64, i128::from(shop.pieces));
    for change in changes {
        let overwrites = change.now.is_none_or(|now| now > 0);
        all += 1;
        changed += u64::from(overwrites);
        emptied += u64::from(overwrites && change.then <= 0);
        pieces += i128::from(change.then.max(0)) - i128::from(change.now.unwrap_or(0).max(0));
    }
    let most = changed >= SEEN_AT_ONCE && changed > shop.in_stock / 2;
    let empties = emptied >= SEEN_AT_ONCE && emptied >= shop.in_stock.div_ceil(EMPTIED_SHARE);
    let swells = all >= SEEN_AT_ONCE && shop.pieces > 0 && pieces >= i128::from(shop.pieces) * MULTIPLE;
    (most || empties || swells).then_some(Doubt { changed, emptied, shop, pieces })
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { changed, emptied, shop, pieces } = *self;
        write!(f, "This changes {} of the {} levels in stock", grouped(changed), grouped(shop.in_stock))?;
        if emptied > 0 {
            write!(f, ", {} of them to 0", grouped(emptied))?;
        }
        let before = shop.pieces.max(0).unsigned_abs();
        let after = u64::try_from(pieces.max(0)).unwrap_or(u64::MAX);
        write!(f, ", and takes the shop from {} pieces to {}.", grouped(before), grouped(after))?;
        f.write_str(" Nothing leaves before you say so.")
    }
}

/// `12400` as `12,400`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn each(count: usize, now: Level, then: Level) -> Vec<LevelChange> {
        vec![LevelChange { now: Some(now), then }; count]
    }

    fn shop(in_stock: u64, pieces: i64) -> ShopLevels {
        ShopLevels { in_stock, pieces }
    }

    #[test]
    fn emptying_most_of_the_shop_is_asked_about_in_numbers() {
        let changes = [each(112, 10, 12), each(300, 10, 0)].concat();
        let question = implausible(&changes, shop(480, 4_800)).map(|doubt| doubt.to_string());
        let expected = "This changes 412 of the 480 levels in stock, 300 of them to 0, and takes the shop from 4,800 pieces to 2,024. Nothing leaves before you say so.";
        assert_eq!(question.as_deref(), Some(expected));
    }

    #[test]
    fn a_recount_of_half_the_shop_goes_through_and_of_more_is_asked_about() {
        assert_eq!(implausible(&each(50, 10, 9), shop(100, 1_000)), None);
        assert!(implausible(&each(51, 10, 9), shop(100, 1_000)).is_some());
    }

    #[test]
    fn emptying_a_quarter_is_asked_about_and_less_is_not() {
        assert!(implausible(&each(25, 10, 0), shop(100, 1_000)).is_some());
        assert_eq!(implausible(&each(24, 10, 0), shop(100, 1_000)), None);
    }

    #[test]
    fn a_column_of_prices_pasted_as_stock_is_asked_about() {
        let changes = each(30, 0, 2_999);
        assert!(implausible(&changes, shop(1_000, 5_000)).is_some());
        assert_eq!(implausible(&changes, shop(1_000, 50_000)), None);
    }

    #[test]
    fn the_first_stocking_of_an_empty_shop_is_plausible() {
        assert_eq!(implausible(&each(2_000, 0, 500), shop(0, 0)), None);
    }

    #[test]
    fn nineteen_levels_are_seen_at_once_and_never_asked_about() {
        assert_eq!(implausible(&each(19, 10, 0), shop(19, 190)), None);
        assert!(implausible(&each(20, 10, 0), shop(20, 200)).is_some());
    }

    #[test]
    fn levels_that_the_shop_does_not_tell_count_as_stock() {
        let unknown = vec![LevelChange { now: None, then: 0 }; 40];
        assert!(implausible(&unknown, shop(60, 100)).is_some());
    }

    proptest! {
        #[test]
        fn what_changes_nothing_is_never_doubted(levels in proptest::collection::vec(0i64..1_000, 0..200)) {
            let same: Vec<_> = levels.iter().map(|level| LevelChange { now: Some(*level), then: *level }).collect();
            let pieces = levels.iter().sum();
            prop_assert_eq!(implausible(&same, shop(levels.len() as u64, pieces)), None);
        }

        #[test]
        fn any_numbers_make_a_question_or_none(
            changes in proptest::collection::vec((proptest::option::of(any::<i64>()), any::<i64>()), 0..60),
            in_stock in any::<u64>(), pieces in any::<i64>(),
        ) {
            let changes: Vec<_> = changes.into_iter().map(|(now, then)| LevelChange { now, then }).collect();
            if let Some(doubt) = implausible(&changes, shop(in_stock, pieces)) {
                prop_assert!(doubt.to_string().ends_with('.'));
            }
        }
    }
}
