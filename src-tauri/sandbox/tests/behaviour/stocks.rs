use crate::practice::{Practice, connected, refused};
use serde_json::{Value, json};

const STOCKS: &str = "/api/products/stocks";

fn level(product: &Value, sku: usize, warehouse: &str, stock: Value) -> Value {
    json!({
        "product_id": product["id"],
        "skus": [{ "id": product["skus"][sku]["id"], "stock_infos": [{ "warehouse_id": warehouse, "available_stock": stock }] }]
    })
}

async fn now(practice: &Practice, product: &Value) -> Value {
    let id = product["id"].as_str().unwrap();
    practice.get("/api/products/details", &[("product_id", id)]).await["data"].clone()
}

#[tokio::test]
async fn a_level_becomes_the_number_written_and_nothing_else_moves() {
    let practice = connected().await;
    let product = practice.product().await;
    let answer = practice.post(STOCKS, &level(&product, 1, "wh_dallas", json!(4_321))).await;
    let written = level(&product, 1, "wh_dallas", json!(4_321));
    assert_eq!(answer, json!({ "code": 0, "message": "success", "data": written }));

    let mut expected = product.clone();
    let before = product["skus"][1]["stock_infos"][2]["available_stock"].as_u64().unwrap();
    let sum = product["stock_infos"][2]["available_stock"].as_u64().unwrap();
    expected["skus"][1]["stock_infos"][2]["available_stock"] = 4_321.into();
    expected["stock_infos"][2]["available_stock"] = (sum - before + 4_321).into();
    expected["update_time"] = "2026-03-10T12:00:00Z".into();
    assert_eq!(now(&practice, &product).await, expected);
}

#[tokio::test]
async fn both_ends_of_the_allowed_range_can_be_written() {
    let practice = connected().await;
    let product = practice.product().await;
    for stock in [99_999, 0] {
        assert_eq!(practice.post(STOCKS, &level(&product, 0, "wh_dallas", json!(stock))).await["code"], 0);
        assert_eq!(practice.level(&product, 0, 2).await, stock);
    }
}

#[tokio::test]
async fn writing_the_same_level_again_changes_nothing() {
    let practice = connected().await;
    let product = practice.product().await;
    for _ in 0..2 {
        assert_eq!(practice.post(STOCKS, &level(&product, 0, "wh_dallas", json!(777))).await["code"], 0);
    }
    let applied: Vec<bool> =
        practice.shop.journal().iter().filter(|entry| entry.path == STOCKS).map(|entry| entry.applied).collect();
    assert_eq!(applied, [true, false]);
}

#[tokio::test]
async fn a_level_that_is_no_possible_stock_is_refused() {
    let practice = connected().await;
    let product = practice.product().await;
    for stock in [json!(-1), json!(2.5), json!(100_000), json!("12"), json!(1e300), json!(true)] {
        let answer = practice.post(STOCKS, &level(&product, 0, "wh_dallas", stock)).await;
        refused(&answer, 1001, "available_stock: must be a whole number from 0 to 99999");
    }
    assert_eq!(now(&practice, &product).await, product);
}

#[tokio::test]
async fn a_product_sku_or_warehouse_that_does_not_exist_is_refused() {
    let practice = connected().await;
    let product = practice.product().await;
    let mut body = level(&product, 0, "wh_dallas", json!(1));
    body["product_id"] = "7".into();
    refused(&practice.post(STOCKS, &body).await, 1001, "product_id: there is no product 7");
    let mut body = level(&product, 0, "wh_dallas", json!(1));
    body["skus"][0]["id"] = "8".into();
    refused(&practice.post(STOCKS, &body).await, 1001, "skus.id: ");
    refused(&practice.post(STOCKS, &level(&product, 0, "wh_mars", json!(1))).await, 1001, "warehouse_id: ");
}

#[tokio::test]
async fn what_is_missing_is_named() {
    let practice = connected().await;
    let product = practice.product().await;
    let whole = level(&product, 0, "wh_dallas", json!(1));
    let missing = [
        ("/product_id", Value::Null, "product_id: is missing"),
        ("/skus", Value::Null, "skus: is missing"),
        ("/skus", json!([]), "skus: is missing"),
        ("/skus/0/id", Value::Null, "skus.id: is missing"),
        ("/skus/0/stock_infos", json!([]), "stock_infos: is missing"),
        ("/skus/0/stock_infos/0/warehouse_id", json!(""), "warehouse_id: is missing"),
        ("/skus/0/stock_infos/0/available_stock", Value::Null, "available_stock: is missing"),
    ];
    for (pointer, value, message) in missing {
        let mut body = whole.clone();
        *body.pointer_mut(pointer).unwrap() = value;
        refused(&practice.post(STOCKS, &body).await, 1002, message);
    }
}

