//! A shop that answers to the signed Partner API: connected, shipped from and stocked in the real window.

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{fill_connect_signed, find_stock, order_becomes, save_level};
use crate::world::{Shop, Window, World, until};

const TRACKING: &str = "9400136208303371234567";

async fn open_connected(world: &World) -> Window {
    let window = world.open().await;
    fill_connect_signed(&world.shop, &window).await;
    window.press("Approve in browser").await;
    window.sees("Waiting for your browser").await;
    let page = world.browser_address().await;
    assert!(page.starts_with(&format!("{}/open/authorize?service_id=", world.shop.base())), "{page}");
    let link = world.shop.approve(&page).await;
    world.follow_link(&link);
    window.sees("Up to date").await;
    window
}

/// What was sent by the one call that changed something there.
async fn only_change(shop: &Shop, family: &str) -> serde_json::Value {
    let changes = async || {
        let calls = shop.journal().await;
        let changed: Vec<_> = calls.iter().filter(|call| call.path.starts_with(family) && call.applied).collect();
        (!changed.is_empty()).then(|| changed.iter().map(|call| call.sent()).collect::<Vec<_>>())
    };
    let sent = until("a change at the shop", changes).await;
    assert_eq!(sent.len(), 1, "{sent:#?}");
    sent[0].clone()
}

#[tokio::test]
async fn an_order_is_shipped_and_a_level_is_set_over_the_signed_contract() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.pick(&order).await;
    window.fill("Tracking number", TRACKING).await;
    window.press("Ship order").await;
    order_becomes(&window, &order, "Sent").await;
    let shipped = only_change(&world.shop, "/fulfillment/").await;
    assert_eq!(shipped["tracking_number"], json!(TRACKING));
    assert!(shipped["shipping_provider_id"].is_string(), "{shipped}");

    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    let set = only_change(&world.shop, "/product/").await;
    let levels = set["skus"][0]["inventory"].as_array().unwrap();
    assert_eq!(levels[0]["quantity"], json!(4321));
    assert!(levels.len() > 1, "the other warehouses are named as well: {set}");
}

#[tokio::test]
async fn a_number_of_no_known_carrier_is_sent_once_the_seller_named_theirs() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.pick(&order).await;
    window.fill("Tracking number", "OWN-VAN-17").await;
    window.press("Ship order").await;
    window.row_says(&order, "Refused").await;
    window.pick(&order).await;
    window.sees("Choose your usual carrier in Settings").await;

    window.go_to("Settings").await;
    window.fill("Usual carrier", "usps").await;
    window.press_key(Key::Enter).await;
    window.sees("Saved").await;
    window.go_to("Activity").await;
    window.press("Retry").await;
    let shipped = only_change(&world.shop, "/fulfillment/").await;
    assert_eq!(shipped["tracking_number"], json!("OWN-VAN-17"));
}

/// The buyer of the first order to ship asks to cancel it, and the seller sees it.
async fn asked(world: &World, window: &Window) -> String {
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    world.shop.happen(&format!("order/{order}/ask-to-cancel"), json!({})).await;
    window.go_to("Orders").await;
    window.press_key(Key::F5).await;
    window.choose("Cancellation requests").await;
    window.pick(&order).await;
    window.sees("Order created by mistake").await;
    order
}

#[tokio::test]
async fn a_buyer_who_asks_to_cancel_is_heard_and_the_order_is_cancelled() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = asked(&world, &window).await;
    window.press("Approve…").await;
    window.sees("Don’t send the parcel").await;
    window.press("Cancel the order").await;
    window.choose("All").await;
    order_becomes(&window, &order, "Cancelled").await;
    let answers = world.shop.journal().await;
    let answers: Vec<_> = answers.iter().filter(|call| call.path.ends_with("/approve") && call.applied).collect();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn a_request_is_rejected_with_a_reason_of_the_shops_and_the_order_is_shipped() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = asked(&world, &window).await;
    window.press("Reject…").await;
    window.choose("Product has been packed").await;
    window.press("Reject the request").await;
    let said = only_change(&world.shop, "/return_refund/").await;
    assert_eq!(said, json!({ "reject_reason": "seller_reject_apply_product_has_been_packed" }));
    window.choose("To ship").await;
    window.pick(&order).await;
    window.fill("Tracking number", TRACKING).await;
    window.press("Ship order").await;
    order_becomes(&window, &order, "Sent").await;
}
