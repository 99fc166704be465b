//! Stock levels and the changes a person can make to them.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Pieces that can be sold. What the shop says may lie outside what may be sent (a negative
/// number after overselling), so it is wider than [`MAX_LEVEL`].
pub type Level = i64;

/// The highest level that may be sent: the limit of Seller Center and of most tools beside it.
pub const MAX_LEVEL: Level = 99_999;

/// What a person wants of a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StockChange {
    /// Exactly this many, whatever there is.
    Set {
        /// 0 to [`MAX_LEVEL`].
        level: Level,
    },
    /// This many more, or fewer where negative, than the shop has at that moment.
    Add {
        /// -[`MAX_LEVEL`] to [`MAX_LEVEL`], not 0.
        amount: Level,
    },
    /// Back to this many, and only while the shop still has what the edit that is undone left there.
    Restore {
        /// 0 to [`MAX_LEVEL`].
        level: Level,
    },
}

/// Why a change can't be made. Each is a sentence for the person.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum StockError {
    /// The result would be negative.
    #[error("Stock can’t go below 0: {0} was not saved. Type a number from 0 to 99,999.")]
    Negative(Level),
    /// The result would be above [`MAX_LEVEL`].
    #[error("{0} is more than the shop takes (99,999), and was not saved. Type a lower number.")]
    TooHigh(Level),
    /// Adding to a level that the shop doesn't tell.
    #[error(
        "The shop doesn’t tell this SKU’s own level, so nothing can be added to it. Type the whole number instead."
    )]
    UnknownBase,
    /// An undo met a level that somebody or a sale had moved.
    #[error("The shop changed this level since ({was} → {now}), so undo left it alone.")]
    ChangedSince {
        /// What the edit that is undone had left there.
        was: Level,
        /// What the shop has now.
        now: Level,
    },
    /// An undo met a level that the shop doesn't tell.
    #[error(
        "The shop doesn’t tell this SKU’s own level, so undo can’t know whether it changed since and left it alone."
    )]
    UnknownSince,
    /// The answer to an undo was lost, and the level is neither what it was nor what the undo sent.
    #[error(
        "The answer to this undo (back to {0}) was lost, and what the shop has now doesn’t tell whether it counted. Compare the level with what you have, and set it where it is wrong."
    )]
    UndoLost(Level),
    /// A campaign holds more of it.
    #[error(
        "A campaign holds {held} here, and the shop takes no less while it lasts. Nothing was sent: type {held} or more, or send it again when the campaign is over."
    )]
    HeldByCampaign {
        /// So many.
        held: Level,
    },
    /// Campaigns hold more of a SKU than all of its warehouses together would have.
    #[error(
        "Campaigns hold {held} of this SKU, and all warehouses together would have {left}. The shop takes no less while they last, and nothing was sent: leave {held} or more, or send it again when they are over."
    )]
    HeldOfSku {
        /// So many.
        held: Level,
        /// What would be left.
        left: Level,
    },
    /// The warehouse is none that sells.
    #[error("This warehouse takes what buyers send back, and the shop takes no levels for it. Nothing was saved.")]
    ForReturns,
    /// The seller has switched the warehouse off.
    #[error(
        "This warehouse is switched off, and the shop takes no levels for it. Nothing was saved: switch it on in Seller Center first."
    )]
    SwitchedOff,
    /// The shop has restricted the warehouse.
    #[error(
        "The shop has restricted this warehouse and takes no levels for it. Nothing was saved: Seller Center says why."
    )]
    Restricted,
}

/// Whether the shop takes `level` where a campaign holds `held` of it; `None` where nobody says.
///
/// # Errors
/// [`StockError::HeldByCampaign`]
pub fn beside_campaign(level: Level, held: Option<Level>) -> Result<Level, StockError> {
    match held {
        Some(held) if level < held => Err(StockError::HeldByCampaign { held }),
        _ => Ok(level),
    }
}

