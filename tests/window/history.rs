//! What is known of a level: as a list, as a chart that keys read, for one warehouse and for all, and the way back.

use fantoccini::key::Key;
use serde_json::json;

use crate::access::nothing_is_wrong_with;
use crate::steps::{Cell, find_stock, open_connected, save_level};
use crate::world::{Call, Window, World, until};

/// A level that was set to 4,321, with its history beside the grid.
async fn with_history(world: &World) -> (Window, Cell) {
    let window = open_connected(world).await;
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;
    until("the level to be set", async || (world.shop.applied(Call::Stock).await.len() == 1).then_some(())).await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press_together(Key::Alt, 'h').await;
    window.sees("History of this level").await;
    window.sees(&format!("Sent {} → 4,321", cell.level)).await;
    (window, cell)
}

/// What the chart says to a screen reader where its keys are.
async fn chart_says(window: &Window, expected: &str) {
    until(expected, async || {
        let said = window.ask("return document.activeElement.getAttribute('aria-valuetext')").await;
        said.as_str()?.ends_with(expected).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_level_is_read_off_its_chart_by_keys_and_its_sku_has_a_line_for_each_warehouse() {
    let world = World::new();
    let (window, cell) = with_history(&world).await;
    window.sees("4,321 now, 2 entries in the last 30 days.").await;
    window.ask("document.querySelector('figure [role=slider]').focus()").await;
    window.press_key(Key::Home).await;
    chart_says(&window, &format!(": {}, by the shop", cell.level)).await;
    window.press_key(Key::Right).await;
    chart_says(&window, ": 4,321, by you").await;
    nothing_is_wrong_with(&window, "the history of a level").await;
    window.press("This SKU").await;
    window.sees("History of this SKU").await;
    window.sees("in 2 warehouses").await;
    nothing_is_wrong_with(&window, "the history of a SKU").await;
    window.press("Week").await;
    window.sees("in the last 7 days.").await;
}

#[tokio::test]
async fn a_past_save_is_taken_back_from_its_line_of_the_history_behind_a_preview() {
    let world = World::new();
    let (window, cell) = with_history(&world).await;
    window.press("Undo this save…").await;
    window.sees("Undo “Changed 1 level”?").await;
    window.sees("Goes back").await;
    nothing_is_wrong_with(&window, "the preview of an undo").await;
    window.press("Undo 1 level").await;
    window.cell_says(&cell.sku, cell.warehouse, &cell.level.to_string()).await;
    window.sees("by undoing a save").await;
    let sent = world.shop.applied(Call::Stock).await;
    assert_eq!(sent[1].level(), json!(cell.level));
}
