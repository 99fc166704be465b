//! A shop that answers to the signed Partner API: connected, shipped from and stocked in the real window.

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{fill_connect_signed, find_stock, order_becomes, save_level};
use crate::world::{Call, Seller, Shop, Window, World, until};

const TRACKING: &str = "9400136208303371234567";

pub(crate) async fn open_connected(world: &World) -> Window {
    let window = open_approved(world).await;
    window.sees("Up to date").await;
    window
}

/// Opens the app and approves it, whatever that leads to.
async fn open_approved(world: &World) -> Window {
    let window = world.open().await;
    fill_connect_signed(&world.shop, &window).await;
    window.press("Approve in browser").await;
    window.sees("Waiting for your browser").await;
    let page = world.browser_address().await;
    assert!(page.starts_with(&format!("{}/open/authorize?service_id=", world.shop.base())), "{page}");
    let link = world.shop.approve(&page).await;
    world.follow_link(&link);
    window
}

/// The address that a browser comes back to when the seller began in TikTok's own app store.
async fn from_the_app_store(world: &World) -> String {
    world.shop.approve(&format!("{}/open/authorize?service_id=practice-service", world.shop.base())).await
}

/// What was sent by the one call that changed something there.
pub(crate) async fn only_change(shop: &Shop, family: &str) -> serde_json::Value {
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

#[tokio::test]
async fn the_shops_of_a_sign_in_are_listed_and_one_key_press_adds_them_all() {
    let world = World::of(Seller::OF_TWO_SHOPS);
    let window = open_approved(&world).await;
    window.sees("Which shops do you want here?").await;
    window.sees("Linh Kay Hanoi VN").await;
    window.press_key(Key::Enter).await;
    window.sees("Up to date").await;
    window.go_to("Settings").await;
    window.sees("Linh Kay Studio").await;
    window.sees("Linh Kay Hanoi").await;
    window.sees("Approved until").await;
}

#[tokio::test]
async fn a_shop_that_was_left_is_added_later_without_the_browser() {
    let world = World::of(Seller::OF_TWO_SHOPS);
    let window = open_approved(&world).await;
    window.sees("Which shops do you want here?").await;
    window.switch("Linh Kay Hanoi VN").await;
    window.press("Add 1 shop").await;
    window.sees("Up to date").await;
    window.go_to("Settings").await;
    window.press("Connect another shop").await;
    window.press("Add a shop that is approved already").await;
    window.sees("Here already").await;
    window.press("Add 1 shop").await;
    window.sees("Linh Kay Hanoi").await;
    window.sees("Up to date").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 1);
}

#[tokio::test]
async fn a_sign_in_that_nobody_began_here_is_asked_about_and_a_no_forgets_it() {
    let world = World::new();
    let window = open_connected(&world).await;
    world.follow_link(&from_the_app_store(&world).await);
    window.sees("A sign-in came that you didn’t begin here").await;
    window.press("No, forget it").await;
    window.sees_no_longer("A sign-in came that you didn’t begin here").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 1);

    world.follow_link(&from_the_app_store(&world).await);
    window.sees("A sign-in came that you didn’t begin here").await;
    window.press("Connect this shop").await;
    window.sees_no_longer("A sign-in came that you didn’t begin here").await;
    window.sees("Up to date").await;
    assert_eq!(world.shop.asked(Call::Token).await.len(), 2);
}

#[tokio::test]
async fn a_seller_who_begins_in_the_app_store_types_the_keys_here() {
    let world = World::new();
    let window = world.open_by_link(&from_the_app_store(&world).await).await;
    window.sees("A sign-in came that you didn’t begin here").await;
    fill_connect_signed(&world.shop, &window).await;
    window.press("Connect this shop").await;
    window.sees("Up to date").await;
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
