//! Counting stock by the scanner's keys alone, over a kill of the app, up to the shop.

use fantoccini::key::Key;

use crate::access::nothing_is_wrong_with;
use crate::steps::{find_stock, open_connected, run_by_name};
use crate::world::{Call, Window, World, until};

async fn begin(window: &Window, place: &str) {
    run_by_name(window, "Count stock").await;
    window.sees("Which warehouse do you count?").await;
    window.press(place).await;
    window.sees(&format!("Counting {place}")).await;
}

async fn scan(window: &Window, code: &str) {
    window.type_keys(code).await;
    window.press_key(Key::Enter).await;
}

/// The levels that were written to the shop, in their order.
async fn written(world: &World) -> Vec<i64> {
    world.shop.applied(Call::Stock).await.iter().filter_map(|call| call.level().as_i64()).collect()
}

#[tokio::test]
async fn a_count_by_the_scanner_alone_outlives_a_kill_and_reaches_the_shop_once() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    let (sku, place, level) = (cell.sku, cell.warehouse, cell.level);
    begin(&window, place).await;
    scan(&window, "4006381333931").await;
    window.sees("No SKU has this code").await;
    window.press_key(Key::Escape).await;
    scan(&window, &sku).await;
    window.sees(&format!("{sku}: 1 piece")).await;
    scan(&window, &sku).await;
    window.sees(&format!("{sku}: 2 pieces")).await;
    window.kill();

    let window = world.open().await;
    window.sees("Up to date").await;
    window.go_to("Stock").await;
    begin(&window, place).await;
    window.sees("1 SKU counted").await;
    scan(&window, &sku).await;
    window.sees(&format!("{sku}: 3 pieces")).await;
    window.switch("Sold pieces lie apart").await;
    scan(&window, &(level - 2).to_string()).await;
    window.sees("2 pieces fewer").await;
    assert_eq!(written(&world).await, Vec::<i64>::new(), "nothing leaves before it is applied");

    window.press_together(Key::Control, 's').await;
    window.sees("Review the differences").await;
    window.choose("Damaged").await;
    window.press("Apply 1 difference").await;
    until("the level at the shop", async || (!written(&world).await.is_empty()).then_some(())).await;
    assert_eq!(written(&world).await, [level - 2]);
    window.go_to("Activity").await;
    window.choose("Saves").await;
    window.sees("Damaged").await;
}

#[tokio::test]
async fn a_count_keeps_nobody_out() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    run_by_name(&window, "Count stock").await;
    window.sees("Which warehouse do you count?").await;
    nothing_is_wrong_with(&window, "the choice of a warehouse").await;
    window.press(cell.warehouse).await;
    window.sees("Scan the first piece").await;
    scan(&window, &cell.sku).await;
    window.sees("1 SKU counted").await;
    nothing_is_wrong_with(&window, "a count").await;
    scan(&window, "4006381333931").await;
    window.sees("No SKU has this code").await;
    nothing_is_wrong_with(&window, "a code that no SKU has").await;
    window.press_key(Key::Escape).await;
    window.press("Review and apply…").await;
    window.sees("Review the differences").await;
    nothing_is_wrong_with(&window, "the review of a count").await;
}
