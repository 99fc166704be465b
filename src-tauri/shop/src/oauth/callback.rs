//! The link that comes back from the consent page. Anybody can open such a link, so reading one
//! is a total function that trusts nothing.

use thiserror::Error;
use url::form_urlencoded;

use super::REDIRECT_URI;
use crate::{Secret, error::cleaned};

/// The longest link that is read, in bytes.
pub const MAX_CALLBACK_BYTES: usize = 2048;

/// A well-formed answer of the consent page. Not yet known to be ours:
/// [`super::PendingLogin::accept`] decides that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callback {
    /// The person approved.
    Approved {
        /// To be exchanged for tokens; single-use.
        code: Secret,
        /// What the sign-in was begun with.
        state: Secret,
    },
    /// Approved by somebody who didn't begin here: so the service's own app store sends sellers, and so does whoever
    /// wants a person to work in a shop that isn't theirs. Never to be taken without asking.
    Unbidden {
        /// To be exchanged for tokens; single-use.
        code: Secret,
        /// The app that it is for, where the page says so.
        app_key: Option<String>,
    },
    /// The person refused, or the page did.
    Refused {
        /// The page's words, cleaned.
        reason: String,
        /// What the sign-in was begun with.
        state: Secret,
    },
}

/// Why a link signs nobody in. Each is a sentence for the person; nothing was changed by any.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CallbackError {
    /// More than [`MAX_CALLBACK_BYTES`].
    #[error("This link is too long to be a sign-in answer. Nothing was changed: begin Connect again.")]
    TooLong,
    /// Another scheme, host or path, a port, a user name or a `#` part.
    #[error(
        "This is not a sign-in answer for TikTokFlow. Copy the whole address of the page on which the browser stopped; it holds code= and state=."
    )]
    AnotherAddress,
    /// Broken percent-encoding or control characters.
    #[error("This sign-in answer is damaged. Nothing was changed: begin Connect again.")]
    Damaged,
    /// A parameter that the consent page never sends.
    #[error("This sign-in answer holds something unknown. Nothing was changed: begin Connect again.")]
    UnknownParameter,
    /// A parameter twice: which one counts would be a guess.
    #[error("This sign-in answer holds “{0}” twice. Nothing was changed: begin Connect again.")]
    Twice(&'static str),
    /// Neither a code nor a refusal.
    #[error("This sign-in answer holds no code. Copy the whole address, or begin Connect again.")]
    NoCode,
    /// A state that this computer didn't make, or has used already.
    #[error("This sign-in answer belongs to another sign-in. Nothing was changed: begin Connect again.")]
    ForeignState,
    /// Ten minutes have passed.
    #[error("This sign-in took longer than ten minutes and has ended. Nothing was changed: begin Connect again.")]
    Expired,
    /// The person, or the consent page, said no.
    #[error("{}", refusal(.0))]
    Refused(String),
    /// No sign-in was begun, or its answer has been used: for the keeper of the pending login.
    #[error(
        "No sign-in is waiting for an answer: this link was used already, or comes from elsewhere. Nothing was changed."
    )]
    NothingPending,
}

/// What the consent page may send. Besides the contract's `code` and `state` these are the real
/// service's: the two of a refusal, and three that are ignored.
const PARAMETERS: [&str; 7] = ["code", "state", "error", "error_description", "app_key", "locale", "shop_region"];

/// Reads the link as the system hands it over or as a person pastes it (blanks around it are
/// dropped). Total: every text gives an answer, in time linear in its length.
///
/// # Errors
/// [`CallbackError`] for everything that is not exactly an answer of the consent page.
pub fn parse_callback(text: &str) -> Result<Callback, CallbackError> {
    let text = bounded(text)?;
    answer_in(text.strip_prefix(REDIRECT_URI).and_then(|rest| rest.strip_prefix('?')))
}

