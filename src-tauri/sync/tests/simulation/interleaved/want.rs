//! What a seller wants of a level, and what it comes to when somebody else moves it.

/// A change of one level, in pieces.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Want {
    Set(i64),
    Add(i64),
    /// Back to this many, from what an earlier edit left.
    Back(i64),
}

impl Want {
    /// The level that this comes to where the shop had `read`, if it may be written at all: a number is written only
    /// over the one that the seller saw, an addition on whatever there is.
    pub(super) fn over(self, seen: Option<i64>, read: i64) -> Option<i64> {
        match self {
            Self::Add(amount) => Some(read + amount),
            Self::Set(level) | Self::Back(level) => (seen == Some(read)).then_some(level),
        }
    }

    /// Where it is wanted that the level stands, when the shop has `read`.
    pub(super) fn goal(self, read: i64) -> i64 {
        match self {
            Self::Add(amount) => read + amount,
            Self::Set(level) | Self::Back(level) => level,
        }
    }

    /// This, and another edit on top of it.
    pub(super) fn and(self, next: Self) -> Self {
        match (self, next) {
            (Self::Add(first), Self::Add(second)) => Self::Add(first + second),
            (Self::Set(level) | Self::Back(level), Self::Add(amount)) => Self::Set(level + amount),
            (_, next) => next,
        }
    }
}

impl From<domain::StockChange> for Want {
    fn from(change: domain::StockChange) -> Self {
        match change {
            domain::StockChange::Set { level } => Self::Set(level),
            domain::StockChange::Add { amount } => Self::Add(amount),
            domain::StockChange::Restore { level } => Self::Back(level),
        }
    }
}

impl From<Want> for domain::StockChange {
    fn from(want: Want) -> Self {
        match want {
            Want::Set(level) => Self::Set { level },
            Want::Add(amount) => Self::Add { amount },
            Want::Back(level) => Self::Restore { level },
        }
    }
}
