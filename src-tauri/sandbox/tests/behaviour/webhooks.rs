use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use crate::practice::{Practice, connected_to, told};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use hmac::{Hmac, Mac};
use sandbox::{NewOrder, Wait};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Somebody who takes webhooks: what came, and what to answer next (200 when nothing is said).
pub(crate) struct Receiver {
    pub(crate) url: String,
    pub(crate) came: mpsc::UnboundedReceiver<(HeaderMap, String)>,
    answers: Answers,
}

type Answers = Arc<Mutex<VecDeque<StatusCode>>>;
type Desk = (mpsc::UnboundedSender<(HeaderMap, String)>, Answers);

async fn take(State((came, answers)): State<Desk>, headers: HeaderMap, body: String) -> StatusCode {
    let _ = came.send((headers, body));
    answers.lock().unwrap().pop_front().unwrap_or(StatusCode::OK)
}

impl Receiver {
    pub(crate) async fn open() -> Self {
        let (sender, came) = mpsc::unbounded_channel();
        let answers = Answers::default();
        let desk = Router::new().route("/hook", post(take)).with_state((sender, Arc::clone(&answers)));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, desk).await });
        Self { url, came, answers }
    }

    pub(crate) async fn next(&mut self) -> Value {
        serde_json::from_str(&told(&mut self.came).await.1).unwrap()
    }

    /// The next so many payloads, by event name; no order is promised.
    async fn next_sorted(&mut self, count: usize) -> Vec<Value> {
        let mut payloads = Vec::new();
        for _ in 0..count {
            payloads.push(self.next().await);
        }
        payloads.sort_by_key(|payload| payload["event_type"].to_string());
        payloads
    }
}

/// Lets no time pass, and tells how long it would have been.
fn instant() -> (mpsc::UnboundedReceiver<Duration>, Wait) {
    let (say, waited) = mpsc::unbounded_channel();
    let wait: Wait = Arc::new(move |time| {
        let _ = say.send(time);
        Box::pin(async {})
    });
    (waited, wait)
}

async fn shop_telling(receiver: &Receiver) -> Practice {
    let url = receiver.url.clone();
    connected_to(|settings| settings.webhook_url = Some(url)).await
}

fn payload(event_type: &str, data: &Value) -> Value {
    json!({ "event_type": event_type, "timestamp": "2026-03-10T12:00:00Z", "data": data })
}

#[tokio::test]
async fn order_created_and_inventory_updated_tell_of_an_order_that_arrives() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let order: Value = serde_json::from_str(&practice.shop.order(NewOrder::default()).await.unwrap()).unwrap();
    let lines = order["items"].as_array().unwrap();
    let payloads = receiver.next_sorted(lines.len() + 1).await;
    let line = json!({ "product_id": lines[0]["id"], "sku_id": lines[0]["sku_id"] });
    assert!(payloads.contains(&payload("inventory.updated", &line)), "{payloads:?}");
    assert_eq!(payloads.last().unwrap(), &payload("order.created", &json!({ "order_id": order["order_id"] })));
}

#[tokio::test]
async fn order_updated_tells_of_an_order_that_is_shipped_or_delivered() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.ship(&order_id).await;
    let updated = payload("order.updated", &json!({ "order_id": order_id }));
    assert_eq!(receiver.next().await, updated);
    practice.shop.deliver(&order_id).await.unwrap();
    assert_eq!(receiver.next().await, updated);
}

#[tokio::test]
async fn product_updated_tells_of_a_product_that_was_edited_elsewhere() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let product = practice.product().await;
    let id = product["id"].as_str().unwrap();
    practice.control(&format!("/product/{id}"), &json!({ "name": "Renamed", "price": 12.30 })).await;
    assert_eq!(receiver.next().await, payload("product.updated", &json!({ "product_id": id })));
    let details = practice.ask("/api/products/details", &[("product_id", id)]).await.unwrap().text().await.unwrap();
    assert!(details.contains("\"name\":\"Renamed\"") && details.contains("\"price\":12.30"), "{details}");
}

#[tokio::test]
async fn inventory_updated_tells_of_a_level_that_was_written_or_drawn_down() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let product = practice.product().await;
    let sku = &product["skus"][0]["id"];
    let level = json!([{ "warehouse_id": "wh_dallas", "available_stock": 4_321 }]);
    let body = json!({ "product_id": product["id"], "skus": [{ "id": sku, "stock_infos": level }] });
    practice.post("/api/products/stocks", &body).await;
    let updated = payload("inventory.updated", &json!({ "product_id": product["id"], "sku_id": sku }));
    assert_eq!(receiver.next().await, updated);
    practice.shop.sale(product["id"].as_str().unwrap(), sku.as_str().unwrap(), "wh_dallas", 21).await.unwrap();
    assert_eq!(receiver.next().await, updated);
    assert_eq!(practice.level(&product, 0, 2).await, 4_300);
}

#[tokio::test]
async fn a_webhook_is_signed_over_app_key_and_body() {
    for (secret, key) in [(None, "practice-secret"), (Some("hook-secret"), "hook-secret")] {
        let mut receiver = Receiver::open().await;
        let url = receiver.url.clone();
        let practice = connected_to(|settings| {
            settings.webhook_url = Some(url);
            settings.webhook_secret = secret.map(Into::into);
        })
        .await;
        practice.ship(&practice.order("AWAITING_SHIPMENT").await).await;
        let (headers, body) = told(&mut receiver.came).await;
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(format!("practice-key{body}").as_bytes());
        let expected: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(headers["authorization"], expected.as_str());
        assert_eq!(headers["content-type"], "application/json");
    }
}

#[tokio::test]
async fn a_webhook_nobody_took_is_tried_again_unchanged_and_dropped_in_the_end() {
    let mut receiver = Receiver::open().await;
    let (mut waited, wait) = instant();
    let url = receiver.url.clone();
    let practice = connected_to(|settings| (settings.webhook_url, settings.wait) = (Some(url), wait)).await;
    receiver.answers.lock().unwrap().extend([StatusCode::INTERNAL_SERVER_ERROR; 5]);
    practice.ship(&practice.order("AWAITING_SHIPMENT").await).await;

    let first = told(&mut receiver.came).await;
    for seconds in [2, 30, 180, 720] {
        assert_eq!(told(&mut waited).await, Duration::from_secs(seconds));
        let again = told(&mut receiver.came).await;
        assert_eq!((&again.1, &again.0["authorization"]), (&first.1, &first.0["authorization"]));
    }
    let next = practice.order("AWAITING_SHIPMENT").await;
    practice.ship(&next).await;
    assert_eq!(receiver.next().await["data"]["order_id"], next.as_str());
}

#[tokio::test]
async fn a_webhook_that_was_taken_is_not_sent_again() {
    let mut receiver = Receiver::open().await;
    let (_, wait) = instant();
    let url = receiver.url.clone();
    let practice = connected_to(|settings| (settings.webhook_url, settings.wait) = (Some(url), wait)).await;
    receiver.answers.lock().unwrap().push_back(StatusCode::BAD_GATEWAY);
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.ship(&order_id).await;
    for _ in 0..2 {
        assert_eq!(receiver.next().await["data"]["order_id"], order_id.as_str());
    }
    let next = practice.order("AWAITING_SHIPMENT").await;
    practice.ship(&next).await;
    assert_eq!(receiver.next().await["data"]["order_id"], next.as_str());
}
