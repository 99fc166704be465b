//! What was saved, taken back as a whole; and what became of each request.

use serde_json::json;

use crate::steps::{find_stock, open_connected, save_level};
use crate::world::{Call, World, until};

#[tokio::test]
async fn a_save_is_taken_back_after_a_restart() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;
    until("the level to be set", async || (world.shop.applied(Call::Stock).await.len() == 1).then_some(())).await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    window.kill();

    let window = world.open().await;
    window.go_to("Activity").await;
    window.choose("Saves").await;
    window.row_says("Changed 1 level", "1 done").await;
    window.press("Undo…").await;
    window.sees("Undo “Changed 1 level”?").await;
    window.sees("Goes back").await;
    window.press("Undo 1 level").await;
    window.row_says("Undid 1 level", "1 done").await;

    let sent = world.shop.applied(Call::Stock).await;
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[1].level(), json!(cell.level));
    window.go_to("Stock").await;
    window.cell_says(&cell.sku, cell.warehouse, &cell.level.to_string()).await;
}

#[tokio::test]
async fn the_requests_are_listed_with_what_they_were_for() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;
    until("the level to be set", async || (world.shop.applied(Call::Stock).await.len() == 1).then_some(())).await;
    window.go_to("Activity").await;
    window.choose("Requests").await;
    window.sees(Call::Orders.path()).await;
    window.press("Refresh").await;
    window.row_says(Call::Stock.path(), "you").await;
}
