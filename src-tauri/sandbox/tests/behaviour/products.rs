use crate::practice::{connected, connected_to, refused};
use serde_json::Value;

const SEARCH: &str = "/api/products/search";
const DETAILS: &str = "/api/products/details";

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn stock(infos: &Value, warehouse: &str) -> u64 {
    let infos = infos.as_array().unwrap().iter();
    infos.filter(|info| info["warehouse_id"] == warehouse).map(|info| info["available_stock"].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn products_come_in_pages() {
    let practice = connected().await;
    let first = practice.get(SEARCH, &[]).await;
    let third = practice.get(SEARCH, &[("page_number", "3")]).await;
    let count = |found: &Value| found["data"]["products"].as_array().unwrap().len();
    assert_eq!((count(&first), count(&third), &first["data"]["total"]), (10, 4, &24.into()));
    refused(&practice.get(SEARCH, &[("page_size", "101")]).await, 1001, "page_size: must be 1 to 100");
    refused(&practice.get(SEARCH, &[("page_number", "x")]).await, 1001, "page_number: ");
}

#[tokio::test]
async fn a_product_tells_its_stock_per_sku_and_together() {
    let practice = connected().await;
    let product = practice.product().await;
    let fields = ["create_time", "description", "id", "name", "price", "skus", "stock_infos", "update_time"];
    assert_eq!(keys(&product), fields);
    assert_eq!(keys(&product["skus"][0]), ["id", "price", "seller_sku", "stock_infos"]);
    for warehouse in ["wh_new_york", "wh_los_angeles", "wh_dallas"] {
        let skus = product["skus"].as_array().unwrap();
        let sum: u64 = skus.iter().map(|sku| stock(&sku["stock_infos"], warehouse)).sum();
        assert_eq!(stock(&product["stock_infos"], warehouse), sum);
    }
}

#[tokio::test]
async fn the_bare_contract_tells_stock_per_product_only() {
    let practice = connected_to(|settings| settings.sku_stock = false).await;
    let product = practice.product().await;
    assert_eq!(keys(&product["skus"][0]), ["id", "price", "seller_sku"]);
    assert_eq!(product["stock_infos"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_single_warehouse_is_called_default() {
    let practice = connected_to(|settings| settings.warehouses = 1).await;
    let product = practice.product().await;
    assert_eq!(product["stock_infos"].as_array().unwrap().len(), 1);
    assert_eq!(product["stock_infos"][0]["warehouse_id"], "default");
}

#[tokio::test]
async fn a_product_looks_the_same_in_the_list_and_alone() {
    let practice = connected().await;
    let product = practice.product().await;
    let details = practice.get(DETAILS, &[("product_id", product["id"].as_str().unwrap())]).await;
    assert_eq!(details["data"], product);
}

#[tokio::test]
async fn details_need_a_product_that_exists() {
    let practice = connected().await;
    refused(&practice.get(DETAILS, &[]).await, 1002, "product_id: is missing");
    refused(&practice.get(DETAILS, &[("product_id", "7")]).await, 1001, "product_id: there is no product 7");
}
