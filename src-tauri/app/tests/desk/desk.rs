//! A seller's desk: the app with its ports, and a shop to connect.

use std::{path::Path, sync::Arc, time::Duration};

use app::{
    App, Blocked, Pace, Ports,
    boundary::{
        AppState, ConnectForm, Contract, Endpoints, Market, Notice, OrderFilter, OrderRow, OrderTab, OutboxItem,
        OutboxState, PendingConnect, StockFilter, StockList, StockRow, StockSort, StockTab, Theme,
    },
};
use jiff::tz::TimeZone;
use sandbox::{Sandbox, Settings};
use tempfile::TempDir;
use tiktok_shop::Clock;
use url::Url;

use crate::{
    cache::{locked, unlock},
    clock::TestClock,
    fakes::{TestBrowser, TestKeychain, TestPractice, TestViewer},
};

/// The number of the first shop that is connected.
pub(crate) const SHOP: u32 = 1;
pub(crate) const KEY: &str = "canary7key7of7the7app";
pub(crate) const SECRET: &str = "canary7secret7of7the7app";
pub(crate) const REDIRECT_URI: &str = "tiktokflow://oauth/callback";
pub(crate) const TOKEN: &str = "/api/v2/token/get";
pub(crate) const REFRESH: &str = "/api/v2/token/refresh";
pub(crate) const UPDATE: &str = "/api/orders/update";
pub(crate) const STOCKS: &str = "/api/products/stocks";

/// For a broken app only: its test fails instead of waiting forever.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at something that is waited for.
const LOOK: Duration = Duration::from_millis(2);

pub(crate) struct Desk {
    pub(crate) app: Arc<App>,
    pub(crate) shop: Sandbox,
    pub(crate) drawer: Drawer,
}

/// What outlives the app.
pub(crate) struct Drawer {
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) keychain: Arc<TestKeychain>,
    pub(crate) has_keychain: bool,
    pub(crate) browser: Arc<TestBrowser>,
    pub(crate) viewer: Arc<TestViewer>,
    pub(crate) practice: Arc<TestPractice>,
    /// How long a shipment can be taken back: no time, unless a test is about it.
    pub(crate) grace: Duration,
    /// Where the seller lives: at Greenwich, unless a test is about it.
    pub(crate) zone: TimeZone,
    pub(crate) landing_port: u16,
}

/// A still shop of 60 orders and 12 products on that clock.
pub(crate) fn settings(clock: &Arc<TestClock>) -> Settings {
    let (time, pause) = (Arc::clone(clock), Arc::clone(clock));
    Settings {
        orders: 60,
        products: 12,
        now: Arc::new(move || time.now()),
        wait: Arc::new(move |delay| {
            let clock = Arc::clone(&pause);
            Box::pin(async move { clock.sleep(delay).await })
        }),
        ..Settings::default()
    }
}

impl Drawer {
    pub(crate) fn empty() -> Self {
        let clock = TestClock::at_noon();
        let practice = Arc::new(TestPractice::new(settings(&clock)));
        let (keychain, browser, viewer) = Default::default();
        let (folder, grace, zone) = (tempfile::tempdir().unwrap(), Duration::ZERO, TimeZone::UTC);
        let landing_port = 0;
        Self { folder, clock, keychain, has_keychain: true, browser, viewer, practice, grace, zone, landing_port }
    }

    pub(crate) fn ports(&self) -> Ports {
        Ports {
            keychain: self.has_keychain.then(|| Arc::clone(&self.keychain) as _),
            browser: Arc::clone(&self.browser) as _,
            viewer: Arc::clone(&self.viewer) as _,
            practice: Arc::clone(&self.practice) as _,
            clock: Arc::clone(&self.clock) as _,
            // The clock here runs ahead of the requests: seconds pass while one is under way.
            pace: Pace { grace: self.grace, prompt: Duration::from_secs(3_600), ..Pace::default() },
            zone: self.zone.clone(),
            landing_port: self.landing_port,
            log_folder: self.folder.path().join("logs"),
        }
    }

