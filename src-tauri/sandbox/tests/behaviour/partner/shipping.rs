use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};
use sandbox::{NewOrder, ShippingType, Status};
use serde_json::{Value, json};

const USPS: &str = "7117858858072016001";
const UPS: &str = "7117859084333745002";
const NUMBER: &str = "9400111899223344556677";
const HOUR: i64 = 3_600;

async fn arrived(practice: &Practice, status: Status, name: &str) -> String {
    let new = NewOrder { status: Some(status), recipient_name: Some(name.into()), ..NewOrder::default() };
    let order: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();
    order["order_id"].as_str().unwrap().into()
}

fn parcel(number: &str, provider: &str) -> Value {
    json!({ "tracking_number": number, "shipping_provider_id": provider })
}

async fn mark(practice: &Practice, order_id: &str, body: &Value) -> Value {
    practice.tell(&format!("/fulfillment/202309/orders/{order_id}/packages"), &[], body).await
}

async fn correct(practice: &Practice, order_id: &str, body: &Value) -> Value {
    practice.tell(&format!("/fulfillment/202309/orders/{order_id}/shipping_info/update"), &[], body).await
}

async fn one(practice: &Practice, order_id: &str) -> Value {
    practice.look("/order/202507/orders", &[("ids", order_id)]).await["data"]["orders"][0].clone()
}

#[tokio::test]
async fn an_order_that_is_marked_as_shipped_has_a_package_and_its_carrier() {
    let practice = partner().await;
    let id = arrived(&practice, Status::AwaitingShipment, "Ada").await;
    let answer = mark(&practice, &id, &parcel("1Z999AA10123456784", UPS)).await;
    assert_eq!((&answer["code"], &answer["data"]["order_id"]), (&0.into(), &id.as_str().into()), "{answer}");
    assert!(answer["data"].get("warning").is_none(), "{answer}");
    let order = one(&practice, &id).await;
    assert_eq!(
        (&order["status"], &order["tracking_number"]),
        (&"AWAITING_COLLECTION".into(), &"1Z999AA10123456784".into())
    );
    assert_eq!((&order["shipping_provider"], &order["shipping_provider_id"]), (&"UPS".into(), &UPS.into()));
    assert_eq!(order["packages"], json!([{ "id": answer["data"]["package_id"] }]));
    let lines: Vec<_> = order["line_items"].as_array().unwrap().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(answer["data"]["order_line_item_ids"], json!(lines));
    assert_eq!(practice.status_of(&id).await, "SHIPPED");
    assert!(
        practice.shop.journal().iter().any(|entry| entry.applied && entry.path.ends_with(&format!("{id}/packages")))
    );
}

#[tokio::test]
async fn an_order_that_does_not_wait_to_be_shipped_says_why() {
    let practice = partner().await;
    let wrong = [
        (Status::Unpaid, 21_011_044, "order: is not paid"),
        (Status::OnHold, 21_011_044, "order: is on hold"),
        (Status::Cancelled, 21_011_041, "order: has been cancelled"),
        (Status::Shipped, 21_011_020, "order: has been shipped"),
        (Status::Delivered, 21_011_027, "order: has been delivered"),
    ];
    for (status, code, message) in wrong {
        let id = arrived(&practice, status, "Ada").await;
        refused(&mark(&practice, &id, &parcel(NUMBER, USPS)).await, code, message);
        assert_eq!(practice.status_of(&id).await, status.name());
    }
    refused(&mark(&practice, "1", &parcel(NUMBER, USPS)).await, 21_008_111, "order_id: ");
}

#[tokio::test]
async fn a_parcel_that_no_carrier_would_take_is_refused() {
    let practice = partner().await;
    let id = arrived(&practice, Status::AwaitingShipment, "Ada").await;
    let wrong = [
        (parcel(NUMBER, "1"), 21_011_022, "shipping_provider_id: "),
        (parcel("none", USPS), 21_011_022, "tracking_number: "),
        (parcel(&"9".repeat(101), USPS), 21_011_022, "tracking_number: "),
        (parcel("94001/2", USPS), 21_004_012, "tracking_number: "),
        (parcel(" ", USPS), 36_009_004, "tracking_number: "),
        (json!({ "tracking_number": NUMBER }), 36_009_004, "shipping_provider_id: "),
    ];
    for (body, code, message) in wrong {
        refused(&mark(&practice, &id, &body).await, code, message);
    }
    let warned = mark(&practice, &id, &parcel(NUMBER, UPS)).await;
    assert!(!warned["data"]["warning"]["message"].as_str().unwrap().is_empty(), "{warned}");
}

