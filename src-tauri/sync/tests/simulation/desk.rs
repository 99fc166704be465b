//! The seller's computer: a process that can be killed anywhere, and what survives it.

use std::sync::{Arc, Mutex};

use domain::ShopId;
use sandbox::{Sandbox, Settings};
use store::{OpenError, Opened, Shop, Store};
use sync::{Pace, Parts, RequestLog, Steps};
use tempfile::TempDir;
use tiktok_shop::{
    AppCredentials, Budget, Client, Clock as _, Config, Limits, RetryPolicy, TokenStore, Tokens, http_client,
    oauth::{Callback, exchange_code, parse_callback},
};

use crate::{clock::SimClock, foreign::Foreign, gate::Gate, spoken};

pub(crate) const SHOP: ShopId = ShopId(1);

/// Whose the seller's tracking numbers are: their form doesn't say it.
pub(crate) const CARRIER: &str = "USPS";
/// Small, so that small shops have several pages.
const PAGE: u32 = 10;

/// Computer and shop.
pub(crate) struct Desk {
    pub(crate) clock: Arc<SimClock>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) shop: Arc<Sandbox>,
    pub(crate) foreign: Foreign,
    /// The tokens, where no crash reaches them.
    keychain: Arc<Keychain>,
    folder: TempDir,
    process: Option<Process>,
    pub(crate) in_flight: usize,
    pub(crate) page_size: u32,
}

/// What a kill takes away.
pub(crate) struct Process {
    pub(crate) store: Store,
    pub(crate) steps: Steps,
}

struct Keychain(Mutex<Tokens>);

#[async_trait::async_trait]
impl TokenStore for Keychain {
    async fn save(&self, tokens: &Tokens) -> Result<(), String> {
        *self.0.lock().unwrap() = tokens.clone();
        Ok(())
    }
}

/// How a step of the engine ended.
pub(crate) enum Ended<T> {
    Well(T),
    Killed,
}

impl Desk {
    /// A computer that has just been connected to a small shop that `seed` decides.
    pub(crate) async fn new(seed: u64, orders: u32, products: u32) -> Self {
        let clock = SimClock::at_noon();
        let gate = Gate::new(Arc::clone(&clock));
        let (time, pause) = (Arc::clone(&clock), Arc::clone(&gate));
        let settings = Settings {
            seed,
            orders,
            products,
            warehouses: 2,
            per_minute: u32::MAX,
            per_day: u32::MAX,
            now: Arc::new(move || time.right()),
            wait: Arc::new(move |delay| Box::pin(Arc::clone(&pause).wait(delay))),
            ..Settings::default()
        };
        let shop = Arc::new(sandbox::start(settings).await.unwrap());
        let keychain = Arc::new(Keychain(Mutex::new(sign_in(&shop, &clock).await)));
        let foreign = Foreign::new(&shop, sign_in(&shop, &clock).await, &clock);
        let folder = tempfile::tempdir().unwrap();
        let mut desk =
            Self { clock, gate, shop, foreign, keychain, folder, process: None, in_flight: 1, page_size: PAGE };
        desk.start().await;
        desk
    }

    pub(crate) fn process(&self) -> &Process {
        self.process.as_ref().expect("the app is open")
    }

    pub(crate) fn store(&self) -> &Store {
        &self.process().store
    }

