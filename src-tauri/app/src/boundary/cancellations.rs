//! Buyers who ask to cancel, and what is answered.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A buyer's request to cancel an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Cancellation {
    /// Why, in the shop's words; may be empty.
    pub reason: String,
    /// Since when: ISO 8601, where the shop tells it.
    pub asked_at: Option<String>,
    /// Until when it can be answered: ISO 8601, where the shop tells it.
    pub answer_by: Option<String>,
    /// For what it may be rejected; none where the shop has not told yet.
    pub reasons: Option<Vec<RejectReason>>,
}

/// A reason for which the shop lets a seller say no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RejectReason {
    /// What `answer_cancel` takes.
    pub name: String,
    /// In the shop's words.
    pub text: String,
}

/// What is answered to a buyer who asks to cancel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CancelAnswer {
    /// The order is to be cancelled.
    Approve,
    /// The order goes on.
    Reject {
        /// [`RejectReason::name`]
        reason: String,
    },
}
