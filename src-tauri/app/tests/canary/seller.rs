//! A seller whose secrets and buyers the test knows, and a note of all that crosses to the window.

use std::{
    fmt::Debug,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use app::{
    App, Pace, Ports,
    boundary::{AppError, AppState, ConnectForm, Contract, Endpoints, Market, OutboxItem, OutboxState, Theme},
    log::Log,
};
use sandbox::{Sandbox, Settings};
use serde::Serialize;
use tempfile::TempDir;
use tiktok_shop::Clock;
use url::Url;

use crate::{
    clock::TestClock,
    fakes::{Closed, Remembering},
    traces::{Nets, Place, Trace, files_in},
};

pub(crate) const REDIRECT_URI: &str = "tiktokflow://oauth/callback";
pub(crate) const TOKEN: &str = "/api/v2/token/get";
pub(crate) const UPDATE: &str = "/api/orders/update";
pub(crate) const STOCKS: &str = "/api/products/stocks";
pub(crate) const SEARCH: &str = "/api/orders/search";

/// For a broken app only: its test fails instead of waiting forever.
const PATIENCE: Duration = Duration::from_secs(120);
/// Between two looks at something that is waited for.
const LOOK: Duration = Duration::from_millis(2);

/// What the test draws: new ones in each run.
pub(crate) struct Drawn {
    seed: u64,
}

impl Drawn {
    pub(crate) fn of_this_run() -> Self {
        let given = std::env::var("TIKTOKFLOW_CANARY_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| {
            let mut bytes = [0; 8];
            getrandom::fill(&mut bytes).unwrap();
            u64::from_le_bytes(bytes)
        });
        println!("TIKTOKFLOW_CANARY_SEED={seed}");
        Self { seed }
    }

    /// Sixteen hexadecimal digits (SplitMix64).
    pub(crate) fn digits(&mut self) -> String {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.seed ^ (self.seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        format!("{:016x}", mixed ^ (mixed >> 31))
    }
}

pub(crate) struct Seller {
    pub(crate) app: Arc<App>,
    pub(crate) shop: Sandbox,
    pub(crate) key: String,
    pub(crate) secret: String,
    /// What opens the cache without the keychain.
    pub(crate) code: String,
    /// Where the shop posts its news.
    pub(crate) door: u16,
    pub(crate) desk: Desk,
    pub(crate) nets: Mutex<Nets>,
    pub(crate) traces: Mutex<Vec<Trace>>,
}

/// What outlives the app.
pub(crate) struct Desk {
    home: TempDir,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) keychain: Arc<Remembering>,
    pub(crate) log: Log,
}

impl Desk {
    /// A desk whose log says everything that anybody has to say, down to the finest level.
    pub(crate) fn talkative() -> Self {
        let home = tempfile::tempdir().unwrap();
        let log = app::log::start(&home.path().join("logs"), "trace");
        Self { clock: TestClock::at_noon(), keychain: Arc::default(), log, home }
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    pub(crate) fn logs(&self) -> PathBuf {
        self.home.path().join("logs")
    }

    pub(crate) fn ports(&self) -> Ports {
        Ports {
            keychain: Some(Arc::clone(&self.keychain) as _),
            browser: Arc::new(Closed),
            viewer: Arc::new(Closed),
            practice: Arc::new(Closed),
            clock: Arc::clone(&self.clock) as _,
            pace: Pace { grace: Duration::ZERO, prompt: Duration::from_secs(3_600), ..Pace::default() },
            zone: jiff::tz::TimeZone::UTC,
            landing_port: 0,
            log_folder: self.logs(),
        }
    }

    pub(crate) async fn open(&self) -> Arc<App> {
        match App::open(&self.data(), self.ports()).await {
            Ok(app) => app,
            Err(blocked) => panic!("{blocked}"),
        }
    }

    fn settings(&self) -> Settings {
        let (time, pause) = (Arc::clone(&self.clock), Arc::clone(&self.clock));
        Settings {
            orders: 40,
            products: 8,
            now: Arc::new(move || time.now()),
            wait: Arc::new(move |delay| {
                let clock = Arc::clone(&pause);
                Box::pin(async move { clock.sleep(delay).await })
            }),
            ..Settings::default()
        }
    }
}

impl Seller {
    /// A seller who has just installed the app.
    pub(crate) async fn new(drawn: &mut Drawn) -> Self {
        let desk = Desk::talkative();
        let (key, secret) = (format!("key{}", drawn.digits()), drawn.digits() + &drawn.digits());
        let door = free_port();
        let webhook_url = Some(format!("http://127.0.0.1:{door}/webhook"));
        let settings = Settings { app_key: key.clone(), app_secret: secret.clone(), webhook_url, ..desk.settings() };
        let shop = sandbox::start(settings).await.unwrap();
        let app = desk.open().await;
        let mut nets = Nets::default();
        nets.secrets.add_secret("the app's secret", &secret);
        nets.secrets.add_key("the cache's key", &desk.keychain.cache_key());
        let code = app.recovery_code().unwrap().code;
        nets.secrets.add_secret("the recovery code", &code);
        nets.secrets.add_secret("the recovery code without its dashes", &code.replace('-', ""));
        nets.key_and_state.add("the app's key", &key);
        Self { app, shop, key, secret, code, door, desk, nets: Mutex::new(nets), traces: Mutex::default() }
    }

