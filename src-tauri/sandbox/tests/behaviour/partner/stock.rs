use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};
use serde_json::{Value, json};

const WAREHOUSES: [&str; 3] = ["wh_new_york", "wh_los_angeles", "wh_dallas"];

fn update_of(product: &Value) -> String {
    format!("/product/202309/products/{}/inventory/update", product["id"].as_str().unwrap())
}

/// A SKU with such levels in the three warehouses.
fn sku(product: &Value, n: usize, levels: [i64; 3]) -> Value {
    let inventory: Vec<_> =
        WAREHOUSES.iter().zip(levels).map(|(id, level)| json!({ "warehouse_id": id, "quantity": level })).collect();
    json!({ "id": product["skus"][n]["id"], "inventory": inventory })
}

async fn set(practice: &Practice, product: &Value, skus: Value) -> Value {
    let answer = practice.tell(&update_of(product), &[], &json!({ "skus": skus })).await;
    assert_eq!((&answer["code"], &answer["message"]), (&0.into(), &"Success".into()), "{answer}");
    answer["data"].clone()
}

async fn levels(practice: &Practice, product: &Value, n: usize) -> [u64; 3] {
    [practice.level(product, n, 0).await, practice.level(product, n, 1).await, practice.level(product, n, 2).await]
}

async fn inventory(practice: &Practice, body: &Value) -> Value {
    practice.tell("/product/202309/inventory/search", &[], body).await
}

#[tokio::test]
async fn levels_are_set_and_not_added() {
    let practice = partner().await;
    let product = practice.product().await;
    for _ in 0..2 {
        assert_eq!(set(&practice, &product, json!([sku(&product, 0, [7, 0, 99_999])])).await, json!({}));
    }
    assert_eq!(levels(&practice, &product, 0).await, [7, 0, 99_999]);
    let applied: Vec<_> =
        practice.shop.journal().iter().filter(|entry| entry.method == "POST").map(|entry| entry.applied).collect();
    assert_eq!(applied, [true, false]);
}