/// Reads an address that a person copied out of the browser: the app's own link, or the page of another address that
/// the consent page sends to (this computer, or a page that hands on to the app). Where it leads doesn't matter, as
/// the answer's state says whether it is ours.
///
/// # Errors
/// As for [`parse_callback`].
pub fn parse_pasted(text: &str) -> Result<Callback, CallbackError> {
    let text = bounded(text)?;
    let is_page = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme));
    match text.split_once('?') {
        Some((_, query)) if is_page => answer_in(Some(query)),
        _ => parse_callback(text),
    }
}

fn bounded(text: &str) -> Result<&str, CallbackError> {
    if text.len() > MAX_CALLBACK_BYTES { Err(CallbackError::TooLong) } else { Ok(text.trim()) }
}

fn answer_in(query: Option<&str>) -> Result<Callback, CallbackError> {
    let query = query.filter(|query| !query.contains('#')).ok_or(CallbackError::AnotherAddress)?;
    let given = Parameters::read(query)?;
    let state = given.get("state").map(Secret::new);
    if let Some(error) = given.get("error") {
        let reason = cleaned(given.get("error_description").unwrap_or(error), &state.iter().collect::<Vec<_>>());
        let Some(state) = state else { return Err(CallbackError::Refused(reason)) };
        return Ok(Callback::Refused { reason, state });
    }
    // The real service writes the word `null` where there is no code.
    let code = given.get("code").filter(|code| *code != "null").map(Secret::new).ok_or(CallbackError::NoCode)?;
    Ok(match state {
        Some(state) => Callback::Approved { code, state },
        None => Callback::Unbidden { code, app_key: given.get("app_key").map(ToOwned::to_owned) },
    })
}

/// What a refusal is told as. The two that the service has for a person's no need no name.
fn refusal(reason: &str) -> String {
    let why = match reason {
        "auth_denied" | "access_denied" => "on TikTok’s page".to_owned(),
        other => format!("({other})"),
    };
    format!("The shop was not connected: the sign-in was refused {why}. Begin Connect again when you want to.")
}

