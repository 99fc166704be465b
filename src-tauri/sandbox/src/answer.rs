//! The contract's envelope: `code`, `message`, `data`.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use crate::shop::Denied;

/// The contract's error codes.
pub(crate) mod code {
    pub(crate) const SUCCESS: i64 = 0;
    pub(crate) const GENERAL: i64 = 1000;
    pub(crate) const INVALID_PARAMETER: i64 = 1001;
    pub(crate) const MISSING_PARAMETER: i64 = 1002;
    pub(crate) const INVALID_TOKEN: i64 = 1003;
    pub(crate) const TOKEN_EXPIRED: i64 = 1004;
    pub(crate) const LIMIT_EXCEEDED: i64 = 1005;
    pub(crate) const PERMISSION_DENIED: i64 = 1006;
    /// Not the contract's: the real service's answer to a level below what a campaign holds.
    pub(crate) const HELD_BY_CAMPAIGN: i64 = 12_052_393;
}

/// A call that was carried out.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) data: Box<RawValue>,
    /// A write that changed a number or an order.
    pub(crate) applied: bool,
}

impl Done {
    /// The answer to a call that only reads, or that hands out tokens.
    pub(crate) fn shown(data: &impl Serialize) -> Result<Self, Refusal> {
        Self::written(data, false)
    }

    /// The answer to a write, and whether it changed anything.
    pub(crate) fn written(data: &impl Serialize, applied: bool) -> Result<Self, Refusal> {
        let data = to_raw_value(data).map_err(|error| Refusal::new(code::GENERAL, error.to_string()))?;
        Ok(Self { data, applied })
    }
}

/// A call that was not carried out, and why. Messages about a parameter begin with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    pub(crate) message: String,
    /// Seconds after which it may work; only where a limit is used up.
    pub(crate) retry_after: Option<u64>,
}

impl Refusal {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), retry_after: None }
    }

    pub(crate) fn invalid(name: &str, reason: impl std::fmt::Display) -> Self {
        Self::new(code::INVALID_PARAMETER, format!("{name}: {reason}"))
    }

    pub(crate) fn missing(name: &str) -> Self {
        Self::new(code::MISSING_PARAMETER, format!("{name}: is missing"))
    }
}

impl From<Denied> for Refusal {
    fn from(Denied(reason): Denied) -> Self {
        Self::new(code::INVALID_PARAMETER, reason)
    }
}

#[derive(Serialize)]
struct Envelope<'a> {
    code: i64,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    data: Option<&'a RawValue>,
}

/// Puts an outcome into the envelope. Every answer is HTTP 200, as the real service mostly does
/// it, but an exhausted limit: 429 with `Retry-After`. Token calls carry a `request_id` as well.
pub(crate) fn envelope(outcome: &Result<Done, Refusal>, request_id: Option<&str>) -> Response {
    let envelope = match outcome {
        Ok(done) => Envelope { code: code::SUCCESS, message: "success", request_id, data: Some(&done.data) },
        Err(refusal) => Envelope { code: refusal.code, message: &refusal.message, request_id, data: None },
    };
    let retry_after = outcome.as_ref().err().and_then(|refusal| refusal.retry_after);
    let status = if retry_after.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
    let mut response = (status, axum::Json(envelope)).into_response();
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
