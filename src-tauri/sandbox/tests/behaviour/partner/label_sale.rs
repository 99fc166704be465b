use crate::{
    partner::signed::partner_of,
    practice::{Practice, refused},
};
use sandbox::ShippingType;
use serde_json::{Value, json};

const BUY: &str = "/fulfillment/202512/packages";

async fn selling(region: &str) -> Practice {
    partner_of(|settings| (settings.shipping_type, settings.region) = (ShippingType::TikTok, region.into())).await
}

async fn waiting(practice: &Practice) -> String {
    let order = practice.control("/order", &json!({})).await;
    order["order_id"].as_str().unwrap().to_owned()
}

fn parcel(pounds: &str) -> Value {
    json!({
        "weight": { "value": pounds, "unit": "POUND" },
        "dimension": { "length": "10", "width": "6", "height": "4.5", "unit": "INCH" },
    })
}

async fn asked(practice: &Practice, order_id: &str, parcel: &Value) -> Value {
    practice.tell(&format!("/fulfillment/202309/orders/{order_id}/shipping_services/query"), &[], parcel).await
}

async fn prices(practice: &Practice, order_id: &str, parcel: &Value) -> Vec<(String, String, String)> {
    let answer = asked(practice, order_id, parcel).await;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let services = answer["data"]["shipping_services"].as_array().unwrap().clone();
    services.iter().map(|one| (text(&one["id"]), text(&one["name"]), text(&one["price"]))).collect()
}

fn purchase(order_id: &str, service: &str) -> Value {
    let mut body = parcel("1");
    body["ship_type"] = "1".into();
    body["order_id"] = order_id.into();
    body["shipping_service_id"] = service.into();
    body
}

async fn buy(practice: &Practice, order_id: &str, service: &str) -> Value {
    practice.tell(BUY, &[], &purchase(order_id, service)).await
}

async fn one(practice: &Practice, order_id: &str) -> Value {
    practice.look("/order/202507/orders", &[("ids", order_id)]).await["data"]["orders"][0].clone()
}

#[tokio::test]
async fn a_label_costs_the_more_the_heavier_its_parcel_is_and_buying_it_ships_the_order() {
    let practice = selling("US").await;
    let order_id = waiting(&practice).await;
    assert_eq!(one(&practice, &order_id).await["packages"], json!([]));
    let light = prices(&practice, &order_id, &parcel("0.5")).await;
    let heavy = prices(&practice, &order_id, &parcel("20")).await;
    assert_eq!((light.len(), light[1].2.as_str(), heavy[1].2.as_str()), (3, "4.04", "11.08"));
    let other = prices(&practice, &waiting(&practice).await, &parcel("0.5")).await;
    assert_ne!(light[0].0, other[0].0, "each order has ids of its own");

    let bought = buy(&practice, &order_id, &light[1].0).await;
    let (info, package_id) = (&bought["data"]["shipping_service_info"], &bought["data"]["package_id"]);
    assert_eq!(
        (&info["price"], &info["currency"], &info["id"]),
        (&"4.20".into(), &"USD".into(), &light[1].0.as_str().into())
    );
    let order = one(&practice, &order_id).await;
    assert_eq!((&order["status"], &order["packages"]), (&"AWAITING_COLLECTION".into(), &json!([{ "id": package_id }])));
    assert!(!order["tracking_number"].as_str().unwrap().is_empty());
    let path = format!("/fulfillment/202309/packages/{}/shipping_documents", package_id.as_str().unwrap());
    assert_eq!(practice.look(&path, &[("document_type", "SHIPPING_LABEL")]).await["code"], 0);
    refused(&buy(&practice, &order_id, &light[1].0).await, 21_022_025, "order: has been shipped");
    refused(&asked(&practice, &order_id, &parcel("1")).await, 21_011_006, "order: has been shipped");
    assert_eq!(practice.shop.journal().iter().filter(|call| call.applied).count(), 1);
}

#[tokio::test]
async fn what_no_carrier_takes_and_what_is_no_parcel_is_refused_before_anything_is_paid() {
    let practice = selling("US").await;
    let order_id = waiting(&practice).await;
    for (parcel, code) in [
        (parcel("70"), 21_011_037),
        (parcel("0"), 21_001_001),
        (parcel("heavy"), 21_001_001),
        (json!({ "weight": { "value": "1", "unit": "STONE" } }), 21_001_001),
        (json!({ "dimension": { "length": "1", "width": "1", "height": "1", "unit": "CM" } }), 21_001_001),
        (json!({ "dimension": { "length": "1", "width": "1", "height": "", "unit": "INCH" } }), 21_001_001),
    ] {
        assert_eq!(asked(&practice, &order_id, &parcel).await["code"], code, "{parcel}");
    }
    assert_eq!(prices(&practice, &order_id, &json!({})).await[1].2, "4.20", "what isn’t said is guessed");
    refused(&buy(&practice, &order_id, "1").await, 21_004_008, "shipping_service_id: ");
    refused(
        &practice.tell(BUY, &[], &json!({ "ship_type": "2", "order_id": order_id })).await,
        21_001_001,
        "ship_type: ",
    );
    practice.shop.ask_to_cancel(&order_id).await.unwrap();
    refused(&buy(&practice, &order_id, "1").await, 21_008_044, "order: its buyer asks");
    assert_eq!(one(&practice, &order_id).await["packages"], json!([]));
    let british = selling("GB").await;
    let order_id = waiting(&british).await;
    refused(&asked(&british, &order_id, &parcel("1")).await, 21_008_106, "order: no label is bought");
    refused(&buy(&british, &order_id, "1").await, 21_008_106, "order: no label is bought");
}

#[tokio::test]
async fn prices_rise_when_they_are_told_to_and_a_service_is_allotted_whatever_is_asked_for() {
    let practice = selling("US").await;
    let order_id = waiting(&practice).await;
    practice.control("/labels", &json!({ "dearer": 25, "dearer_when_bought": 10, "forced": true })).await;
    let offered = prices(&practice, &order_id, &parcel("1")).await;
    assert_eq!((offered.len(), offered[0].2.as_str()), (1, "4.45"));
    let bought = buy(&practice, &order_id, "nonsense").await["data"]["shipping_service_info"].clone();
    assert_eq!((&bought["id"], &bought["price"]), (&offered[0].0.as_str().into(), &"4.55".into()));
}

#[tokio::test]
async fn a_second_purchase_makes_a_second_package_where_the_shop_is_told_so() {
    let practice = selling("US").await;
    let order_id = waiting(&practice).await;
    practice.shop.sell_labels_twice();
    let service = prices(&practice, &order_id, &parcel("1")).await.remove(0).0;
    let [first, second] = [buy(&practice, &order_id, &service).await, buy(&practice, &order_id, &service).await];
    assert_ne!(first["data"]["package_id"], second["data"]["package_id"]);
    assert_eq!(one(&practice, &order_id).await["packages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn japan_weighs_in_grams_and_pays_in_whole_yen() {
    let practice = selling("JP").await;
    let order_id = waiting(&practice).await;
    let parcel = json!({
        "weight": { "value": "250", "unit": "GRAM" },
        "dimension": { "length": "20", "width": "15", "height": "10", "unit": "CM" },
    });
    assert_eq!(prices(&practice, &order_id, &parcel).await[1].2, "404");
}
