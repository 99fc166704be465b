use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};
use serde_json::{Value, json};

const SEARCH: &str = "/product/202502/products/search";

async fn found(practice: &Practice, query: &[(&str, &str)], body: &Value) -> Value {
    let answer = practice.tell(SEARCH, query, body).await;
    assert_eq!(answer["code"], 0, "{answer}");
    answer["data"].clone()
}

fn ids(found: &Value) -> Vec<&str> {
    found["products"].as_array().unwrap().iter().map(|product| product["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_product_has_its_stock_with_its_skus_and_its_price_as_text() {
    let practice = partner().await;
    let contract = practice.product().await;
    let id = contract["id"].as_str().unwrap();
    let product = practice.look(&format!("/product/202309/products/{id}"), &[]).await["data"].clone();
    let told = [&product["id"], &product["title"], &product["description"], &product["status"]];
    assert_eq!(told, [&contract["id"], &contract["name"], &contract["description"], &"ACTIVATE".into()]);
    let (sku, known) = (&product["skus"][1], &contract["skus"][1]);
    assert_eq!((&sku["id"], &sku["seller_sku"]), (&known["id"], &known["seller_sku"]));
    let price = sku["price"]["tax_exclusive_price"].as_str().unwrap();
    assert_eq!((price.parse().ok(), &sku["price"]["currency"]), (known["price"].as_f64(), &"USD".into()));
    let levels: Vec<_> = known["stock_infos"]
        .as_array()
        .unwrap()
        .iter()
        .map(|level| json!({ "warehouse_id": level["warehouse_id"], "quantity": level["available_stock"] }))
        .collect();
    assert_eq!(sku["inventory"], json!(levels));
    let listed = found(&practice, &[("page_size", "100")], &json!({ "sku_ids": [sku["id"]] })).await;
    assert_eq!(listed["products"][0]["skus"], product["skus"]);
    assert!(listed["products"][0].get("description").is_none());
    refused(&practice.look("/product/202309/products/1", &[]).await, 12_052_032, "product_id: ");
}

#[tokio::test]
async fn products_come_page_by_page() {
    let practice = partner().await;
    let whole = found(&practice, &[("page_size", "100")], &json!({})).await;
    assert_eq!((&whole["total_count"], &whole["next_page_token"]), (&24.into(), &"".into()));
    let (mut seen, mut token) = (Vec::new(), String::new());
    loop {
        let page = found(&practice, &[("page_size", "10"), ("page_token", &token)], &json!({})).await;
        seen.extend(ids(&page).into_iter().map(ToOwned::to_owned));
        token = page["next_page_token"].as_str().unwrap().into();
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(seen, ids(&whole));
    refused(&practice.tell(SEARCH, &[("page_token", "x")], &json!({})).await, 36_009_004, "page_token: ");
    refused(&practice.tell(SEARCH, &[("page_size", "101")], &json!({})).await, 36_009_004, "page_size: ");
}

#[tokio::test]
async fn a_search_finds_what_its_body_asks_for() {
    let practice = partner().await;
    let whole = found(&practice, &[("page_size", "100")], &json!({})).await;
    let product = &whole["products"][5];
    let by_sku = json!({ "seller_skus": [product["skus"][0]["seller_sku"]], "status": "ACTIVATE" });
    assert_eq!(ids(&found(&practice, &[], &by_sku).await), [product["id"].as_str().unwrap()]);
    for times in
        [("update_time", "update_time_ge", "update_time_le"), ("create_time", "create_time_ge", "create_time_le")]
    {
        let at = product[times.0].as_i64().unwrap();
        let exactly = found(&practice, &[("page_size", "100")], &json!({ times.1: at, times.2: at })).await;
        assert!(ids(&exactly).contains(&product["id"].as_str().unwrap()));
        let later = found(&practice, &[("page_size", "100")], &json!({ times.1: at + 1 })).await;
        assert!(!ids(&later).contains(&product["id"].as_str().unwrap()));
        let earlier = found(&practice, &[("page_size", "100")], &json!({ times.2: at - 1 })).await;
        assert!(!ids(&earlier).contains(&product["id"].as_str().unwrap()));
    }
    assert_eq!(found(&practice, &[], &json!({ "status": "DRAFT" })).await["total_count"], 0);
    refused(&practice.tell(SEARCH, &[], &json!({ "status": "LIVE" })).await, 36_009_004, "status: ");
    let eleven = vec!["x"; 11];
    refused(&practice.tell(SEARCH, &[], &json!({ "seller_skus": eleven })).await, 12_019_027, "seller_skus: ");
    refused(&practice.tell(SEARCH, &[], &json!({ "sku_ids": eleven })).await, 12_019_087, "sku_ids: ");
}

#[tokio::test]
async fn a_search_goes_no_further_than_its_cap() {
    assert_eq!(sandbox::Settings::default().product_search_cap, 10_000);
    let practice = partner_of(|settings| settings.product_search_cap = 20).await;
    let first = found(&practice, &[("page_size", "10")], &json!({})).await;
    let token = first["next_page_token"].as_str().unwrap();
    let second = found(&practice, &[("page_size", "10"), ("page_token", token)], &json!({})).await;
    let token = second["next_page_token"].as_str().unwrap();
    let third = practice.tell(SEARCH, &[("page_size", "10"), ("page_token", token)], &json!({})).await;
    refused(&third, 12_052_180, "a search shows no more");
}
