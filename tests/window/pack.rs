//! The pack station by the scanner alone, and what stops it.

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{choose_first_to_ship, open_connected, put_on_bench, scan, scan_all};
use crate::world::{Call, Window, World};

async fn open_at_the_station(window: &Window) -> String {
    let order = choose_first_to_ship(window).await;
    put_on_bench(window, &order).await;
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

    scan_all(&window).await;
    window.sees("All there").await;
    scan(&window, &order).await;
    window.sees("Packed today: 1").await;
    let asked = world.shop.asked(Call::Order).await;
    assert!(!asked.is_empty(), "the shop is asked before the parcel is closed");
}

#[tokio::test]
async fn an_order_that_was_cancelled_meanwhile_stops_the_station() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = open_at_the_station(&window).await;
    world.shop.happen(&format!("order/{order}/cancel"), json!({})).await;
    scan_all(&window).await;
    scan(&window, &order).await;
    window.sees("Cancelled").await;
    window.sees("Take the goods back").await;
}
