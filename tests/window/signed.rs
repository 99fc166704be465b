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

#[tokio::test]
async fn an_order_with_the_platforms_label_is_arranged_and_its_label_printed() {
    let mut world = World::new();
    world.shop.give_labels();
    let window = open_connected(&world).await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.pick(&order).await;
    window.sees("TikTok gives this order its label and its number.").await;
    window.press("Choose how it is handed over").await;
    window.sees("The carrier picks it up").await;
    window.press("Arrange shipment").await;
    order_becomes(&window, &order, "Sent").await;
    let arranged = only_change(&world.shop, "/fulfillment/").await;
    assert_eq!(arranged, json!({}), "nothing was chosen, and nothing is said");

    window.choose("Sent").await;
    window.pick(&order).await;
    window.press("Print label").await;
    let label = world.viewed_file().await;
    assert!(label.to_string_lossy().contains("shipping-labels"), "{}", label.display());
    assert!(std::fs::read(&label).unwrap().starts_with(b"%PDF-"), "{} is no PDF", label.display());
    window.sees("TikTok’s label printed here").await;
    window.press("Print label").await;
    window.sees("This order was printed before").await;
}
