use std::collections::HashSet;

use crate::{
    practice::{Practice, connected_to},
    webhooks::Receiver,
};
use sandbox::{NewOrder, Status, Wanted};
use serde_json::{Value, json};

async fn shop_telling(receiver: &Receiver) -> Practice {
    let url = receiver.url.clone();
    connected_to(|settings| (settings.webhook_url, settings.partner_webhooks) = (Some(url), true)).await
}

/// The next so many notices, sorted by type; no order is promised.
async fn next(receiver: &mut Receiver, count: usize) -> Vec<Value> {
    let mut notices = Vec::new();
    for _ in 0..count {
        notices.push(receiver.next().await);
    }
    notices.sort_by_key(|notice| notice["type"].as_u64());
    notices
}

#[tokio::test]
async fn an_order_s_status_is_told_with_its_shop_and_its_moment() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let now = practice.hands.now().as_second();
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.ship(&order_id).await;
    let shipped = receiver.next().await;
    let data = json!({
        "order_id": order_id, "order_status": "AWAITING_COLLECTION", "is_on_hold_order": true, "update_time": now
    });
    assert_eq!((&shipped["type"], &shipped["data"]), (&1.into(), &data));
    assert_eq!((&shipped["shop_id"], &shipped["timestamp"]), (&"7495000000000000017".into(), &now.into()));
    practice.shop.deliver(&order_id).await.unwrap();
    let delivered = receiver.next().await;
    assert_eq!(delivered["data"]["order_status"], "DELIVERED");
    let ids: HashSet<_> = [&shipped, &delivered].map(|notice| notice["tts_notification_id"].as_str().unwrap()).into();
    assert_eq!(ids.len(), 2);
}

#[tokio::test]
async fn a_new_order_and_its_end_move_the_stock_and_say_why() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let product = practice.product().await;
    let sku = &product["skus"][1];
    let levels = sku["stock_infos"].as_array().unwrap();
    let before: u64 = levels.iter().map(|level| level["available_stock"].as_u64().unwrap()).sum();
    let sku_id = sku["id"].as_str().unwrap().to_owned();
    let items = vec![Wanted { sku_id: sku_id.clone(), quantity: 1, warehouse_id: None }];
    let new = NewOrder { items, status: Some(Status::OnHold), ..NewOrder::default() };
    let order: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();

    let notices = next(&mut receiver, 2).await;
    assert_eq!((&notices[0]["type"], &notices[0]["data"]["order_status"]), (&1.into(), &"ON_HOLD".into()));
    let stock = &notices[1]["data"];
    assert_eq!((&notices[1]["type"], &stock["quantity_snapshot_after_change"]), (&71.into(), &(before - 1).into()));
    let ids = [product["id"].as_str().unwrap(), &sku_id].map(|id| id.parse::<u64>().unwrap());
    assert_eq!((&stock["product_id"], &stock["sku_id"]), (&ids[0].into(), &ids[1].into()));
    assert_eq!(stock["change_detail"][0]["trigger_source"], "order_created");
    assert_eq!(stock["occurred_at"], "2026-03-10T12:00:00.000000000Z");

    practice.shop.cancel(order["order_id"].as_str().unwrap()).await.unwrap();
    let notices = next(&mut receiver, 2).await;
    assert_eq!(notices[0]["data"]["order_status"], "CANCEL");
    assert_eq!(notices[1]["data"]["change_detail"][0]["trigger_source"], "order_canceled");
}

#[tokio::test]
async fn a_product_that_was_edited_and_a_level_that_was_written_are_told() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let product = practice.product().await;
    let id = product["id"].as_str().unwrap();
    practice.control(&format!("/product/{id}"), &json!({ "name": "Renamed" })).await;
    let edited = receiver.next().await;
    assert_eq!((&edited["type"], &edited["data"]["product_id"]), (&15.into(), &id.into()));
    let level = json!([{ "warehouse_id": "wh_dallas", "available_stock": 4_321 }]);
    let body = json!({ "product_id": id, "skus": [{ "id": product["skus"][0]["id"], "stock_infos": level }] });
    practice.post("/api/products/stocks", &body).await;
    assert_eq!(receiver.next().await["data"]["change_detail"][0]["trigger_source"], "api_sync");
    practice.shop.sale(id, product["skus"][0]["id"].as_str().unwrap(), "wh_dallas", 1).await.unwrap();
    assert_eq!(receiver.next().await["data"]["change_detail"][0]["trigger_source"], "manual_adjustment");
}

#[tokio::test]
async fn a_request_to_cancel_is_told_and_so_is_its_end() {
    let mut receiver = Receiver::open().await;
    let practice = shop_telling(&receiver).await;
    let now = practice.hands.now().as_second();
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.shop.ask_to_cancel(&order_id).await.unwrap();
    let asked = receiver.next().await;
    let cancel_id = &asked["data"]["cancel_id"];
    let data = json!({
        "order_id": order_id, "cancellations_role": "BUYER", "cancel_status": "CANCELLATION_REQUEST_PENDING",
        "cancel_id": cancel_id, "create_time": now,
    });
    assert_eq!((&asked["type"], &asked["data"]), (&11.into(), &data));
    practice.shop.cancel(&order_id).await.unwrap();
    let mut told = Vec::new();
    while told.last() != Some(&json!("CANCELLATION_REQUEST_COMPLETE")) {
        told.push(receiver.next().await["data"]["cancel_status"].clone());
    }
}
