//! A seller's computer, connected to a shop at some address.

use std::sync::Arc;

use domain::ShopId;
use store::{Shop, Store};
use sync::{Pace, Parts, RequestLog, Steps};
use tempfile::TempDir;
use tiktok_shop::{
    AppCredentials, Budget, Client, Clock, Config, Limits, RetryPolicy, TokenStore, Tokens, http_client,
    oauth::{Callback, exchange_code, parse_callback},
};

use crate::speech::Speech;

pub(crate) const SHOP: ShopId = ShopId(1);

/// No limit that could be met.
pub(crate) const LIFTED: Limits = Limits { per_minute: u32::MAX, per_day: u32::MAX };

pub(crate) struct Desk {
    /// Holds the database; removed with the desk.
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) budget: Arc<Budget>,
    pub(crate) pace: Pace,
    pub(crate) steps: Arc<Steps>,
}

struct NoKeychain;

#[async_trait::async_trait]
impl TokenStore for NoKeychain {
    async fn save(&self, _: &Tokens) -> Result<(), String> {
        Ok(())
    }
}

/// An empty cache with its schema and one shop in it.
pub(crate) async fn empty_store(folder: &TempDir, clock: &dyn Clock) -> Store {
    let store = Store::open(folder.path(), clock.now()).await.expect("a fresh folder opens").store;
    let (name, region) = ("Linh Kay Studio".into(), "US".into());
    let shop =
        Shop { id: SHOP, name, region, practice: false, currency: None, told_currency: None, seller: String::new() };
    store.put_shop(&shop).await.expect("a shop can be added");
    store
}

impl Desk {
    /// Signs in at `base_url`. The first pull has not begun.
    pub(crate) async fn at(base_url: &str, speech: Speech, clock: Arc<dyn Clock>, limits: Limits) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the cache");
        let store = empty_store(&folder, &*clock).await;
        let log = Arc::new(RequestLog { store: store.clone(), app: "bench".into() });
        let budget = Arc::new(Budget::new(limits, vec![], log, Arc::clone(&clock)));
        let client = client(base_url, speech, Arc::clone(&clock), Arc::clone(&budget)).await;
        let pace = Pace::default();
        let parts = Parts { store: store.clone(), client, shop: SHOP, clock, pace, budget: Arc::clone(&budget) };
        Self { folder, store, budget, pace, steps: Arc::new(Steps::new(parts)) }
    }

    /// Everything that is due goes out.
    pub(crate) async fn push(&self) {
        while self.steps.push_turn().await.expect("the store works") {}
    }
}

async fn client(base_url: &str, speech: Speech, clock: Arc<dyn Clock>, budget: Arc<Budget>) -> Client {
    let endpoints = speech.endpoints(base_url);
    let credentials = AppCredentials { key: "practice-key".into(), secret: "practice-secret".into() };
    let tokens = sign_in(base_url, speech, &credentials, &*clock).await;
    let config = Config {
        endpoints,
        credentials,
        tokens,
        shop: speech.its_shop(),
        token_store: Arc::new(NoKeychain),
        budget,
        clock,
        jitter: Arc::new(|| 0.5),
        retry: RetryPolicy::default(),
    };
    Client::new(config).expect("a client")
}

/// Consent without the page, and the exchange of its code.
async fn sign_in(base_url: &str, speech: Speech, credentials: &AppCredentials, clock: &dyn Clock) -> Tokens {
    let endpoints = speech.endpoints(base_url);
    let http = http_client(&endpoints).expect("an HTTP client");
    let approve = format!("{base_url}/control/approve");
    let consent = speech.consent(&credentials.key);
    let answer = http.post(approve).json(&consent).send().await.expect("the sandbox answers");
    let answer: serde_json::Value = answer.json().await.expect("the sandbox answers JSON");
    let link = answer["redirect"].as_str().expect("the sandbox approves");
    let Ok(Callback::Approved { code, .. }) = parse_callback(link) else { panic!("no code came") };
    exchange_code(&http, &endpoints, credentials, &code, clock.now()).await.expect("the code is good")
}
