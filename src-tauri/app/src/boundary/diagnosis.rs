//! The requests that left, and the file for whoever helps.

use std::fmt;

use serde::Serialize;
use ts_rs::TS;

/// One request to the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestLine {
    /// ISO 8601.
    pub at: String,
    /// `GET` or `POST`.
    pub method: String,
    /// Without its query.
    pub path: String,
    /// Who waited for it: `person`, `hint`, `poll`, `backfill`.
    pub lane: String,
    /// Milliseconds until the answer.
    pub ms: u32,
    /// HTTP status; 0 where no answer came.
    pub status: u32,
    /// The contract's code; -1 where no answer came.
    #[ts(type = "number")]
    pub code: i64,
    /// 0 for the first try.
    pub retry: u32,
}

/// A diagnostics file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// Where it is.
    pub path: String,
}

/// A record that could not be read, as the shop sent it. Its `Debug` prints the reason alone: the
/// record may name a buyer.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetAsideRecord {
    /// What was wrong with it.
    pub reason: String,
    /// The record's own text; may be cut at 64 KiB.
    pub raw: String,
}

impl fmt::Debug for SetAsideRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SetAsideRecord").field("reason", &self.reason).finish_non_exhaustive()
    }
}