    pub(crate) async fn open_in(&self, folder: &Path) -> Result<Arc<App>, Blocked> {
        App::open(folder, self.ports()).await
    }

    /// Starts the app with its database set aside, as a person may ask for where it can't be opened.
    pub(crate) async fn begun_anew(self, shop: Sandbox) -> Desk {
        let Err(blocked) = self.open_in(self.folder.path()).await else { panic!("it was opened") };
        assert!(blocked.sealed.is_some(), "{blocked:?}");
        let app = App::begin_anew(self.folder.path(), self.ports()).await.unwrap();
        Desk { app, shop, drawer: self }
    }

    /// Starts the app, as the system does for a link: nothing is resumed yet.
    pub(crate) async fn opened(self, shop: Sandbox) -> Desk {
        let app = match self.open_in(self.folder.path()).await {
            Ok(app) => app,
            Err(blocked) => panic!("{blocked}"),
        };
        Desk { app, shop, drawer: self }
    }
}

impl Desk {
    /// An app that has never been connected, and a shop that it could be.
    pub(crate) async fn new() -> Self {
        Self::with(Drawer::empty()).await
    }

    pub(crate) async fn with(drawer: Drawer) -> Self {
        let settings = settings(&drawer.clock);
        Self::with_shop(drawer, settings).await
    }

    /// The same with a shop of another kind.
    pub(crate) async fn with_shop(drawer: Drawer, settings: Settings) -> Self {
        let (app_key, app_secret) = (KEY.to_owned(), SECRET.to_owned());
        let shop = sandbox::start(Settings { app_key, app_secret, ..settings }).await.unwrap();
        drawer.opened(shop).await
    }

    /// An app with its shop, all of it in the cache.
    pub(crate) async fn connected() -> Self {
        Self::connected_with(Drawer::empty()).await
    }

    /// The same with a cache that was opened before the keychain was: it is plain, and a test can read its bytes.
    pub(crate) async fn connected_plain() -> Self {
        let desk = Self::with(locked(Drawer::empty())).await;
        unlock(&desk.drawer);
        desk.connect().await;
        desk.synced().await;
        desk.shop.clear_journal();
        desk
    }

    pub(crate) async fn connected_with(drawer: Drawer) -> Self {
        let desk = Self::with(drawer).await;
        desk.connect().await;
        desk.synced().await;
        desk.shop.clear_journal();
        desk
    }

    /// Signs in, all the way.
    pub(crate) async fn connect(&self) {
        let link = self.approved().await;
        self.app.connect_paste(&link).await.unwrap();
    }

    /// Begins a sign-in.
    pub(crate) async fn begin(&self) -> PendingConnect {
        self.app.connect_start(self.form()).await.unwrap()
    }

    /// Begins a sign-in and approves it: the link that comes back.
    pub(crate) async fn approved(&self) -> String {
        let state = state_in(&self.begin().await);
        self.shop.approve(REDIRECT_URI, KEY, &state)
    }

    pub(crate) fn form(&self) -> ConnectForm {
        form_of(&self.shop, KEY, SECRET)
    }

    /// Closes the app and starts it again, without going on yet.
    pub(crate) async fn reopened(self) -> Self {
        let (drawer, shop) = self.closed().await;
        drawer.opened(shop).await
    }

