//! The client: one call from the budget to the verdict, and what is tried again.
//!
//! Reads are retried on everything that passes by itself. Writes are retried only where the server
//! has definitely done nothing: no connection, a rate limit, an expired token. Everything else
//! that went wrong after a write left is [`ShopError::UnknownOutcome`].

use std::{borrow::Cow, sync::Arc};

use jiff::Timestamp;
use reqwest::{Method, header::HeaderValue};
use serde_json::{Value, value::RawValue};
use thiserror::Error;

use crate::{
    AppCredentials, Budget, Clock, EndpointError, Endpoints, Lane, RetryPolicy, Secret, ShopError, TokenStore, Tokens,
    clock::{later, until},
    contract::{Verdict, Wire},
    error::cleaned,
    http::{self, Fault, http_client},
    oauth::ShopAccess,
    partner::CarrierLists,
    session::{Session, Transport},
    shop_clock::ShopClock,
};

/// The real service's header for the access token; the contract names none.
const TOKEN_HEADER: &str = "x-tts-access-token";

/// What a [`Client`] is made of.
pub struct Config {
    /// Where the shop is.
    pub endpoints: Endpoints,
    /// The app's key and secret.
    pub credentials: AppCredentials,
    /// The session to begin with.
    pub tokens: Tokens,
    /// The shop that is meant, where the contract has several to a sign-in.
    pub shop: Option<ShopAccess>,
    /// Keeps the session when it is renewed.
    pub token_store: Arc<dyn TokenStore>,
    /// Shared by everything that sends with this app key.
    pub budget: Arc<Budget>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// A random number from 0 to 1, drawn anew for each delay.
    pub jitter: Arc<dyn Fn() -> f64 + Send + Sync>,
    /// How patient calls are.
    pub retry: RetryPolicy,
}

/// Why there is no client.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum ClientError {
    /// An address is not safe to use.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// The system lacks something that TLS needs.
    #[error("No secure connection can be set up on this computer ({0}). Everything is kept.")]
    Http(String),
}

/// A connected shop. Cheap to clone: clones share session and budget.
#[derive(Clone)]
pub struct Client {
    transport: Arc<Transport>,
    session: Arc<Session>,
    shop: Option<Arc<ShopAccess>>,
    carriers: Arc<CarrierLists>,
}

/// One call of a contract.
pub(crate) struct Call {
    /// The path, as the log has it: of all calls of one kind the same.
    pub(crate) route: &'static str,
    /// The path below [`Endpoints::api`].
    pub(crate) path: Cow<'static, str>,
    pub(crate) query: Vec<(&'static str, String)>,
    /// Posted where there is one.
    pub(crate) body: Option<Value>,
    pub(crate) effect: Effect,
}

#[derive(Clone, Copy)]
pub(crate) enum Effect {
    /// Sending it again is harmless.
    Read,
    /// Sending it again could do it twice.
    Write {
        /// It must not leave later than this: what it was planned from grows old.
        leave_by: Option<Timestamp>,
    },
}

impl Call {
    /// A read by `GET`.
    pub(crate) fn get(path: &'static str, query: Vec<(&'static str, String)>) -> Self {
        Self { route: path, path: path.into(), query, body: None, effect: Effect::Read }
    }

    /// A write by `POST`.
    pub(crate) fn write(path: &'static str, body: Value, leave_by: Option<Timestamp>) -> Self {
        Self { route: path, path: path.into(), query: Vec::new(), body: Some(body), effect: Effect::Write { leave_by } }
    }

    pub(crate) fn method(&self) -> Method {
        if self.body.is_some() { Method::POST } else { Method::GET }
    }
}

/// How a try that brought no data ended.
enum Failure {
    /// Definite, or beyond what a retry can mend.
    Final(ShopError),
    /// The access token has ended; nothing was done.
    TokenExpired,
    /// The shop doesn't know the access token; nothing was done. `error` is what it comes to unless
    /// the session was renewed meanwhile.
    TokenUnknown { error: ShopError },
    /// The shop's clock says another time than the one that the request was signed by; nothing was done.
    ClockApart { error: ShopError },
    /// The shop asked for a pause; nothing was done.
    Limited { not_before: Option<Timestamp> },
    /// May be tried again; `error` is what it comes to when nothing is left to try.
    Passing { error: ShopError, not_before: Option<Timestamp> },
}

