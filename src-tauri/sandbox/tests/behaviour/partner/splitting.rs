//! Orders that are split into several packages before they are shipped.

use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};
use sandbox::{NewOrder, ShippingType, Status, Wanted};
use serde_json::{Value, json};

const ATTRIBUTES: &str = "/fulfillment/202309/orders/split_attributes";
const LABEL: (&str, &str) = ("document_type", "SHIPPING_LABEL");
const USPS: &str = "7117858858072016001";
const UPS: &str = "7117859084333745002";

async fn in_market(region: &str, shipping_type: ShippingType) -> Practice {
    let region = region.to_owned();
    partner_of(|settings| (settings.shipping_type, settings.region) = (shipping_type, region)).await
}

async fn british() -> Practice {
    in_market("GB", ShippingType::TikTok).await
}

/// An order of so many pieces of the first SKUs of a product, and its pieces' ids.
async fn arrived(practice: &Practice, quantities: &[u32], status: Status) -> (String, Vec<String>) {
    let product = practice.product().await;
    let wanted = |(sku, quantity): (usize, &u32)| Wanted {
        sku_id: product["skus"][sku]["id"].as_str().unwrap().into(),
        quantity: *quantity,
        warehouse_id: None,
    };
    let items = quantities.iter().enumerate().map(wanted).collect();
    let new = NewOrder { items, status: Some(status), ..NewOrder::default() };
    let order: Value = serde_json::from_str(&practice.shop.order(new).await.unwrap()).unwrap();
    let id = order["order_id"].as_str().unwrap().to_owned();
    let pieces = of_pieces(&one(practice, &id).await, "id");
    (id, pieces)
}

async fn waiting(practice: &Practice, quantities: &[u32]) -> (String, Vec<String>) {
    arrived(practice, quantities, Status::AwaitingShipment).await
}

async fn one(practice: &Practice, order_id: &str) -> Value {
    practice.look("/order/202507/orders", &[("ids", order_id)]).await["data"]["orders"][0].clone()
}

/// What each piece says of itself under that name.
fn of_pieces(order: &Value, name: &str) -> Vec<String> {
    let lines = order["line_items"].as_array().unwrap().iter();
    lines.map(|line| line[name].as_str().unwrap_or_default().to_owned()).collect()
}

/// Asks for groups of these pieces, which are called a, b and so on.
async fn split(practice: &Practice, order_id: &str, groups: &[&[String]]) -> Value {
    let group = |(name, pieces)| json!({ "id": name, "order_line_item_ids": pieces });
    let groups: Vec<Value> = ["a", "b", "c"].into_iter().zip(groups).map(group).collect();
    let path = format!("/fulfillment/202309/orders/{order_id}/split");
    practice.tell(&path, &[], &json!({ "splittable_groups": groups })).await
}

/// The ids of the packages of an order that is split so.
async fn packages(practice: &Practice, order_id: &str, groups: &[&[String]]) -> Vec<String> {
    let told = split(practice, order_id, groups).await;
    assert_eq!(told["code"], 0, "{told}");
    let packages = told["data"]["packages"].as_array().unwrap().iter();
    packages.map(|package| package["id"].as_str().unwrap().to_owned()).collect()
}

async fn ship(practice: &Practice, package_id: &str, body: &Value) -> Value {
    practice.tell(&format!("/fulfillment/202309/packages/{package_id}/ship"), &[], body).await
}

async fn package(practice: &Practice, package_id: &str, what: &str) -> Value {
    practice.look(&format!("/fulfillment/202309/packages/{package_id}{what}"), &[LABEL]).await
}

async fn attributes(practice: &Practice, order_ids: &str) -> Value {
    practice.look(ATTRIBUTES, &[("order_ids", order_ids)]).await["data"]["split_attributes"].clone()
}

