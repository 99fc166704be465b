use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::practice::{Practice, connected_to};
use serde_json::Value;

async fn every_byte(practice: &Practice) -> String {
    let mut bytes = String::new();
    for path in ["/api/orders/search", "/api/products/search"] {
        for page in ["1", "2"] {
            let answer = practice.ask(path, &[("page_size", "100"), ("page_number", page)]).await.unwrap();
            bytes += &answer.text().await.unwrap();
        }
    }
    bytes
}

async fn all(practice: &Practice, path: &str, list: &str) -> Vec<Value> {
    let mut rows: Vec<Value> = Vec::new();
    for page in 1.. {
        let found = practice.get(path, &[("page_size", "100"), ("page_number", &page.to_string())]).await;
        let page = found["data"][list].as_array().unwrap().clone();
        if page.is_empty() {
            break;
        }
        rows.extend(page);
    }
    rows
}

#[tokio::test]
async fn the_same_seed_opens_the_same_shop_byte_for_byte() {
    let first = every_byte(&connected_to(|settings| settings.seed = 42).await).await;
    let again = every_byte(&connected_to(|settings| settings.seed = 42).await).await;
    let other = every_byte(&connected_to(|settings| settings.seed = 43).await).await;
    assert!(first == again && first != other);
}

#[tokio::test]
async fn five_thousand_orders_stand_where_a_busy_shop_s_stand() {
    let practice = connected_to(|settings| settings.orders = 5_000).await;
    let mut standing: BTreeMap<String, u32> = BTreeMap::new();
    for order in all(&practice, "/api/orders/search", "orders").await {
        *standing.entry(order["order_status"].as_str().unwrap().into()).or_default() += 1;
    }
    let expected = [
        ("AWAITING_SHIPMENT", 148),
        ("CANCELLED", 60),
        ("DELIVERED", 4_478),
        ("ON_HOLD", 9),
        ("SHIPPED", 300),
        ("UNPAID", 5),
    ];
    assert_eq!(standing, expected.map(|(status, count)| (status.to_owned(), count)).into());
}

#[tokio::test]
async fn orders_are_at_most_thirty_days_old_and_changed_since() {
    let practice = connected_to(|settings| settings.orders = 2_000).await;
    for order in all(&practice, "/api/orders/search", "orders").await {
        let [created, updated] = ["create_time", "update_time"].map(|at| order[at].as_str().unwrap().to_owned());
        assert!("2026-02-08T12:00:00Z" <= created.as_str() && created <= updated, "{order}");
        assert!(updated.as_str() <= "2026-03-10T12:00:00Z", "{order}");
        let sent = ["SHIPPED", "DELIVERED"].contains(&order["order_status"].as_str().unwrap());
        assert_eq!(sent, order["tracking_number"] != "", "{order}");
    }
}

#[tokio::test]
async fn buyers_come_from_everywhere_and_buy_what_is_in_the_catalogue() {
    let practice = connected_to(|settings| settings.orders = 2_000).await;
    let products = all(&practice, "/api/products/search", "products").await;
    let skus: HashSet<String> = products
        .iter()
        .flat_map(|product| product["skus"].as_array().unwrap())
        .map(|sku| sku["id"].to_string())
        .collect();
    let orders = all(&practice, "/api/orders/search", "orders").await;
    let lines = || orders.iter().map(|order| order["items"].as_array().unwrap());
    assert!(lines().flatten().all(|line| skus.contains(&line["sku_id"].to_string())));
    assert_eq!(lines().map(Vec::len).collect::<BTreeSet<_>>(), BTreeSet::from([1, 2, 3, 4, 5]));

    let names: String = orders.iter().map(|order| order["recipient"]["name"].as_str().unwrap()).collect();
    for script in ["ễ", "陈", "健", "김", "محمد", "ณ", "🌸", "כהן", "Π", "а"] {
        assert!(names.to_lowercase().contains(&script.to_lowercase()), "{script}");
    }
    let abroad = orders.iter().filter(|order| order["recipient"]["address"]["country"] != "US").count();
    assert!((300..900).contains(&abroad), "{abroad}");
}

#[tokio::test]
async fn a_large_catalogue_repeats_no_id_and_no_seller_sku() {
    let practice = connected_to(|settings| settings.products = 600).await;
    let products = all(&practice, "/api/products/search", "products").await;
    let skus: Vec<&Value> = products.iter().flat_map(|product| product["skus"].as_array().unwrap()).collect();
    for field in ["id", "seller_sku"] {
        let distinct: HashSet<String> = skus.iter().map(|sku| sku[field].to_string()).collect();
        assert_eq!(distinct.len(), skus.len(), "{field}");
    }
    assert_eq!(products.len(), 600);
    assert!(products.iter().any(|product| product["skus"].as_array().unwrap().len() == 1));
}

#[tokio::test]
async fn a_shop_without_orders_or_products_is_a_shop_too() {
    let practice = connected_to(|settings| (settings.orders, settings.products) = (10, 0)).await;
    assert_eq!(practice.get("/api/orders/search", &[]).await["data"], serde_json::json!({ "orders": [], "total": 0 }));
    assert_eq!(practice.get("/api/products/search", &[]).await["data"]["total"], 0);
}
