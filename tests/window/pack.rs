//! The pack station by the scanner alone, and what stops it.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::steps::{choose_first_to_ship, open_connected};
use crate::world::{Window, World};

/// What a scanner does: it types fast, and ends with Enter.
async fn scan(window: &Window, code: &str) {
    window.type_keys(code).await;
    window.press_key(Key::Enter).await;
}

/// A code for every piece that the open order wants, as it stands on the screen.
async fn codes(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('ul[aria-label=\"Items to pack\"] li')].flatMap((line) => {
        const said = (part) => line.querySelector(part).textContent.trim()
        return Array.from({ length: Number(said('.count').split(' of ')[1]) }, () => said('.mono'))
    })";
    let codes = window.ask(script).await;
    codes.as_array().expect("lines").iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

async fn open_at_the_station(window: &Window) -> String {
    let order = choose_first_to_ship(window).await;
    window.go_to("Pack").await;
    window.sees("Scan an order or its label").await;
    scan(window, &order).await;
    window
        .sees_that("the order on the bench", |screen| screen.contains(&order) && screen.contains("in the parcel"))
        .await;
    order
}

#[tokio::test]
async fn an_order_is_packed_by_the_scanner_alone_and_a_wrong_item_must_be_cleared() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = open_at_the_station(&window).await;
    scan(&window, "4006381333931").await;
    window.sees("Not in this order").await;
    window.press_key(Key::Escape).await;
    window.sees_no_longer("Not in this order").await;

    for code in codes(&window).await {
        scan(&window, &code).await;
    }
    window.sees("All there").await;
    scan(&window, &order).await;
    window.sees("Packed today: 1").await;
    let asked = world.shop.asked("/api/orders/detail/query").await;
    assert!(!asked.is_empty(), "the shop is asked before the parcel is closed");
}

#[tokio::test]
async fn an_order_that_was_cancelled_meanwhile_stops_the_station() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = open_at_the_station(&window).await;
    world.shop.happen(&format!("order/{order}/cancel"), json!({})).await;
    for code in codes(&window).await {
        scan(&window, &code).await;
    }
    scan(&window, &order).await;
    window.sees("Cancelled").await;
    window.sees("Take the goods back").await;
}
