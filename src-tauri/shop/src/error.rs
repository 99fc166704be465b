//! What can go wrong between this computer and TikTok Shop, told so that a person knows what
//! happened, what was kept and what to do.

use jiff::Timestamp;
use thiserror::Error;

use crate::{BudgetError, Secret, partner::advice};

/// Longest part of a server's message that is shown, in characters.
const MESSAGE_CHARS: usize = 300;

/// Why a call brought nothing. Every `Display` is a sentence for the person and holds no
/// address, secret or buyer's data of ours; a server's own words are cut and cleaned.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ShopError {
    /// The sign-in is over: code 1003, or the refresh token was refused. Nothing was done.
    #[error(
        "TikTok Shop no longer accepts this sign-in ({why}). Everything here is kept. Connect the shop again to go on."
    )]
    NeedsConnect {
        /// What the shop said or did.
        why: String,
    },
    /// A definite no: codes 1001 (invalid parameter), 1002 (missing parameter), 1006 (permission
    /// denied), and any other code that the contract doesn't name. Nothing was done.
    #[error("{}", refused(*code, message, field.as_deref()))]
    Refused {
        /// The envelope's code.
        code: i64,
        /// The server's words: untrusted, without control characters, at most 300 characters.
        message: String,
        /// The contract's name of the field that the message blames, where it blames one.
        field: Option<String>,
    },
    /// Something that the shop wants to hear is not known here, or not for the seller to say. Nothing was sent.
    #[error("This was not sent: {why}.")]
    Unsendable {
        /// What is missing, and what to do.
        why: String,
    },
    /// The shop still asks for a pause after every retry (code 1005 or HTTP 429). Nothing was done.
    #[error("TikTok Shop asked for a pause after too many requests. Nothing is lost; it goes on at {}.", clock_time(*resume))]
    RateLimited {
        /// When to try again.
        resume: Timestamp,
    },
    /// This app's own budget for a day is spent, or the share of it that this kind of request
    /// has, so that the shop's limit is never exceeded. Nothing was sent.
    #[error("Today’s requests to TikTok Shop for this are used up. Nothing is lost; it goes on at {}.", clock_time(*resume))]
    DayIsSpent {
        /// When the rolling day has room again for such a request.
        resume: Timestamp,
    },
    /// The request could not be counted, and what isn't counted isn't sent.
    #[error(
        "The count of today’s requests could not be saved, so nothing was sent. Check that the disk has room, then try again."
    )]
    NotCounted,
    /// It had to wait for its turn until what it was planned from was too old. Nothing was sent.
    #[error(
        "This had to wait until its reading was too old to write from. Nothing was sent; it is read again and goes on."
    )]
    TooLate,
    /// The shop no longer knows where in the list it was. Nothing was done; the list is begun again.
    #[error("TikTok Shop no longer knows this page of its list. Nothing is lost; the list is read from its beginning.")]
    PageGone,
    /// The list has more than the shop shows of one. Nothing was done; it is read in slices.
    #[error("TikTok Shop shows only so much of a list this long. Nothing is lost; it is read in parts.")]
    ListTooLong,
    /// No connection: nothing was sent.
    #[error(
        "TikTok Shop can’t be reached. Nothing was sent and everything is kept. It goes on when the network is back ({why})."
    )]
    Offline {
        /// What the network said.
        why: String,
    },
    /// No usable answer to a read, after every retry: HTTP 5xx, code 1000, no JSON, cut off, timed
    /// out. On a write it means that the token could not be refreshed, and the write was not sent.
    #[error(
        "TikTok Shop has trouble answering ({why}). Nothing was changed and everything is kept. It is tried again later."
    )]
    ServerTrouble {
        /// What came instead of an answer.
        why: String,
    },
    /// The same on a write, after it left: it may or may not have been done. Read the target again
    /// before anything else; never send it blindly a second time.
    #[error(
        "TikTok Shop’s answer was lost ({why}), so this may or may not have been done. It is checked before anything is sent again."
    )]
    UnknownOutcome {
        /// What came instead of an answer.
        why: String,
    },
}

/// The real service's code for a level below what a campaign holds. The contract names no code for it.
const HELD_BY_CAMPAIGN: i64 = 12_052_393;

/// The real service's codes for an order or a parcel that was shipped before, or whose label was bought.
pub(crate) const SHIPPED_BEFORE: [i64; 9] =
    [11_006_021, 21_008_042, 21_008_099, 21_011_006, 21_011_020, 21_011_040, 21_022_025, 21_030_006, 21_042_056];

impl ShopError {
    /// Whether the same call may succeed later without anybody changing anything, and is known not
    /// to have been done.
    pub fn passes_by_itself(&self) -> bool {
        matches!(
            self,
            Self::RateLimited { .. }
                | Self::DayIsSpent { .. }
                | Self::NotCounted
                | Self::TooLate
                | Self::PageGone
                | Self::ListTooLong
                | Self::Offline { .. }
                | Self::ServerTrouble { .. }
        )
    }

    /// Whether the shop refused a level for what a campaign holds of it.
    pub fn is_held_by_campaign(&self) -> bool {
        matches!(self, Self::Refused { code: HELD_BY_CAMPAIGN, .. })
    }

    /// Whether the shop refused to ship what is shipped already: reading it again tells how.
    pub fn was_done_before(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if SHIPPED_BEFORE.contains(code))
    }

    /// A refusal in the server's words, with every secret of the request taken out of them: a
    /// server may echo the address that it was asked.
    pub(crate) fn refused(code: i64, message: &str, secrets: &[&Secret]) -> Self {
        Self::Refused { code, message: cleaned(message, secrets), field: blamed_field(message) }
    }
}