    /// Closes the app. Returns once it has let go of its folder.
    pub(crate) async fn closed(self) -> (Drawer, Sandbox) {
        let Self { app, shop, drawer } = self;
        app.close().await;
        let gone = Arc::downgrade(&app);
        drop(app);
        let last_look = async {
            while gone.strong_count() > 0 {
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::time::timeout(PATIENCE, last_look).await.expect("somebody still holds the app");
        (drawer, shop)
    }

    pub(crate) async fn state(&self) -> AppState {
        self.app.state(Theme::System, "1.0.0").await.unwrap()
    }

    /// The number of the shop in view; the first one's where there is none.
    pub(crate) async fn shop_in_view(&self) -> u32 {
        self.state().await.shop.map_or(SHOP, |shop| shop.id)
    }

    pub(crate) async fn notice(&self, id: &str) -> Option<Notice> {
        self.state().await.notices.into_iter().find(|notice| notice.id == id)
    }

    /// Lets time pass, a second at every look, until `it_is` so.
    pub(crate) async fn in_time(&self, it_is: impl AsyncFn() -> bool) {
        self.looking(it_is, Duration::from_secs(1)).await;
    }

    /// Waits until `it_is` so, though no time passes.
    pub(crate) async fn at_once(&self, it_is: impl AsyncFn() -> bool) {
        self.looking(it_is, Duration::ZERO).await;
    }

    async fn looking(&self, it_is: impl AsyncFn() -> bool, step: Duration) {
        let looks = async {
            while !it_is().await {
                self.drawer.clock.pass(step);
                tokio::time::sleep(LOOK).await;
            }
        };
        if tokio::time::timeout(PATIENCE, looks).await.is_err() {
            panic!("it never came to pass: {:?}", self.state().await);
        }
    }

    /// Waits for the end of the first pull.
    pub(crate) async fn synced(&self) {
        self.at_once(async || self.state().await.sync.last_ok_at.is_some()).await;
    }

    pub(crate) async fn orders(&self, tab: OrderTab, search: &str) -> Vec<OrderRow> {
        let list = self
            .app
            .open_orders(
                self.shop_in_view().await,
                OrderFilter { tab, search: search.to_owned(), ..OrderFilter::default() },
            )
            .await
            .unwrap();
        self.app.order_rows(list.view, 0, 500).await.unwrap()
    }

    /// The id of the order that has waited longest.
    pub(crate) async fn order_to_ship(&self) -> String {
        self.orders(OrderTab::ToShip, "").await.remove(0).id
    }

    pub(crate) async fn grid(&self, tab: StockTab) -> (StockList, Vec<StockRow>) {
        self.sorted_grid(tab, StockSort::default()).await
    }

    pub(crate) async fn sorted_grid(&self, tab: StockTab, sort: StockSort) -> (StockList, Vec<StockRow>) {
        let filter = StockFilter { search: String::new(), tab, sort, folds: None };
        let list = self.app.open_stock(self.shop_in_view().await, filter, &[]).await.unwrap();
        let rows = self.app.stock_rows(list.view, 0, 500).await.unwrap();
        (list, rows)
    }

    /// Waits, while time passes, until a wish has come to `state`.
    pub(crate) async fn comes_to(&self, id: &str, state: OutboxState) -> OutboxItem {
        self.in_time(async || self.wish(id).await.state == state).await;
        self.wish(id).await
    }

    pub(crate) async fn wish(&self, id: &str) -> OutboxItem {
        let all = self.app.activity(self.shop_in_view().await, app::boundary::ActivityFilter::All).await.unwrap();
        all.into_iter().find(|item| item.id == id).unwrap()
    }

    pub(crate) fn calls(&self, path: &str) -> Vec<sandbox::Entry> {
        self.shop.journal().into_iter().filter(|entry| entry.path == path).collect()
    }
}

/// The form of a shop with addresses of its own.
pub(crate) fn form_of(shop: &Sandbox, app_key: &str, app_secret: &str) -> ConnectForm {
    let at = |path: &str| format!("{}{path}", shop.base_url());
    let endpoints = Endpoints {
        authorize_url: at("/oauth/authorize"),
        token_url: at(TOKEN),
        refresh_url: at(REFRESH),
        api_url: at("/"),
    };
    let (app_key, app_secret) = (app_key.to_owned(), app_secret.to_owned());
    ConnectForm {
        market: Market::Custom,
        service_id: String::new(),
        app_key,
        app_secret,
        contract: Contract::Documented,
        endpoints: Some(endpoints),
    }
}

/// The state that the consent page gets to see.
pub(crate) fn state_in(pending: &PendingConnect) -> String {
    let address = Url::parse(&pending.authorize_url).unwrap();
    address.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned()
}

/// All that lies in the files of a folder.
pub(crate) fn bytes_in(folder: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        bytes.extend(if path.is_dir() { bytes_in(&path) } else { std::fs::read(path).unwrap() });
    }
    bytes
}

pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
