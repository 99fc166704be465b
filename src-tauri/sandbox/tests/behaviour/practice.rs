//! A practice shop with an app that is connected to it, a clock to move and delays to hold.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use reqwest::{Client, Response};
use sandbox::{Sandbox, Settings, Wait};
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc};

pub(crate) const RETURN_TO: &str = "tiktokflow://oauth/callback";

/// A clock that stands still until a test moves it.
#[derive(Clone)]
pub(crate) struct Hands(Arc<Mutex<Timestamp>>);

impl Hands {
    pub(crate) fn at_noon() -> Self {
        Self(Arc::new(Mutex::new("2026-03-10T12:00:00Z".parse().unwrap())))
    }

    pub(crate) fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }

    pub(crate) fn forward(&self, seconds: i64) {
        let mut now = self.0.lock().unwrap();
        *now = Timestamp::from_second(now.as_second() + seconds).unwrap();
    }

    pub(crate) fn settings(&self) -> Settings {
        let hands = self.clone();
        Settings { orders: 120, products: 24, now: Arc::new(move || hands.now()), ..Settings::default() }
    }
}

/// Delays that say when they begin and end when the test lets them.
pub(crate) struct Delays {
    pub(crate) begun: mpsc::UnboundedReceiver<Duration>,
    go_on: Arc<Semaphore>,
}

impl Delays {
    pub(crate) fn held() -> (Self, Wait) {
        let (say, begun) = mpsc::unbounded_channel();
        let go_on = Arc::new(Semaphore::new(0));
        let gate = Arc::clone(&go_on);
        let wait: Wait = Arc::new(move |time| {
            let _ = say.send(time);
            let gate = Arc::clone(&gate);
            Box::pin(async move { gate.acquire().await.unwrap().forget() })
        });
        (Self { begun, go_on }, wait)
    }

    pub(crate) fn let_one_end(&self) {
        self.go_on.add_permits(1);
    }

    pub(crate) fn let_all_end(&self) {
        self.go_on.add_permits(1_000);
    }
}

/// The next thing a channel tells. The bound is there for a broken shop only: its test fails instead
/// of waiting forever.
pub(crate) async fn told<T>(channel: &mut mpsc::UnboundedReceiver<T>) -> T {
    let told = tokio::time::timeout(Duration::from_secs(60), channel.recv()).await;
    told.expect("nothing was told for a minute").expect("the channel was closed")
}

/// A connected app's view of the shop.
pub(crate) struct Practice {
    pub(crate) shop: Sandbox,
    pub(crate) hands: Hands,
    pub(crate) client: Client,
    pub(crate) token: String,
    pub(crate) refresh_token: String,
}

pub(crate) fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// A shop as it usually is.
pub(crate) async fn connected() -> Practice {
    connected_to(|_| ()).await
}

/// A shop with some settings changed.
pub(crate) async fn connected_to(change: impl FnOnce(&mut Settings)) -> Practice {
    let hands = Hands::at_noon();
    let mut settings = hands.settings();
    change(&mut settings);
    connect(sandbox::start(settings).await.unwrap(), hands).await
}

/// Connects to a shop that is open.
pub(crate) async fn connect(shop: Sandbox, hands: Hands) -> Practice {
    let mut practice = Practice { shop, hands, client: client(), token: String::new(), refresh_token: String::new() };
    let code = practice.consent();
    let granted = practice.exchange(&code).await;
    practice.adopt(&granted);
    practice.shop.clear_journal();
    practice
}

impl Practice {
    /// A fresh authorisation code.
    pub(crate) fn consent(&self) -> String {
        let back = self.shop.approve(RETURN_TO, "practice-key", "state");
        code_in(&back)
    }

    pub(crate) async fn exchange(&self, code: &str) -> Value {
        self.token_call("get", &[("auth_code", code), ("grant_type", "authorized_code")]).await
    }

