//! A seller's computer with its cache and engine, and the shop at the other end.

use std::{path::Path, sync::Arc, time::Duration};

use domain::{OrderId, OrderStatus, ShopId, StockChange, TrackingNumber};
use sandbox::{Sandbox, Settings};
use store::{
    Entry, LevelView, OrderDetail, OrderFilter, Pile, Shop, State, StockFilter, StockRow, StockTab, StockTarget,
    StockWish, Store,
};
use sync::{Engine, Pace, Parts, RequestLog, SyncStatus};
use tempfile::TempDir;
use tiktok_shop::{
    AppCredentials, Budget, Client, Clock, Config, Lane, Limits, RetryPolicy, Shipment, TokenStore, Tokens,
    http_client,
    oauth::{Callback, exchange_code, parse_callback},
};

use crate::{
    clock::TestClock,
    spoken::{self, STOCKS},
};

pub(crate) const SHOP: ShopId = ShopId(1);
/// Whose the numbers of these tests are.
const USUAL_CARRIER: &str = "UPS";

/// For a broken engine only: its test fails instead of waiting forever.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at something that is waited for.
const LOOK: Duration = Duration::from_millis(2);

/// The computer and the shop.
pub(crate) struct Seller {
    pub(crate) clock: Arc<TestClock>,
    pub(crate) shop: Sandbox,
    pub(crate) computer: Computer,
}

/// What stands on the seller's desk.
pub(crate) struct Computer {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) engine: Engine,
}

/// What is kept where no crash reaches it: the folder, and the keys in the keychain.
pub(crate) struct Kept {
    folder: TempDir,
    tokens: Tokens,
}

struct NoKeychain;

#[async_trait::async_trait]
impl TokenStore for NoKeychain {
    async fn save(&self, _: &Tokens) -> Result<(), String> {
        Ok(())
    }
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

impl Seller {
    /// A shop as it usually is, all of it in the cache.
    pub(crate) async fn at_work() -> Self {
        Self::at_work_with(|_| ()).await
    }

    /// A shop with some settings changed, all of it in the cache.
    pub(crate) async fn at_work_with(change: impl FnOnce(&mut Settings)) -> Self {
        let seller = Self::connected(change, |_| ()).await;
        seller.round().await;
        seller.shop.clear_journal();
        seller
    }

    /// A shop that has just been connected. `before` prepares it before the engine asks anything.
    pub(crate) async fn connected(change: impl FnOnce(&mut Settings), before: impl FnOnce(&Sandbox)) -> Self {
        let clock = TestClock::at_noon();
        let mut settings = settings(&clock);
        change(&mut settings);
        let shop = sandbox::start(settings).await.unwrap();
        before(&shop);
        let tokens = sign_in(&shop, &clock).await;
        let kept = Kept { folder: tempfile::tempdir().unwrap(), tokens };
        let computer = Computer::on(kept, &shop.base_url(), &clock, Arc::clone(&clock) as _).await;
        Self { clock, shop, computer }
    }

    /// The process is killed: whatever it did ends here, and nobody says goodbye.
    pub(crate) async fn killed(self) -> (Arc<TestClock>, Sandbox, Kept) {
        let tokens = sign_in(&self.shop, &self.clock).await;
        let Computer { folder, store, client, engine } = self.computer;
        engine.stop().await;
        drop((store, client, engine));
        (self.clock, self.shop, Kept { folder, tokens })
    }

    /// The next start on what was kept.
    pub(crate) async fn started_again((clock, shop, kept): (Arc<TestClock>, Sandbox, Kept)) -> Self {
        let computer = Computer::on(kept, &shop.base_url(), &clock, Arc::clone(&clock) as _).await;
        Self { clock, shop, computer }
    }

    pub(crate) fn status(&self) -> SyncStatus {
        self.computer.engine.status().borrow().clone()
    }

    /// Waits for the end of a round that went well, the one under way or the next.
    pub(crate) async fn round(&self) {
        let before = self.status().last_ok;
        let mut status = self.computer.engine.status();
        let round = status.wait_for(|status| status.last_ok > before);
        tokio::time::timeout(PATIENCE, round).await.expect("no round ended well").unwrap();
    }