struct Parameters(Vec<(&'static str, String)>);

impl Parameters {
    fn read(query: &str) -> Result<Self, CallbackError> {
        let mut read = Self(Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            // The parser writes U+FFFD for bytes that are no text.
            if value.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER) {
                return Err(CallbackError::Damaged);
            }
            let known = PARAMETERS.into_iter().find(|known| *known == name);
            let name = known.ok_or(CallbackError::UnknownParameter)?;
            if read.0.iter().any(|(other, _)| *other == name) {
                return Err(CallbackError::Twice(name));
            }
            read.0.push((name, value.into_owned()));
        }
        Ok(read)
    }

    /// The value of `name`; an empty one counts as absent.
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, value)| *known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(query: &str) -> Result<Callback, CallbackError> {
        parse_callback(&format!("tiktokflow://oauth/callback{query}"))
    }

    fn approved(code: &str, state: &str) -> Callback {
        Callback::Approved { code: code.into(), state: state.into() }
    }

    #[test]
    fn an_approval_gives_code_and_state() {
        assert_eq!(parsed("?code=ab%2Bc&state=s1"), Ok(approved("ab+c", "s1")));
        assert_eq!(parsed("?app_key=k&code=c&locale=en&shop_region=US&state=s1"), Ok(approved("c", "s1")));
        assert_eq!(parse_callback("  tiktokflow://oauth/callback?code=c&state=s1\n"), Ok(approved("c", "s1")));
    }

    #[test]
    fn an_address_out_of_the_browser_gives_the_same_wherever_it_led() {
        for page in
            ["http://localhost:17853/callback", "https://me.example/connect.html", "tiktokflow://oauth/callback"]
        {
            assert_eq!(parse_pasted(&format!(" {page}?code=c&state=s1&app_key=k ")), Ok(approved("c", "s1")), "{page}");
        }
        assert_eq!(parse_pasted("ftp://me.example/?code=c&state=s1"), Err(CallbackError::AnotherAddress));
        assert_eq!(parse_pasted("https://me.example/"), Err(CallbackError::AnotherAddress));
        assert_eq!(parse_pasted("https://me.example/?code=c&state=s#x"), Err(CallbackError::AnotherAddress));
        assert_eq!(parse_callback("https://me.example/?code=c&state=s"), Err(CallbackError::AnotherAddress));
    }

    #[test]
    fn a_refusal_gives_its_reason() {
        let refused = |reason: &str| Ok(Callback::Refused { reason: reason.into(), state: "s1".into() });
        assert_eq!(parsed("?code=null&error=auth_denied&state=s1"), refused("auth_denied"));
        assert_eq!(parsed("?error=x&error_description=You+said+no&state=s1"), refused("You said no"));
    }

    #[test]
    fn a_code_without_a_state_is_nobodys_sign_in_and_names_its_app_where_it_can() {
        let unbidden = |app_key: Option<&str>| {
            Ok(Callback::Unbidden { code: "c".into(), app_key: app_key.map(ToOwned::to_owned) })
        };
        assert_eq!(parsed("?code=c"), unbidden(None));
        assert_eq!(parsed("?code=c&state="), unbidden(None));
        assert_eq!(parsed("?app_key=k&code=c"), unbidden(Some("k")));
    }

    #[test]
    fn a_no_has_its_sentence_whether_it_says_which_sign_in_it_ends_or_not() {
        for name in ["auth_denied", "access_denied"] {
            let refused = CallbackError::Refused(name.into());
            assert!(refused.to_string().contains("was refused on TikTok’s page"), "{refused}");
            assert_eq!(parsed(&format!("?code=null&error={name}")), Err(refused));
        }
        assert!(CallbackError::Refused("server_error".into()).to_string().contains("(server_error)"));
    }

    #[test]
    fn a_foreign_or_damaged_link_is_refused_with_its_reason() {
        for text in [
            "",
            "tiktokflow:",
            "https://oauth/callback?code=c&state=s",
            "TIKTOKFLOW://oauth/callback?code=c&state=s",
            "tiktokflow://oauth/callback",
            "tiktokflow://oauth/callback/?code=c&state=s",
            "tiktokflow://oauth/callbacks?code=c&state=s",
            "tiktokflow://oauth:80/callback?code=c&state=s",
            "tiktokflow://me@oauth/callback?code=c&state=s",
            "tiktokflow://oauth/callback?code=c&state=s#",
        ] {
            assert_eq!(parse_callback(text), Err(CallbackError::AnotherAddress), "{text}");
        }
        assert_eq!(parsed("?code=c&code=d&state=s"), Err(CallbackError::Twice("code")));
        assert_eq!(parsed("?code=c&state=s&next=x"), Err(CallbackError::UnknownParameter));
        assert_eq!(parsed("?state=s"), Err(CallbackError::NoCode));
        assert_eq!(parsed("?code=null&state=s"), Err(CallbackError::NoCode));
        assert_eq!(parsed("?code=a%00b&state=s"), Err(CallbackError::Damaged));
        assert_eq!(parsed("?code=a%FFb&state=s"), Err(CallbackError::Damaged));
        assert_eq!(parsed(&format!("?code={}&state=s", "c".repeat(2048))), Err(CallbackError::TooLong));
    }

    #[test]
    fn neither_code_nor_state_can_be_printed() {
        let printed = format!("{:?}", parsed("?code=canary-code&state=canary-state"));
        assert!(!printed.contains("canary"), "{printed}");
    }

    proptest! {
        #[test]
        fn no_text_at_all_breaks_the_reading(text in any::<String>()) {
            prop_assert!(parse_callback(&text).is_err());
            let _ = parse_pasted(&text);
        }

        #[test]
        fn no_query_at_all_breaks_the_reading(query in "([a-z_]{0,17}|code|state|error)(=|&|%|%[0-9a-f]{2}|.){0,40}") {
            let _ = parsed(&format!("?{query}"));
        }

        #[test]
        fn every_code_and_state_come_back_as_they_were_sent(code in "[ -~]{1,80}", state in "[!-~]{1,80}") {
            prop_assume!(code != "null");
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair("state", &state).append_pair("code", &code).finish();
            prop_assert_eq!(parsed(&format!("?{query}")), Ok(approved(&code, &state)));
        }
    }
}