impl Client {
    /// A client for a shop that is signed in. Sends nothing.
    ///
    /// # Errors
    /// [`ClientError`] for an unsafe address or a system without the means for TLS.
    pub fn new(config: Config) -> Result<Self, ClientError> {
        let Config { endpoints, credentials, tokens, shop, token_store, budget, clock, jitter, retry } = config;
        endpoints.check()?;
        let http = http_client(&endpoints).map_err(ClientError::Http)?;
        let shop_clock = ShopClock::default();
        let transport = Arc::new(Transport { http, endpoints, credentials, budget, clock, shop_clock, jitter, retry });
        let session = Arc::new(Session::new(Arc::clone(&transport), token_store, tokens));
        Ok(Self { transport, session, shop: shop.map(Arc::new), carriers: Arc::default() })
    }

    /// A client for another shop of the same sign-in: the session is one, and renewed once for all of them.
    pub fn beside(&self, shop: Option<ShopAccess>) -> Self {
        Self { shop: shop.map(Arc::new), carriers: Arc::default(), ..self.clone() }
    }

    /// What time it is at the shop, as far as its answers have told: a computer's clock may be wrong.
    pub fn shop_now(&self) -> Timestamp {
        self.transport.shop_now()
    }

    pub(crate) fn wire(&self) -> &'static dyn Wire {
        self.transport.endpoints.contract.wire()
    }

    /// Makes `call` with all the patience that its effect allows.
    pub(crate) async fn call(&self, call: &Call, lane: Lane) -> Result<Box<RawValue>, ShopError> {
        let (mut retry, mut renewed, mut reclocked) = (0, false, false);
        loop {
            let tokens = self.session.tokens().await?;
            self.transport.budget.acquire(lane).await?;
            if call.effect.is_too_late(self.transport.clock.now()) {
                return Err(ShopError::TooLate);
            }
            match self.attempt(call, lane, &tokens, retry).await {
                Ok(data) => return Ok(data),
                Err(Failure::Final(error)) => return Err(error),
                Err(Failure::TokenExpired) if renewed => {
                    return Err(ShopError::NeedsConnect { why: "a renewed sign-in counts as expired".into() });
                }
                Err(Failure::TokenExpired) => {
                    self.session.renew(&tokens).await?;
                    renewed = true;
                    continue;
                }
                // Sent, or waiting for its turn, while another call renewed the session.
                Err(Failure::TokenUnknown { .. }) if self.session.has_replaced(&tokens).await => continue,
                Err(Failure::TokenUnknown { error }) => return Err(error),
                // The answer told the shop's time, and the next request is signed by it.
                Err(Failure::ClockApart { .. }) if !reclocked => {
                    reclocked = true;
                    continue;
                }
                Err(Failure::ClockApart { error }) => return Err(error),
                Err(Failure::Limited { not_before }) => self.pause_everybody(not_before, retry)?,
                Err(Failure::Passing { error, not_before }) => self.wait(error, not_before, retry).await?,
            }
            retry += 1;
        }
    }

    /// One request and what it comes to.
    async fn attempt(&self, call: &Call, lane: Lane, tokens: &Tokens, retry: u32) -> Result<Box<RawValue>, Failure> {
        let Transport { clock, shop_clock, .. } = &*self.transport;
        let request = self.request(call, tokens);
        let begun = clock.now();
        let answer = http::send(request, || clock.now()).await;
        let ms = until(begun, clock.now()).as_millis();
        let status = answer.as_ref().map(|answer| answer.status).unwrap_or_default();
        let verdict = answer.as_ref().map(|answer| self.wire().verdict(answer));
        let code = verdict.as_ref().map_or(-1, |verdict| verdict.code());
        let (method, lane, path) = (call.method(), lane.name(), call.route);
        tracing::info!(method = method.as_str(), path, lane, ms, status, code, retry, "request");
        if let Some(date) = answer.as_ref().ok().and_then(|answer| answer.date) {
            shop_clock.heard(date, clock.now());
        }
        let not_before = answer.as_ref().ok().and_then(|answer| answer.retry_after);
        Err(match verdict {
            Ok(Verdict::Data(data)) => return Ok(data),
            Ok(Verdict::Limited { .. }) => Failure::Limited { not_before },
            Ok(Verdict::Trouble { why, .. }) => call.effect.lost(why, not_before),
            Ok(Verdict::TokenExpired { .. }) => Failure::TokenExpired,
            Ok(Verdict::TokenUnknown { code, message }) => {
                let why = format!("code {code}: {}", cleaned(&message, &self.secrets(tokens)));
                Failure::TokenUnknown { error: ShopError::NeedsConnect { why } }
            }
            Ok(Verdict::ClockApart { code, message }) => {
                Failure::ClockApart { error: ShopError::refused(code, &message, &self.secrets(tokens)) }
            }
            Ok(Verdict::Refused { code, message }) => {
                Failure::Final(ShopError::refused(code, &message, &self.secrets(tokens)))
            }
            Err(Fault::NotSent(why)) => {
                Failure::Passing { error: ShopError::Offline { why: why.clone() }, not_before: None }
            }
            Err(Fault::Lost(why)) => call.effect.lost(why.clone(), None),
        })
    }

    fn request(&self, call: &Call, tokens: &Tokens) -> reqwest::RequestBuilder {
        // A token with a line break could only come from a damaged keychain: it goes as none at
        // all, and the shop says that it knows none such.
        let token = HeaderValue::from_str(tokens.access.reveal()).map(|mut value| {
            value.set_sensitive(true);
            value
        });
        let token = token.unwrap_or_else(|_| HeaderValue::from_static(""));
        self.wire().request(&self.transport, call, self.shop.as_deref()).header(TOKEN_HEADER, token)
    }

    /// A PDF that the shop keeps elsewhere, by an address that is a key by itself: it is neither logged nor told.
    pub(crate) async fn document(&self, address: &str, lane: Lane) -> Result<Vec<u8>, ShopError> {
        let trouble = |why: &str| ShopError::ServerTrouble { why: why.to_owned() };
        let Transport { http, endpoints, budget, clock, .. } = &*self.transport;
        let url = endpoints.document_at(address).ok_or_else(|| trouble("its document lies at no safe address"))?;
        budget.acquire(lane).await?;
        let begun = clock.now();
        let answer = http::send(http.get(url), || clock.now()).await;
        let ms = until(begun, clock.now()).as_millis();
        let status = answer.as_ref().map(|answer| answer.status).unwrap_or_default();
        tracing::info!(
            method = "GET",
            path = "a shipping document",
            lane = lane.name(),
            ms,
            status,
            code = 0,
            retry = 0,
            "request"
        );
        let answer = answer.map_err(|fault| fault.on_a_read())?;
        match answer.status {
            200..=299 if answer.body.starts_with(b"%PDF-") => Ok(answer.body),
            200..=299 => Err(trouble("its document is no PDF")),
            status => Err(trouble(&format!("its document: HTTP {status}"))),
        }
    }

    /// Lets the time pass that lies between two tries.
    pub(crate) async fn rest(&self, retry: u32) {
        self.transport.clock.sleep(self.transport.delay(retry)).await;
    }

    pub(crate) fn carrier_lists(&self) -> &CarrierLists {
        &self.carriers
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.transport.clock.now()
    }

    /// A refusal that stands inside an answer.
    pub(crate) fn refused(&self, code: i64, message: &str) -> ShopError {
        ShopError::refused(code, message, &[&self.transport.credentials.secret])
    }

    fn secrets<'a>(&'a self, tokens: &'a Tokens) -> [&'a Secret; 3] {
        [&tokens.access, &tokens.refresh, &self.transport.credentials.secret]
    }

    /// After a rate limit everybody waits, in the budget; this caller gives up where no try is
    /// left, or the pause is longer than the policy's cap.
    fn pause_everybody(&self, not_before: Option<Timestamp>, retry: u32) -> Result<(), ShopError> {
        let resume = self.next_try(not_before, retry);
        self.transport.budget.pause_until(resume);
        if self.is_worth_waiting(resume, retry) { Ok(()) } else { Err(ShopError::RateLimited { resume }) }
    }

    /// Waits before the next try, or gives `error` back for the same reasons.
    async fn wait(&self, error: ShopError, not_before: Option<Timestamp>, retry: u32) -> Result<(), ShopError> {
        let resume = self.next_try(not_before, retry);
        if !self.is_worth_waiting(resume, retry) {
            return Err(error);
        }
        let clock = &self.transport.clock;
        clock.sleep(until(clock.now(), resume)).await;
        Ok(())
    }

    /// The server's moment or our own delay, whichever is later: `Retry-After: 0` is no reason to
    /// hurry.
    fn next_try(&self, not_before: Option<Timestamp>, retry: u32) -> Timestamp {
        let own = later(self.transport.clock.now(), self.transport.delay(retry));
        not_before.map_or(own, |moment| moment.max(own))
    }

    fn is_worth_waiting(&self, resume: Timestamp, retry: u32) -> bool {
        let Transport { clock, retry: policy, .. } = &*self.transport;
        retry + 1 < policy.tries && resume <= later(clock.now(), policy.cap)
    }
}

impl Effect {
    fn is_too_late(self, now: Timestamp) -> bool {
        matches!(self, Self::Write { leave_by: Some(leave_by) } if now > leave_by)
    }

    /// What a lost or meaningless answer comes to.
    fn lost(self, why: String, not_before: Option<Timestamp>) -> Failure {
        match self {
            Self::Read => Failure::Passing { error: ShopError::ServerTrouble { why }, not_before },
            Self::Write { .. } => Failure::Final(ShopError::UnknownOutcome { why }),
        }
    }
}