impl From<BudgetError> for ShopError {
    fn from(error: BudgetError) -> Self {
        match error {
            BudgetError::DayIsSpent { resume, .. } => Self::DayIsSpent { resume },
            BudgetError::Paused { resume } => Self::RateLimited { resume },
            BudgetError::NotCounted => Self::NotCounted,
        }
    }
}

/// What a contract doesn't have, only Seller Center can do.
pub(crate) fn no_such_call() -> ShopError {
    ShopError::Unsendable { why: "this shop’s API has no call for it: do it in Seller Center".to_owned() }
}

fn refused(code: i64, message: &str, field: Option<&str>) -> String {
    let about = field.map(|name| format!(", field {name}")).unwrap_or_default();
    let what_to_do = match code {
        1001 | 1002 => "Correct it and try again.".into(),
        HELD_BY_CAMPAIGN => {
            "A campaign holds part of this stock: send it again when that is over, or a higher level.".into()
        }
        1006 => "Give this app the permission in Seller Center, then connect the shop again.".into(),
        _ => advice(code, message).unwrap_or("Try again later, or with another value.".into()),
    };
    let message = if message.is_empty() { "no reason given" } else { message };
    format!("TikTok Shop refused this (code {code}{about}): “{message}”. Nothing was changed there. {what_to_do}")
}

fn clock_time(moment: Timestamp) -> String {
    moment.strftime("%H:%M UTC").to_string()
}

/// An untrusted text as it may be shown: no control characters, no secrets, not endless.
pub(crate) fn cleaned(text: &str, secrets: &[&Secret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets.iter().map(|secret| secret.reveal()).filter(|secret| !secret.is_empty()) {
        text = without(&text, secret);
    }
    let shown = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    shown.filter(|c| !is_invisible(*c)).take(MESSAGE_CHARS).collect::<String>().trim().to_owned()
}

/// `text` with `[secret]` wherever `secret` stands in it, each byte as it is or percent-encoded: which
/// of them are encoded is the server's choice.
fn without(text: &str, secret: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = after_secret(rest, secret);
        kept.push_str(if after.is_some() { "[secret]" } else { &rest[..first.len_utf8()] });
        rest = after.unwrap_or(&rest[first.len_utf8()..]);
    }
    kept
}

/// What follows `secret`, where `text` begins with it.
fn after_secret<'a>(text: &'a str, secret: &str) -> Option<&'a str> {
    let mut rest = text.as_bytes();
    for byte in secret.bytes() {
        rest = match rest {
            [plain, after @ ..] if *plain == byte => after,
            [b'+', after @ ..] if byte == b' ' => after,
            [b'%', digits @ ..] => digits.strip_prefix(encoded(byte, digits)?)?,
            _ => return None,
        };
    }
    text.get(text.len() - rest.len()..)
}

/// The two digits that begin `digits`, where they stand for `byte`.
fn encoded(byte: u8, digits: &[u8]) -> Option<&[u8]> {
    let two = digits.get(..2)?;
    let value = u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()?;
    (value == byte).then_some(two)
}

/// Characters that reorder or hide the text around them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Names of fields that a message may blame, most telling first: `status` and `state` are also
/// ordinary words.
const FIELDS: [&str; 28] = [
    "page_size",
    "page_token",
    "shop_cipher",
    "timestamp",
    "shipping_provider_id",
    "quantity",
    "page_number",
    "order_status",
    "create_time_from",
    "create_time_to",
    "order_id",
    "tracking_number",
    "product_id",
    "sku_id",
    "stock_infos",
    "warehouse_id",
    "available_stock",
    "app_key",
    "app_secret",
    "auth_code",
    "refresh_token",
    "grant_type",
    "client_id",
    "redirect_uri",
    "response_type",
    "skus",
    "status",
    "state",
];

fn blamed_field(message: &str) -> Option<String> {
    let words: Vec<&str> = message.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).collect();
    FIELDS.iter().find(|field| words.contains(field)).map(|field| (*field).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_field_and_says_what_to_do() {
        let error = ShopError::refused(1001, "Invalid parameter: page_size must be 1 to 100", &[]);
        assert!(matches!(&error, ShopError::Refused { field: Some(field), .. } if field == "page_size"));
        let sentence = error.to_string();
        assert!(sentence.contains("field page_size") && sentence.contains("Correct it"), "{sentence}");
    }

    #[test]
    fn a_servers_message_is_cut_and_loses_its_control_characters() {
        let message = format!("no\u{1b}[31m\r\n\u{202e}way{}", "x".repeat(1000));
        let shown = cleaned(&message, &[]);
        assert!(shown.starts_with("no [31m  way") && shown.chars().count() == MESSAGE_CHARS);
    }

    #[test]
    fn a_secret_that_the_server_echoes_is_taken_out_plain_and_encoded() {
        let secret = Secret::new("s3c/ret+canary");
        let shown = cleaned("cannot GET /token?app_secret=s3c%2Fret%2Bcanary and s3c/ret+canary", &[&secret]);
        assert_eq!(shown, "cannot GET /token?app_secret=[secret] and [secret]");
        let every_byte: String = "s3c/ret+canary".bytes().map(|byte| format!("%{byte:02x}")).collect();
        assert_eq!(cleaned(&format!("({every_byte})"), &[&secret]), "([secret])");
        assert_eq!(cleaned("über%C3%BC s3c%2Gret+canary s3c", &[&secret]), "über%C3%BC s3c%2Gret+canary s3c");
        assert_eq!(cleaned("%C3%BC+%zz ü", &[&Secret::new("ü ")]), "[secret]%zz ü");
    }
}