#[tokio::test]
async fn another_buyer_s_tracking_number_is_refused_where_the_shop_is_told_so() {
    for (strict, code) in [(false, 0), (true, 21_011_025)] {
        let practice = partner_of(|settings| settings.refuse_duplicate_tracking = strict).await;
        let (first, second) = (
            arrived(&practice, Status::AwaitingShipment, "Ada").await,
            arrived(&practice, Status::AwaitingShipment, "Bea").await,
        );
        assert_eq!(mark(&practice, &first, &parcel(NUMBER, USPS)).await["code"], 0);
        assert_eq!(mark(&practice, &second, &parcel(NUMBER, USPS)).await["code"], code);
    }
}

#[tokio::test]
async fn marking_is_for_sellers_who_ship_themselves_in_some_markets() {
    let abroad = partner_of(|settings| settings.region = "VN".into()).await;
    let by_service = partner_of(|settings| settings.shipping_type = ShippingType::TikTok).await;
    for practice in [abroad, by_service] {
        let id = arrived(&practice, Status::AwaitingShipment, "Ada").await;
        refused(&mark(&practice, &id, &parcel(NUMBER, USPS)).await, 21_008_106, "order: ");
    }
}

#[tokio::test]
async fn a_tracking_number_is_corrected_once_and_within_three_days() {
    let practice = partner().await;
    let [first, late] = [
        arrived(&practice, Status::AwaitingShipment, "Ada").await,
        arrived(&practice, Status::AwaitingShipment, "Bea").await,
    ];
    refused(&correct(&practice, &first, &parcel("1Z999", UPS)).await, 21_011_043, "order: has not been shipped");
    for id in [&first, &late] {
        mark(&practice, id, &parcel(NUMBER, USPS)).await;
    }
    practice.hands.forward(72 * HOUR);
    let before = one(&practice, &first).await;
    refused(&correct(&practice, &first, &parcel("1Z999", "1")).await, 21_011_022, "shipping_provider_id: ");
    assert_eq!(correct(&practice, &first, &parcel("1Z999", UPS)).await["code"], 0);
    let order = one(&practice, &first).await;
    assert_eq!((&order["tracking_number"], &order["shipping_provider"]), (&"1Z999".into(), &"UPS".into()));
    assert_eq!(order["update_time"], before["update_time"]);
    refused(&correct(&practice, &first, &parcel(NUMBER, USPS)).await, 21_011_051, "order: has had its tracking number");
    practice.hands.forward(1);
    refused(&correct(&practice, &late, &parcel("1Z999", UPS)).await, 21_011_050, "order: was shipped more than");
    practice.shop.set_scopes(&["seller.fulfillment.basic".into()]).await;
    refused(&correct(&practice, &late, &parcel("1Z999", UPS)).await, 105_005, "the scope seller.logistics");
}

#[tokio::test]
async fn a_number_is_not_corrected_where_the_service_ships() {
    let practice = partner_of(|settings| settings.shipping_type = ShippingType::TikTok).await;
    let id = arrived(&practice, Status::Shipped, "Ada").await;
    refused(&correct(&practice, &id, &parcel(NUMBER, USPS)).await, 21_011_004, "order: is not shipped by its seller");
}

#[tokio::test]
async fn a_number_is_not_corrected_once_its_order_is_with_the_buyer_or_called_off() {
    let practice = partner().await;
    for (status, code) in [(Status::Delivered, 21_011_030), (Status::Cancelled, 21_011_041)] {
        let id = arrived(&practice, status, "Ada").await;
        refused(&correct(&practice, &id, &parcel(NUMBER, USPS)).await, code, "order: has been");
    }
}