#[tokio::test]
async fn a_write_of_which_one_part_is_wrong_changes_nothing() {
    let practice = connected().await;
    let product = practice.product().await;
    let mut body = level(&product, 0, "wh_dallas", json!(4_321));
    body["skus"].as_array_mut().unwrap().push(json!({
        "id": product["skus"][1]["id"], "stock_infos": [{ "warehouse_id": "wh_mars", "available_stock": 1 }]
    }));
    refused(&practice.post(STOCKS, &body).await, 1001, "warehouse_id: ");
    assert_eq!(now(&practice, &product).await, product);
}

#[tokio::test]
async fn two_numbers_for_one_level_are_refused() {
    let practice = connected().await;
    let product = practice.product().await;
    let mut body = level(&product, 0, "wh_dallas", json!(1));
    let again = body["skus"][0].clone();
    body["skus"].as_array_mut().unwrap().push(again);
    refused(&practice.post(STOCKS, &body).await, 1001, "skus.id: ");
    let mut body = level(&product, 0, "wh_dallas", json!(1));
    let again = json!({ "warehouse_id": "wh_dallas", "available_stock": 2 });
    body["skus"][0]["stock_infos"].as_array_mut().unwrap().push(again);
    refused(&practice.post(STOCKS, &body).await, 1001, "warehouse_id: wh_dallas is given twice");
}

#[tokio::test]
async fn a_campaign_refuses_a_level_below_it_with_the_whole_call_and_tells_of_itself_where_it_is_told() {
    let practice = connected().await;
    let product = practice.product().await;
    let hold = |quantity: u32, told: bool| {
        json!({
            "product_id": product["id"], "sku_id": product["skus"][1]["id"], "warehouse_id": "wh_dallas",
            "quantity": quantity, "told": told
        })
    };
    let shown = |now: &Value| now["skus"][1]["stock_infos"][2].get("campaign_inventory").cloned();
    practice.control("/campaign", &hold(20, false)).await;
    assert_eq!(shown(&now(&practice, &product).await), None);
    practice.control("/campaign", &hold(20, true)).await;
    let before = now(&practice, &product).await;
    assert_eq!(shown(&before), Some(json!([{ "quantity": 20 }])));

    let mut both = level(&product, 1, "wh_dallas", json!(19));
    both["skus"].as_array_mut().unwrap().push(level(&product, 0, "wh_dallas", json!(77))["skus"][0].clone());
    let answer = practice.post(STOCKS, &both).await;
    assert_eq!((&answer["code"], &answer["data"]), (&json!(12_052_393), &Value::Null), "{answer}");
    assert_eq!(now(&practice, &product).await, before);
    assert_eq!(practice.post(STOCKS, &level(&product, 1, "wh_dallas", json!(20))).await["code"], 0);

    practice.control("/campaign", &hold(0, true)).await;
    assert_eq!(shown(&now(&practice, &product).await), Some(json!([])));
    assert_eq!(practice.post(STOCKS, &level(&product, 1, "wh_dallas", json!(19))).await["code"], 0);
}

#[tokio::test]
async fn a_buyer_can_come_at_the_moment_of_a_call_and_the_books_tell_what_came_first() {
    let practice = connected().await;
    let stocked = practice.shop.levels().into_iter().find(|(_, level)| *level > 5).unwrap();
    let ((product, sku, warehouse), level) = stocked;
    let item = json!({ "sku_id": sku, "quantity": 2, "warehouse_id": warehouse });
    practice.control("/fault", &json!({ "on": STOCKS, "kind": "buy", "item": item, "times": 1 })).await;
    practice.get("/api/products/details", &[("product_id", &product)]).await;
    let infos = json!([{ "warehouse_id": warehouse, "available_stock": level + 10 }]);
    let body = json!({ "product_id": product, "skus": [{ "id": sku, "stock_infos": infos }] });
    assert_eq!(practice.post(STOCKS, &body).await["code"], 0);

    let moves: Vec<(u64, u32, u32)> =
        practice.shop.movements(0).iter().map(|moved| (moved.n, moved.from, moved.to)).collect();
    assert_eq!(moves, [(0, level, level - 2), (1, level - 2, level + 10)]);
    let calls: Vec<Option<u64>> = practice.shop.journal().iter().rev().take(2).map(|call| call.books).collect();
    assert_eq!(calls, [Some(1), Some(0)], "the buyer came between the reading and the writing");
    assert_eq!(practice.shop.movements(1).len(), 1);
}
