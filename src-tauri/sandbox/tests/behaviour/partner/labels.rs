use crate::{
    partner::signed::{partner, partner_of},
    practice::{Practice, refused},
};
use sandbox::ShippingType;
use serde_json::{Value, json};

const LABEL: (&str, &str) = ("document_type", "SHIPPING_LABEL");

/// A shop in a market where orders have their packages from the payment on.
async fn british() -> Practice {
    partner_of(|settings| (settings.shipping_type, settings.region) = (ShippingType::TikTok, "GB".into())).await
}

async fn of_package(practice: &Practice, package_id: &str, what: &str, query: &[(&str, &str)]) -> Value {
    practice.look(&format!("/fulfillment/202309/packages/{package_id}/{what}"), query).await
}

#[tokio::test]
async fn a_package_has_a_label_from_its_shipment_until_it_is_picked_up() {
    let practice = british().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let package_id = format!("1153{}", &order_id[4..]);
    let early = of_package(&practice, &package_id, "shipping_documents", &[LABEL]).await;
    refused(&early, 21_023_035, "package: must be shipped");
    practice.tell(&format!("/fulfillment/202309/packages/{package_id}/ship"), &[], &json!({})).await;

    let asked = [LABEL, ("document_size", "A5"), ("document_format", "PDF")];
    let document = of_package(&practice, &package_id, "shipping_documents", &asked).await["data"].clone();
    let order = practice.look("/order/202507/orders", &[("ids", &order_id)]).await;
    assert_eq!(document["tracking_number"], order["data"]["orders"][0]["tracking_number"]);
    let page = practice.client.get(document["doc_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!((page.status().as_u16(), &page.headers()["content-type"]), (200, &"application/pdf".parse().unwrap()));
    assert!(page.text().await.unwrap().starts_with("%PDF"));
    for (query, name) in [
        (vec![], "document_type: "),
        (vec![("document_type", "STAMP")], "document_type: "),
        (vec![LABEL, ("document_size", "A4")], "document_size: "),
        (vec![LABEL, ("document_format", "DOC")], "document_format: "),
    ] {
        refused(&of_package(&practice, &package_id, "shipping_documents", &query).await, 36_009_004, name);
    }
    practice.hands.forward(3_600);
    let late = of_package(&practice, &package_id, "shipping_documents", &[LABEL]).await;
    refused(&late, 21_042_102, "package: has been picked up");
}

#[tokio::test]
async fn a_carrier_comes_on_the_next_days() {
    let practice = british().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let package_id = format!("1153{}", &order_id[4..]);
    let slots = of_package(&practice, &package_id, "handover_time_slots", &[]).await["data"].clone();
    assert_eq!((&slots["can_pickup"], &slots["can_drop_off"]), (&true.into(), &true.into()));
    let slots = slots["pickup_slots"].as_array().unwrap();
    // Noon is when the test begins, and nine o'clock when the carrier comes.
    let tomorrow = practice.hands.now().as_second() + 21 * 3_600;
    let expected = json!({ "start_time": tomorrow, "end_time": tomorrow + 8 * 3_600, "avaliable": true });
    assert_eq!((slots.len(), &slots[0]), (3, &expected));
    refused(&of_package(&practice, "1", "handover_time_slots", &[]).await, 36_009_004, "package_id: ");
    practice.shop.set_scopes(&["seller.fulfillment.basic".into()]).await;
    let refusal = of_package(&practice, &package_id, "handover_time_slots", &[]).await;
    refused(&refusal, 105_005, "the scope seller.fulfillment.package.write");
}

#[tokio::test]
async fn a_seller_who_ships_has_labels_of_their_own() {
    let practice = partner().await;
    let order_id = practice.order("SHIPPED").await;
    let package_id = format!("1153{}", &order_id[4..]);
    for what in ["shipping_documents", "handover_time_slots"] {
        refused(&of_package(&practice, &package_id, what, &[LABEL]).await, 21_008_106, "package: is not shipped by");
    }
}
