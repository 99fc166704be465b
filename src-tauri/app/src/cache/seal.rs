//! An encrypted cache that can't be opened: what is so, and the ways on. None is taken by itself.

use crate::{
    boundary::{NoticeAction, NoticeTone, SealReason, SealedCache},
    notices::notice,
    open::Blocked,
    ports::KeychainError,
};

/// What keeps it shut.
pub(crate) enum Seal {
    /// The keychain holds no key.
    NoKey,
    /// The keychain's key is that of another cache.
    OtherKey,
    /// The keychain doesn't say.
    NoAnswer(KeychainError),
    /// The file itself.
    Damaged,
}

impl Seal {
    pub(crate) fn blocked(&self) -> Blocked {
        let (reason, body) = match self {
            Self::NoKey => {
                (SealReason::NoKey, "The database is encrypted, and the system’s keychain doesn’t hold its key.")
            }
            Self::OtherKey => (
                SealReason::OtherKey,
                "The database is encrypted with another key than the one in the system’s keychain.",
            ),
            Self::NoAnswer(_) => {
                (SealReason::NoAnswer, "The database is encrypted, and the system’s keychain doesn’t give its key.")
            }
            Self::Damaged => (SealReason::Damaged, "The encrypted database is damaged."),
        };
        let keychain = match self {
            Self::NoAnswer(why) => Some(why.to_string()),
            _ => None,
        };
        let body = format!("{body} It was left untouched, with every edit that still waits in it.");
        let title = "The database is locked";
        let notice = notice("database", NoticeTone::Warn, title, body, Some(NoticeAction::OpenFolder));
        Blocked { notice, sealed: Some(SealedCache { reason, keychain }) }
    }
}
