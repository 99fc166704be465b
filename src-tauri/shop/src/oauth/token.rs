//! The two token calls. The contract gives their addresses only; parameters and fields are the
//! real service's: `GET` with `app_key`, `app_secret`, `grant_type` and `auth_code` or
//! `refresh_token` in the query. The query is therefore secret, and no log or error holds it.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;
use url::Url;

use crate::{
    AppCredentials, Endpoints, Lane, Secret, ShopError,
    clock::later,
    contract::{Verdict, Wire},
    http::{self, Fault},
    reading::{Record, WireError},
};

/// Below this a `*_expire_in` is a duration in seconds, from it on a moment in Unix seconds (the
/// real service's form): no token lives 30 years, and 2001 is over.
const FIRST_MOMENT: i64 = 1_000_000_000;
/// Assumed where the shop doesn't say; too long is harmless, because code 1004 renews too.
const UNSAID_LIFETIME: Duration = Duration::from_secs(86_400);
/// The pause after a rate limit that names none.
const UNSAID_PAUSE: Duration = Duration::from_secs(60);

/// A sign-in: what a seller's consent opens, one shop or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Goes with every call.
    pub access: Secret,
    /// When it ends.
    pub access_expires: Timestamp,
    /// Renews the access token.
    pub refresh: Secret,
    /// When the consent ends; `None` where the shop didn't say.
    pub refresh_expires: Option<Timestamp>,
    /// The shop's name, where the shop said it.
    pub seller_name: Option<String>,
    /// The shop's region (`US`), where the shop said it.
    pub region: Option<String>,
    /// The seller's own id, where the shop said it: what tells two shops of one name apart.
    pub open_id: Option<String>,
}

/// How requests name one of a seller's shops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShopAccess {
    /// The shop's own id.
    pub id: String,
    /// Names the shop in signed requests.
    pub cipher: Secret,
}

/// The bytes are not a session as [`Tokens::to_bytes`] writes it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("The saved sign-in can’t be read. Everything else is kept. Connect the shop again.")]
pub struct TokensError;

/// Short names: Windows keeps at most 2,560 bytes in a credential.
#[derive(Serialize, Deserialize)]
struct Kept {
    a: String,
    ae: i64,
    r: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    re: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    g: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    o: Option<String>,
}

/// What stood among the tokens when each shop had its own.
#[derive(Deserialize)]
struct KeptWithShop {
    s: (String, String),
}

impl ShopAccess {
    /// The shop that kept tokens are for, where they are from the time when each shop had its own.
    pub fn among_tokens(bytes: &[u8]) -> Option<Self> {
        let KeptWithShop { s: (id, cipher) } = serde_json::from_slice(bytes).ok()?;
        Some(Self { id, cipher: Secret::new(cipher) })
    }
}

impl Tokens {
    /// The form for the keychain, and for nothing else: it holds both tokens in clear.
    pub fn to_bytes(&self) -> Vec<u8> {
        let kept = Kept {
            a: self.access.reveal().to_owned(),
            ae: self.access_expires.as_second(),
            r: self.refresh.reveal().to_owned(),
            re: self.refresh_expires.map(Timestamp::as_second),
            n: self.seller_name.clone(),
            g: self.region.clone(),
            o: self.open_id.clone(),
        };
        serde_json::to_vec(&kept).unwrap_or_default()
    }