#[tokio::test]
async fn both_packages_of_a_split_order_leave_one_by_one() {
    let practice = british().await;
    let (id, pieces) = waiting(&practice, &[2, 1]).await;
    let before = one(&practice, &id).await;
    practice.hands.forward(60);
    let told = split(&practice, &id, &[&pieces[..1], &pieces[1..]]).await["data"]["packages"].clone();
    let groups = [&told[0]["splittable_group_id"], &told[1]["splittable_group_id"]];
    let [first, second] = [told[0]["id"].as_str().unwrap(), told[1]["id"].as_str().unwrap()];
    assert!(groups == ["a", "b"] && first != second && before["packages"][0]["id"] != first, "{told}");

    let order = one(&practice, &id).await;
    assert_eq!(
        (&order["status"], &order["packages"]),
        (&before["status"], &json!([{ "id": first }, { "id": second }]))
    );
    assert_eq!(order["update_time"], practice.hands.now().as_second());
    assert_eq!(of_pieces(&order, "package_id"), [first, second, second]);
    refused(&package(&practice, before["packages"][0]["id"].as_str().unwrap(), "").await, 36_009_004, "package_id: ");

    practice.hands.forward(60);
    assert_eq!(ship(&practice, second, &json!({ "handover_method": "PICKUP" })).await["code"], 0);
    let order = one(&practice, &id).await;
    assert_eq!(
        (&order["status"], &order["update_time"]),
        (&"PARTIALLY_SHIPPING".into(), &practice.hands.now().as_second().into())
    );
    let (waits, left) = ("AWAITING_SHIPMENT", "AWAITING_COLLECTION");
    assert_eq!(of_pieces(&order, "display_status"), [waits, left, left]);
    assert_eq!(of_pieces(&order, "package_status"), ["TO_FULFILL", "PROCESSING", "PROCESSING"]);
    refused(&ship(&practice, second, &json!({})).await, 21_011_020, "order: has been shipped");
    refused(&package(&practice, first, "/shipping_documents").await, 21_023_035, "package: must be shipped");
    assert_eq!(practice.status_of(&id).await, "AWAITING_SHIPMENT");

    assert_eq!(ship(&practice, first, &json!({})).await["code"], 0);
    let order = one(&practice, &id).await;
    assert_eq!((&order["status"], practice.status_of(&id).await.as_str()), (&left.into(), "SHIPPED"));
    let numbers = of_pieces(&order, "tracking_number");
    assert!(numbers[0] != numbers[1] && numbers[1] == numbers[2] && order["tracking_number"] == "", "{order}");
    for (package_id, number) in [(first, &numbers[0]), (second, &numbers[1])] {
        let label = package(&practice, package_id, "/shipping_documents").await;
        assert_eq!(label["data"]["tracking_number"], **number, "{label}");
        assert_eq!(package(&practice, package_id, "/handover_time_slots").await["code"], 0);
    }
    assert_eq!(package(&practice, second, "").await["data"]["order_line_item_ids"], json!(pieces[1..]));
}

#[tokio::test]
async fn all_packages_of_a_split_order_leave_at_once() {
    let practice = british().await;
    let (id, pieces) = waiting(&practice, &[3]).await;
    let ids = packages(&practice, &id, &[&pieces[..1], &pieces[1..2], &pieces[2..]]).await;
    let all: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    let answer = practice.tell("/fulfillment/202309/packages/ship", &[], &json!({ "packages": all })).await;
    assert_eq!((&answer["code"], &answer["data"]), (&0.into(), &json!({})));
    assert_eq!(one(&practice, &id).await["status"], "AWAITING_COLLECTION");
}

#[tokio::test]
async fn a_split_order_is_called_off_whole_or_leaves_whole_by_the_documented_contract() {
    let practice = british().await;
    let product = practice.product().await;
    let before = practice.level(&product, 0, 0).await;
    let [(off, one_half), (sent, other_half)] = [waiting(&practice, &[2]).await, waiting(&practice, &[2]).await];
    split(&practice, &off, &[&one_half[..1], &one_half[1..]]).await;
    split(&practice, &sent, &[&other_half[..1], &other_half[1..]]).await;
    practice.shop.cancel(&off).await.unwrap();
    assert_eq!(practice.level(&product, 0, 0).await, before - 2);
    let order = one(&practice, &off).await;
    assert_eq!((&order["packages"], of_pieces(&order, "display_status")), (&json!([]), vec!["CANCELLED".into(); 2]));
    practice.ship(&sent).await;
    let order = one(&practice, &sent).await;
    assert_eq!(
        (&order["status"], &order["packages"][1]["id"]),
        (&"AWAITING_COLLECTION".into(), &order["line_items"][1]["package_id"])
    );
    assert_eq!(of_pieces(&order, "tracking_number"), vec![order["tracking_number"].as_str().unwrap(); 2]);
    assert_eq!(order["tracking_number"], "9400111899223344556677");
}

