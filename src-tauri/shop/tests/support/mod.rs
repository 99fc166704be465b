//! A shop that answers as each test says, on loopback, and the ports of a client with a clock
//! that only moves when somebody sleeps.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "each test takes what it needs and may fail loudly")]

pub mod timeline;

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::Response,
};
use domain::{
    Handling, Money, Order, OrderId, OrderStatus, Private, Product, ProductId, Recipient, SkuLevel, TrackingNumber,
};
use jiff::Timestamp;
use serde_json::{Map, Value};
use tiktok_shop::{
    AppCredentials, Budget, Client, Clock, Config, Endpoints, Lane, Limits, RetryPolicy, Secret, ShipAnswer, Shipment,
    ShopError, SpendLog, StockWrite, TokenStore, Tokens,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

pub type Reply = Response<Body>;

/// One request as the shop saw it.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: BTreeMap<String, String>,
    pub body: Value,
    /// How many requests for this path came before.
    pub nth: usize,
}

impl Asked {
    pub fn token(&self) -> &str {
        self.headers.get("x-tts-access-token").map_or("", String::as_str)
    }
}

pub struct FakeShop {
    pub endpoints: Endpoints,
    pub journal: Journal,
}

pub type Journal = Arc<Mutex<Vec<Asked>>>;

impl FakeShop {
    pub async fn answering(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let journal = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&journal), Arc::new(answer));
        let app = Router::new().fallback(move |request: Request| {
            let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
            async move {
                let asked = read(request, &seen).await;
                answer(&asked)
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoints = at(listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { endpoints, journal }
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.journal.lock().unwrap().clone()
    }

    pub fn asked_for(&self, path: &str) -> usize {
        self.asked().iter().filter(|asked| asked.path == path).count()
    }
}

/// Reads a request and writes it down. Of two that come together one is the second.
async fn read(request: Request, seen: &Mutex<Vec<Asked>>) -> Asked {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let path = parts.uri.path().to_owned();
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or("").as_bytes()).into_owned().collect();
    let headers =
        parts.headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().into())).collect();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let mut seen = seen.lock().unwrap();
    let nth = seen.iter().filter(|asked| asked.path == path).count();
    let asked = Asked { method: parts.method.to_string(), path, query, headers, body, nth };
    seen.push(asked.clone());
    asked
}

/// A server that reads each request, writes `bytes` and closes the connection. Counts requests.
pub async fn breaking_off_after(bytes: &'static str) -> (Endpoints, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoints = at(listener.local_addr().unwrap());
    let count = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 65_536];
            if matches!(stream.read(&mut request).await, Ok(1..)) {
                *counted.lock().unwrap() += 1;
            }
            let _ = stream.write_all(bytes.as_bytes()).await;
            let _ = stream.shutdown().await;
        }
    });
    (endpoints, count)
}

/// Endpoints where nobody listens.
pub async fn nobody() -> Endpoints {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    at(listener.local_addr().unwrap())
}

fn at(address: SocketAddr) -> Endpoints {
    Endpoints::below(&format!("http://{address}")).unwrap()
}

pub fn reply(status: u16, body: impl Into<String>) -> Reply {
    Response::builder().status(status).body(Body::from(body.into())).unwrap()
}

/// Code 0 around `data`, which is JSON text.
pub fn success(data: &str) -> Reply {
    reply(200, format!(r#"{{"code":0,"message":"success","data":{data}}}"#))
}

pub fn failure(code: i64, message: &str) -> Reply {
    reply(200, serde_json::json!({ "code": code, "message": message, "data": null }).to_string())
}

pub fn with_header(mut reply: Reply, name: &'static str, value: &str) -> Reply {
    reply.headers_mut().insert(name, value.parse().unwrap());
    reply
}

/// The token calls' answer.
pub fn session(access: &str, refresh: &str, expires: Timestamp) -> Reply {
    let data = serde_json::json!({
        "access_token": access, "access_token_expire_in": expires.as_second(),
        "refresh_token": refresh, "refresh_token_expire_in": expires.as_second() + 1_000_000,
        "seller_name": "Blue Lantern", "seller_base_region": "US",
    });
    success(&data.to_string())
}

pub const ORDER: &str = r#"{
  "order_id": "123456789", "order_status": "AWAITING_SHIPMENT", "payment_method": "CREDIT_CARD",
  "shipping_provider": "USPS", "tracking_number": "",
  "recipient": {"name": "John Doe", "phone": "1234567890", "address": {"street1": "123 Main St",
    "street2": "Apt 4B", "city": "New York", "state": "NY", "zipcode": "10001", "country": "US"}},
  "items": [{"id": "product_123", "sku_id": "sku_456", "product_name": "Wireless Earbuds", "quantity": 2, "price": 29.99}],
  "create_time": "2023-01-15T12:00:00Z", "update_time": "2023-01-15T12:00:00Z"}"#;

pub const PRODUCT: &str = r#"{
  "id": "product_123", "name": "Wireless Earbuds", "description": "High-quality", "price": 29.99,
  "skus": [{"id": "sku_456", "seller_sku": "WE001", "price": 29.99}],
  "stock_infos": [{"warehouse_id": "default", "available_stock": 45}],
  "create_time": "2023-01-01T12:00:00Z", "update_time": "2023-01-15T12:00:00Z"}"#;

