//! Every endpoint of the contract, with every parameter and field.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use domain::{OrderId, OrderStatus, ProductId, SkuId, SkuLevel, WarehouseId};
use jiff::Timestamp;
use serde_json::json;
use support::*;
use tiktok_shop::{Lane, OrderQuery, ProductQuery, ShopError};

fn level(sku: &str, warehouse: &str, level: i64) -> SkuLevel {
    SkuLevel { sku: SkuId::new(sku), warehouse: WarehouseId::new(warehouse), level }
}

#[tokio::test]
async fn get_orders_search_sends_every_filter_and_reads_every_field() {
    let shop = FakeShop::answering(|_| success(&format!(r#"{{"orders":[{ORDER}],"total":100}}"#))).await;
    let query = OrderQuery {
        page_size: 50,
        page_number: 3,
        page_token: None,
        status: Some(OrderStatus::AwaitingShipment),
        created_from: Some(noon()),
        created_to: Some("2026-01-16T00:00:00Z".parse().unwrap()),
        ..OrderQuery::default()
    };
    let page = Bench::at(&shop.endpoints).client.search_orders(&query, Lane::Person).await.unwrap();

    let asked = &shop.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/api/orders/search"));
    assert_eq!(
        json!(asked.query),
        json!({ "page_size": "50", "page_number": "3", "order_status": "AWAITING_SHIPMENT",
            "create_time_from": "2026-01-15T12:00:00Z", "create_time_to": "2026-01-16T00:00:00Z" })
    );
    assert_eq!(asked.token(), "canary-access-1");
    assert!(asked.headers["user-agent"].starts_with("TikTokFlow/"));

    assert_eq!((page.total, page.sent, page.set_aside.len()), (Some(100), 1, 0));
    let order = &page.items[0];
    assert_eq!((order.id.as_str(), order.status.as_shop()), ("123456789", "AWAITING_SHIPMENT"));
    assert_eq!((order.payment_method.as_str(), order.shipping_provider.as_str()), ("CREDIT_CARD", "USPS"));
    assert_eq!(order.tracking_number, "");
    let to = &order.recipient;
    let parts = [&to.name, &to.phone, &to.street1, &to.street2, &to.city, &to.state, &to.zipcode, &to.country];
    let expected = ["John Doe", "1234567890", "123 Main St", "Apt 4B", "New York", "NY", "10001", "US"];
    assert_eq!(parts.map(|part| part.reveal().as_str()), expected);
    let line = &order.lines[0];
    assert_eq!((line.product.as_str(), line.sku.as_str()), ("product_123", "sku_456"));
    assert_eq!((line.name.as_str(), line.quantity, line.price.to_string()), ("Wireless Earbuds", 2, "29.99".into()));
    assert_eq!(order.created.to_string(), "2023-01-15T12:00:00Z");
    assert_eq!(order.updated, order.created);
    assert!(order.extra.reveal().is_empty());
}

#[tokio::test]
async fn get_orders_search_without_filters_sends_only_the_page() {
    let shop = FakeShop::answering(|_| success(r#"{"orders":[],"total":0}"#)).await;
    let bench = Bench::at(&shop.endpoints);
    bench.client.search_orders(&OrderQuery::default(), Lane::Poll).await.unwrap();
    assert_eq!(json!(shop.asked()[0].query), json!({ "page_size": "10", "page_number": "1" }));
}

#[tokio::test]
async fn get_orders_detail_query_reads_the_order_that_was_asked_for() {
    let shop = FakeShop::answering(|_| success(ORDER)).await;
    let client = Bench::at(&shop.endpoints).client;
    let order = client.order(&OrderId::new("123456789"), Lane::Person).await.unwrap();
    assert_eq!(order.items_total().unwrap().to_string(), "59.98");
    let asked = &shop.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/api/orders/detail/query"));
    assert_eq!(json!(asked.query), json!({ "order_id": "123456789" }));

    let another = client.order(&OrderId::new("1"), Lane::Person).await;
    assert!(matches!(another, Err(ShopError::ServerTrouble { .. })), "{another:?}");
}

#[tokio::test]
async fn post_orders_update_sends_shipped_with_the_tracking_number() {
    let shop = FakeShop::answering(|_| success(r#"{"order_id":"123456789","status":"SHIPPED"}"#)).await;
    let client = Bench::at(&shop.endpoints).client;
    let answer = ship(&client, "123456789", "TK1234567890", Lane::Person).await.unwrap();
    assert_eq!((answer.order_id.as_str(), answer.status), ("123456789", OrderStatus::Shipped));
    let asked = &shop.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/api/orders/update"));
    let body = json!({ "order_id": "123456789", "status": "SHIPPED", "tracking_number": "TK1234567890" });
    assert_eq!(asked.body, body);
    assert_eq!(asked.token(), "canary-access-1");
}

#[tokio::test]
async fn an_answer_about_another_order_leaves_the_shipping_unknown() {
    let shop = FakeShop::answering(|_| success(r#"{"order_id":"2","status":"SHIPPED"}"#)).await;
    let answer = ship(&Bench::at(&shop.endpoints).client, "1", "TK1", Lane::Person).await;
    assert!(matches!(answer, Err(ShopError::UnknownOutcome { .. })), "{answer:?}");
    assert_eq!(shop.asked().len(), 1);
}

#[tokio::test]
async fn get_products_search_reads_every_field() {
    let shop = FakeShop::answering(|_| success(&format!(r#"{{"products":[{PRODUCT}],"total":50}}"#))).await;
    let query = ProductQuery { page_size: 20, page_number: 2, ..ProductQuery::default() };
    let page = Bench::at(&shop.endpoints).client.search_products(&query, Lane::Poll).await.unwrap();
    let asked = &shop.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/api/products/search"));
    assert_eq!(json!(asked.query), json!({ "page_size": "20", "page_number": "2" }));

    assert_eq!((page.total, page.sent), (Some(50), 1));
    let product = &page.items[0];
    assert_eq!((product.id.as_str(), product.name.as_str()), ("product_123", "Wireless Earbuds"));
    assert_eq!((product.description.as_str(), product.price.to_string()), ("High-quality", "29.99".into()));
    let sku = &product.skus[0];
    assert_eq!((sku.id.as_str(), sku.seller_sku.as_str(), sku.price.to_string()), ("sku_456", "WE001", "29.99".into()));
    assert_eq!(sku.stock, None);
    assert_eq!(product.sku_levels(), [level("sku_456", "default", 45)]);
    assert_eq!(product.created.to_string(), "2023-01-01T12:00:00Z");
    assert_eq!(product.updated.to_string(), "2023-01-15T12:00:00Z");
}

#[tokio::test]
async fn get_products_details_reads_the_product_that_was_asked_for() {
    let shop = FakeShop::answering(|_| success(PRODUCT)).await;
    let client = Bench::at(&shop.endpoints).client;
    let product = client.product(&ProductId::new("product_123"), Lane::Person).await.unwrap();
    assert_eq!(product.name, "Wireless Earbuds");
    let asked = &shop.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/api/products/details"));
    assert_eq!(json!(asked.query), json!({ "product_id": "product_123" }));

    let another = client.product(&ProductId::new("p"), Lane::Person).await;
    assert!(matches!(another, Err(ShopError::ServerTrouble { .. })), "{another:?}");
}

#[tokio::test]
async fn post_products_stocks_sends_absolute_levels_grouped_by_sku() {
    let shop = FakeShop::answering(|asked| {
        success(&json!({ "product_id": asked.body["product_id"], "skus": asked.body["skus"] }).to_string())
    })
    .await;
    let levels = [level("a", "east", 50), level("b", "east", 0), level("a", "west", 99_999)];
    let client = Bench::at(&shop.endpoints).client;
    let answered = set_stock(&client, "product_123", &levels, Timestamp::MAX).await.unwrap();
    assert_eq!(answered, [level("a", "east", 50), level("a", "west", 99_999), level("b", "east", 0)]);
    let asked = &shop.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", "/api/products/stocks"));
    let body = json!({ "product_id": "product_123", "skus": [
        { "id": "a", "stock_infos": [{ "warehouse_id": "east", "available_stock": 50 },
                                     { "warehouse_id": "west", "available_stock": 99_999 }] },
        { "id": "b", "stock_infos": [{ "warehouse_id": "east", "available_stock": 0 }] },
    ]});
    assert_eq!(asked.body, body);
}

#[tokio::test]
async fn a_level_that_the_shop_would_not_take_never_leaves() {
    let shop = FakeShop::answering(|_| success("{}")).await;
    let client = Bench::at(&shop.endpoints).client;
    let twice = vec![level("a", "w", 1), level("a", "w", 2)];
    for levels in [vec![level("a", "w", -1)], vec![level("a", "w", 100_000)], vec![], twice] {
        let refused = set_stock(&client, "p", &levels, Timestamp::MAX).await;
        assert!(matches!(refused, Err(ShopError::Refused { code: 1001, .. })), "{levels:?}: {refused:?}");
    }
    assert!(shop.asked().is_empty());
}
