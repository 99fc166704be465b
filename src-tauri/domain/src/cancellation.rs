//! Buyers who ask to cancel an order, and what a seller may answer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{CancelId, OrderId, OrderStatus};

/// A buyer's request to cancel an order, as the shop last described it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelRequest {
    /// The shop's id of it.
    pub id: CancelId,
    /// The order.
    pub order: OrderId,
    /// How far it is.
    pub state: CancelState,
    /// Why the buyer asks: in the shop's words, or its name for it where there are none; may be empty.
    pub reason: String,
    /// When the buyer asked, where the shop tells it.
    pub asked: Option<Timestamp>,
    /// Until when the seller can answer, where the shop tells it.
    pub answer_by: Option<Timestamp>,
}

/// How far a request is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CancelState {
    /// It waits for the seller.
    Pending,
    /// It was agreed to: the order is cancelled, or about to be.
    Agreed,
    /// The buyer took it back, or the seller said no: the order goes on.
    Closed,
    /// A state that this version doesn't know, in the shop's words.
    Other(String),
}

/// The shop writes one of them in two ways.
const STATE_NAMES: [(&str, CancelState); 5] = [
    ("CANCELLATION_REQUEST_PENDING", CancelState::Pending),
    ("CANCELLATION_REQUEST_SUCCESS", CancelState::Agreed),
    ("CANCELLATION_REQUEST_COMPLETE", CancelState::Agreed),
    ("CANCELLATION_REQUEST_CANCEL", CancelState::Closed),
    ("CANCELLATION_REQUEST_CANCELLED", CancelState::Closed),
];

impl CancelState {
    /// Reads the shop's word; an unknown one is kept, not refused.
    pub fn from_shop(word: &str) -> Self {
        let known = STATE_NAMES.iter().find(|(name, _)| *name == word);
        known.map_or_else(|| Self::Other(word.to_owned()), |(_, state)| state.clone())
    }

    /// The shop's word.
    pub fn as_shop(&self) -> &str {
        if let Self::Other(word) = self {
            return word;
        }
        STATE_NAMES.iter().find(|(_, state)| state == self).map_or("", |(name, _)| name)
    }
}

/// A reason for which the shop lets a seller say no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectReason {
    /// What the shop wants to hear.
    pub name: String,
    /// What a person reads.
    pub text: String,
}

/// What a seller answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CancelAnswer {
    /// The order is to be cancelled.
    Approve,
    /// The order goes on.
    Reject {
        /// Why, of the reasons that the shop told.
        reason: RejectReason,
    },
}

/// What to do about an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum AnswerPlan {
    /// The shop has it as wanted: nothing to send.
    Done,
    /// Send it.
    Send,
    /// Sending would be wrong.
    Refuse(NoAnswer),
}

/// Why an answer would be wrong now. Each is a sentence for the person.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NoAnswer {
    /// The seller agrees, and the buyer doesn't ask any more.
    #[error(
        "The buyer’s request is over and the order goes on. Nothing was sent: ship it, or cancel it in Seller Center."
    )]
    GoesOn,
    /// The seller says no, and it was cancelled meanwhile.
    #[error("This order was cancelled meanwhile. Nothing was sent: take the parcel off the pile.")]
    Cancelled,
    /// A state that this version doesn't know.
    #[error(
        "The shop says “{0}” about this request, which this version does not know. Nothing was sent: answer it in Seller Center."
    )]
    UnknownState(String),
}

/// Decides about an answer from the request and its order as the shop has them now.
pub fn plan_answer(request: &CancelState, order: &OrderStatus, answer: &CancelAnswer) -> AnswerPlan {
    // A cancelled order says as much, whatever is said about its request.
    let request = if *order == OrderStatus::Cancelled { &CancelState::Agreed } else { request };
    match (answer, request) {
        (_, CancelState::Pending) => AnswerPlan::Send,
        (CancelAnswer::Approve, CancelState::Agreed) => AnswerPlan::Done,
        (CancelAnswer::Approve, CancelState::Closed) => AnswerPlan::Refuse(NoAnswer::GoesOn),
        (CancelAnswer::Reject { .. }, CancelState::Agreed) => AnswerPlan::Refuse(NoAnswer::Cancelled),
        (CancelAnswer::Reject { .. }, CancelState::Closed) => AnswerPlan::Done,
        (_, CancelState::Other(word)) => AnswerPlan::Refuse(NoAnswer::UnknownState(word.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no() -> CancelAnswer {
        CancelAnswer::Reject { reason: RejectReason { name: "packed".into(), text: "It is packed".into() } }
    }

    fn plan(request: &str, order: OrderStatus, answer: &CancelAnswer) -> AnswerPlan {
        plan_answer(&CancelState::from_shop(request), &order, answer)
    }

    #[test]
    fn only_a_request_that_waits_is_answered() {
        for answer in [CancelAnswer::Approve, no()] {
            let waiting = plan("CANCELLATION_REQUEST_PENDING", OrderStatus::AwaitingShipment, &answer);
            assert_eq!(waiting, AnswerPlan::Send);
            let unknown = plan("CANCELLATION_ODD", OrderStatus::AwaitingShipment, &answer);
            assert_eq!(unknown, AnswerPlan::Refuse(NoAnswer::UnknownState("CANCELLATION_ODD".into())));
        }
    }

    #[test]
    fn what_the_shop_has_as_wanted_is_done_and_its_opposite_is_told() {
        for agreed in ["CANCELLATION_REQUEST_SUCCESS", "CANCELLATION_REQUEST_COMPLETE"] {
            let open = OrderStatus::AwaitingShipment;
            assert_eq!(plan(agreed, open.clone(), &CancelAnswer::Approve), AnswerPlan::Done);
            assert_eq!(plan(agreed, open, &no()), AnswerPlan::Refuse(NoAnswer::Cancelled));
        }
        for closed in ["CANCELLATION_REQUEST_CANCEL", "CANCELLATION_REQUEST_CANCELLED"] {
            let open = OrderStatus::AwaitingShipment;
            assert_eq!(plan(closed, open.clone(), &no()), AnswerPlan::Done);
            assert_eq!(plan(closed, open, &CancelAnswer::Approve), AnswerPlan::Refuse(NoAnswer::GoesOn));
        }
    }

    #[test]
    fn a_cancelled_order_counts_before_the_words_about_its_request() {
        for request in ["CANCELLATION_REQUEST_PENDING", "CANCELLATION_REQUEST_CANCEL", "ODD"] {
            assert_eq!(plan(request, OrderStatus::Cancelled, &CancelAnswer::Approve), AnswerPlan::Done);
            assert_eq!(plan(request, OrderStatus::Cancelled, &no()), AnswerPlan::Refuse(NoAnswer::Cancelled));
        }
    }
}
