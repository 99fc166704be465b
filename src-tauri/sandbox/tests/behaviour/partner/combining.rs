use sandbox::{NewOrder, ShippingType};
use serde_json::{Value, json};

use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};

const COMBINE: &str = "/fulfillment/202309/packages/combine";

async fn found(practice: &Practice, query: &[(&str, &str)]) -> Value {
    practice.look("/fulfillment/202309/combinable_packages/search", query).await["data"].clone()
}

async fn one_warehouse() -> Practice {
    partner_of(|settings| {
        (settings.shipping_type, settings.orders, settings.warehouses) = (ShippingType::TikTok, 0, 1);
        settings.region = "GB".into();
    })
    .await
}

async fn arrived(practice: &Practice, buyer_of: Option<&str>) -> String {
    let new = NewOrder { buyer_of: buyer_of.map(ToOwned::to_owned), ..NewOrder::default() };
    let told: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();
    told["order_id"].as_str().unwrap().to_owned()
}

async fn package_of(practice: &Practice, order: &str) -> String {
    let order = practice.look("/order/202507/orders", &[("ids", order)]).await["data"]["orders"][0].clone();
    order["packages"][0]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn orders_of_one_buyer_can_share_a_parcel_and_leave_in_it_together() {
    let practice = one_warehouse().await;
    let first = arrived(&practice, None).await;
    arrived(&practice, None).await;
    assert_eq!(found(&practice, &[("page_size", "50")]).await["total_count"], 0, "two buyers, two parcels");
    let second = arrived(&practice, Some(&first)).await;
    let group = found(&practice, &[("page_size", "50")]).await["combinable_packages"][0].clone();
    let mut both = [first.clone(), second.clone()];
    both.sort();
    assert_eq!(group["order_ids"], json!(both));
    let alone = json!({ "id": group["id"], "order_ids": [first] });
    let told = practice.tell(COMBINE, &[], &json!({ "combinable_packages": [alone, group] })).await["data"].clone();
    assert_eq!((&told["errors"][0]["code"], &told["packages"][0]["id"]), (&json!(10_007_014), &group["id"]));
    let package = package_of(&practice, &first).await;
    assert_eq!((&json!(package), &package), (&group["id"], &package_of(&practice, &second).await));

    let once_more = practice.tell(COMBINE, &[], &json!({ "combinable_packages": [group] })).await["data"].clone();
    assert_eq!(once_more["errors"][0]["code"], 10_007_014, "they share one already");
    practice.tell(&format!("/fulfillment/202309/packages/{package}/ship"), &[], &json!({})).await;
    for order in [&first, &second] {
        let order = practice.look("/order/202507/orders", &[("ids", order)]).await["data"]["orders"][0].clone();
        assert_eq!(order["status"], "AWAITING_COLLECTION");
    }
}

#[tokio::test]
async fn groups_come_in_pages_and_where_sellers_ship_there_are_none() {
    let practice = one_warehouse().await;
    for _ in 0..3 {
        let order = arrived(&practice, None).await;
        arrived(&practice, Some(&order)).await;
    }
    let page = found(&practice, &[("page_size", "2")]).await;
    let token = page["next_page_token"].as_str().unwrap().to_owned();
    assert_eq!((page["combinable_packages"].as_array().unwrap().len(), &page["total_count"]), (2, &json!(3)));
    let rest = found(&practice, &[("page_size", "2"), ("page_token", &token)]).await;
    assert_eq!((rest["combinable_packages"].as_array().unwrap().len(), &rest["next_page_token"]), (1, &json!("")));
    let too_many = practice.look("/fulfillment/202309/combinable_packages/search", &[("page_size", "51")]).await;
    refused(&too_many, 36_009_004, "page_size: ");

    let sellers = partner().await;
    let order = arrived(&sellers, None).await;
    arrived(&sellers, Some(&order)).await;
    assert_eq!(found(&sellers, &[("page_size", "50")]).await["total_count"], 0);
}