    /// The person asks for a round that reads everything, and waits for it.
    pub(crate) async fn sync_now(&self) {
        self.computer.engine.sync_now();
        self.round().await;
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
                self.clock.pass(step);
                tokio::time::sleep(LOOK).await;
            }
        };
        if tokio::time::timeout(PATIENCE, looks).await.is_err() {
            panic!("it never came to pass; the engine says {:?}", self.status());
        }
    }

    /// Waits for the end of both loops: then nobody is left who could tell how they are.
    pub(crate) async fn both_loops_have_ended(&self) {
        let mut status = self.computer.engine.status();
        let end = async { while status.changed().await.is_ok() {} };
        tokio::time::timeout(PATIENCE, end).await.expect("a loop still runs");
    }

    /// The order that has waited longest.
    pub(crate) async fn order_to_ship(&self) -> OrderId {
        self.orders(Some(domain::Stage::ToShip)).await.remove(0)
    }

    pub(crate) async fn orders(&self, stage: Option<domain::Stage>) -> Vec<OrderId> {
        let filter = OrderFilter::of(stage.map_or(Pile::All, Pile::Of));
        let store = &self.computer.store;
        let numbers = store.order_list(SHOP, &filter).await.unwrap().numbers.to_vec();
        store.order_rows(SHOP, &numbers).await.unwrap().into_iter().map(|row| row.id).collect()
    }

    pub(crate) async fn order(&self, id: &OrderId) -> OrderDetail {
        self.computer.store.order(SHOP, id).await.unwrap()
    }

    /// The order as the shop has it: status and tracking number.
    pub(crate) async fn order_there(&self, id: &OrderId) -> (OrderStatus, String) {
        let order = self.computer.client.order(id, Lane::Person).await.unwrap();
        (order.status, order.tracking_number)
    }

    /// Somebody ships an order with another program.
    pub(crate) async fn ship_elsewhere(&self, order: &OrderId, number: &str) {
        let Computer { client, .. } = &self.computer;
        let (order, tracking) =
            (&client.order(order, Lane::Person).await.unwrap(), &TrackingNumber::parse(number).unwrap());
        client
            .ship_order(
                &Shipment { order, tracking, usual_carrier: Some(USUAL_CARRIER), market: "", pieces: &[] },
                Lane::Person,
            )
            .await
            .unwrap();
    }

    /// Asks for an order to be shipped.
    pub(crate) async fn ship(&self, order: &OrderId, tracking: &str) -> i64 {
        let number = TrackingNumber::parse(tracking).unwrap();
        let now = self.clock.now();
        let queued = self.computer.store.queue_shipment(SHOP, order, &number, now, now).await.unwrap();
        self.computer.engine.outbox_changed();
        queued.id
    }

    pub(crate) async fn wish(&self, id: i64) -> Entry {
        self.computer.store.outbox_entry(id).await.unwrap()
    }

    /// Waits, while time passes, until a wish has come to `state`.
    pub(crate) async fn comes_to(&self, id: i64, state: State) -> Entry {
        self.in_time(async || self.wish(id).await.state == state).await;
        self.wish(id).await
    }

    pub(crate) async fn comes_to_at_once(&self, id: i64, state: State) -> Entry {
        self.at_once(async || self.wish(id).await.state == state).await;
        self.wish(id).await
    }

    /// The grid's rows of products that have so many SKUs.
    pub(crate) async fn skus(&self, in_product: impl Fn(i64) -> bool) -> Vec<StockRow> {
        let store = &self.computer.store;
        let numbers = store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.unwrap().numbers;
        let rows = store.stock_rows(SHOP, &numbers.to_vec()).await.unwrap();
        rows.into_iter().filter(|row| in_product(row.skus_in_product)).collect()
    }

    /// A level of which the shop has at least ten.
    pub(crate) async fn well_stocked(&self) -> (StockTarget, i64) {
        let rows = self.skus(|_| true).await;
        let found = rows.iter().find_map(|row| {
            let cell = row.levels.iter().find(|cell| cell.level.is_some_and(|level| (10..1_000).contains(&level)))?;
            Some((target(row, cell), cell.level?))
        });
        found.expect("the shop has something in stock")
    }

    /// The cell of the grid.
    pub(crate) async fn cell(&self, target: &StockTarget) -> LevelView {
        let rows = self.skus(|_| true).await;
        let row = rows.into_iter().find(|row| row.sku == target.sku).unwrap();
        row.levels.into_iter().find(|cell| cell.warehouse == target.warehouse).unwrap()
    }

    /// Saves edits and gives their entries, in the same order.
    pub(crate) async fn save(&self, edits: &[(StockTarget, StockChange, Option<i64>)]) -> Vec<i64> {
        let wish = |(target, change, base): &(StockTarget, StockChange, Option<i64>)| StockWish {
            target: target.clone(),
            change: *change,
            base: *base,
        };
        let wishes: Vec<StockWish> = edits.iter().map(wish).collect();
        self.computer.store.queue_stock(SHOP, &wishes, self.clock.now()).await.unwrap();
        let mut saved = Vec::new();
        for (target, ..) in edits {
            saved.push(self.cell(target).await.edit.expect("the edit shows in the grid").id);
        }
        self.computer.engine.outbox_changed();
        saved
    }

    /// Goods are sold elsewhere.
    pub(crate) async fn sale(&self, target: &StockTarget, quantity: u32) {
        let StockTarget { product, sku, warehouse } = target;
        self.shop.sale(product.as_str(), sku.as_str(), warehouse.as_str(), quantity).await.unwrap();
    }

    /// The level as the shop has it.
    pub(crate) async fn level_there(&self, target: &StockTarget) -> Option<i64> {
        let product = self.computer.client.product(&target.product, Lane::Person).await.unwrap();
        let levels = product.sku_levels();
        levels.iter().find(|it| it.sku == target.sku && it.warehouse == target.warehouse).map(|it| it.level)
    }

    pub(crate) fn calls(&self, path: &str) -> Vec<sandbox::Entry> {
        self.shop.journal().into_iter().filter(|entry| spoken::is_at(&entry.path, path)).collect()
    }

    /// How many calls of `path` changed something at the shop.
    pub(crate) fn applied(&self, path: &str) -> usize {
        self.calls(path).iter().filter(|call| call.applied).count()
    }

    /// The absolute levels that were sent, call by call.
    pub(crate) fn levels_sent(&self) -> Vec<Vec<i64>> {
        self.calls(STOCKS).iter().map(spoken::levels_in).collect()
    }
}

