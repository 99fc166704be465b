//! The second wall: what looks like a secret or a buyer's data is taken out of a text before it
//! reaches a file. The first wall is that our own types don't print; this one is for other
//! people's crates and for a server's words, so it rather takes too much.

use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Bytes that are looked at. Beyond them nobody reads a line, and what isn't read isn't written.
const READ: usize = 8 * 1024;
/// Characters that are written.
const WRITTEN: usize = 2_000;
/// The shortest piece of letters and digits that is taken for a token.
const TOKEN: usize = 20;

/// Patterns and what takes their place, in this order.
const RULES: [(&str, &str); 9] = [
    // A server's own words, as our messages quote them: they may echo a token or name a buyer.
    ("“[^”]*”", "“…”"),
    (r"(?-u:\b)(code -?\d+): [^)]*", "$1: …"),
    // The query of an address, and a user name in it.
    (r#"([\w/])\?[^\s"'<>?]*=[^\s"'<>]*"#, "$1?[query]"),
    (r"://[^\s/@]+@", "://[user]@"),
    // A value that is named as one: `app_secret=…`, `"access_token": "…"`, `Authorization: Bearer …`.
    (
        r#"(?i)(?-u:\b)([\w-]*(?:token|secret|passw(?:or)?d|app[_-]?key|api[_-]?key|auth[_-]?code|client_id|cookie|signature|authorization))(\\?["']?\s*[=:]\s*\\?["']?)(?:(?:bearer|basic)\s+)?[^\s"',;&)}\]\\]+"#,
        "$1$2[secret]",
    ),
    // The same for words that also have another meaning, where the value is no mere number.
    (r#"(?i)(?-u:\b)(code|state|sign|key)=[^\s&"']*[a-z_-][^\s&"']*"#, "$1=[secret]"),
    (r"(?-u:\b)(?:TTP|ROW|GCP)_[\w-]+", "[secret]"),
    (r#"[^\s@"'<>(),;:=\[\]]+@[^\s@"'<>(),;:\[\]]+\.[^\s@"'<>(),;:.\[\]]{2,}"#, "[e-mail]"),
    // A country's code and a number, masked or not.
    (r"\+\d[\d\s().•*-]{5,20}\d", "[phone]"),
];

static COMPILED: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    RULES.iter().filter_map(|(pattern, instead)| Some((Regex::new(pattern).ok()?, *instead))).collect()
});
/// What a token is made of, in any of its usual encodings.
static RUN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[A-Za-z0-9_+=~%./-]{20,}").ok());
/// Digits as people write a phone number without a country.
static DIGITS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\(?(?-u:\b)\d{3}\)?[ .-]\d{3}[ .-]?\d{4}(?-u:\b)|(?-u:\b)\d{9,15}(?-u:\b)").ok());

/// `text` without what looks like a token, key, code, e-mail address or phone number, without the
/// queries of addresses and without a server's quoted words; at most 2,000 characters.
pub fn scrub(text: &str) -> String {
    let mut text = beginning(text).to_owned();
    for (pattern, instead) in COMPILED.iter() {
        text = pattern.replace_all(&text, *instead).into_owned();
    }
    if let Some(run) = RUN.as_ref() {
        text = run.replace_all(&text, |run: &Captures<'_>| tokenless(&run[0])).into_owned();
    }
    if let Some(digits) = DIGITS.as_ref() {
        text = digits.replace_all(&text, "[number]").into_owned();
    }
    text.chars().take(WRITTEN).collect()
}

/// Whether a field of this name holds a secret, whatever it looks like.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["token", "secret", "password", "app_key", "auth_code", "authorization", "cookie"]
        .iter()
        .any(|word| name.contains(word))
}

fn beginning(text: &str) -> &str {
    let end = (0..=READ.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// A path is a path; with a piece in it that is long and mixes letters with digits, it is taken
/// for a token in Base64.
fn tokenless(run: &str) -> String {
    let is_token = |piece: &str| {
        piece.len() >= TOKEN
            && piece.contains(|c: char| c.is_ascii_digit())
            && piece.contains(|c: char| c.is_ascii_alphabetic())
    };
    if run.split('/').any(is_token) { "[secret]".to_owned() } else { run.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_secret_is_taken_out() {
        for (text, left) in [
            (
                "token call https://open.example/api/v2/token/get?app_secret=abc&auth_code=x failed",
                "token call https://open.example/api/v2/token/get?[query] failed",
            ),
            ("GET /oauth/callback?code=abc-d&state=ef", "GET /oauth/callback?[query]"),
            ("https://user:pass@shop.example/x", "https://[user]@shop.example/x"),
            ("app_secret=s3c, next", "app_secret=[secret], next"),
            (r#"{"access_token":"short","expires":5}"#, r#"{"access_token":"[secret]","expires":5}"#),
            (r#"body "{\"refresh_token\":\"a b\"}""#, r#"body "{\"refresh_token\":\"[secret] b\"}""#),
            ("x-tts-access-token: abcdef", "x-tts-access-token: [secret]"),
            ("Authorization: Bearer abc.def", "Authorization: [secret]"),
            ("code=TheCode&state=TheState", "code=[secret]&state=[secret]"),
            ("got TTP_xY-z_1 back", "got [secret] back"),
            ("key 0123456789abcdef0123456789abcdef01234567 is wrong", "key [secret] is wrong"),
            ("pem b3BlbnNlc2FtZW9wZW5zZXNhbWU0Mg/x+y== end", "pem [secret] end"),
            ("%53%33cret%2Fwith%20percent", "[secret]"),
        ] {
            assert_eq!(scrub(text), left);
        }
    }

    #[test]
    fn what_looks_like_a_buyers_data_is_taken_out() {
        for (text, left) in [
            ("mail to jane.doe+shop@mail.example now", "mail to [e-mail] now"),
            ("call +1 555 ••• 1234 or (555) 123-4567", "call [phone] or [number]"),
            ("phone 1234567890", "phone [number]"),
            ("refused (code 1001): “no such buyer Jane Doe”. Kept.", "refused (code 1001): “…”. Kept."),
            ("no longer accepted (code 1003: token of Jane Doe). Kept.", "no longer accepted (code 1003: …). Kept."),
        ] {
            assert_eq!(scrub(text), left);
        }
    }

    #[test]
    fn what_helps_is_left_in() {
        for text in [
            "TikTok Shop can’t be reached (no connection: connection refused to 127.0.0.1:43117)",
            "a round ended early at 2026-03-10T12:00:00.123Z",
            "order 576461413038785752, code=1004, status=429, state=7",
            "/api/orders/detail/query answered 200 in 48 ms",
            "src-tauri/sync/src/pull_orders.rs:187:9",
            "database is locked (SQLITE_BUSY), 5 tries",
        ] {
            assert_eq!(scrub(text), text);
        }
    }

    #[test]
    fn every_rule_is_in_force() {
        assert_eq!(COMPILED.len(), RULES.len());
        assert!(RUN.is_some() && DIGITS.is_some());
    }

    #[test]
    fn an_endless_text_is_cut_and_no_half_of_a_secret_stays_at_the_cut() {
        let secret = "0123456789abcdef0123456789abcdef";
        let written = scrub(&format!("{}{secret} {}", "ä ".repeat(WRITTEN / 2 - 8), "ö".repeat(READ)));
        assert_eq!(written.chars().count(), WRITTEN);
        assert!(written.ends_with("ä [secret] ööööööö"), "{written}");
    }

    #[test]
    fn a_field_is_known_by_its_name() {
        assert!(is_secret_name("access_token") && is_secret_name("AppSecret") && !is_secret_name("retry"));
    }
}
