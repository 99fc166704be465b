use crate::practice::{RETURN_TO, code_in, connected};
use serde_json::{Value, json};

#[tokio::test]
async fn an_order_can_be_made_to_arrive_as_one_wants_it() {
    let practice = connected().await;
    let order = practice.control("/order", &json!({ "recipient_name": "Ada 🌙", "status": "ON_HOLD" })).await;
    assert_eq!((&order["recipient"]["name"], &order["order_status"]), (&"Ada 🌙".into(), &"ON_HOLD".into()));
    let listed = practice.get("/api/orders/search", &[("page_size", "1")]).await;
    assert_eq!(listed["data"]["orders"][0], order);
    let bare = practice.client.post(practice.shop.base_url() + "/control/order").send().await.unwrap();
    assert_eq!(bare.json::<Value>().await.unwrap()["order_status"], "AWAITING_SHIPMENT");
}

#[tokio::test]
async fn an_order_can_be_cancelled_and_another_delivered() {
    let practice = connected().await;
    let (open, sent) = (practice.order("AWAITING_SHIPMENT").await, practice.order("SHIPPED").await);
    assert_eq!(practice.control(&format!("/order/{open}/cancel"), &json!({})).await, json!({ "ok": true }));
    assert_eq!(practice.control(&format!("/order/{sent}/deliver"), &json!({})).await, json!({ "ok": true }));
    assert_eq!(practice.status_of(&open).await, "CANCELLED");
    assert_eq!(practice.status_of(&sent).await, "DELIVERED");
    let again = practice.send(&format!("/control/order/{sent}/cancel"), &json!({})).await.unwrap();
    assert_eq!(again.status(), 409);
    assert!(again.json::<Value>().await.unwrap()["error"].as_str().unwrap().contains("already DELIVERED"));
}

#[tokio::test]
async fn no_more_can_be_sold_than_there_is() {
    let practice = connected().await;
    let product = practice.product().await;
    let level = practice.level(&product, 0, 0).await;
    let sale = |quantity| {
        json!({
            "product_id": product["id"], "sku_id": product["skus"][0]["id"], "warehouse_id": "wh_new_york",
            "quantity": quantity
        })
    };
    let refused = practice.send("/control/sale", &sale(level + 1)).await.unwrap();
    assert_eq!(refused.status(), 409);
    assert_eq!(practice.control("/sale", &sale(level)).await, json!({ "available_stock": 0 }));
}

#[tokio::test]
async fn consent_can_be_given_without_the_page() {
    let practice = connected().await;
    let asked = |client_id| json!({ "client_id": client_id, "redirect_uri": RETURN_TO, "state": "s" });
    let redirect = practice.control("/approve", &asked("practice-key")).await;
    let code = code_in(redirect["redirect"].as_str().unwrap());
    assert_eq!(practice.exchange(&code).await["code"], 0);
    let other = practice.control("/approve", &asked("another-app")).await;
    assert_eq!(other["redirect"], "tiktokflow://oauth/callback?error=unauthorized_client&state=s");
}

#[tokio::test]
async fn the_journal_is_read_and_cleared_from_outside() {
    let practice = connected().await;
    practice.get("/api/orders/search", &[("page_size", "7")]).await;
    practice.get("/api/orders/detail/query", &[]).await;
    let journal = practice.get("/control/journal", &[]).await;
    let told: Vec<_> =
        journal.as_array().unwrap().iter().map(|entry| (&entry["query"], &entry["answer_code"])).collect();
    assert_eq!(told, [(&json!("page_size=7"), &json!(0)), (&json!(""), &json!(1002))]);
    practice.client.delete(practice.shop.base_url() + "/control/journal").send().await.unwrap();
    assert_eq!(practice.get("/control/journal", &[]).await, json!([]));
}

#[tokio::test]
async fn the_counts_tell_orders_per_status_products_and_skus() {
    let practice = connected().await;
    let state = practice.get("/control/state", &[]).await;
    assert_eq!((&state["orders"], &state["products"]), (&120.into(), &24.into()));
    assert_eq!(state["by_status"]["AWAITING_SHIPMENT"], 4);
    assert!(state["skus"].as_u64().unwrap() > 24);
}

#[tokio::test]
async fn tokens_expire_and_are_revoked_from_outside() {
    let practice = connected().await;
    practice.control("/tokens/expire", &json!({})).await;
    assert_eq!(practice.get("/api/orders/search", &[]).await["code"], 1004);
    practice.control("/tokens/revoke", &json!({})).await;
    assert_eq!(practice.get("/api/orders/search", &[]).await["code"], 1003);
}
