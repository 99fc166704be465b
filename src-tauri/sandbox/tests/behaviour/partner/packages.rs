use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};
use sandbox::{Fault, FaultKind, ShippingType};
use serde_json::{Value, json};

const USPS: &str = "7117858858072016001";
const NUMBER: &str = "9400111899223344556677";

async fn by_service() -> Practice {
    partner_of(|settings| (settings.shipping_type, settings.region) = (ShippingType::TikTok, "GB".into())).await
}

/// An order that waits, and its package.
async fn waiting(practice: &Practice) -> (String, String) {
    let order = practice.control("/order", &json!({})).await;
    let id = order["order_id"].as_str().unwrap();
    (id.into(), one(practice, id).await["packages"][0]["id"].as_str().unwrap().into())
}

async fn one(practice: &Practice, order_id: &str) -> Value {
    practice.look("/order/202507/orders", &[("ids", order_id)]).await["data"]["orders"][0].clone()
}

async fn ship(practice: &Practice, package_id: &str, body: &Value) -> Value {
    practice.tell(&format!("/fulfillment/202309/packages/{package_id}/ship"), &[], body).await
}

async fn package(practice: &Practice, package_id: &str) -> Value {
    practice.look(&format!("/fulfillment/202309/packages/{package_id}"), &[]).await
}

#[tokio::test]
async fn the_service_ships_a_package_and_gives_it_a_number() {
    let practice = by_service().await;
    let (order_id, package_id) = waiting(&practice).await;
    let told = package(&practice, &package_id).await["data"].clone();
    assert_eq!((&told["package_status"], &told["tracking_number"]), (&"TO_FULFILL".into(), &"".into()));
    let answer = ship(&practice, &package_id, &json!({ "handover_method": "PICKUP" })).await;
    assert_eq!((&answer["code"], &answer["data"]), (&0.into(), &json!({})));
    let (order, told) = (one(&practice, &order_id).await, package(&practice, &package_id).await["data"].clone());
    assert_eq!((&order["status"], &told["package_status"]), (&"AWAITING_COLLECTION".into(), &"PROCESSING".into()));
    let number = order["tracking_number"].as_str().unwrap();
    assert!(!number.is_empty() && told["tracking_number"] == number, "{told}");
    assert_eq!(
        (&told["package_id"], &told["shipping_provider_id"]),
        (&package_id.as_str().into(), &order["shipping_provider_id"])
    );
    let lines: Vec<_> = order["line_items"].as_array().unwrap().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(told["order_line_item_ids"], json!(lines));
    refused(&ship(&practice, &package_id, &json!({})).await, 21_011_020, "order: has been shipped");
}

#[tokio::test]
async fn what_keeps_one_package_from_being_shipped_keeps_no_other() {
    let practice = by_service().await;
    let ((first, a), (second, b)) = (waiting(&practice).await, waiting(&practice).await);
    practice.shop.cancel(&first).await.unwrap();
    let packages = json!({ "packages": [{ "id": a }, { "id": "1" }, { "id": b, "handover_method": "DROP_OFF" }] });
    let answer = practice.tell("/fulfillment/202309/packages/ship", &[], &packages).await;
    let errors = answer["data"]["errors"].as_array().unwrap();
    let told: Vec<_> =
        errors.iter().map(|error| (error["code"].clone(), error["detail"]["package_id"].clone())).collect();
    assert_eq!(told, [(21_011_041.into(), a.into()), (36_009_004.into(), "1".into())]);
    assert_eq!((&answer["code"], practice.status_of(&second).await.as_str()), (&0.into(), "SHIPPED"));
    refused(&practice.tell("/fulfillment/202309/packages/ship", &[], &json!({})).await, 36_009_004, "packages: ");
}

#[tokio::test]
async fn a_seller_who_ships_by_packages_brings_the_number() {
    let practice = partner_of(|settings| settings.region = "VN".into()).await;
    let (order_id, package_id) = waiting(&practice).await;
    refused(&ship(&practice, &package_id, &json!({})).await, 36_009_004, "self_shipment: is missing");
    refused(
        &ship(&practice, &package_id, &json!({ "handover_method": "DRONE" })).await,
        36_009_004,
        "handover_method: ",
    );
    let own = json!({ "self_shipment": { "tracking_number": NUMBER, "shipping_provider_id": USPS } });
    assert_eq!(ship(&practice, &package_id, &own).await["code"], 0);
    let order = one(&practice, &order_id).await;
    assert_eq!((&order["tracking_number"], &order["shipping_provider"]), (&NUMBER.into(), &"USPS".into()));
}

#[tokio::test]
async fn where_orders_are_marked_as_shipped_no_seller_ships_a_package() {
    let practice = partner_of(|settings| settings.region = "DE".into()).await;
    let (order_id, package_id) = waiting(&practice).await;
    let own = json!({ "self_shipment": { "tracking_number": NUMBER, "shipping_provider_id": USPS } });
    refused(&ship(&practice, &package_id, &own).await, 21_008_106, "package: in this market");
    assert_eq!(practice.status_of(&order_id).await, "AWAITING_SHIPMENT");
}

#[tokio::test]
async fn there_is_no_package_before_an_american_seller_has_shipped() {
    let practice = partner().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let package_id = format!("1153{}", &order_id[4..]);
    refused(&package(&practice, &package_id).await, 36_009_004, "package_id: ");
    refused(&ship(&practice, &package_id, &json!({})).await, 36_009_004, "package_id: ");
    practice.ship(&order_id).await;
    assert_eq!(package(&practice, &package_id).await["data"]["tracking_number"], NUMBER);
    refused(&package(&practice, "1").await, 36_009_004, "package_id: ");
}

#[tokio::test]
async fn a_fault_strikes_one_order_or_all_by_the_endpoint_s_pattern() {
    let practice = by_service().await;
    let ((_, a), (_, b)) = (waiting(&practice).await, waiting(&practice).await);
    let fails = FaultKind::Code { code: 21_001_003, message: None };
    practice.shop.fault(Fault::once(&format!("/fulfillment/202309/packages/{a}/ship"), fails.clone()));
    assert_eq!(ship(&practice, &b, &json!({})).await["code"], 0);
    refused(&ship(&practice, &a, &json!({})).await, 21_001_003, "");
    practice.shop.fault(Fault::once("/fulfillment/202309/packages/{package_id}/ship", fails));
    refused(&ship(&practice, &a, &json!({})).await, 21_001_003, "");
    assert_eq!(ship(&practice, &a, &json!({})).await["code"], 0);
}
