//! A seller's safety rules: from which level on a SKU is running low, and how many pieces are kept back from sale.

use crate::{Level, MAX_LEVEL};

/// At or below this a level is low where nobody has said otherwise.
pub const USUAL_LOW_AT: Level = 5;

/// What a seller decided for a shop, for one of its warehouses or for a SKU. What is `None` is left to the wider one: a
/// SKU's rule wins over its warehouse's, and that one over the shop's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockRule {
    /// At or below this many pieces a level is low; 0 means never. 0 to [`MAX_LEVEL`].
    pub low_at: Option<Level>,
    /// Pieces of what lies on the shelf that aren't offered, in each warehouse. 0 to [`MAX_LEVEL`].
    pub kept_back: Option<Level>,
}

impl StockRule {
    /// This rule, and where it decides nothing the wider one.
    #[must_use]
    pub fn or(self, wider: Self) -> Self {
        Self { low_at: self.low_at.or(wider.low_at), kept_back: self.kept_back.or(wider.kept_back) }
    }

    /// From which level on it is low.
    pub fn lows_at(self) -> Level {
        self.low_at.unwrap_or(USUAL_LOW_AT)
    }

    /// How many pieces aren't offered.
    pub fn keeps_back(self) -> Level {
        self.kept_back.unwrap_or(0)
    }

    /// Whether a level is low. One of which nothing is left is sold out, and not low.
    pub fn is_low(self, level: Level) -> bool {
        (1..=self.lows_at()).contains(&level)
    }

    /// What to offer of pieces that were counted on the shelf: those that aren't kept back, and never fewer than none.
    /// For numbers that were counted alone: a level that a seller types is meant as it is typed.
    pub fn offered(self, counted: Level) -> Level {
        counted.saturating_sub(self.keeps_back()).clamp(0, MAX_LEVEL)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rule(low_at: Option<Level>, kept_back: Option<Level>) -> StockRule {
        StockRule { low_at, kept_back }
    }

    #[test]
    fn the_narrower_rule_wins_field_by_field() {
        let (sku, warehouse, shop) = (rule(None, Some(2)), rule(Some(9), Some(4)), rule(Some(1), None));
        assert_eq!(sku.or(warehouse).or(shop), rule(Some(9), Some(2)));
        assert_eq!(sku.or(shop), rule(Some(1), Some(2)));
        assert_eq!(rule(Some(0), Some(0)).or(warehouse), rule(Some(0), Some(0)), "nothing is a decision, too");
    }

    #[test]
    fn a_level_is_low_from_the_threshold_down_to_one_and_sold_out_is_not_low() {
        let low = |at, levels: [Level; 5]| levels.map(|level| rule(at, None).is_low(level));
        assert_eq!(low(Some(3), [4, 3, 1, 0, -2]), [false, true, true, false, false]);
        assert_eq!(low(None, [6, 5, 1, 0, -2]), [false, true, true, false, false], "without a rule five is low");
        assert_eq!(low(Some(0), [6, 5, 1, 0, -2]), [false; 5], "never");
    }

    #[test]
    fn what_is_kept_back_is_not_offered_and_no_fewer_than_none_are() {
        let offered = |kept, counted| rule(None, kept).offered(counted);
        assert_eq!((offered(None, 12), offered(Some(5), 12), offered(Some(12), 12)), (12, 7, 0));
        assert_eq!((offered(Some(5), 3), offered(Some(5), 0), offered(Some(0), -4)), (0, 0, 0));
    }

    proptest! {
        #[test]
        fn what_is_offered_can_always_be_sent_and_is_never_more_than_was_counted(
            counted in any::<Level>(), kept in proptest::option::of(0..=MAX_LEVEL),
        ) {
            let offered = rule(None, kept).offered(counted);
            prop_assert!((0..=MAX_LEVEL).contains(&offered));
            prop_assert!(offered <= counted.max(0));
        }
    }
}