    /// A start as the app does it.
    pub(crate) async fn start(&mut self) {
        self.gate.reborn();
        let clock = Arc::clone(&self.clock);
        let opened = self.opened().await;
        assert_eq!(opened.set_aside, None, "the database is damaged");
        let store = opened.store;
        let (name, region) = ("Linh Kay Studio".into(), "US".into());
        let shop = Shop {
            id: SHOP,
            name,
            region,
            practice: false,
            currency: None,
            told_currency: None,
            seller: String::new(),
        };
        store.put_shop(&shop).await.unwrap();
        store.set_usual_carrier(SHOP, Some(CARRIER)).await.unwrap();
        store.recover_outbox(SHOP, clock.now()).await.unwrap();
        let spent = store.requests("").await.unwrap();
        let log = Arc::new(RequestLog { store: store.clone(), app: String::new() });
        let budget = Arc::new(Budget::new(Limits::default(), spent, log, Arc::clone(&clock) as _));
        let tokens = self.keychain.0.lock().unwrap().clone();
        let client = client(&self.shop, tokens, Arc::clone(&self.keychain) as _, &budget, &clock);
        let pace = Pace { in_flight: self.in_flight, page_size: self.page_size, ..Pace::default() };
        let parts = Parts { store: store.clone(), client, shop: SHOP, clock, pace, budget };
        self.process = Some(Process { steps: Steps::new(parts), store });
    }

    /// A kill takes everything with it at once; here, a renewal of the sign-in may take its time.
    async fn opened(&self) -> Opened {
        loop {
            match Store::open(self.folder.path(), self.clock.now()).await {
                Err(OpenError::InUse(_)) => tokio::task::yield_now().await,
                opened => return opened.unwrap(),
            }
        }
    }

    /// The process ends where it is, and nobody says goodbye.
    pub(crate) fn kill(&mut self) {
        self.process = None;
    }

    pub(crate) async fn start_again(&mut self) {
        self.kill();
        self.start().await;
    }

    /// The person connects the shop anew.
    pub(crate) async fn connect_again(&mut self) {
        let tokens = sign_in(&self.shop, &self.clock).await;
        *self.keychain.0.lock().unwrap() = tokens;
        self.start_again().await;
    }

    /// Lets the engine do a step, unless a trap kills the process in it.
    pub(crate) async fn step<T>(&self, step: impl AsyncFnOnce(&Steps) -> T) -> Ended<T> {
        let before = self.last_call();
        self.gate.arm(&self.shop);
        let ended = tokio::select! {
            biased;
            () = self.gate.death() => Ended::Killed,
            done = step(&self.process().steps) => Ended::Well(done),
        };
        self.gate.disarm(&self.shop, self.last_call() - before);
        ended
    }

    /// The number of the last call that came in at the shop.
    pub(crate) fn last_call(&self) -> u64 {
        self.shop.journal().last().map_or(0, |call| call.n)
    }

    /// Lets the shop do what it still has before it from a dead process, and waits until it has.
    pub(crate) async fn release(&self) {
        self.gate.release();
        let under_way = || self.shop.journal().iter().any(|call| call.answer_code.is_none() && call.faults == ["slow"]);
        while under_way() {
            tokio::task::yield_now().await;
        }
    }
}

pub(crate) fn client(
    shop: &Sandbox,
    tokens: Tokens,
    token_store: Arc<dyn TokenStore>,
    budget: &Arc<Budget>,
    clock: &Arc<SimClock>,
) -> Client {
    let config = Config {
        endpoints: spoken::endpoints(&shop.base_url()),
        credentials: credentials(),
        tokens,
        shop: spoken::its_shop(),
        token_store,
        budget: Arc::clone(budget),
        clock: Arc::clone(clock) as _,
        jitter: Arc::new(|| 0.0),
        retry: RetryPolicy { tries: 2, ..RetryPolicy::default() },
    };
    Client::new(config).unwrap()
}

/// Consent and the exchange of its code.
async fn sign_in(shop: &Sandbox, clock: &Arc<SimClock>) -> Tokens {
    let endpoints = spoken::endpoints(&shop.base_url());
    let link = spoken::approve(shop);
    let Ok(Callback::Approved { code, .. }) = parse_callback(&link) else { panic!("no code came") };
    let http = http_client(&endpoints).unwrap();
    exchange_code(&http, &endpoints, &credentials(), &code, clock.now()).await.unwrap()
}

pub(crate) fn credentials() -> AppCredentials {
    AppCredentials { key: "practice-key".into(), secret: "practice-secret".into() }
}