#[tokio::test]
async fn every_piece_is_in_one_group() {
    let practice = british().await;
    let (id, pieces) = waiting(&practice, &[3]).await;
    let stranger = ["1".to_owned()];
    let none: &[String] = &[];
    let wrong: [(&[&[String]], &str); 6] = [
        (&[&pieces[..1], &pieces[1..2]], "order_line_item_ids: some of the order is in no group"),
        (&[&pieces[..2], &pieces[1..]], "order_line_item_ids: one is named twice"),
        (&[&pieces[..], &stranger], "order_line_item_ids: 1 is not of this order"),
        (&[&pieces[..], none], "order_line_item_ids: group b has none"),
        (&[&pieces[..]], "splittable_groups: must be two or more"),
        (&[], "splittable_groups: must be two or more"),
    ];
    for (groups, message) in wrong {
        refused(&split(&practice, &id, groups).await, 36_009_004, message);
    }
    let whole = format!("1153{}", &id[4..]);
    assert_eq!(of_pieces(&one(&practice, &id).await, "package_id"), vec![whole; 3]);
    refused(&split(&practice, "1", &[]).await, 21_008_111, "order_id: ");
}

#[tokio::test]
async fn in_some_markets_all_pieces_of_a_sku_stay_together() {
    let practice = in_market("TH", ShippingType::TikTok).await;
    let (id, pieces) = waiting(&practice, &[2, 1]).await;
    let (single, halves) = waiting(&practice, &[2]).await;
    assert_eq!(attributes(&practice, &id).await[0]["can_split"], true);
    let alone = attributes(&practice, &single).await[0].clone();
    assert_eq!((&alone["can_split"], &alone["reason"]), (&false.into(), &"order: has one SKU only".into()));
    refused(&split(&practice, &single, &[&halves[..1], &halves[1..]]).await, 21_003_002, "order: has one SKU");
    let divided = split(&practice, &id, &[&pieces[..1], &pieces[1..]]).await;
    refused(&divided, 21_003_002, "order_line_item_ids: in this market all pieces of a SKU");
    assert_eq!(split(&practice, &id, &[&pieces[..2], &pieces[2..]]).await["code"], 0);
}

#[tokio::test]
async fn what_can_be_split_is_told_and_why_not() {
    let practice = british().await;
    let (id, pieces) = waiting(&practice, &[2]).await;
    let told = attributes(&practice, &id).await;
    let can = json!({ "order_id": id, "can_split": true, "must_split": false, "must_split_reasons": [] });
    assert_eq!(told, json!([can]));
    split(&practice, &id, &[&pieces[..1], &pieces[1..]]).await;
    let (asked, _) = waiting(&practice, &[2]).await;
    practice.shop.ask_to_cancel(&asked).await.unwrap();
    let (held, _) = arrived(&practice, &[2], Status::OnHold).await;
    let (single, _) = waiting(&practice, &[1]).await;
    for (order_id, code, reason) in [
        (&id, 21_003_002, "order: has been split already"),
        (&asked, 21_008_044, "order: its buyer asks to cancel it"),
        (&held, 21_011_044, "order: is on hold"),
        (&single, 21_003_002, "order: has one piece only"),
    ] {
        let told = attributes(&practice, order_id).await[0].clone();
        assert!(told["can_split"] == false && told["reason"].as_str().unwrap().starts_with(reason), "{told}");
        refused(&split(&practice, order_id, &[&pieces[..1], &pieces[1..]]).await, code, reason);
    }
    let both = attributes(&practice, &format!("{id},{single},{id}")).await;
    assert_eq!(both.as_array().unwrap().len(), 2, "{both}");
}

#[tokio::test]
async fn up_to_fifty_orders_are_asked_about_and_all_must_be_there() {
    let practice = british().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    refused(&practice.look(ATTRIBUTES, &[]).await, 36_009_004, "order_ids: is missing");
    refused(&practice.look(ATTRIBUTES, &[("order_ids", &many.join(","))]).await, 36_009_004, "order_ids: must be");
    let with_a_stranger = format!("{order_id},1");
    refused(&practice.look(ATTRIBUTES, &[("order_ids", &with_a_stranger)]).await, 21_008_111, "order_id: ");
    practice.shop.set_scopes(&["seller.fulfillment.basic".into()]).await;
    let refusal = practice.look(ATTRIBUTES, &[("order_ids", &order_id)]).await;
    refused(&refusal, 105_005, "the scope seller.fulfillment.package.write");
}

#[tokio::test]
async fn where_orders_are_marked_or_their_labels_bought_none_is_split() {
    let buying = in_market("US", ShippingType::TikTok).await;
    let marking = in_market("DE", ShippingType::Seller).await;
    for practice in [buying, marking, partner().await] {
        let (id, pieces) = waiting(&practice, &[2]).await;
        refused(&split(&practice, &id, &[&pieces[..1], &pieces[1..]]).await, 21_008_106, "order: is not shipped by");
        assert_eq!(attributes(&practice, &id).await[0]["can_split"], false);
    }
}

