//! The Partner API's envelope: `code`, `message`, `request_id`, `data`.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::value::RawValue;

use super::code;
use crate::answer::{Done, Refusal};

#[derive(Serialize)]
struct Envelope<'a> {
    code: i64,
    message: &'a str,
    request_id: String,
    data: Option<&'a RawValue>,
}

/// Puts an outcome into the envelope. Failures are HTTP 200 but for a wrong sign and an exhausted limit.
pub(crate) fn envelope(outcome: &Result<Done, Refusal>, n: u64) -> Response {
    let request_id = format!("{n:032}");
    let (status, envelope) = match outcome {
        Ok(done) => (StatusCode::OK, Envelope { code: 0, message: "Success", request_id, data: Some(&done.data) }),
        Err(Refusal { code, message, .. }) => {
            (status_of(*code), Envelope { code: *code, message, request_id, data: None })
        }
    };
    let mut response = (status, axum::Json(envelope)).into_response();
    if let Some(seconds) = outcome.as_ref().err().and_then(|refusal| refusal.retry_after) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn status_of(code: i64) -> StatusCode {
    match code {
        code::BAD_SIGN => StatusCode::UNAUTHORIZED,
        code::TOO_MANY_REQUESTS => StatusCode::TOO_MANY_REQUESTS,
        _ => StatusCode::OK,
    }
}
