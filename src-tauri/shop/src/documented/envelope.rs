//! The envelope around every answer, `{code, message, data}`, and what stands in for it when a
//! server or something on the way answers in another form.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::http::Answer;

/// What an answer says, before anybody looks into its data.
pub(crate) enum Verdict {
    /// Code 0, with data.
    Data(Box<RawValue>),
    /// Code 1005, or HTTP 429 without an envelope: nothing was done.
    Limited,
    /// A definite no: nothing was done. 1003 and 1004 are among them.
    Refused { code: i64, message: String },
    /// Nothing definite: code 1000, HTTP 5xx, no JSON, code 0 without data.
    Trouble { why: String, code: Option<i64> },
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    code: &'a RawValue,
    #[serde(borrow, default)]
    message: Option<&'a RawValue>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

impl Verdict {
    /// The envelope's code counts, whatever the HTTP status says, except that "success" under an
    /// HTTP error is neither.
    pub(crate) fn of(answer: &Answer) -> Self {
        match Self::of_envelope(&answer.body) {
            Some((0, _, _)) if answer.status >= 400 => Self::trouble(answer.status),
            Some((0, _, Some(data))) => Self::Data(data),
            Some((0, _, None)) => Self::Trouble { why: "the answer holds no data".into(), code: Some(0) },
            Some((1000, _, _)) => Self::Trouble { why: "code 1000".into(), code: Some(1000) },
            Some((1005, _, _)) => Self::Limited,
            Some((code, message, _)) => Self::Refused { code, message },
            None => Self::without_envelope(answer.status),
        }
    }

    /// The envelope's code, for the log; -1 where there is none.
    pub(crate) fn code(&self) -> i64 {
        match self {
            Self::Data(_) => 0,
            Self::Limited => 1005,
            Self::Refused { code, .. } => *code,
            Self::Trouble { code, .. } => code.unwrap_or(-1),
        }
    }

    fn of_envelope(body: &[u8]) -> Option<(i64, String, Option<Box<RawValue>>)> {
        let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
        // The real service writes some codes as texts.
        let code = envelope.code.get().trim_matches('"').parse().ok()?;
        let message = envelope.message.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
        Some((code, message, envelope.data.map(ToOwned::to_owned)))
    }

    fn without_envelope(status: u16) -> Self {
        match status {
            401 => Self::Refused { code: 1003, message: "HTTP 401".into() },
            429 => Self::Limited,
            200..=299 => Self::Trouble { why: "the answer is not the shop’s JSON".into(), code: None },
            _ => Self::trouble(status),
        }
    }

    fn trouble(status: u16) -> Self {
        Self::Trouble { why: format!("HTTP {status}"), code: None }
    }
}
