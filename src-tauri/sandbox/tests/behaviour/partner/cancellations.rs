use crate::{
    partner::signed::partner,
    practice::{Practice, refused},
};
use serde_json::{Value, json};

const SEARCH: &str = "/return_refund/202602/cancellations/search";

async fn open(practice: &Practice, query: &[(&str, &str)]) -> Value {
    practice.tell(SEARCH, query, &json!({ "cancel_status": ["CANCELLATION_REQUEST_PENDING"] })).await["data"].clone()
}

async fn answer(practice: &Practice, cancel_id: &str, which: &str) -> Value {
    let body = json!({ "reject_reason": "seller_reject_apply_product_has_been_packed" });
    practice.tell(&format!("/return_refund/202309/cancellations/{cancel_id}/{which}"), &[], &body).await
}

async fn found(practice: &Practice, filter: &Value) -> Value {
    practice.tell(SEARCH, &[], filter).await["data"]["cancellations"].clone()
}

async fn ship(practice: &Practice, order_id: &str) -> Value {
    let parcel = json!({ "tracking_number": "9400111899223344556677", "shipping_provider_id": "7117858858072016001" });
    practice.tell(&format!("/fulfillment/202309/orders/{order_id}/packages"), &[], &parcel).await
}

async fn one(practice: &Practice, order_id: &str) -> Value {
    practice.look("/order/202507/orders", &[("ids", order_id)]).await["data"]["orders"][0].clone()
}

#[tokio::test]
async fn an_order_whose_buyer_asks_to_cancel_is_not_shipped_until_that_is_answered() {
    let practice = partner().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let before = one(&practice, &order_id).await;
    assert_eq!(practice.control(&format!("/order/{order_id}/ask-to-cancel"), &json!({})).await, json!({ "ok": true }));
    let asked = one(&practice, &order_id).await;
    let now = practice.hands.now().as_second();
    assert_eq!((&asked["is_buyer_request_cancel"], &asked["request_cancel_time"]), (&true.into(), &now.into()));
    assert_eq!((&asked["status"], &asked["update_time"]), (&before["status"], &before["update_time"]));
    let found = practice.tell("/order/202309/orders/search", &[], &json!({ "is_buyer_request_cancel": true })).await;
    assert_eq!(
        (&found["data"]["total_count"], &found["data"]["orders"][0]["id"]),
        (&1.into(), &order_id.as_str().into())
    );
    refused(&ship(&practice, &order_id).await, 21_008_044, "order: its buyer asks to cancel it");

    let requests = open(&practice, &[]).await;
    let request = &requests["cancellations"][0];
    assert_eq!((&requests["total_count"], &request["order_id"]), (&1.into(), &order_id.as_str().into()));
    let cancel_id = request["cancel_id"].as_str().unwrap();
    assert_eq!(answer(&practice, cancel_id, "reject").await["code"], 0);
    assert_eq!(open(&practice, &[]).await["total_count"], 0);
    refused(&answer(&practice, cancel_id, "reject").await, 25_011_011, "cancel_id: ");
    refused(&answer(&practice, cancel_id, "approve").await, 25_011_012, "cancel_id: ");
    assert_eq!(ship(&practice, &order_id).await["code"], 0);
}

#[tokio::test]
async fn what_is_approved_is_cancelled_and_its_goods_go_back() {
    let practice = partner().await;
    let product = practice.product().await;
    let before = practice.level(&product, 0, 0).await;
    let items = json!([{ "sku_id": product["skus"][0]["id"], "quantity": 1, "warehouse_id": "wh_new_york" }]);
    let order = practice.control("/order", &json!({ "items": items })).await;
    let order_id = order["order_id"].as_str().unwrap();
    practice.shop.ask_to_cancel(order_id).await.unwrap();
    let requests = open(&practice, &[]).await;
    assert_eq!(
        answer(&practice, requests["cancellations"][0]["cancel_id"].as_str().unwrap(), "approve").await["code"],
        0
    );
    assert_eq!(practice.status_of(order_id).await, "CANCELLED");
    assert_eq!(practice.level(&product, 0, 0).await, before);
    assert!(practice.shop.ask_to_cancel(order_id).await.is_err());
}