    /// Reads [`Tokens::to_bytes`].
    ///
    /// # Errors
    /// [`TokensError`] for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TokensError> {
        let kept: Kept = serde_json::from_slice(bytes).map_err(|_| TokensError)?;
        let moment = |second| Timestamp::from_second(second).map_err(|_| TokensError);
        Ok(Self {
            access: kept.a.into(),
            access_expires: moment(kept.ae)?,
            refresh: kept.r.into(),
            refresh_expires: kept.re.map(moment).transpose()?,
            seller_name: kept.n,
            region: kept.g,
            open_id: kept.o,
        })
    }

    /// Reads the answer of either call; `old` gives what a renewal may leave out.
    fn read(data: &RawValue, old: Option<&Self>, now: Timestamp) -> Result<Self, WireError> {
        let mut record = Record::of(data)?;
        let access = record.text("access_token")?;
        if access.is_empty() {
            return Err(WireError::missing("access_token"));
        }
        let refresh = match (record.text("refresh_token")?, old) {
            (text, Some(old)) if text.is_empty() => old.refresh.clone(),
            (text, None) if text.is_empty() => return Err(WireError::missing("refresh_token")),
            (text, _) => Secret::new(text),
        };
        let said = |text: String, old: Option<&String>| if text.is_empty() { old.cloned() } else { Some(text) };
        Ok(Self {
            access: access.into(),
            access_expires: expiry(&mut record, "access_token_expire_in", now)?
                .unwrap_or_else(|| later(now, UNSAID_LIFETIME)),
            refresh,
            refresh_expires: expiry(&mut record, "refresh_token_expire_in", now)?
                .or_else(|| old.and_then(|old| old.refresh_expires)),
            seller_name: said(record.text("seller_name")?, old.and_then(|old| old.seller_name.as_ref())),
            region: said(record.text("seller_base_region")?, old.and_then(|old| old.region.as_ref())),
            open_id: said(record.text("open_id")?, old.and_then(|old| old.open_id.as_ref())),
        })
    }
}

fn expiry(record: &mut Record<'_>, field: &'static str, now: Timestamp) -> Result<Option<Timestamp>, WireError> {
    let Some(number) = record.optional_integer(field)? else { return Ok(None) };
    let moment = match number {
        ..FIRST_MOMENT => later(now, Duration::from_secs(u64::try_from(number).unwrap_or(0))),
        _ => Timestamp::from_second(number).unwrap_or(Timestamp::MAX),
    };
    Ok(Some(moment))
}

/// Turns a single-use authorization code into a session. One request, no retry: the code may be
/// used up by a try whose answer was lost. It belongs to the shop's limits, so let it pay:
/// `budget.acquire(Lane::Person)` first, where a [`crate::Budget`] exists already.
///
/// # Errors
/// [`ShopError::Refused`] for a used, expired or foreign code and for wrong keys,
/// [`ShopError::Offline`] or [`ShopError::ServerTrouble`] where no answer came.
pub async fn exchange_code(
    http: &reqwest::Client,
    endpoints: &Endpoints,
    credentials: &AppCredentials,
    code: &Secret,
    now: Timestamp,
) -> Result<Tokens, ShopError> {
    let call = TokenCall {
        wire: endpoints.contract.wire(),
        url: &endpoints.token,
        given: ("auth_code", code),
        grant: "authorized_code",
        old: None,
    };
    call.send(http, credentials, now).await
}

/// Renews a session. One request; both tokens of the answer replace the old ones. Where the answer
/// leaves something out, `old`'s stays.
///
/// # Errors
/// [`ShopError::NeedsConnect`] where the shop refuses, [`ShopError::RateLimited`],
/// [`ShopError::Offline`] or [`ShopError::ServerTrouble`] where it can't say.
pub async fn refresh_tokens(
    http: &reqwest::Client,
    endpoints: &Endpoints,
    credentials: &AppCredentials,
    old: &Tokens,
    now: Timestamp,
) -> Result<Tokens, ShopError> {
    let given = ("refresh_token", &old.refresh);
    let call = TokenCall {
        wire: endpoints.contract.wire(),
        url: &endpoints.refresh,
        given,
        grant: "refresh_token",
        old: Some(old),
    };
    call.send(http, credentials, now).await.map_err(|error| match error {
        ShopError::Refused { code, message, .. } => {
            ShopError::NeedsConnect { why: format!("the sign-in could not be renewed, code {code}: {message}") }
        }
        other => other,
    })
}

struct TokenCall<'a> {
    wire: &'static dyn Wire,
    url: &'a Url,
    given: (&'static str, &'a Secret),
    grant: &'static str,
    old: Option<&'a Tokens>,
}