impl Computer {
    /// A start as the app does it. `engine_clock` is the engine's own, for tests that trip it.
    pub(crate) async fn on(kept: Kept, base_url: &str, clock: &Arc<TestClock>, engine_clock: Arc<dyn Clock>) -> Self {
        let Kept { folder, tokens } = kept;
        let parts = Parts { clock: engine_clock, ..parts(folder.path(), tokens, base_url, clock).await };
        let (store, client) = (parts.store.clone(), parts.client.clone());
        Self { folder, store, client, engine: Engine::start(parts) }
    }
}

/// What an engine is made of, on what is kept in `folder`.
pub(crate) async fn parts(folder: &Path, tokens: Tokens, base_url: &str, clock: &Arc<TestClock>) -> Parts {
    let store = Store::open(folder, clock.now()).await.unwrap().store;
    let shop = Shop {
        id: SHOP,
        name: "Linh Kay Studio".into(),
        region: "US".into(),
        practice: false,
        currency: None,
        told_currency: None,
        seller: String::new(),
    };
    store.put_shop(&shop).await.unwrap();
    store.set_usual_carrier(SHOP, Some(USUAL_CARRIER)).await.unwrap();
    store.recover_outbox(SHOP, clock.now()).await.unwrap();
    let spent = store.requests("").await.unwrap();
    let log = Arc::new(RequestLog { store: store.clone(), app: String::new() });
    let budget = Arc::new(Budget::new(Limits::default(), spent, log, Arc::clone(clock) as _));
    let client = Client::new(Config {
        endpoints: spoken::endpoints(base_url),
        credentials: credentials(),
        tokens,
        shop: spoken::its_shop(),
        token_store: Arc::new(NoKeychain),
        budget: Arc::clone(&budget),
        clock: Arc::clone(clock) as _,
        jitter: Arc::new(|| 0.0),
        retry: RetryPolicy { tries: 2, ..RetryPolicy::default() },
    });
    // Pages as large as the shop takes them, so that tests count no refusals.
    let pace = Pace { page_size: 100, ..Pace::default() };
    Parts { store, client: client.unwrap(), shop: SHOP, clock: Arc::clone(clock) as _, pace, budget }
}

/// Consent and the exchange of its code.
pub(crate) async fn sign_in(shop: &Sandbox, clock: &Arc<TestClock>) -> Tokens {
    let endpoints = spoken::endpoints(&shop.base_url());
    let link = spoken::approve(shop);
    let Ok(Callback::Approved { code, .. }) = parse_callback(&link) else { panic!("no code came") };
    let http = http_client(&endpoints).unwrap();
    exchange_code(&http, &endpoints, &credentials(), &code, clock.now()).await.unwrap()
}

pub(crate) fn credentials() -> AppCredentials {
    AppCredentials { key: "practice-key".into(), secret: "practice-secret".into() }
}

pub(crate) fn target(row: &StockRow, cell: &LevelView) -> StockTarget {
    StockTarget { product: row.product.clone(), sku: row.sku.clone(), warehouse: cell.warehouse.clone() }
}