    pub(crate) fn form(&self) -> ConnectForm {
        let at = |path: &str| format!("{}{path}", self.shop.base_url());
        let endpoints = Endpoints {
            authorize_url: at("/oauth/authorize"),
            token_url: at(TOKEN),
            refresh_url: at("/api/v2/token/refresh"),
            api_url: at("/"),
        };
        let (app_key, app_secret) = (self.key.clone(), self.secret.clone());
        ConnectForm {
            market: Market::Custom,
            service_id: String::new(),
            app_key,
            app_secret,
            contract: Contract::Documented,
            endpoints: Some(endpoints),
        }
    }

    /// Begins a sign-in and approves it: the link that comes back, whose state and code are
    /// secrets from here on; and the code.
    pub(crate) async fn approved(&self) -> (String, String) {
        let begun = self.app.connect_start(self.form()).await;
        let pending = self.crosses(Place::Connecting, "the beginning of a sign-in", begun).unwrap();
        self.state(Place::Connecting).await;
        let state = parameter(&pending.authorize_url, "state");
        let link = self.shop.approve(REDIRECT_URI, &self.key, &state);
        let code = parameter(&link, "code");
        let mut nets = self.nets.lock().unwrap();
        nets.secrets.add_secret("an authorization code", &code);
        nets.key_and_state.add_secret("a sign-in's state", &state);
        drop(nets);
        (link, code)
    }

    pub(crate) async fn state(&self, place: Place) -> AppState {
        let state = self.app.state(Theme::System, "1.0.0").await;
        self.crosses(place, "the app's state", state).unwrap()
    }

    /// Notes what crosses to the window and what it prints of itself, and hands it on.
    pub(crate) fn crosses<T: Serialize + Debug>(
        &self,
        place: Place,
        what: &str,
        answer: Result<T, AppError>,
    ) -> Result<T, AppError> {
        let json = match &answer {
            Ok(answer) => serde_json::to_vec(answer).unwrap(),
            Err(error) => serde_json::to_vec(error).unwrap(),
        };
        self.leaves(place, what, json);
        let printed = if place == Place::Connecting { place } else { Place::Printed };
        self.leaves(printed, &format!("what {what} prints"), format!("{answer:?}").into_bytes());
        answer
    }

    pub(crate) fn leaves(&self, place: Place, name: &str, bytes: Vec<u8>) {
        self.traces.lock().unwrap().push(Trace { place, name: name.to_owned(), bytes });
    }

    /// Notes what is in the files at this moment: in the midst of things they hold more.
    pub(crate) fn files(&self) {
        let mut traces = self.traces.lock().unwrap();
        traces.extend(files_in(&self.desk.data()));
    }

    pub(crate) async fn shop_in_view(&self) -> u32 {
        self.state(Place::Screen).await.shop.unwrap().id
    }

    /// Waits, while time passes, until `it_is` so.
    pub(crate) async fn in_time(&self, it_is: impl AsyncFn() -> bool) {
        let looks = async {
            while !it_is().await {
                self.desk.clock.pass(Duration::from_secs(1));
                tokio::time::sleep(LOOK).await;
            }
        };
        if tokio::time::timeout(PATIENCE, looks).await.is_err() {
            panic!("it never came to pass: {:?}", self.app.state(Theme::System, "1.0.0").await);
        }
    }

    /// Waits until a wish has come to `state`.
    pub(crate) async fn comes_to(&self, id: &str, state: OutboxState) -> OutboxItem {
        let shop = self.app.state(Theme::System, "1.0.0").await.unwrap().shop.unwrap().id;
        let wish = async || {
            let all = self.app.activity(shop, app::boundary::ActivityFilter::All).await.unwrap();
            all.into_iter().find(|item| item.id == id).unwrap()
        };
        self.in_time(async || wish().await.state == state).await;
        wish().await
    }

    /// Closes the app. Returns once it has let go of its folder, and everything is in the log.
    pub(crate) async fn ends(self) -> (Desk, Nets, Vec<Trace>) {
        let Self { app, shop, desk, nets, traces, .. } = self;
        app.close().await;
        let gone = Arc::downgrade(&app);
        drop(app);
        let last_look = async {
            while gone.strong_count() > 0 {
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(PATIENCE, last_look).await.expect("somebody still holds the app");
        shop.stop().await;
        desk.log.finish();
        (desk, nets.into_inner().unwrap(), traces.into_inner().unwrap())
    }
}

/// A port that nobody listens at.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn parameter(address: &str, name: &str) -> String {
    let address = Url::parse(address).unwrap();
    address.query_pairs().find(|(found, _)| found == name).unwrap().1.into_owned()
}
