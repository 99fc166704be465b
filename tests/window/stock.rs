//! Stock levels are edited here and arrive there as the numbers the seller meant.

use serde_json::{Value, json};

use crate::steps::{Cell, find_stock, open_connected, save_level, type_level};
use crate::world::{Asked, Call, Shop, World, until};

#[tokio::test]
async fn a_level_typed_is_sent_as_that_level_once() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;

    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    let sent = only_write(&world.shop).await;
    assert_eq!(sent.level(), json!(4321));
}

#[tokio::test]
async fn typing_replaces_the_number_of_a_cell_that_was_left_and_clicked_again() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.click_into("Search stock").await;
    save_level(&window, &cell, "7").await;

    let sent = only_write(&world.shop).await;
    assert_eq!(sent.level(), json!(7));
}

#[tokio::test]
async fn a_heading_sorts_the_grid_by_its_levels_both_ways() {
    let world = World::new();
    let window = open_connected(&world).await;
    let Cell { warehouse, .. } = find_stock(&window).await;
    let column = window.columns().await.iter().position(|heading| heading == warehouse).unwrap();
    let levels = async || -> Vec<i64> {
        let rows = window.rows().await;
        rows.iter().filter_map(|row| row[column].replace(',', "").parse().ok()).collect()
    };
    window.sort_by(warehouse).await;
    until("the fewest to come first", async || levels().await.is_sorted().then_some(())).await;
    window.sort_by(warehouse).await;
    let falls = |levels: &[i64]| levels.is_sorted_by(|one, next| one >= next);
    until("the most to come first", async || falls(&levels().await).then_some(())).await;
}

#[tokio::test]
async fn a_change_by_five_is_sent_as_the_number_it_makes() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "+5").await;

    let sent = only_write(&world.shop).await;
    assert_eq!(sent.level(), json!(cell.level + 5));
}

#[tokio::test]
async fn a_sale_in_between_is_added_to_and_not_overwritten() {
    let world = World::new();
    let window = open_connected(&world).await;
    let (cell, place) = known_cell(&world, &window).await;
    world.shop.happen("sale", sale(&place, 3)).await;
    save_level(&window, &cell, "+5").await;

    let writes = writes(&world.shop, 2).await;
    assert_eq!(writes[1].level(), json!(cell.level - 3 + 5));
}

#[tokio::test]
async fn a_level_the_shop_moved_meanwhile_is_a_conflict_until_the_seller_decides() {
    let world = World::new();
    let window = open_connected(&world).await;
    let (cell, place) = known_cell(&world, &window).await;
    // Typed first: what the seller has seen is what stood there then.
    type_level(&window, &cell, "777").await;
    world.shop.happen("sale", sale(&place, 2)).await;
    window.press("Sync now").await;

    window.cell_says(&cell.sku, cell.warehouse, &format!("shop now {}", cell.level - 2)).await;
    window.sees("1 conflict").await;
    assert!(!window.can_press("Save").await, "it waits for the seller");
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press("Keep mine (777)").await;
    assert_eq!(world.shop.asked(Call::Stock).await.len(), 1, "nothing was overwritten");
    window.press("Save").await;
    let writes = writes(&world.shop, 2).await;
    assert_eq!(writes[1].level(), json!(777));
}

#[tokio::test]
async fn the_app_killed_after_the_shop_has_set_a_level_sets_it_once() {
    killed_while_saving("after").await;
}

#[tokio::test]
async fn the_app_killed_before_the_shop_has_set_a_level_sets_it_once() {
    killed_while_saving("before").await;
}

/// The power goes while a level is under way, and the shop sets it at once or only later.
async fn killed_while_saving(when: &str) {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    world.shop.fault(json!({ "on": Call::Stock.path(), "kind": "slow", "ms": 6_000, "when": when })).await;
    save_level(&window, &cell, "4321").await;
    until("the level to reach the shop", async || (world.shop.asked(Call::Stock).await.len() == 1).then_some(())).await;
    window.kill();
    world.shop.heal().await;

    let window = world.open().await;
    window.go_to("Activity").await;
    window.choose("Done").await;
    window.row_says("Set stock to", "Done").await;
    window.go_to("Stock").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    let sent = only_write(&world.shop).await;
    assert_eq!(sent.level(), json!(4321));
}

/// Where a level is kept, in the shop's own terms.
struct Place {
    product: Value,
    sku: Value,
    warehouse: Value,
}

/// A cell whose place in the shop is known, because a first edit of it was just sent.
async fn known_cell(world: &World, window: &crate::world::Window) -> (Cell, Place) {
    let mut cell = find_stock(window).await;
    save_level(window, &cell, "500").await;
    cell.level = 500;
    let sent = only_write(&world.shop).await;
    window.sees_no_longer("Sending").await;
    window.cell_says(&cell.sku, cell.warehouse, "500").await;
    let (sku, warehouse, _) = sent.levels().remove(0);
    let place = Place { product: sent.product(), sku, warehouse };
    (cell, place)
}

fn sale(place: &Place, quantity: u32) -> Value {
    json!({ "product_id": place.product, "sku_id": place.sku, "warehouse_id": place.warehouse, "quantity": quantity })
}

/// What the one write said, once it is done; a second one fails the test.
async fn only_write(shop: &Shop) -> Asked {
    writes(shop, 1).await.remove(0)
}

/// What the writes said, once so many have changed something; one more, even a refused one, fails the test.
async fn writes(shop: &Shop, number: usize) -> Vec<Asked> {
    until("the levels to be set", async || (shop.applied(Call::Stock).await.len() >= number).then_some(())).await;
    let asked = shop.asked(Call::Stock).await;
    assert_eq!(asked.len(), number, "{asked:#?}");
    asked
}
