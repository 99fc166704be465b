//! Buyers' requests to cancel an order.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Order;

/// A request, open or over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CancelRequest {
    /// Which of its order's it is, from 0.
    pub(crate) number: usize,
    pub(crate) asked: Timestamp,
    /// When it last moved.
    pub(crate) moved: Timestamp,
    pub(crate) standing: RequestStanding,
}

/// How far a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RequestStanding {
    /// Nobody has answered.
    Open,
    /// The order was cancelled.
    Agreed,
    /// The order goes on.
    Declined,
}

impl Order {
    /// All requests of its buyer, the oldest first.
    pub(crate) fn requests(&self) -> impl DoubleEndedIterator<Item = CancelRequest> {
        self.past_requests.iter().copied().chain(self.open_request())
    }

    fn open_request(&self) -> Option<CancelRequest> {
        let (number, standing) = (self.past_requests.len(), RequestStanding::Open);
        self.cancel_asked.map(|asked| CancelRequest { number, asked, moved: asked, standing })
    }

    /// Its buyer asks; one who has asked already waits on.
    pub(super) fn ask(&mut self, now: Timestamp) {
        self.cancel_asked.get_or_insert(now);
    }

    /// The request that waits, if one does, is over.
    pub(super) fn end_request(&mut self, standing: RequestStanding, now: Timestamp) {
        let ended = self.open_request().map(|open| CancelRequest { moved: now, standing, ..open });
        self.cancel_asked = None;
        self.past_requests.extend(ended);
    }
}