#[tokio::test]
async fn a_seller_who_ships_by_packages_brings_a_number_for_each() {
    let practice = in_market("VN", ShippingType::Seller).await;
    let (id, pieces) = waiting(&practice, &[1, 1]).await;
    let ids = packages(&practice, &id, &[&pieces[..1], &pieces[1..]]).await;
    for (package_id, number, provider) in [(&ids[1], "1Z999", UPS), (&ids[0], "94001", USPS)] {
        let own = json!({ "self_shipment": { "tracking_number": number, "shipping_provider_id": provider } });
        assert_eq!(ship(&practice, package_id, &own).await["code"], 0);
        assert_eq!(package(&practice, package_id, "").await["data"]["tracking_number"], number);
    }
    let order = one(&practice, &id).await;
    assert_eq!(of_pieces(&order, "tracking_number"), ["94001", "1Z999"]);
    assert_eq!(of_pieces(&order, "shipping_provider_name"), ["USPS", "UPS"]);
}

#[tokio::test]
async fn packages_that_left_together_are_corrected_one_by_one() {
    let practice = in_market("VN", ShippingType::Seller).await;
    let (id, pieces) = waiting(&practice, &[1, 1]).await;
    let ids = packages(&practice, &id, &[&pieces[..1], &pieces[1..]]).await;
    practice.ship(&id).await;
    let parcel = json!({ "tracking_number": "1Z999", "shipping_provider_id": UPS });
    let path = format!("/fulfillment/202309/packages/{}/shipping_info/update", ids[0]);
    assert_eq!(practice.tell(&path, &[], &parcel).await["code"], 0);
    let order = one(&practice, &id).await;
    assert_eq!(of_pieces(&order, "tracking_number"), ["1Z999", "9400111899223344556677"]);
}

#[tokio::test]
async fn what_is_split_is_not_combined_and_what_is_combined_not_split() {
    let practice = partner_of(|settings| {
        (settings.shipping_type, settings.region) = (ShippingType::TikTok, "GB".into());
        (settings.orders, settings.warehouses) = (0, 1);
    })
    .await;
    let (first, pieces) = waiting(&practice, &[2]).await;
    for _ in 0..2 {
        let again = NewOrder { buyer_of: Some(first.clone()), ..NewOrder::default() };
        practice.shop.order(again).await.unwrap();
    }
    assert_eq!(split(&practice, &first, &[&pieces[..1], &pieces[1..]]).await["code"], 0);
    let found = practice.look("/fulfillment/202309/combinable_packages/search", &[("page_size", "50")]).await;
    let groups = &found["data"]["combinable_packages"];
    let others = groups[0]["order_ids"].as_array().unwrap();
    assert!(others.len() == 2 && others.iter().all(|other| *other != first), "{groups}");
    practice.tell("/fulfillment/202309/packages/combine", &[], &json!({ "combinable_packages": groups })).await;
    let told = attributes(&practice, others[0].as_str().unwrap()).await[0].clone();
    assert_eq!(told["reason"], "order: shares its package with other orders");
}

#[tokio::test]
async fn an_order_of_more_than_a_package_holds_has_to_be_split() {
    let practice = partner_of(|settings| {
        (settings.shipping_type, settings.region) = (ShippingType::TikTok, "GB".into());
        settings.most_in_package = Some(2);
    })
    .await;
    let (id, pieces) = waiting(&practice, &[3]).await;
    let told = attributes(&practice, &id).await[0].clone();
    let why = json!([{ "type": "TOTAL_COUNT_LIMITATION", "category_id": "", "max_count": "2" }]);
    assert_eq!((&told["must_split"], &told["must_split_reasons"]), (&true.into(), &why));
    let whole = format!("1153{}", &id[4..]);
    refused(&ship(&practice, &whole, &json!({})).await, 21_004_024, "package: holds 2 pieces at most");
    let (few, _) = waiting(&practice, &[2]).await;
    assert_eq!(ship(&practice, &format!("1153{}", &few[4..]), &json!({})).await["code"], 0);
    let (four, quarters) = waiting(&practice, &[4]).await;
    let uneven = split(&practice, &four, &[&quarters[..1], &quarters[1..]]).await;
    refused(&uneven, 21_003_002, "splittable_groups: a package holds 2 pieces at most");
    let ids = packages(&practice, &id, &[&pieces[..1], &pieces[1..]]).await;
    assert_eq!(ship(&practice, &ids[1], &json!({})).await["code"], 0);
    assert_eq!(attributes(&practice, &id).await[0]["must_split"], false);
}
