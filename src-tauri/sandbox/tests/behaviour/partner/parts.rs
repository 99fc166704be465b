//! Orders that their seller ships in parts.

use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
    webhooks::Receiver,
};
use serde_json::{Value, json};

const USPS: &str = "7117858858072016001";
const UPS: &str = "7117859084333745002";
const NUMBER: &str = "9400111899223344556677";
const OTHER: &str = "1Z999AA10123456784";
const HOUR: i64 = 3_600;

/// An order of so many pieces of one SKU, which waits, and its pieces' ids.
async fn waiting(practice: &Practice, pieces: u32) -> (String, Vec<String>) {
    let sku = practice.product().await["skus"][0]["id"].clone();
    let items = json!([{ "sku_id": sku, "quantity": pieces, "warehouse_id": "wh_new_york" }]);
    let order = practice.control("/order", &json!({ "items": items })).await;
    let id = order["order_id"].as_str().unwrap().to_owned();
    let shown = one(practice, &id).await;
    let lines = shown["line_items"].as_array().unwrap().iter();
    let lines = lines.map(|line| line["id"].as_str().unwrap().to_owned()).collect();
    (id, lines)
}

async fn one(practice: &Practice, order_id: &str) -> Value {
    practice.look("/order/202507/orders", &[("ids", order_id)]).await["data"]["orders"][0].clone()
}

async fn mark(practice: &Practice, order_id: &str, pieces: &[String], number: &str, provider: &str) -> Value {
    let body = json!({ "tracking_number": number, "shipping_provider_id": provider, "order_line_item_ids": pieces });
    practice.tell(&format!("/fulfillment/202309/orders/{order_id}/packages"), &[], &body).await
}

/// What each piece says of itself under that name.
fn of_pieces<'a>(order: &'a Value, name: &str) -> Vec<&'a Value> {
    order["line_items"].as_array().unwrap().iter().map(|line| &line[name]).collect()
}

async fn committed(practice: &Practice) -> Value {
    let sku = practice.product().await["skus"][0]["id"].clone();
    let found = practice.tell("/product/202309/inventory/search", &[], &json!({ "sku_ids": [sku] })).await;
    found["data"]["inventory"][0]["skus"][0]["total_committed_quantity"].clone()
}

#[tokio::test]
async fn some_pieces_leave_and_the_rest_follows() {
    let practice = partner().await;
    let before = committed(&practice).await.as_u64().unwrap();
    let (id, lines) = waiting(&practice, 3).await;
    assert_eq!(committed(&practice).await, before + 3);
    practice.hands.forward(60);
    let answer = mark(&practice, &id, &lines[1..2], NUMBER, USPS).await;
    assert_eq!((&answer["code"], &answer["data"]["order_line_item_ids"]), (&0.into(), &json!(lines[1..2])), "{answer}");
    let first = answer["data"]["package_id"].clone();

    let order = one(&practice, &id).await;
    assert_eq!((&order["status"], &order["tracking_number"]), (&"PARTIALLY_SHIPPING".into(), &NUMBER.into()));
    assert_eq!(order["update_time"], practice.hands.now().as_second());
    assert_eq!(order["packages"], json!([{ "id": first }]));
    let (waits, left) = ("AWAITING_SHIPMENT", "AWAITING_COLLECTION");
    assert_eq!(of_pieces(&order, "display_status"), [waits, left, waits]);
    assert_eq!(of_pieces(&order, "tracking_number"), ["", NUMBER, ""]);
    assert_eq!(of_pieces(&order, "package_id"), [&Value::Null, &first, &Value::Null]);
    assert_eq!(committed(&practice).await, before + 2);
    assert_eq!(practice.status_of(&id).await, "AWAITING_SHIPMENT");

    practice.hands.forward(HOUR);
    let rest = [lines[0].clone(), lines[2].clone()];
    let answer = mark(&practice, &id, &rest, OTHER, UPS).await;
    assert_eq!(answer["data"]["order_line_item_ids"], json!(rest), "{answer}");
    let order = one(&practice, &id).await;
    assert_eq!((&order["status"], &order["tracking_number"]), (&left.into(), &"".into()), "two numbers");
    assert_eq!(of_pieces(&order, "tracking_number"), [OTHER, NUMBER, OTHER]);
    assert_eq!(of_pieces(&order, "shipping_provider_name"), ["UPS", "USPS", "UPS"]);
    assert_eq!(of_pieces(&order, "package_status"), ["PROCESSING", "FULFILLING", "PROCESSING"]);
    assert_eq!(order["packages"], json!([{ "id": first }, { "id": answer["data"]["package_id"] }]));
    assert_eq!(committed(&practice).await, before);
    assert_eq!(practice.status_of(&id).await, "SHIPPED");
    practice.hands.forward(HOUR);
    assert_eq!(one(&practice, &id).await["status"], "IN_TRANSIT");
}