pub fn noon() -> Timestamp {
    "2026-01-15T12:00:00Z".parse().unwrap()
}

/// Moves only when somebody sleeps, or when a test says so.
pub struct FakeClock {
    now: Mutex<Timestamp>,
    steady: Mutex<Timestamp>,
    slept: Mutex<Vec<Duration>>,
}

impl FakeClock {
    pub fn at(now: Timestamp) -> Arc<Self> {
        Arc::new(Self { now: Mutex::new(now), steady: Mutex::new(now), slept: Mutex::default() })
    }

    /// Sets the clock, as a person does or a time server; no time passes.
    pub fn set(&self, now: Timestamp) {
        *self.now.lock().unwrap() = now;
    }

    /// Lets time pass.
    pub fn pass(&self, time: Duration) {
        *self.now.lock().unwrap() += time;
        *self.steady.lock().unwrap() += time;
    }

    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

#[async_trait]
impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn steady(&self) -> Timestamp {
        *self.steady.lock().unwrap()
    }

    async fn sleep(&self, delay: Duration) {
        self.slept.lock().unwrap().push(delay);
        self.pass(delay);
        tokio::task::yield_now().await;
    }
}

/// Remembers the counts by minute, as the store does.
pub struct MemoryLog {
    pub clock: Arc<dyn Clock>,
    pub minutes: Mutex<BTreeMap<i64, u32>>,
    /// When counts were written, in steady time.
    pub sent: Mutex<Vec<Timestamp>>,
    /// How long writing a count takes.
    pub takes: Mutex<Duration>,
    pub broken: Mutex<bool>,
}

impl MemoryLog {
    pub fn new<C: Clock + 'static>(clock: &Arc<C>) -> Arc<Self> {
        let clock = Arc::clone(clock) as _;
        let (minutes, sent, takes) = (Mutex::default(), Mutex::default(), Mutex::default());
        Arc::new(Self { clock, minutes, sent, takes, broken: Mutex::default() })
    }

    pub fn budget(self: &Arc<Self>, limits: Limits) -> Arc<Budget> {
        let spent = self.minutes.lock().unwrap().clone().into_iter().collect();
        Arc::new(Budget::new(limits, spent, Arc::clone(self) as _, Arc::clone(&self.clock)))
    }
}

#[async_trait]
impl SpendLog for MemoryLog {
    async fn spent(&self, unix_minute: i64, count: u32) -> Result<(), String> {
        if *self.broken.lock().unwrap() {
            return Err("disk full".into());
        }
        let takes = *self.takes.lock().unwrap();
        if !takes.is_zero() {
            self.clock.sleep(takes).await;
        }
        let mut minutes = self.minutes.lock().unwrap();
        minutes.retain(|minute, _| *minute <= unix_minute);
        minutes.insert(unix_minute, count);
        self.sent.lock().unwrap().push(self.clock.steady());
        Ok(())
    }
}

/// Remembers every session that it was given to save, whether it then fails or not.
#[derive(Default)]
pub struct MemoryTokens {
    pub saved: Mutex<Vec<Tokens>>,
    pub broken: AtomicBool,
    /// A save takes until this says so: as long as a keychain that asks its person.
    pub may_end: Option<Box<dyn Fn() -> bool + Send + Sync>>,
}

