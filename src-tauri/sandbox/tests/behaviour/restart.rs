use std::path::Path;

use crate::practice::{Hands, Practice, client, connect, connected_to};
use sandbox::{Settings, StartError};
use serde_json::json;

fn kept_in(file: &Path, hands: &Hands) -> Settings {
    Settings { state_file: Some(file.to_owned()), ..hands.settings() }
}

async fn opened(file: &Path) -> Practice {
    let hands = Hands::at_noon();
    connect(sandbox::start(kept_in(file, &hands)).await.unwrap(), hands).await
}

/// The same app at the shop as it is in the file.
async fn at_the_next_start(file: &Path, before: Practice) -> Practice {
    let Practice { hands, token, refresh_token, .. } = before;
    let shop = sandbox::start(kept_in(file, &hands)).await.unwrap();
    Practice { shop, hands, client: client(), token, refresh_token }
}

#[tokio::test]
async fn a_write_that_was_answered_outlives_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    let practice = opened(&file).await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.ship(&order_id).await;
    let product = practice.product().await;
    let level = json!([{ "warehouse_id": "wh_dallas", "available_stock": 4_321 }]);
    let skus = json!([{ "id": product["skus"][0]["id"], "stock_infos": level }]);
    practice.post("/api/products/stocks", &json!({ "product_id": product["id"], "skus": skus })).await;

    let practice = at_the_next_start(&file, practice).await;
    assert_eq!(practice.status_of(&order_id).await, "SHIPPED");
    assert_eq!(practice.level(&product, 0, 2).await, 4_321);
}

#[tokio::test]
async fn a_restart_continues_the_same_shop_with_the_same_tokens() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    let practice = opened(&file).await;
    practice.control("/order", &json!({ "recipient_name": "Ada" })).await;
    let pages = [("page_size", "100")];
    let before = practice.ask("/api/orders/search", &pages).await.unwrap().text().await.unwrap();
    let Practice { shop, hands, client, token, refresh_token } = practice;
    shop.stop().await;

    let settings = Settings { seed: 99, orders: 3, ..kept_in(&file, &hands) };
    let shop = sandbox::start(settings).await.unwrap();
    let practice = Practice { shop, hands, client, token, refresh_token };
    let after = practice.ask("/api/orders/search", &pages).await.unwrap().text().await.unwrap();
    assert_eq!(before, after);
    assert_eq!(practice.refresh(&practice.refresh_token).await["code"], 0);
}

#[tokio::test]
async fn an_order_that_is_shipped_in_part_stays_so_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    let practice = opened(&file).await;
    let sku = practice.product().await["skus"][0]["id"].clone();
    let order = practice.control("/order", &json!({ "items": [{ "sku_id": sku, "quantity": 2 }] })).await;
    let id = order["order_id"].as_str().unwrap().to_owned();
    let shown = async |practice: &Practice| {
        practice.look("/order/202507/orders", &[("ids", &id)]).await["data"]["orders"][0].clone()
    };
    let piece = shown(&practice).await["line_items"][1]["id"].clone();
    let parcel = json!({
        "tracking_number": "9400111899223344556677", "shipping_provider_id": "7117858858072016001",
        "order_line_item_ids": [piece],
    });
    practice.tell(&format!("/fulfillment/202309/orders/{id}/packages"), &[], &parcel).await;
    let before = shown(&practice).await;
    let practice = at_the_next_start(&file, practice).await;
    assert_eq!((&before["status"], &before), (&"PARTIALLY_SHIPPING".into(), &shown(&practice).await));
}

#[tokio::test]
async fn a_file_from_before_orders_could_be_split_still_opens() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    let practice = opened(&file).await;
    let order_id = practice.order("SHIPPED").await;
    let now = std::fs::read_to_string(&file).unwrap();
    let before = now.replace(",\"parts\":[]", "");
    assert!(before.len() < now.len());
    std::fs::write(&file, before).unwrap();
    let practice = at_the_next_start(&file, practice).await;
    assert_eq!(practice.status_of(&order_id).await, "SHIPPED");
}

#[tokio::test]
async fn orders_that_arrive_after_a_restart_are_new_ones() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    let practice = opened(&file).await;
    let first = practice.control("/order", &json!({})).await;
    let practice = at_the_next_start(&file, practice).await;
    let second = practice.control("/order", &json!({})).await;
    assert_ne!(first["order_id"], second["order_id"]);
    assert_ne!(first["recipient"], second["recipient"]);
}

#[tokio::test]
async fn a_file_that_is_no_shop_is_said_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("shop.json");
    std::fs::write(&file, "{\"half\":").unwrap();
    let error = sandbox::start(kept_in(&file, &Hands::at_noon())).await.err().unwrap();
    assert!(matches!(error, StartError::StateFile { .. }));
    assert!(error.to_string().contains("shop.json can't be read"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{\"half\":");
}

#[tokio::test]
async fn a_port_that_is_taken_is_said() {
    let practice = connected_to(|_| ()).await;
    let port: u16 = practice.shop.base_url().rsplit(':').next().unwrap().parse().unwrap();
    let error = sandbox::start(Settings { port, ..practice.hands.settings() }).await.err().unwrap();
    assert!(matches!(error, StartError::PortTaken(taken) if taken == port));
    assert!(error.to_string().starts_with(&format!("Port {port} is taken")), "{error}");
}

#[tokio::test]
async fn a_webhook_address_that_is_none_is_said() {
    let settings = Settings { webhook_url: Some("ftp://x".into()), ..Hands::at_noon().settings() };
    assert!(matches!(sandbox::start(settings).await.err().unwrap(), StartError::WebhookUrl(_)));
}

#[tokio::test]
async fn a_closed_shop_answers_nobody() {
    let practice = connected_to(|_| ()).await;
    let url = practice.shop.base_url();
    practice.shop.stop().await;
    assert!(practice.client.get(url).send().await.unwrap_err().is_connect());
}