#[tokio::test]
async fn what_is_wrong_with_one_sku_keeps_no_other_from_being_set() {
    let practice = partner().await;
    let product = practice.product().await;
    let before = levels(&practice, &product, 0).await;
    let mut unknown = sku(&product, 0, [1, 1, 1]);
    unknown["id"] = "made-up".into();
    let too_much = sku(&product, 0, [1, 100_000, -1]);
    let data = set(&practice, &product, json!([too_much, unknown, sku(&product, 1, [4, 5, 6])])).await;
    assert_eq!(levels(&practice, &product, 0).await, before);
    assert_eq!(levels(&practice, &product, 1).await, [4, 5, 6]);
    let errors = data["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 2);
    assert_eq!((&errors[0]["code"], &errors[0]["detail"]["sku_id"]), (&12_052_055.into(), &product["skus"][0]["id"]));
    let extra = errors[0]["detail"]["extra_errors"].as_array().unwrap();
    let told: Vec<_> = extra.iter().map(|extra| (&extra["warehouse_id"], &extra["code"])).collect();
    assert_eq!(told, [(&json!("wh_los_angeles"), &json!(12_052_055)), (&json!("wh_dallas"), &json!(12_052_055))]);
    assert_eq!((&errors[1]["code"], &errors[1]["detail"]["sku_id"]), (&12_052_556.into(), &"made-up".into()));
}

#[tokio::test]
async fn each_thing_that_can_be_wrong_with_a_sku_has_its_code() {
    let practice = partner().await;
    let product = practice.product().await;
    let (id, first) = (product["id"].as_str().unwrap(), product["skus"][0]["id"].as_str().unwrap());
    practice.shop.campaign(id, first, "wh_dallas", 5, false).await.unwrap();
    let before = levels(&practice, &product, 0).await;
    let bent = |bend: fn(&mut Vec<Value>)| {
        let mut sku = sku(&product, 0, [10, 10, 10]);
        bend(sku["inventory"].as_array_mut().unwrap());
        sku
    };
    let wrong = [
        (bent(|levels| drop(levels.pop())), 12_019_028),
        (bent(|levels| levels[1] = levels[0].clone()), 12_019_028),
        (bent(|levels| levels[1]["warehouse_id"] = "nowhere".into()), 12_052_097),
        (bent(|levels| levels[1]["warehouse_id"] = Value::Null), 12_052_097),
        (bent(|levels| levels[1]["quantity"] = "4".into()), 12_019_024),
        (bent(|levels| levels[2]["quantity"] = 4.into()), 12_052_393),
    ];
    for (sku, code) in wrong {
        let data = set(&practice, &product, json!([sku])).await;
        assert_eq!(data["errors"][0]["code"], code, "{data}");
    }
    let twice = set(&practice, &product, json!([sku(&product, 0, [9, 9, 9]), sku(&product, 0, [9, 9, 9])])).await;
    let codes: Vec<_> = twice["errors"].as_array().unwrap().iter().map(|error| &error["code"]).collect();
    assert_eq!(codes, [12_052_553, 12_052_553]);
    assert_eq!(levels(&practice, &product, 0).await, before);
}

#[tokio::test]
async fn a_call_that_is_wrong_as_a_whole_is_refused_as_a_whole() {
    let practice = partner().await;
    let product = practice.product().await;
    let other = json!({ "id": "1" });
    let one = json!({ "skus": [sku(&product, 0, [1, 1, 1])] });
    refused(&practice.tell(&update_of(&other), &[], &one).await, 12_052_032, "product_id: ");
    refused(&practice.tell(&update_of(&product), &[], &json!({})).await, 36_009_004, "skus: ");
    let many = json!({ "skus": vec![sku(&product, 0, [1, 1, 1]); 101] });
    refused(&practice.tell(&update_of(&product), &[], &many).await, 12_052_050, "skus: ");
    practice.shop.set_scopes(&["seller.product.basic".into()]).await;
    refused(&practice.tell(&update_of(&product), &[], &one).await, 105_005, "the scope seller.product.write");
}

#[tokio::test]
async fn a_level_of_nothing_is_refused_where_the_shop_is_told_so() {
    let practice = partner_of(|settings| settings.refuse_zero_stock = true).await;
    let product = practice.product().await;
    let data = set(&practice, &product, json!([sku(&product, 0, [1, 0, 1]), sku(&product, 1, [1, 1, 1])])).await;
    assert_eq!((data["errors"].as_array().unwrap().len(), &data["errors"][0]["code"]), (1, &12_052_055.into()));
}

#[tokio::test]
async fn a_single_warehouse_need_not_be_named() {
    let practice = partner_of(|settings| settings.warehouses = 1).await;
    let product = practice.product().await;
    let skus = json!([{ "id": product["skus"][0]["id"], "inventory": [{ "quantity": 17 }] }]);
    assert_eq!(set(&practice, &product, skus).await, json!({}));
    assert_eq!(practice.level(&product, 0, 0).await, 17);
}

#[tokio::test]
async fn the_inventory_tells_what_is_free_promised_and_held() {
    let practice = partner().await;
    let product = practice.product().await;
    let (id, first) = (product["id"].as_str().unwrap(), product["skus"][0]["id"].as_str().unwrap());
    set(&practice, &product, json!([sku(&product, 0, [10, 20, 30])])).await;
    let committed = |answer: &Value| {
        answer["data"]["inventory"][0]["skus"][0]["warehouse_inventory"][2]["committed_quantity"].as_u64().unwrap()
    };
    let before = committed(&inventory(&practice, &json!({ "sku_ids": [first] })).await);
    let items = json!([{ "sku_id": first, "quantity": 4, "warehouse_id": "wh_dallas" }]);
    let order = practice.control("/order", &json!({ "items": items })).await;
    practice.shop.campaign(id, first, "wh_dallas", 5, true).await.unwrap();
    practice.shop.campaign(id, first, "wh_new_york", 2, false).await.unwrap();

    let answer = inventory(&practice, &json!({ "sku_ids": [first], "product_ids": ["1"] })).await;
    assert_eq!(committed(&answer), before + 4);
    let found = &answer["data"]["inventory"][0];
    assert_eq!((&found["product_id"], found["skus"].as_array().unwrap().len()), (&product["id"], 1));
    let sku = &found["skus"][0];
    assert_eq!(
        (&sku["total_available_quantity"], &sku["warehouse_inventory"][2]["available_quantity"]),
        (&56.into(), &26.into())
    );
    let shares = &sku["total_available_inventory_distribution"];
    assert_eq!(
        (&shares["in_shop_inventory"]["quantity"], &shares["campaign_inventory"]),
        (&51.into(), &json!([{ "quantity": 5 }]))
    );
    practice.ship(order["order_id"].as_str().unwrap()).await;
    assert_eq!(committed(&inventory(&practice, &json!({ "sku_ids": [first] })).await), before);

    let whole = inventory(&practice, &json!({ "product_ids": [id] })).await;
    assert_eq!(
        whole["data"]["inventory"][0]["skus"].as_array().unwrap().len(),
        product["skus"].as_array().unwrap().len()
    );
    refused(&inventory(&practice, &json!({})).await, 36_009_004, "product_ids: ");
    refused(&inventory(&practice, &json!({ "product_ids": vec!["1"; 101] })).await, 36_009_004, "product_ids: ");
    refused(&inventory(&practice, &json!({ "sku_ids": vec!["1"; 601] })).await, 36_009_004, "sku_ids: ");
}

#[tokio::test]
async fn what_creators_hold_is_told_and_is_not_free() {
    let practice = partner().await;
    let product = practice.product().await;
    let (id, first) = (product["id"].as_str().unwrap(), product["skus"][0]["id"].as_str().unwrap());
    set(&practice, &product, json!([sku(&product, 0, [10, 10, 10])])).await;
    practice.control("/creators", &json!({ "product_id": id, "sku_id": first, "quantity": 7 })).await;
    let answer = inventory(&practice, &json!({ "sku_ids": [first] })).await;
    let shares = &answer["data"]["inventory"][0]["skus"][0]["total_available_inventory_distribution"];
    assert_eq!(shares["creator_inventory"], json!([{ "quantity": 7 }]));
    assert_eq!(shares["in_shop_inventory"]["quantity"], 23);
    assert_eq!(set(&practice, &product, json!([sku(&product, 0, [0, 0, 1])])).await, json!({}));
}

#[tokio::test]
async fn in_a_warehouse_that_is_switched_off_no_level_changes_and_the_others_do() {
    let practice = partner().await;
    let product = practice.product().await;
    set(&practice, &product, json!([sku(&product, 0, [10, 10, 10])])).await;
    practice.control("/warehouses", &json!({ "off": ["wh_dallas"] })).await;
    let data = set(&practice, &product, json!([sku(&product, 0, [10, 10, 9])])).await;
    assert_eq!(data["errors"][0]["code"], 12_052_531);
    assert_eq!(set(&practice, &product, json!([sku(&product, 0, [8, 10, 10])])).await, json!({}));
    assert_eq!(levels(&practice, &product, 0).await, [8, 10, 10]);
}
