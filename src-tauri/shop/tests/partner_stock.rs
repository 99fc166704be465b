//! What the signed contract tells of stock: the catalogue in slices, shares, warehouses.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use domain::{ProductId, SkuId, StockShares, WarehouseId, WarehouseKind, WarehouseStatus};
use jiff::Timestamp;
use serde_json::json;
use support::*;
use tiktok_shop::{Client, Contract, Endpoints, Lane, ProductQuery, ShopError};

const FOUND: &str = r#"{
  "id": "1729", "title": "Earbuds", "status": "STATUS", "create_time": 1700000000, "update_time": 1700000001,
  "skus": [{"id": "1730", "seller_sku": "E", "price": {"tax_exclusive_price": "9.50"},
            "inventory": [{"warehouse_id": "7", "quantity": 45}]}]}"#;

fn client(shop: &FakeShop) -> Client {
    Bench::at(&Endpoints { contract: Contract::Partner, ..shop.endpoints.clone() }).client
}

async fn search(query: ProductQuery, answer: fn() -> Reply) -> (Result<usize, ShopError>, serde_json::Value) {
    let shop = FakeShop::answering(move |_| answer()).await;
    let page = client(&shop).search_products(&query, Lane::Poll).await;
    (page.map(|page| page.items.len()), shop.asked().remove(0).body)
}

#[tokio::test]
async fn a_slice_names_its_first_and_its_last_second() {
    let at = |second| Timestamp::from_second(second).ok();
    let page = || success(r#"{"products":[],"total_count":0}"#);
    let slice = ProductQuery { created_from: at(1_000), created_to: at(2_000), ..ProductQuery::default() };
    assert_eq!(search(slice, page).await.1, json!({ "create_time_ge": 1_000, "create_time_le": 1_999 }));
    assert_eq!(search(ProductQuery::default(), page).await.1, json!({}));
}

#[tokio::test]
async fn a_list_that_the_shop_does_not_show_whole_says_so_by_its_count_or_by_a_refusal() {
    let counted = || success(r#"{"products":[],"total_count":10001,"next_page_token":"t"}"#);
    let (page, _) = search(ProductQuery::default(), counted).await;
    assert_eq!(page, Err(ShopError::ListTooLong));
    let (page, _) = search(ProductQuery::default(), || failure(12_052_180, "beyond 10000")).await;
    assert_eq!(page, Err(ShopError::ListTooLong));
    let further = || ProductQuery { page_token: Some("t".into()), ..ProductQuery::default() };
    assert_eq!(search(further(), counted).await.0, Ok(0), "what is read already is read on");
    let whole = || success(r#"{"products":[],"total_count":10000,"next_page_token":"t"}"#);
    assert_eq!(search(ProductQuery::default(), whole).await.0, Ok(0));
}

#[tokio::test]
async fn of_a_deleted_product_nothing_is_sold() {
    for (status, skus) in [("ACTIVATE", 1), ("PLATFORM_DEACTIVATED", 1), ("DELETED", 0)] {
        let data = format!(r#"{{"products":[{}]}}"#, FOUND.replace("STATUS", status));
        let shop = FakeShop::answering(move |_| success(&data)).await;
        let page = client(&shop).search_products(&ProductQuery::default(), Lane::Poll).await.unwrap();
        assert_eq!(page.items[0].skus.len(), skus, "{status}");
    }
}

async fn shares(data: &'static str) -> Result<Vec<StockShares>, ShopError> {
    let shop = FakeShop::answering(move |_| success(data)).await;
    let told = client(&shop).stock_shares(&[ProductId::new("1729"), ProductId::new("1731")], Lane::Poll).await;
    assert_eq!(shop.asked()[0].body, json!({ "product_ids": ["1729", "1731"] }));
    told.map(Option::unwrap)
}

#[tokio::test]
async fn whom_stock_is_kept_for_is_told_apart() {
    let told = shares(
        r#"{"inventory":[{"product_id":"1729","skus":[{"id":"1730","seller_sku":"E","total_available_quantity":45,
          "total_committed_quantity":3,
          "warehouse_inventory":[{"warehouse_id":"7","available_quantity":45,"committed_quantity":3},
                                 {"warehouse_id":"8","available_quantity":0,"committed_quantity":0}],
          "total_available_inventory_distribution":{"campaign_inventory":[{"quantity":9},{"quantity":1}],
            "creator_inventory":[],"in_shop_inventory":{"quantity":35}}}]}]}"#,
    );
    let expected = StockShares {
        product: ProductId::new("1729"),
        sku: SkuId::new("1730"),
        available: Some(45),
        campaign: Some(10),
        creator: Some(0),
        free: Some(35),
        committed: vec![(WarehouseId::new("7"), 3), (WarehouseId::new("8"), 0)],
    };
    assert_eq!(told.await, Ok(vec![expected]));
}

#[tokio::test]
async fn what_is_not_told_is_unknown_and_never_nothing() {
    let told = shares(
        r#"{"inventory":[{"product_id":"1729","skus":[{"id":"1730"},
          {"id":"1731","total_available_quantity":"many","warehouse_inventory":[{"warehouse_id":"7"}],
           "total_available_inventory_distribution":{"campaign_inventory":[{"quantity":9},{}],"creator_inventory":null}}
        ]}]}"#,
    );
    for told in told.await.unwrap() {
        assert_eq!((told.available, told.campaign, told.creator, told.free), (None, None, None, None));
        assert_eq!(told.committed, []);
    }
}

#[tokio::test]
async fn the_documented_contract_has_neither_and_is_not_asked() {
    let shop = FakeShop::answering(|_| failure(1000, "no such path")).await;
    let client = Bench::at(&shop.endpoints).client;
    assert_eq!(client.stock_shares(&[ProductId::new("1")], Lane::Poll).await, Ok(None));
    assert_eq!(client.warehouses(Lane::Poll).await, Ok(None));
    assert!(shop.asked().is_empty());
}

#[tokio::test]
async fn warehouses_come_with_name_state_and_purpose_and_words_that_nobody_knows_are_none() {
    let data = r#"{"warehouses":[
      {"id":"7","entity_id":"e","name":" Harbour ","effect_status":"ENABLED","type":"SALES_WAREHOUSE",
       "sub_type":"DOMESTIC_WAREHOUSE","is_default":true,"address":{"distict":""}},
      {"id":8,"name":"Harbour","effect_status":"DISABLED","type":"RETURN_WAREHOUSE","is_default":false},
      {"id":"9","effect_status":"RESTRICTED","type":"SHOWROOM"}]}"#;
    let shop = FakeShop::answering(move |_| success(data)).await;
    let told = client(&shop).warehouses(Lane::Poll).await.unwrap().unwrap();
    let read: Vec<_> = told.iter().map(|it| (it.id.as_str(), it.name.as_str(), it.status, it.kind)).collect();
    let expected = [
        ("7", "Harbour", WarehouseStatus::Enabled, WarehouseKind::Sales),
        ("8", "Harbour", WarehouseStatus::Disabled, WarehouseKind::Returns),
        ("9", "", WarehouseStatus::Restricted, WarehouseKind::Unknown),
    ];
    assert_eq!(read, expected);
    assert_eq!(told.iter().map(|it| it.is_default).collect::<Vec<_>>(), [true, false, false]);
}
