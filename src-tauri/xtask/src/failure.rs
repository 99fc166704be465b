//! Why a chore stopped.

use std::fmt;

/// A sentence for the person at the terminal: what failed, and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    sentence: String,
    said: bool,
}

impl Failure {
    /// A failure that has still to be told.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), said: false }
    }

    /// A failure whose closing lines stand on the screen already; only the exit code is left to give.
    pub(crate) fn already_said() -> Self {
        Self { sentence: String::new(), said: true }
    }

    /// Tells it, once.
    #[allow(clippy::print_stderr, reason = "a failure belongs on the error stream")]
    pub(crate) fn say(&self) {
        if !self.said {
            eprintln!("xtask: {self}");
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence)
    }
}
