//! What is low and what is kept back, by the seller's own numbers, and what runs away.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::steps::{find_stock, open_connected};
use crate::world::{Window, World, until};

#[tokio::test]
async fn a_threshold_counts_at_once_in_tab_and_cells_and_is_set_by_keys_alone() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press_together(Key::Alt, 's').await;
    window.sees("Selected SKU").await;
    window.fill(&format!("Low at, {}", cell.sku), &cell.level.to_string()).await;
    window.press_key(Key::Tab).await;
    window.type_keys("3").await;
    window.press_key(Key::Escape).await;
    window.sees_no_longer("Selected SKU").await;
    until("the cell's own marks", async || {
        (title_of(&window, &cell.sku).await == "Running low. Keeps back 3 when you count").then_some(())
    })
    .await;
    window.choose("Low").await;
    window.row_says(&cell.sku, &cell.level.to_string()).await;

    window.press("Safety rules…").await;
    window.sees("The whole shop").await;
    window.fill("Low at, The whole shop", "lots").await;
    window.press_key(Key::Enter).await;
    window.sees("“lots” is not a number of pieces").await;
    assert_eq!(window.value_of("Low at, The whole shop").await, "lots");
    window.kill();

    let window = world.open().await;
    window.go_to("Stock").await;
    window.choose("Low").await;
    window.row_says(&cell.sku, &cell.level.to_string()).await;
}

#[tokio::test]
async fn a_burst_of_orders_is_told_on_every_screen_and_leads_to_its_row() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.go_to("Stock").await;
    window.press("Safety rules…").await;
    window.fill("Alert within, hours", "168").await;
    window.press("Close").await;
    window.go_to("Orders").await;
    let product = burst(&world).await;
    window.press("Sync now").await;
    window.sees(&format!("{product} is running out.")).await;
    window.sees("1 running out").await;
    window.press("Dismiss").await;
    window.go_to("Today").await;
    window.sees(" an hour, ").await;
    let sku = running(&window).await;
    window.press(&format!("Show {sku} in stock")).await;
    window.row_says(&sku, &product).await;
    window.press(&format!("Seen, {sku}")).await;
    window.sees_no_longer(" an hour, ").await;
    window.sees_no_longer("1 running out").await;
    window.kill();

    let window = world.open().await;
    window.go_to("Stock").await;
    window.row_says(&sku, &product).await;
    assert!(!window.text().await.contains("running out"), "seen is seen, after a start, too");
}

/// Some buyers take the same thing: its product.
async fn burst(world: &World) -> String {
    let first = world.shop.happen("order", json!({})).await;
    let line = &first["items"][0];
    let text = |name: &str| line[name].as_str().unwrap().to_owned();
    for _ in 0..6 {
        world.shop.happen("order", json!({ "items": [{ "sku_id": text("sku_id"), "quantity": 1 }] })).await;
    }
    text("product_name")
}

/// The seller's code of what runs away.
async fn running(window: &Window) -> String {
    let script = "return document.querySelector('section[aria-label=\"Running out\"] .mono').textContent.trim()";
    window.ask(script).await.as_str().unwrap().to_owned()
}

/// What the first marked cell in the row with this text says of itself.
async fn title_of(window: &Window, row: &str) -> String {
    let script = format!(
        "return [...document.querySelectorAll('[role=row]')].find((row) => row.textContent.includes('{row}'))
            ?.querySelector('[role=gridcell][title*=low]')?.title ?? ''"
    );
    match window.ask(&script).await {
        Value::String(title) => title,
        other => other.to_string(),
    }
}