#[tokio::test]
async fn a_piece_leaves_once() {
    let practice = partner().await;
    let (id, lines) = waiting(&practice, 3).await;
    refused(&mark(&practice, &id, &["1".into()], NUMBER, USPS).await, 36_009_004, "order_line_item_ids: 1 is not");
    let twice = [lines[0].clone(), lines[0].clone()];
    assert_eq!(mark(&practice, &id, &twice, NUMBER, USPS).await["data"]["order_line_item_ids"], json!([lines[0]]));
    for again in [&lines[..1], &lines[..], &[]] {
        let refusal = mark(&practice, &id, again, OTHER, UPS).await;
        refused(&refusal, 21_008_099, "order_line_item_ids: some of it has been shipped");
    }
    assert_eq!(of_pieces(&one(&practice, &id).await, "tracking_number"), [NUMBER, "", ""]);
    assert_eq!(mark(&practice, &id, &lines[1..], NUMBER, USPS).await["code"], 0);
    assert_eq!(one(&practice, &id).await["tracking_number"], NUMBER, "one number for all");
    refused(&mark(&practice, &id, &lines[..1], NUMBER, USPS).await, 21_011_020, "order: has been shipped");
}

#[tokio::test]
async fn all_pieces_named_are_the_whole_order() {
    let practice = partner().await;
    let (id, lines) = waiting(&practice, 2).await;
    let answer = mark(&practice, &id, &lines, NUMBER, USPS).await;
    assert_eq!(answer["data"]["package_id"], format!("1153{}", &id[4..]), "{answer}");
    assert_eq!(one(&practice, &id).await["status"], "AWAITING_COLLECTION");
}

#[tokio::test]
async fn an_order_that_has_left_in_part_is_not_called_off_and_arrives_whole() {
    let practice = partner().await;
    let (id, lines) = waiting(&practice, 2).await;
    mark(&practice, &id, &lines[..1], OTHER, UPS).await;
    assert!(practice.shop.cancel(&id).await.unwrap_err().0.contains("has been shipped already"));
    assert!(practice.shop.ask_to_cancel(&id).await.is_err());
    assert_eq!(practice.ship(&id).await["code"], 0, "the documented contract ships what is left");
    let order = one(&practice, &id).await;
    assert_eq!(of_pieces(&order, "tracking_number"), [OTHER, NUMBER]);
    practice.control(&format!("/order/{id}/deliver"), &json!({})).await;
    let order = one(&practice, &id).await;
    assert_eq!(order["status"], "DELIVERED");
    assert_eq!(of_pieces(&order, "package_status"), ["COMPLETED", "COMPLETED"]);
}

#[tokio::test]
async fn where_packages_are_there_before_what_waits_stays_in_the_first() {
    let practice = partner_of(|settings| settings.region = "DE".into()).await;
    let (id, lines) = waiting(&practice, 2).await;
    let own = one(&practice, &id).await["packages"][0]["id"].clone();
    let answer = mark(&practice, &id, &lines[..1], NUMBER, USPS).await;
    let order = one(&practice, &id).await;
    assert_eq!(of_pieces(&order, "package_id"), [&answer["data"]["package_id"], &own]);
    assert_eq!(of_pieces(&order, "package_status"), ["PROCESSING", "TO_FULFILL"]);
    let package = practice.look(&format!("/fulfillment/202309/packages/{}", own.as_str().unwrap()), &[]).await;
    assert_eq!(package["data"]["order_line_item_ids"], json!(lines[1..]), "{package}");
}

