//! Orders that leave in several parcels: part of one under its own number, and one that is split beforehand.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::signed::{only_change, open_connected};
use crate::steps::order_becomes;
use crate::world::{Window, World};

const FIRST: &str = "9400136208303371234567";
const SECOND: &str = "9400136208303377654321";

/// An order of two pieces of one SKU, chosen on the desk.
async fn two_pieces(world: &World, window: &Window) -> (String, String) {
    let sku = world.shop.happen("order", json!({})).await["items"][0]["sku_id"].clone();
    let made = world.shop.happen("order", json!({ "items": [{ "sku_id": sku, "quantity": 2 }] })).await;
    let order = made["order_id"].as_str().unwrap().to_owned();
    let name = made["items"][0]["product_name"].as_str().unwrap().to_owned();
    window.press("Sync now").await;
    window.choose("To ship").await;
    window.sees(&order).await;
    window.pick(&order).await;
    (order, name)
}

fn count(pieces: &Value) -> usize {
    pieces.as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn part_of_an_order_leaves_under_its_number_and_the_rest_under_another() {
    let world = World::new();
    let window = open_connected(&world).await;
    let (order, name) = two_pieces(&world, &window).await;
    window.press("Ship part of it…").await;
    window.sees("The rest stays under To ship").await;
    window.fill(&format!("{name}: This parcel"), "1").await;
    window.fill("Tracking number of this parcel", FIRST).await;
    window.press_key(Key::Enter).await;
    window.sees_no_longer("The rest stays under To ship").await;
    let part = only_change(&world.shop, "/fulfillment/").await;
    assert_eq!((&part["tracking_number"], count(&part["order_line_item_ids"])), (&json!(FIRST), 1), "{part}");
    window.sees("not sent yet").await;
    window.sees(FIRST).await;

    window.fill("Tracking number", SECOND).await;
    window.press("Ship order").await;
    order_becomes(&window, &order, "Sent").await;
    let changes = world.shop.journal().await.into_iter().filter(|call| call.path.ends_with("/packages"));
    let sent: Vec<(Value, usize)> = changes
        .map(|call| call.sent())
        .map(|sent| (sent["tracking_number"].clone(), count(&sent["order_line_item_ids"])))
        .collect();
    assert_eq!(sent, [(json!(FIRST), 1), (json!(SECOND), 1)], "each piece once");
}

#[tokio::test]
async fn an_order_that_tiktok_ships_is_split_by_name_and_shows_both_parcels() {
    let mut world = World::new();
    world.shop.give_labels("GB");
    let window = open_connected(&world).await;
    let (_, name) = two_pieces(&world, &window).await;
    window.press_together(Key::Control, 'k').await;
    window.type_keys("split the order").await;
    window.press_key(Key::Enter).await;
    window.sees("Say what goes into which parcel").await;
    window.fill(&format!("{name}: Parcel 2"), "1").await;
    window.press("Split into 2 parcels").await;
    let split = only_change(&world.shop, "/fulfillment/").await;
    let groups = split["splittable_groups"].as_array().unwrap();
    assert!(groups.len() == 2 && groups.iter().all(|group| count(&group["order_line_item_ids"]) == 1), "{split}");
    window.sees("Parcels").await;
    window.sees("not sent yet").await;
}