    pub(crate) async fn refresh(&self, refresh_token: &str) -> Value {
        self.token_call("refresh", &[("refresh_token", refresh_token), ("grant_type", "refresh_token")]).await
    }

    async fn token_call(&self, which: &str, query: &[(&str, &str)]) -> Value {
        let app = [("app_key", "practice-key"), ("app_secret", "practice-secret")];
        self.get(&format!("/api/v2/token/{which}"), &[&app, query].concat()).await
    }

    /// Uses the tokens of an answer from here on.
    pub(crate) fn adopt(&mut self, granted: &Value) {
        self.token = granted["data"]["access_token"].as_str().unwrap().into();
        self.refresh_token = granted["data"]["refresh_token"].as_str().unwrap().into();
    }

    pub(crate) async fn ask(&self, path: &str, query: &[(&str, &str)]) -> reqwest::Result<Response> {
        let request = self.client.get(self.shop.base_url() + path).query(query);
        request.header("x-tts-access-token", &self.token).send().await
    }

    pub(crate) async fn get(&self, path: &str, query: &[(&str, &str)]) -> Value {
        self.ask(path, query).await.unwrap().json().await.unwrap()
    }

    pub(crate) async fn send(&self, path: &str, body: &Value) -> reqwest::Result<Response> {
        let request = self.client.post(self.shop.base_url() + path).json(body);
        request.header("x-tts-access-token", &self.token).send().await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Value {
        self.send(path, body).await.unwrap().json().await.unwrap()
    }

    /// A bare call of a control.
    pub(crate) async fn control(&self, path: &str, body: &Value) -> Value {
        self.post(&format!("/control{path}"), body).await
    }

    /// Orders of a status, newest first, up to a hundred.
    pub(crate) async fn orders(&self, status: &str) -> Vec<Value> {
        let found = self.get("/api/orders/search", &[("page_size", "100"), ("order_status", status)]).await;
        found["data"]["orders"].as_array().unwrap().clone()
    }

    /// The id of some order of that status.
    pub(crate) async fn order(&self, status: &str) -> String {
        self.orders(status).await[0]["order_id"].as_str().unwrap().into()
    }

    pub(crate) async fn status_of(&self, order_id: &str) -> String {
        let detail = self.get("/api/orders/detail/query", &[("order_id", order_id)]).await;
        detail["data"]["order_status"].as_str().unwrap().into()
    }

    pub(crate) async fn ship(&self, order_id: &str) -> Value {
        self.post("/api/orders/update", &shipment(order_id)).await
    }

    /// The first product that has several SKUs.
    pub(crate) async fn product(&self) -> Value {
        let found = self.get("/api/products/search", &[("page_size", "100")]).await;
        let products = found["data"]["products"].as_array().unwrap();
        products.iter().find(|product| product["skus"].as_array().unwrap().len() > 1).unwrap().clone()
    }

    /// The level of one SKU in one warehouse.
    pub(crate) async fn level(&self, product: &Value, sku: usize, warehouse: usize) -> u64 {
        let id = product["id"].as_str().unwrap();
        let details = self.get("/api/products/details", &[("product_id", id)]).await;
        details["data"]["skus"][sku]["stock_infos"][warehouse]["available_stock"].as_u64().unwrap()
    }
}

pub(crate) fn shipment(order_id: &str) -> Value {
    serde_json::json!({ "order_id": order_id, "status": "SHIPPED", "tracking_number": "9400111899223344556677" })
}

pub(crate) fn code_in(redirect: &str) -> String {
    let url = url::Url::parse(redirect).unwrap();
    url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
}

/// Checks an error's envelope: code, what the message begins with, and `data: null`.
#[track_caller]
pub(crate) fn refused(answer: &Value, code: i64, message: &str) {
    assert_eq!(answer["code"], code, "{answer}");
    assert!(answer["message"].as_str().unwrap().starts_with(message), "{answer}");
    assert!(answer.as_object().unwrap()["data"].is_null(), "{answer}");
}