#[tokio::test]
async fn open_requests_come_page_by_page() {
    let practice = partner().await;
    for order in practice.orders("AWAITING_SHIPMENT").await.iter().take(3) {
        practice.shop.ask_to_cancel(order["order_id"].as_str().unwrap()).await.unwrap();
    }
    let whole = open(&practice, &[]).await;
    let first = open(&practice, &[("page_size", "2")]).await;
    let token = first["next_page_token"].as_str().unwrap();
    let rest = open(&practice, &[("page_size", "2"), ("page_token", token)]).await;
    assert_eq!(rest["cancellations"], json!([whole["cancellations"][2]]));
    let answered = first["cancellations"][1]["cancel_id"].as_str().unwrap();
    answer(&practice, answered, "reject").await;
    let second = open(&practice, &[("page_size", "2"), ("page_token", token)]).await;
    assert_eq!(second["cancellations"], json!([whole["cancellations"][2]]));
    assert_eq!(second["next_page_token"], "");
}

#[tokio::test]
async fn a_request_tells_who_asks_why_and_until_when_and_stays_known_when_it_is_over() {
    let practice = partner().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let now = practice.hands.now().as_second();
    practice.shop.ask_to_cancel(&order_id).await.unwrap();
    let request = found(&practice, &json!({ "order_ids": [order_id] })).await[0].clone();
    assert_eq!((&request["role"], &request["cancel_type"]), (&"BUYER".into(), &"BUYER_CANCEL".into()));
    assert_eq!(request["cancel_reason_text"], "Order created by mistake");
    let turn = json!([{ "action": "SELLER_RESPOND_CANCEL", "deadline": now + 48 * 60 * 60 }]);
    assert_eq!((&request["create_time"], &request["seller_next_action_response"]), (&now.into(), &turn));

    let first = request["cancel_id"].as_str().unwrap();
    answer(&practice, first, "reject").await;
    practice.shop.ask_to_cancel(&order_id).await.unwrap();
    let both = found(&practice, &json!({ "order_ids": [order_id] })).await;
    let standings: Vec<&Value> = both.as_array().unwrap().iter().map(|request| &request["cancel_status"]).collect();
    assert_eq!(standings, ["CANCELLATION_REQUEST_CANCELLED", "CANCELLATION_REQUEST_PENDING"]);
    let second = both[1]["cancel_id"].as_str().unwrap();
    answer(&practice, second, "approve").await;
    let approved = found(&practice, &json!({ "cancel_ids": [second] })).await;
    assert_eq!(approved[0]["cancel_status"], "CANCELLATION_REQUEST_COMPLETE");
    assert_eq!(found(&practice, &json!({ "cancel_types": ["CANCEL"] })).await, json!([]));
}

#[tokio::test]
async fn a_no_needs_a_reason_that_the_shop_has_told() {
    let practice = partner().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.shop.ask_to_cancel(&order_id).await.unwrap();
    let requests = open(&practice, &[]).await;
    let cancel_id = requests["cancellations"][0]["cancel_id"].as_str().unwrap();
    let asked = [("return_or_cancel_id", cancel_id)];
    let told = practice.look("/return_refund/202309/reject_reasons", &asked).await;
    assert_eq!(told["data"]["reasons"][0]["text"], "Product has been packed");
    let path = format!("/return_refund/202309/cancellations/{cancel_id}/reject");
    refused(&practice.tell(&path, &[], &json!({})).await, 25_001_014, "reject_reason: ");
    assert_eq!(open(&practice, &[]).await["total_count"], 1);
    practice.shop.set_scopes(&["seller.order.info".into()]).await;
    assert_eq!(practice.tell(SEARCH, &[], &json!({})).await["code"], 105_005);
}
