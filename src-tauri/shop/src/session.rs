//! The session: which tokens count, and renewing them once for any number of callers.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use jiff::Timestamp;

use crate::{
    AppCredentials, Budget, Clock, Endpoints, Lane, RetryPolicy, ShopError, Tokens,
    clock::{later, until},
    oauth::refresh_tokens,
    shop_clock::ShopClock,
};

/// How long before its end an access token is renewed.
const AHEAD: Duration = Duration::from_secs(300);
/// How long a failed early renewal is left alone while the old token still works.
const LEAVE_ALONE: Duration = Duration::from_secs(60);

/// Where the session is kept: the system's keychain.
#[async_trait]
pub trait TokenStore: Send + Sync {
    /// Keeps renewed tokens in place of the old ones. Called before they are used, because the
    /// old ones may be dead from now on.
    ///
    /// # Errors
    /// Anything that kept them from being saved. The session then goes on in memory.
    async fn save(&self, tokens: &Tokens) -> Result<(), String>;
}

/// What every request needs, for calls and renewals alike.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoints: Endpoints,
    pub(crate) credentials: AppCredentials,
    pub(crate) budget: Arc<Budget>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) shop_clock: ShopClock,
    pub(crate) jitter: Arc<dyn Fn() -> f64 + Send + Sync>,
    pub(crate) retry: RetryPolicy,
}

impl Transport {
    /// The time by the shop's clock, as far as it has been heard.
    pub(crate) fn shop_now(&self) -> Timestamp {
        self.shop_clock.at(self.clock.now())
    }

    /// The delay before retry number `retry`, 0 being the first.
    pub(crate) fn delay(&self, retry: u32) -> Duration {
        self.retry.delay(retry, (self.jitter)())
    }
}

pub(crate) struct Session {
    transport: Arc<Transport>,
    store: Arc<dyn TokenStore>,
    held: Mutex<Held>,
    /// Held while a renewal is on its way.
    renewing: tokio::sync::Mutex<()>,
}

struct Held {
    tokens: Arc<Tokens>,
    renew_at: Timestamp,
    /// Renewals tried so far: whoever waited through a failed one shares its outcome.
    tries: u64,
    failure: Option<ShopError>,
    /// The shop refused to renew these very tokens: asking again would be a loop.
    over: bool,
    /// These tokens are in memory only; when to try the keychain again.
    save_again_at: Option<Timestamp>,
}

impl Session {
    pub(crate) fn new(transport: Arc<Transport>, store: Arc<dyn TokenStore>, tokens: Tokens) -> Self {
        let renew_at = tokens.access_expires.checked_sub(AHEAD).unwrap_or(Timestamp::MIN);
        let held =
            Held { tokens: Arc::new(tokens), renew_at, tries: 0, failure: None, over: false, save_again_at: None };
        Self { transport, store, held: Mutex::new(held), renewing: tokio::sync::Mutex::default() }
    }

    /// The tokens that count now, renewed ahead of their end. Where that fails for want of a
    /// network and they still work, they are used on.
    pub(crate) async fn tokens(self: &Arc<Self>) -> Result<Arc<Tokens>, ShopError> {
        let (tokens, renew_at) = {
            let held = self.held();
            (Arc::clone(&held.tokens), held.renew_at)
        };
        let now = self.transport.clock.now();
        if now < renew_at {
            self.save_if_due(&tokens, now).await;
            return Ok(tokens);
        }
        match self.renew(&tokens).await {
            Err(error) if error.passes_by_itself() && now < tokens.access_expires => {
                self.held().renew_at = later(now, LEAVE_ALONE).min(tokens.access_expires);
                Ok(tokens)
            }
            outcome => outcome,
        }
    }

    /// Renews `used`, unless somebody has done so since. Once begun it runs to its end even if
    /// the caller goes away: an answer that nobody reads would be a session lost.
    pub(crate) async fn renew(self: &Arc<Self>, used: &Arc<Tokens>) -> Result<Arc<Tokens>, ShopError> {
        let (session, used, tries) = (Arc::clone(self), Arc::clone(used), self.held().tries);
        let renewal = tokio::spawn(async move { session.renew_once(&used, tries).await });
        let broken = |_| Err(ShopError::ServerTrouble { why: "renewing the sign-in was broken off".into() });
        renewal.await.unwrap_or_else(broken)
    }