impl MemoryTokens {
    pub fn locked() -> Self {
        Self { broken: AtomicBool::new(true), ..Self::default() }
    }
}

#[async_trait]
impl TokenStore for MemoryTokens {
    async fn save(&self, tokens: &Tokens) -> Result<(), String> {
        self.saved.lock().unwrap().push(tokens.clone());
        while self.may_end.as_ref().is_some_and(|may_end| !may_end()) {
            tokio::task::yield_now().await;
        }
        if self.broken.load(Ordering::SeqCst) { Err("locked".into()) } else { Ok(()) }
    }
}

/// A shop that speaks the signed Partner API, and a client of it.
pub async fn partner_shop(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> (FakeShop, Bench) {
    let mut shop = FakeShop::answering(answer).await;
    shop.endpoints = Endpoints::partner_below(shop.endpoints.api.as_str(), "71").unwrap();
    let bench = Bench::at(&shop.endpoints);
    (shop, bench)
}

pub fn credentials() -> AppCredentials {
    AppCredentials { key: "key-1".into(), secret: Secret::new("canary-app-secret") }
}

/// Good for a day from noon.
pub fn tokens() -> Tokens {
    Tokens {
        access: "canary-access-1".into(),
        access_expires: noon() + Duration::from_secs(86_400),
        refresh: "canary-refresh-1".into(),
        refresh_expires: None,
        seller_name: None,
        region: None,
        open_id: None,
    }
}

/// Ships an order of which nothing is known but its id.
pub async fn ship(client: &Client, id: &str, number: &str, lane: Lane) -> Result<ShipAnswer, ShopError> {
    let tracking = TrackingNumber::parse(number).unwrap();
    client
        .ship_order(
            &Shipment { order: &order(id), tracking: &tracking, usual_carrier: None, market: "", pieces: &[] },
            lane,
        )
        .await
}

/// Sets levels of a product of which nothing is known but its id.
pub async fn set_stock(
    client: &Client,
    product: &str,
    levels: &[SkuLevel],
    leave_by: Timestamp,
) -> Result<Vec<SkuLevel>, ShopError> {
    let seen = Product {
        id: ProductId::new(product),
        name: String::new(),
        description: String::new(),
        price: Money::default(),
        skus: Vec::new(),
        stock: Vec::new(),
        created: noon(),
        updated: noon(),
        extra: Map::new(),
    };
    let write = StockWrite { seen: &seen, levels, leave_by };
    client.set_stock(&write, Lane::Person).await.map(|answer| answer.levels)
}

pub fn order(id: &str) -> Order {
    Order {
        id: OrderId::new(id),
        status: OrderStatus::AwaitingShipment,
        payment_method: String::new(),
        shipping_provider: String::new(),
        tracking_number: String::new(),
        recipient: Recipient::default(),
        lines: Vec::new(),
        currency: None,
        created: noon(),
        updated: noon(),
        ship_by: None,
        collect_by: None,
        warehouse: None,
        handling: Handling::default(),
        extra: Private::new(Map::new()),
    }
}

/// A client at noon with everything around it.
pub struct Bench {
    pub client: Client,
    pub clock: Arc<FakeClock>,
    pub log: Arc<MemoryLog>,
    pub store: Arc<MemoryTokens>,
    pub budget: Arc<Budget>,
}

impl Bench {
    pub fn at(endpoints: &Endpoints) -> Self {
        Self::with(endpoints, tokens(), MemoryTokens::default())
    }

    pub fn with(endpoints: &Endpoints, tokens: Tokens, store: MemoryTokens) -> Self {
        let (clock, store) = (FakeClock::at(noon()), Arc::new(store));
        let log = MemoryLog::new(&clock);
        let budget = log.budget(Limits::default());
        let client = Client::new(Config {
            endpoints: endpoints.clone(),
            credentials: credentials(),
            tokens,
            shop: None,
            token_store: Arc::clone(&store) as _,
            budget: Arc::clone(&budget),
            clock: Arc::clone(&clock) as _,
            jitter: Arc::new(|| 1.0),
            retry: RetryPolicy { tries: 3, base: Duration::from_secs(1), cap: Duration::from_secs(60) },
        });
        Self { client: client.unwrap(), clock, log, store, budget }
    }
}
