//! Many orders shipped from one sheet.

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{open_connected, select_first_to_ship};
use crate::world::{Call, Window, World};

/// Selects the first three orders that wait, by keys, and opens the sheet for them. Returns their numbers.
async fn open_the_sheet(window: &Window) -> Vec<String> {
    let orders = select_first_to_ship(window, 3).await;
    window.press("Ship 3…").await;
    window.sees("Ship 3 orders").await;
    orders
}

/// A number for each, as a scanner brings them: Enter goes on to the next field.
async fn scan_numbers(window: &Window, orders: &[String]) {
    window.click_into(&format!("Tracking number of order {}", orders[0])).await;
    for end in 1..=orders.len() {
        window.type_keys(&format!("940013620830337000000{end}")).await;
        window.press_key(Key::Enter).await;
    }
    window.sees("Every order that takes a number has one").await;
}

#[tokio::test]
async fn three_orders_are_scanned_into_the_sheet_and_shipped_once_each() {
    let world = World::new();
    let window = open_connected(&world).await;
    let orders = open_the_sheet(&window).await;
    scan_numbers(&window, &orders).await;
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 0, "scanning sends nothing");
    window.press_together(Key::Control, Key::Enter).await;

    window.sees("All 3 orders shipped").await;
    let mut sent: Vec<String> = world.shop.asked(Call::Ship).await.iter().map(|asked| asked.shipment().0).collect();
    sent.sort();
    let mut expected = orders.to_vec();
    expected.sort();
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn an_order_that_was_cancelled_stops_none_of_the_others_and_says_so_at_its_row() {
    let world = World::new();
    let window = open_connected(&world).await;
    let orders = open_the_sheet(&window).await;
    world.shop.happen(&format!("order/{}/cancel", orders[1]), json!({})).await;
    scan_numbers(&window, &orders).await;
    window.press_together(Key::Control, Key::Enter).await;

    window.sees("2 of 3 shipped, 1 refused").await;
    window.row_says(&orders[1], "cancelled").await;
    assert_eq!(world.shop.applied(Call::Ship).await.len(), 2);
}
