use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};
use serde_json::Value;

async fn warehouses(practice: &Practice) -> Vec<Value> {
    let answer = practice.look("/logistics/202309/warehouses", &[]).await;
    answer["data"]["warehouses"].as_array().unwrap().clone()
}

#[tokio::test]
async fn warehouses_are_told_with_their_names_and_one_takes_what_comes_back() {
    let practice = partner().await;
    let told = warehouses(&practice).await;
    let names: Vec<_> = told.iter().map(|warehouse| warehouse["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["New York", "Los Angeles", "Dallas", "New York"]);
    let kinds: Vec<_> = told.iter().map(|warehouse| warehouse["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["SALES_WAREHOUSE", "SALES_WAREHOUSE", "SALES_WAREHOUSE", "RETURN_WAREHOUSE"]);
    let default: Vec<_> = told.iter().map(|warehouse| warehouse["is_default"].as_bool().unwrap()).collect();
    assert_eq!(default, [true, false, false, false]);
    assert_eq!((&told[1]["id"], &told[1]["effect_status"]), (&"wh_los_angeles".into(), &"ENABLED".into()));
    let single = partner_of(|settings| settings.warehouses = 1).await;
    assert_eq!(warehouses(&single).await[0]["name"], "Main warehouse");
}

#[tokio::test]
async fn a_warehouse_leads_to_the_carriers_that_can_be_chosen() {
    let practice = partner().await;
    let options = practice.look("/logistics/202309/warehouses/wh_dallas/delivery_options", &[]).await;
    let option = options["data"]["delivery_options"][0]["id"].as_str().unwrap().to_owned();
    let orders = practice.tell("/order/202309/orders/search", &[], &Value::Object(Default::default())).await;
    assert_eq!(orders["data"]["orders"][0]["delivery_option_id"], option.as_str());
    let path = format!("/logistics/202309/delivery_options/{option}/shipping_providers");
    let providers = practice.look(&path, &[]).await;
    let names: Vec<_> = providers["data"]["shipping_providers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["USPS", "UPS", "FedEx", "DHL eCommerce", "OnTrac"]);
    let nowhere = practice.look("/logistics/202309/warehouses/wh_returns/delivery_options", &[]).await;
    refused(&nowhere, 36_009_004, "warehouse_id: ");
    let none = practice.look("/logistics/202309/delivery_options/1/shipping_providers", &[]).await;
    refused(&none, 36_009_004, "delivery_option_id: ");
    practice.shop.set_scopes(&["seller.order.info".into()]).await;
    refused(&practice.look(&path, &[]).await, 105_005, "the scope seller.logistics");
}

#[tokio::test]
async fn a_warehouse_that_is_switched_off_says_so() {
    let practice = partner().await;
    practice.shop.switch_off(&["wh_dallas"]);
    let told = warehouses(&practice).await;
    let status: Vec<_> = told.iter().map(|warehouse| warehouse["effect_status"].as_str().unwrap()).collect();
    assert_eq!(status, ["ENABLED", "ENABLED", "DISABLED", "ENABLED"]);
}