impl TokenCall<'_> {
    async fn send(
        &self,
        http: &reqwest::Client,
        credentials: &AppCredentials,
        now: Timestamp,
    ) -> Result<Tokens, ShopError> {
        let (name, given) = self.given;
        let request = http.get(self.url.clone()).query(&[
            ("app_key", credentials.key.as_str()),
            ("app_secret", credentials.secret.reveal()),
            (name, given.reveal()),
            ("grant_type", self.grant),
        ]);
        let begun = Instant::now();
        let answer = http::send(request, || now).await;
        let ms = begun.elapsed().as_millis();
        let status = answer.as_ref().map(|answer| answer.status).unwrap_or_default();
        let verdict = answer.as_ref().map(|answer| self.wire.verdict(answer));
        let code = verdict.as_ref().map_or(-1, |verdict| verdict.code());
        // Paid for as what a person waits for; whoever tries again makes a call of its own of it.
        let (path, lane, retry) = (self.url.path(), Lane::Person.name(), 0);
        tracing::info!(method = "GET", path, lane, ms, status, code, retry, "request");
        let retry_after = answer.as_ref().ok().and_then(|answer| answer.retry_after);
        match verdict.map_err(Fault::on_a_read)? {
            Verdict::Data(data) => Tokens::read(&data, self.old, now)
                .map_err(|error| ShopError::ServerTrouble { why: format!("the answer can’t be read: {error}") }),
            Verdict::Limited { .. } => {
                let resume = retry_after.unwrap_or_else(|| later(now, UNSAID_PAUSE));
                Err(ShopError::RateLimited { resume })
            }
            Verdict::Trouble { why, .. } => Err(ShopError::ServerTrouble { why }),
            Verdict::TokenExpired { code } => Err(ShopError::refused(code, "", &[])),
            Verdict::TokenUnknown { code, message }
            | Verdict::ClockApart { code, message }
            | Verdict::Refused { code, message } => {
                Err(ShopError::refused(code, &message, &[&credentials.secret, given]))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2026-01-15T12:00:00Z".parse().unwrap()
    }

    fn read(json: &str) -> Result<Tokens, WireError> {
        Tokens::read(&RawValue::from_string(json.to_owned()).unwrap(), None, noon())
    }

    #[test]
    fn an_expiry_is_a_moment_or_a_duration() {
        let moment = read(r#"{"access_token":"a","access_token_expire_in":1768500000,"refresh_token":"r"}"#).unwrap();
        assert_eq!(moment.access_expires.as_second(), 1_768_500_000);
        let duration = read(r#"{"access_token":"a","access_token_expire_in":"3600","refresh_token":"r"}"#).unwrap();
        assert_eq!(duration.access_expires, noon() + Duration::from_secs(3600));
        assert_eq!(duration.refresh_expires, None);
    }

    #[test]
    fn an_answer_without_tokens_is_no_session() {
        assert_eq!(read(r#"{"refresh_token":"r"}"#), Err(WireError::missing("access_token")));
        assert_eq!(read(r#"{"access_token":"a"}"#), Err(WireError::missing("refresh_token")));
    }

    #[test]
    fn a_session_fits_the_smallest_keychain_and_comes_back_whole() {
        let tokens = Tokens {
            access: "TTP_".to_owned().repeat(200).into(),
            access_expires: noon(),
            refresh: "ROW_".to_owned().repeat(200).into(),
            refresh_expires: Some(noon()),
            seller_name: Some("ร้านค้า Nguyễn & Söhne".into()),
            region: Some("US".into()),
            open_id: Some("7010736057180325637".into()),
        };
        let bytes = tokens.to_bytes();
        assert!(bytes.len() < 2_560);
        assert_eq!(Tokens::from_bytes(&bytes), Ok(tokens));
        assert_eq!(Tokens::from_bytes(b"{}"), Err(TokensError));
        assert_eq!(ShopAccess::among_tokens(&bytes), None);
    }

    #[test]
    fn tokens_from_the_time_when_each_shop_had_its_own_are_read_with_their_shop() {
        let kept = br#"{"a":"access","ae":1768500000,"r":"refresh","s":["7495540735365777507","ROW_cipher"]}"#;
        assert_eq!(Tokens::from_bytes(kept).unwrap().access, Secret::new("access"));
        let shop = ShopAccess { id: "7495540735365777507".into(), cipher: "ROW_cipher".into() };
        assert_eq!(ShopAccess::among_tokens(kept), Some(shop));
    }
}
