//! Which endpoint a call came to, of which contract, and how that contract wraps its answers.

use axum::response::Response;

use super::gate::Endpoint;
use crate::{
    answer::{self, Done, Refusal, code},
    partner::{self, Route},
};

/// An endpoint of the documented contract, or one of the Partner API.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Door {
    Contract(Endpoint),
    Partner(&'static Route),
}

impl Door {
    /// The path, with names in braces where ids stand.
    pub(crate) const fn pattern(self) -> &'static str {
        match self {
            Self::Contract(endpoint) => endpoint.path(),
            Self::Partner(route) => route.pattern,
        }
    }

    pub(crate) const fn method(self) -> &'static str {
        match self {
            Self::Contract(endpoint) if endpoint.is_write() => "POST",
            Self::Contract(_) => "GET",
            Self::Partner(route) => route.verb.name(),
        }
    }

    /// A token call needs no token and counts in no limit.
    pub(crate) const fn is_token_call(self) -> bool {
        matches!(self, Self::Contract(endpoint) if endpoint.scope().is_none())
    }

    pub(crate) fn lists_orders(self) -> bool {
        match self {
            Self::Contract(endpoint) => endpoint == Endpoint::OrdersSearch,
            Self::Partner(route) => route.pattern == partner::ORDER_SEARCH,
        }
    }

    pub(crate) const fn limit_code(self) -> i64 {
        match self {
            Self::Contract(_) => code::LIMIT_EXCEEDED,
            Self::Partner(_) => partner::code::TOO_MANY_REQUESTS,
        }
    }

    pub(crate) fn limit(self, message: impl Into<String>, retry_after: u64) -> Refusal {
        Refusal { retry_after: Some(retry_after), ..Refusal::new(self.limit_code(), message) }
    }

    pub(crate) fn invalid(self, name: &str, reason: &str) -> Refusal {
        match self {
            Self::Contract(_) => Refusal::invalid(name, reason),
            Self::Partner(_) => partner::invalid(name, reason),
        }
    }

    /// An outcome as the contract wraps it; `n` is the call's number in the journal.
    pub(crate) fn envelope(self, outcome: &Result<Done, Refusal>, n: u64) -> Response {
        match self {
            Self::Contract(_) => {
                let request_id = self.is_token_call().then(|| format!("{n:016}"));
                answer::envelope(outcome, request_id.as_deref())
            }
            Self::Partner(_) => partner::envelope(outcome, n),
        }
    }
}
