//! A shipped order's tracking number, put right.

use serde::Serialize;
use ts_rs::TS;

/// Whether a shipped order's tracking number can be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrackingCorrection {
    /// Until when, where the shop tells since when the order is shipped: ISO 8601.
    pub until: Option<String>,
    /// Why it can't: a sentence. None where it can.
    pub why_not: Option<String>,
    /// Carriers that may be named for it, as the shop's list calls them: its own, and the usual one.
    pub carriers: Vec<String>,
}