    /// Whether other tokens have taken the place of `used`, also by a renewal that is just under
    /// way. A shop may bury the old ones at once, and a call on its way still has them.
    pub(crate) async fn has_replaced(&self, used: &Tokens) -> bool {
        let _settled = self.renewing.lock().await;
        self.held().tokens.access != used.access
    }

    async fn renew_once(&self, used: &Tokens, tries_seen: u64) -> Result<Arc<Tokens>, ShopError> {
        let _alone = self.renewing.lock().await;
        if let Some(settled) = self.held().settled(used, tries_seen) {
            return settled;
        }
        let outcome = self.ask(used).await;
        if let Ok(tokens) = &outcome {
            self.save(tokens).await;
        }
        self.held().settle(outcome, self.transport.clock.now())
    }

    /// Keeps `tokens`, or notes that they are in memory only. The keychain's own words stay out of
    /// the log: what they hold is not ours to know.
    async fn save(&self, tokens: &Tokens) {
        let saved = self.store.save(tokens).await.is_ok();
        if !saved {
            tracing::warn!("the renewed sign-in could not be saved; until it can, it lasts until the app closes");
        }
        self.held().save_again_at = (!saved).then(|| later(self.transport.clock.now(), LEAVE_ALONE));
    }

    /// A keychain that was locked may be open by now. Nobody may renew meanwhile, or older tokens
    /// could be kept last.
    async fn save_if_due(&self, tokens: &Tokens, now: Timestamp) {
        let due = self.held().save_again_at.is_some_and(|moment| now >= moment);
        if let (true, Ok(_alone)) = (due, self.renewing.try_lock())
            && self.held().tokens.access == tokens.access
        {
            self.save(tokens).await;
        }
    }

    /// The refresh call with the same patience as a read; each try pays.
    async fn ask(&self, used: &Tokens) -> Result<Tokens, ShopError> {
        let Transport { http, endpoints, credentials, budget, clock, .. } = &*self.transport;
        let mut retry = 0;
        loop {
            budget.acquire(Lane::Person).await?;
            let error = match refresh_tokens(http, endpoints, credentials, used, clock.now()).await {
                Ok(tokens) => return Ok(tokens),
                Err(error) => error,
            };
            match &error {
                ShopError::RateLimited { resume } => {
                    budget.pause_until(*resume);
                    return Err(error);
                }
                error if error.passes_by_itself() && retry + 1 < self.transport.retry.tries => {}
                _ => return Err(error),
            }
            clock.sleep(self.transport.delay(retry)).await;
            retry += 1;
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    /// What is known already about renewing `used`: done by somebody else, refused for good, or
    /// failed while the caller waited.
    fn settled(&self, used: &Tokens, tries_seen: u64) -> Option<Result<Arc<Tokens>, ShopError>> {
        if self.tokens.access != used.access {
            return Some(Ok(Arc::clone(&self.tokens)));
        }
        let shared = self.over || self.tries > tries_seen;
        self.failure.clone().filter(|_| shared).map(Err)
    }

    fn settle(&mut self, outcome: Result<Tokens, ShopError>, now: Timestamp) -> Result<Arc<Tokens>, ShopError> {
        self.tries += 1;
        match outcome {
            Ok(tokens) => {
                self.renew_at = renewal_time(&tokens, now);
                self.tokens = Arc::new(tokens);
                self.failure = None;
                Ok(Arc::clone(&self.tokens))
            }
            Err(error) => {
                self.over = matches!(error, ShopError::NeedsConnect { .. });
                self.failure = Some(error.clone());
                Err(error)
            }
        }
    }
}

/// When tokens that came just now are renewed: ahead of their end, but never in the first four
/// fifths of a short life. Tokens that come expired tell of a wrong clock here: then only the
/// shop's own code 1004 counts.
fn renewal_time(tokens: &Tokens, now: Timestamp) -> Timestamp {
    let life = until(now, tokens.access_expires);
    if life.is_zero() {
        return Timestamp::MAX;
    }
    tokens.access_expires.checked_sub(AHEAD.min(life / 5)).unwrap_or(now)
}
