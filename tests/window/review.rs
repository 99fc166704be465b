//! What is unsaved is reviewed before it leaves, and followed until the shop has it.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::steps::{Cell, find_stock, open_connected, save_level, type_level};
use crate::world::{Asked, Call, Shop, Window, World, until};

#[tokio::test]
async fn a_review_saves_some_of_the_changes_and_says_what_became_of_them() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cells = two_cells(&window).await;
    type_level(&window, &cells[0], "4321").await;
    type_level(&window, &cells[1], "+5").await;
    window.sees("2 changes in 2 SKUs").await;
    window.sees("costs ").await;
    window.press("Review").await;
    window.sees("Review 2 changes").await;
    window.row_says(&cells[0].sku, "Set to 4,321").await;
    window.row_says(&cells[1].sku, "+5 on what the shop has then").await;

    window.type_keys("j ").await;
    window.sees("1 left out").await;
    window.press_key(Key::Enter).await;
    window.row_says(&cells[0].sku, "Done").await;
    window.sees("1 of 1 confirmed").await;
    window.press_key(Key::Escape).await;
    window.sees_no_longer("Review 2 changes").await;
    window.sees("1 change in 1 SKU").await;
    assert_eq!(levels(&world.shop).await, [json!(4321)]);
    // The focus is the grid's again: what is typed goes into a cell.
    window.press_together(Key::Control, 's').await;
    window.sees_no_longer("1 change in 1 SKU").await;
    until("the other level to be set", async || (levels(&world.shop).await.len() == 2).then_some(())).await;
    assert_eq!(levels(&world.shop).await[1], json!(cells[1].level + 5));
}

#[tokio::test]
async fn a_change_whose_level_has_moved_leaves_only_once_it_was_decided() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = moved(&world, &window).await;
    window.sees("1 conflict").await;
    window.press("Review").await;
    window.row_says(&cell.sku, "Nothing before you decide").await;
    window.press("Add my difference").await;
    window.row_says(&cell.sku, "+277 on what the shop has then").await;
    window.press_key(Key::Enter).await;
    window.row_says(&cell.sku, "Done").await;
    assert_eq!(levels(&world.shop).await[1..], [json!(498 + 277)]);
}

#[tokio::test]
async fn a_decision_in_the_grid_is_taken_back_with_one_key() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = moved(&world, &window).await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press("Take the shop’s (498)").await;
    window.sees("1 conflict: the shop’s number taken.").await;
    window.cell_says(&cell.sku, cell.warehouse, "498").await;
    window.press_together(Key::Control, 'z').await;
    window.cell_says(&cell.sku, cell.warehouse, "shop now 498").await;
    assert_eq!(levels(&world.shop).await.len(), 1, "nothing was sent");
}

/// The first two cells that have something to sell, each of another SKU.
async fn two_cells(window: &Window) -> [Cell; 2] {
    let first = find_stock(window).await;
    let column = window.columns().await.iter().position(|heading| heading == first.warehouse).unwrap();
    let rows = window.rows().await;
    let second = rows.iter().filter(|row| row[1] != first.sku).find_map(|row| {
        let level = row[column].replace(',', "").parse().ok().filter(|level| (10..900).contains(level))?;
        Some(Cell { sku: row[1].clone(), warehouse: first.warehouse, level })
    });
    [first, second.unwrap()]
}

/// A cell into which 777 was typed over 500, and of which a buyer took two then, which the app has read.
async fn moved(world: &World, window: &Window) -> Cell {
    let cell = find_stock(window).await;
    save_level(window, &cell, "500").await;
    until("the level to be set", async || (levels(&world.shop).await.len() == 1).then_some(())).await;
    // Typed before the app knows that it is done, 777 would be over the level of before.
    window.go_to("Activity").await;
    window.choose("All").await;
    window.row_says("Set stock to", "Done").await;
    window.go_to("Stock").await;
    window.cell_says(&cell.sku, cell.warehouse, "500").await;
    let sent = world.shop.applied(Call::Stock).await.remove(0);
    let (sku, warehouse, _) = sent.levels().remove(0);
    type_level(window, &cell, "777").await;
    let sale = json!({ "product_id": sent.product(), "sku_id": sku, "warehouse_id": warehouse, "quantity": 2 });
    world.shop.happen("sale", sale).await;
    window.press("Sync now").await;
    window.cell_says(&cell.sku, cell.warehouse, "shop now 498").await;
    cell
}

/// The levels that were set, in order.
async fn levels(shop: &Shop) -> Vec<Value> {
    shop.applied(Call::Stock).await.iter().map(Asked::level).collect()
}
