//! What a seller wants of an order beside having it shipped.

use serde::{Deserialize, Serialize};

use crate::{CancelAnswer, CancelId, Correction};

/// One such wish. Each is asked for once, and carried out once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "errand", rename_all = "snake_case")]
pub enum Errand {
    /// Answer a buyer who asks to cancel.
    AnswerCancel {
        /// Which request.
        request: CancelId,
        /// What is answered.
        answer: CancelAnswer,
    },
    /// Put its tracking number right.
    CorrectTracking(Correction),
}
