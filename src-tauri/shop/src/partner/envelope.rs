//! What an answer's code means. The code decides, and the HTTP status only where there is none.

use serde_json::value::{RawValue, to_raw_value};

use crate::{contract::Verdict, http::Answer, reading::open_envelope};

const TOO_MANY: i64 = 36_009_002;
/// Many things at once: which one, only the message tells.
const MIXED: i64 = 36_009_004;
/// The shop's own trouble, what fulfilment and after-sales call their time-outs, and a label that is just being bought
/// (21030005): whether anything was done is not said.
const TROUBLES: [i64; 19] = [
    36_009_003, 36_009_007, 10_002_014, 10_002_015, 10_037_002, 10_037_003, 10_037_004, 11_001_027, 11_001_031,
    21_001_003, 21_001_008, 21_001_011, 21_022_029, 21_030_005, 21_042_001, 21_042_076, 25_001_028, 25_001_058,
    25_007_002,
];

pub(super) fn verdict(answer: &Answer) -> Verdict {
    match open_envelope(&answer.body) {
        Some((0, _, _)) if answer.status >= 400 => trouble(answer.status),
        // Some writes answer nothing but yes.
        Some((0, _, data)) => Verdict::Data(data.filter(|data| data.get() != "null").unwrap_or_else(nothing)),
        Some((code, message, _)) => coded(code, message),
        None => match answer.status {
            429 => Verdict::Limited { code: TOO_MANY },
            200..=299 => Verdict::Trouble { why: "the answer is not the shop’s JSON".into(), code: None },
            status => trouble(status),
        },
    }
}

/// Whether a failure of one parcel among several says nothing of what became of it.
pub(super) fn is_passing(code: i64) -> bool {
    code == TOO_MANY || TROUBLES.contains(&code)
}

fn coded(code: i64, message: String) -> Verdict {
    match code {
        105_002 => Verdict::TokenExpired { code },
        TOO_MANY => Verdict::Limited { code },
        MIXED => mixed(code, message),
        _ if TROUBLES.contains(&code) => Verdict::Trouble { why: format!("code {code}"), code: Some(code) },
        _ => Verdict::Refused { code, message },
    }
}

fn mixed(code: i64, message: String) -> Verdict {
    let said = message.to_ascii_lowercase();
    if said.contains("timestamp") {
        Verdict::ClockApart { code, message }
    } else if said.contains("access token") || said.contains("access_token") || said.contains("x-tts-access-token") {
        Verdict::TokenUnknown { code, message }
    } else {
        Verdict::Refused { code, message }
    }
}

fn nothing() -> Box<RawValue> {
    to_raw_value(&serde_json::Map::new()).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

fn trouble(status: u16) -> Verdict {
    Verdict::Trouble { why: format!("HTTP {status}"), code: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, body: &str) -> Verdict {
        verdict(&Answer { status, retry_after: None, date: None, body: body.as_bytes().to_vec() })
    }

    #[test]
    fn one_code_with_several_meanings_is_told_apart_by_its_words() {
        let said = |message: &str| judged(200, &format!(r#"{{"code":36009004,"message":"{message}"}}"#));
        assert!(matches!(said("Invalid timestamp"), Verdict::ClockApart { .. }));
        assert!(matches!(said("access token is invalid"), Verdict::TokenUnknown { .. }));
        assert!(matches!(said("unexpected identifier"), Verdict::Refused { .. }));
    }

    #[test]
    fn the_code_counts_before_the_status() {
        let signature = r#"{"code":106001,"message":"sign is invalid"}"#;
        assert!(matches!(judged(401, signature), Verdict::Refused { code: 106_001, .. }));
        assert!(matches!(judged(401, r#"{"code":"105002","message":""}"#), Verdict::TokenExpired { .. }));
        assert!(matches!(judged(200, r#"{"code":36009002,"message":""}"#), Verdict::Limited { .. }));
        assert!(matches!(judged(429, "slow down"), Verdict::Limited { .. }));
        assert!(matches!(judged(503, "<html>"), Verdict::Trouble { .. }));
        assert!(matches!(judged(500, r#"{"code":0,"data":{}}"#), Verdict::Trouble { .. }));
    }

    #[test]
    fn a_yes_without_data_is_a_yes() {
        for body in [r#"{"code":0,"message":"Success"}"#, r#"{"code":0,"data":null}"#, r#"{"code":0,"data":{}}"#] {
            assert!(matches!(judged(200, body), Verdict::Data(_)), "{body}");
        }
    }
}
