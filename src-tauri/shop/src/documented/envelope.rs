//! What an answer's envelope means, and what stands in for it when a server or something on the way answers in
//! another form.

use crate::{contract::Verdict, http::Answer, reading::open_envelope};

/// The envelope's code counts, whatever the HTTP status says, except that "success" under an
/// HTTP error is neither.
pub(super) fn verdict(answer: &Answer) -> Verdict {
    match open_envelope(&answer.body) {
        Some((0, _, _)) if answer.status >= 400 => trouble(answer.status),
        Some((0, _, Some(data))) => Verdict::Data(data),
        Some((0, _, None)) => Verdict::Trouble { why: "the answer holds no data".into(), code: Some(0) },
        Some((code @ 1000, _, _)) => Verdict::Trouble { why: "code 1000".into(), code: Some(code) },
        Some((code @ 1003, message, _)) => Verdict::TokenUnknown { code, message },
        Some((code @ 1004, _, _)) => Verdict::TokenExpired { code },
        Some((code @ 1005, _, _)) => Verdict::Limited { code },
        Some((code, message, _)) => Verdict::Refused { code, message },
        None => without_envelope(answer.status),
    }
}

fn without_envelope(status: u16) -> Verdict {
    match status {
        401 => Verdict::TokenUnknown { code: 1003, message: "HTTP 401".into() },
        429 => Verdict::Limited { code: 1005 },
        200..=299 => Verdict::Trouble { why: "the answer is not the shop’s JSON".into(), code: None },
        _ => trouble(status),
    }
}

fn trouble(status: u16) -> Verdict {
    Verdict::Trouble { why: format!("HTTP {status}"), code: None }
}
