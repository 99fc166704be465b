use crate::practice::{connected, refused};
use serde_json::json;

#[tokio::test]
async fn what_needs_a_scope_that_was_withdrawn_answers_1006() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.control("/scopes", &json!({ "granted": ["seller.order.info", "seller.product.basic"] })).await;
    refused(&practice.ship(&order_id).await, 1006, "the scope seller.fulfillment.basic");
    refused(&practice.post("/api/products/stocks", &json!({})).await, 1006, "the scope seller.product.write");
    assert_eq!(practice.status_of(&order_id).await, "AWAITING_SHIPMENT");
    assert_eq!(practice.get("/api/products/search", &[]).await["code"], 0);

    practice.shop.set_scopes(&["seller.fulfillment.basic".into()]).await;
    for path in ["/api/orders/search", "/api/orders/detail/query"] {
        refused(&practice.get(path, &[]).await, 1006, "the scope seller.order.info");
    }
    for path in ["/api/products/search", "/api/products/details"] {
        refused(&practice.get(path, &[]).await, 1006, "the scope seller.product.basic");
    }
    assert_eq!(practice.ship(&order_id).await["code"], 0);
}

#[tokio::test]
async fn a_path_that_does_not_exist_and_a_wrong_method_answer_1000() {
    let practice = connected().await;
    let unknown = practice.ask("/api/orders/delete", &[]).await.unwrap();
    assert_eq!(unknown.status(), 404);
    refused(&unknown.json().await.unwrap(), 1000, "there is no such path");
    let wrong = practice.send("/api/orders/search", &json!({})).await.unwrap();
    assert_eq!(wrong.status(), 405);
    refused(&wrong.json().await.unwrap(), 1000, "not with this method");
}