#[tokio::test]
async fn the_number_of_another_buyer_s_part_is_refused_where_the_shop_is_told_so() {
    let practice = partner_of(|settings| settings.refuse_duplicate_tracking = true).await;
    let [(first, lines), (second, others)] = [waiting(&practice, 2).await, waiting(&practice, 2).await];
    assert_eq!(mark(&practice, &first, &lines[..1], NUMBER, USPS).await["code"], 0);
    refused(&mark(&practice, &second, &others[..1], NUMBER, USPS).await, 21_011_025, "tracking_number: ");
    assert_eq!(mark(&practice, &first, &lines[1..], NUMBER, USPS).await["code"], 0, "the same buyer's");
}

#[tokio::test]
async fn a_part_that_leaves_is_told() {
    let mut receiver = Receiver::open().await;
    let url = receiver.url.clone();
    let practice = partner_of(|settings| (settings.webhook_url, settings.partner_webhooks) = (Some(url), true)).await;
    let (id, lines) = waiting(&practice, 2).await;
    mark(&practice, &id, &lines[..1], NUMBER, USPS).await;
    let told = loop {
        let notice = receiver.next().await;
        if notice["type"] == 1 && notice["data"]["order_status"] != "AWAITING_SHIPMENT" {
            break notice;
        }
    };
    assert_eq!((&told["data"]["order_id"], &told["data"]["order_status"]), (&id.into(), &"PARTIALLY_SHIPPING".into()));
}

#[tokio::test]
async fn the_number_of_one_of_several_packages_is_corrected_by_itself() {
    let practice = partner().await;
    let (id, lines) = waiting(&practice, 2).await;
    let first = mark(&practice, &id, &lines[..1], NUMBER, USPS).await["data"]["package_id"].clone();
    let parcel = json!({ "tracking_number": OTHER, "shipping_provider_id": UPS });
    let path = format!("/fulfillment/202309/orders/{id}/shipping_info/update");
    refused(&practice.tell(&path, &[], &parcel).await, 36_009_004, "order_id: is in several packages");
    let last = mark(&practice, &id, &lines[1..], NUMBER, USPS).await["data"]["package_id"].clone();
    for package in [&first, &last] {
        let path = format!("/fulfillment/202309/packages/{}/shipping_info/update", package.as_str().unwrap());
        assert_eq!(practice.tell(&path, &[], &parcel).await["code"], 0);
        refused(&practice.tell(&path, &[], &parcel).await, 21_011_051, "order: has had its tracking number");
        if package == &first {
            assert_eq!(of_pieces(&one(&practice, &id).await, "tracking_number"), [OTHER, NUMBER]);
        }
    }
    let order = one(&practice, &id).await;
    assert_eq!((&order["tracking_number"], &order["shipping_provider"]), (&OTHER.into(), &"UPS".into()));
}

#[tokio::test]
async fn an_order_shipped_in_part_is_found_by_its_status_and_no_other() {
    let practice = partner().await;
    let (id, lines) = waiting(&practice, 2).await;
    mark(&practice, &id, &lines[..1], NUMBER, USPS).await;
    for (status, expected) in [("PARTIALLY_SHIPPING", vec![id.as_str()]), ("AWAITING_COLLECTION", vec![])] {
        let since = practice.hands.now().as_second();
        let body = json!({ "order_status": status, "create_time_ge": since });
        let found = practice.tell("/order/202309/orders/search", &[], &body).await;
        let ids: Vec<_> = found["data"]["orders"].as_array().unwrap().iter().map(|order| order["id"].clone()).collect();
        assert_eq!(ids, expected);
    }
}
