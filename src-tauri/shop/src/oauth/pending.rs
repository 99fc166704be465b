//! A sign-in that was begun here and has not come back yet.

use std::{fmt, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Callback, CallbackError};
use crate::{Secret, clock::later};

/// How long a begun sign-in waits for its answer.
pub const LOGIN_LIFETIME: Duration = Duration::from_secs(600);
/// Random bytes in a state.
const STATE_BYTES: usize = 32;

/// Proves that an answer belongs to a sign-in begun on this computer: a random state, dead after
/// [`LOGIN_LIFETIME`]. Single-use is the keeper's duty: take it out of the keychain first, then
/// ask [`PendingLogin::accept`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingLogin {
    state: Secret,
    created: Timestamp,
    expires: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    state: String,
    created: Timestamp,
}

impl PendingLogin {
    /// Begins a sign-in. `random` must fill the whole slice with unpredictable bytes;
    /// [`PendingLogin::begin_now`] takes them from the system.
    pub fn begin(now: Timestamp, random: &dyn Fn(&mut [u8])) -> Self {
        let mut bytes = [0u8; STATE_BYTES];
        random(&mut bytes);
        Self::of(hex(&bytes), now)
    }

    /// Begins a sign-in with the system's randomness.
    ///
    /// # Errors
    /// The text says why the system has none; without it nothing may begin.
    pub fn begin_now(now: Timestamp) -> Result<Self, String> {
        let mut bytes = [0u8; STATE_BYTES];
        getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
        Ok(Self::of(hex(&bytes), now))
    }

    /// The state to send along.
    pub fn state(&self) -> &Secret {
        &self.state
    }

    /// When it was begun.
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// The first moment at which no answer is accepted any more.
    pub fn expires(&self) -> Timestamp {
        self.expires
    }

    /// The form for the keychain.
    pub fn to_bytes(&self) -> Vec<u8> {
        let kept = Kept { state: self.state.reveal().to_owned(), created: self.created };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// Reads [`PendingLogin::to_bytes`]; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let kept: Kept = serde_json::from_slice(bytes).ok()?;
        (kept.state.len() == STATE_BYTES * 2).then(|| Self::of(kept.state, kept.created))
    }

    /// The authorization code, if `callback` answers this very sign-in. The state is compared in
    /// constant time and before everything else, so that a foreign link learns nothing.
    ///
    /// # Errors
    /// [`CallbackError::ForeignState`], [`CallbackError::Expired`] or, where the person said no,
    /// [`CallbackError::Refused`].
    pub fn accept(&self, callback: &Callback, now: Timestamp) -> Result<Secret, CallbackError> {
        let state = match callback {
            Callback::Approved { state, .. } | Callback::Refused { state, .. } => Some(state),
            Callback::Unbidden { .. } => None,
        };
        if state != Some(&self.state) {
            return Err(CallbackError::ForeignState);
        }
        // A clock that was set back must not make it live longer.
        if now >= self.expires || now < self.created {
            return Err(CallbackError::Expired);
        }
        match callback {
            Callback::Approved { code, .. } => Ok(code.clone()),
            Callback::Refused { reason, .. } => Err(CallbackError::Refused(reason.clone())),
            Callback::Unbidden { .. } => Err(CallbackError::ForeignState),
        }
    }

    fn of(state: String, created: Timestamp) -> Self {
        Self { state: Secret::new(state), created, expires: later(created, LOGIN_LIFETIME) }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String can't fail.
        let _ = fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
        text
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-01-15T12:00:00Z".parse().unwrap()
    }

    fn pending() -> PendingLogin {
        PendingLogin::begin(noon(), &|bytes| bytes.fill(0xab))
    }

    fn approved(state: &str) -> Callback {
        Callback::Approved { code: "the-code".into(), state: state.into() }
    }

    #[test]
    fn the_answer_to_this_sign_in_gives_its_code() {
        let pending = pending();
        let answer = approved(&"ab".repeat(32));
        assert_eq!(pending.accept(&answer, noon()), Ok(Secret::new("the-code")));
    }

    #[test]
    fn a_link_from_somebody_else_is_refused_even_when_it_says_no() {
        let refused = Callback::Refused { reason: "auth_denied".into(), state: "cd".repeat(32).into() };
        assert_eq!(pending().accept(&approved(&"cd".repeat(32)), noon()), Err(CallbackError::ForeignState));
        assert_eq!(pending().accept(&approved("ab"), noon()), Err(CallbackError::ForeignState));
        assert_eq!(pending().accept(&refused, noon()), Err(CallbackError::ForeignState));
    }

    #[test]
    fn a_sign_in_is_dead_after_ten_minutes() {
        let answer = approved(&"ab".repeat(32));
        let last = noon() + Duration::from_secs(599);
        assert!(pending().accept(&answer, last).is_ok());
        assert_eq!(pending().accept(&answer, noon() + LOGIN_LIFETIME), Err(CallbackError::Expired));
        assert_eq!(pending().accept(&answer, noon() - Duration::from_secs(1)), Err(CallbackError::Expired));
    }

    #[test]
    fn a_refusal_by_the_person_is_told_with_its_reason() {
        let refused = Callback::Refused { reason: "auth_denied".into(), state: "ab".repeat(32).into() };
        assert_eq!(pending().accept(&refused, noon()), Err(CallbackError::Refused("auth_denied".into())));
    }

    #[test]
    fn a_begun_sign_in_survives_a_restart_and_a_damaged_one_does_not() {
        let pending = pending();
        assert_eq!(PendingLogin::from_bytes(&pending.to_bytes()), Some(pending));
        for damaged in [&b""[..], b"{}", br#"{"state":"","created":"2026-01-15T12:00:00Z"}"#] {
            assert_eq!(PendingLogin::from_bytes(damaged), None);
        }
    }

    #[test]
    fn two_sign_ins_never_share_a_state_and_none_can_be_printed() {
        let first = PendingLogin::begin_now(noon()).unwrap();
        assert_ne!(first.state(), PendingLogin::begin_now(noon()).unwrap().state());
        assert!(!format!("{first:?}").contains(first.state().reveal()));
    }
}
