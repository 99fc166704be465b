//! What the engine is doing, for the screen.

use std::time::Duration;

use jiff::Timestamp;
use tiktok_shop::ShopError;

use crate::{Rhythm, SyncError};

/// What the engine does right now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    /// Up to date; the next look is planned.
    #[default]
    Idle,
    /// Reading the shop.
    Pulling,
    /// The shop answered with trouble; tried again later.
    Waiting,
    /// The shop can't be reached.
    Offline,
    /// A limit is used up; goes on by itself.
    Limited,
    /// The sign-in is over: only the person can help.
    NeedsConnect,
    /// The shop refuses something until a person helps; everything else goes on.
    Refused,
    /// The cache can't be written: only the person can help, and it is tried again all the same.
    Paused,
}

/// What a pull is reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Orders.
    Orders,
    /// Products with their stock.
    Products,
}

/// The engine's state as the screen shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// What it does.
    pub phase: Phase,
    /// What it reads, while the first pull runs.
    pub step: Option<Step>,
    /// Records of that step so far.
    pub done: u64,
    /// Records of that step in all, where the shop says.
    pub total: Option<u64>,
    /// Whether everything is being read for the first time.
    pub first_pull: bool,
    /// When a round last ended well.
    pub last_ok: Option<Timestamp>,
    /// When the next round is planned.
    pub next_at: Option<Timestamp>,
    /// How far apart the rounds are, while nothing goes wrong.
    pub every: Duration,
    /// Why they are so far apart.
    pub rhythm: Rhythm,
    /// What went wrong in the last round: a sentence.
    pub problem: Option<String>,
    /// What the shop refuses until a person helps.
    pub standstill: Option<ShopError>,
}

impl SyncError {
    /// The phase that this error leaves the engine in.
    pub(crate) fn phase(&self) -> Phase {
        match self {
            Self::Store(_) => Phase::Paused,
            Self::Shop(ShopError::NeedsConnect { .. }) => Phase::NeedsConnect,
            Self::Shop(ShopError::Offline { .. }) => Phase::Offline,
            Self::Shop(ShopError::RateLimited { .. } | ShopError::DayIsSpent { .. }) => Phase::Limited,
            Self::Shop(error) if error.standstill().is_some() => Phase::Refused,
            Self::Shop(_) => Phase::Waiting,
        }
    }

    /// Whether nothing else can be read either: who goes on all the same only meets it again.
    pub(crate) fn closes_the_way(&self) -> bool {
        !matches!(self, Self::Shop(ShopError::Refused { .. } | ShopError::ServerTrouble { .. }))
    }

    /// When to go on, where the shop or the budget named a time.
    pub(crate) fn resume(&self) -> Option<Timestamp> {
        match self {
            Self::Shop(ShopError::RateLimited { resume } | ShopError::DayIsSpent { resume, .. }) => Some(*resume),
            _ => None,
        }
    }
}