/// Whether the shop takes these levels of a SKU, all that it has, where campaigns hold `held` of it and nobody says in
/// which warehouse: fewer in all than are held are too few in one of them at least.
///
/// # Errors
/// [`StockError::HeldByCampaign`] of a SKU with one warehouse, [`StockError::HeldOfSku`] otherwise.
pub fn beside_campaigns(levels: &[Level], held: Level) -> Result<(), StockError> {
    let left = levels.iter().fold(0, |sum: Level, level| sum.saturating_add(*level));
    match levels {
        _ if left >= held => Ok(()),
        [_] => Err(StockError::HeldByCampaign { held }),
        _ => Err(StockError::HeldOfSku { held, left }),
    }
}

impl StockChange {
    /// The level that the change leads to from `observed`, 0 to [`MAX_LEVEL`].
    ///
    /// # Errors
    /// [`StockError`] where the result is out of range, or unknown for want of a level to add to.
    pub fn target(self, observed: Option<Level>) -> Result<Level, StockError> {
        let level = match (self, observed) {
            (Self::Set { level } | Self::Restore { level }, _) => level,
            (Self::Add { amount }, Some(now)) => now.saturating_add(amount),
            (Self::Add { .. }, None) => return Err(StockError::UnknownBase),
        };
        match level {
            ..0 => Err(StockError::Negative(level)),
            0..=MAX_LEVEL => Ok(level),
            _ => Err(StockError::TooHigh(level)),
        }
    }

    /// `self` followed by `next`, as one change: a second edit of a cell whose first has not
    /// left yet.
    pub fn then(self, next: Self) -> Self {
        match (self, next) {
            (_, Self::Set { .. } | Self::Restore { .. }) => next,
            (Self::Set { level } | Self::Restore { level }, Self::Add { amount }) => {
                Self::Set { level: level.saturating_add(amount) }
            }
            (Self::Add { amount: first }, Self::Add { amount }) => Self::Add { amount: first.saturating_add(amount) },
        }
    }
}

/// In how many days so many pieces are gone, at the pace of so many sold in so many days: 0 where nothing is left, `None`
/// where nothing is known to be left or nothing was sold.
pub fn days_of_cover(left: Option<Level>, sold: u64, days: usize) -> Option<f64> {
    let left = left.filter(|_| sold > 0)?;
    Some(left.max(0) as f64 * days as f64 / sold as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_change() -> impl Strategy<Value = StockChange> {
        prop_oneof![
            (0..=MAX_LEVEL).prop_map(|level| StockChange::Set { level }),
            (-MAX_LEVEL..=MAX_LEVEL).prop_map(|amount| StockChange::Add { amount }),
        ]
    }

    #[test]
    fn levels_outside_0_to_99_999_are_refused_with_a_sentence() {
        assert_eq!(StockChange::Set { level: -1 }.target(None), Err(StockError::Negative(-1)));
        assert_eq!(StockChange::Set { level: 100_000 }.target(None), Err(StockError::TooHigh(100_000)));
        assert_eq!(StockChange::Add { amount: -6 }.target(Some(5)), Err(StockError::Negative(-1)));
        assert_eq!(StockChange::Add { amount: 1 }.target(None), Err(StockError::UnknownBase));
    }

    #[test]
    fn what_campaigns_hold_of_a_sku_may_lie_in_any_of_its_warehouses() {
        assert_eq!(beside_campaigns(&[0, 7], 7), Ok(()));
        assert_eq!(beside_campaigns(&[3, 3], 7), Err(StockError::HeldOfSku { held: 7, left: 6 }));
        assert_eq!(beside_campaigns(&[6], 7), Err(StockError::HeldByCampaign { held: 7 }));
    }

    proptest! {
        #[test]
        fn two_edits_merged_lead_where_they_lead_one_after_the_other(
            first in any_change(), second in any_change(), observed in 0..=MAX_LEVEL,
        ) {
            let between = match first {
                StockChange::Set { level } | StockChange::Restore { level } => level,
                StockChange::Add { amount } => observed + amount,
            };
            prop_assert_eq!(first.then(second).target(Some(observed)), second.target(Some(between)));
        }
    }
}
