//! Orders arrive, and are shipped once, whatever happens in between.

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{ask_for_approval, choose_first_to_ship, open_connected, order_becomes, paste_ids, ship};
use crate::world::{Call, Shop, Size, World, until};

const TRACKING: &str = "9400136208303371234567";

#[tokio::test]
async fn five_thousand_orders_arrive_with_progress() {
    let world = World::with(Size { orders: 5_000, products: 40, warehouses: 3 });
    // A shop a little further away, so that the way is seen and not only the end.
    world.shop.fault(json!({ "on": Call::Orders.path(), "kind": "slow", "ms": 60 })).await;
    let window = world.open().await;
    let page = ask_for_approval(&world, &window).await;
    let link = world.shop.approve(&page).await;
    world.follow_link(&link);

    window
        .sees_that("how many of the 5,000 have come", |screen| {
            screen.contains("Getting orders: ") && screen.contains(" of 5,000")
        })
        .await;
    window.choose("All").await;
    window.sees("All 5,000").await;
    window.sees("Up to date").await;
    assert_eq!(window.rows().await[0][0].len(), 18, "an order's number is whole");
}

#[tokio::test]
async fn an_order_is_shipped_with_exactly_one_update() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    ship(&window, TRACKING).await;

    order_becomes(&window, &order, "Sent").await;
    let sent = only_update(&world.shop).await;
    assert_eq!(sent, (order, TRACKING.to_owned()));
}

#[tokio::test]
async fn pasted_ids_become_the_list_and_those_not_found_are_named() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.go_to("Orders").await;
    window.choose("To ship").await;
    let asked: Vec<String> = window.rows().await[..3].iter().map(|row| row[0].clone()).collect();
    paste_ids(&window, &[&asked[0], &asked[1], &asked[2], "999999999999999999"]).await;
    window.sees("4 orders pasted").await;
    window.sees("Below: all 3 found, in To ship.").await;
    let listed: Vec<String> = window.rows().await.iter().map(|row| row[0].clone()).collect();
    assert_eq!(listed, asked);

    window.sees("3 can be shipped").await;
    window.press("1 not found").await;
    window.sees("999999999999999999").await;
    window.press_key(Key::Escape).await;
    window.press("Show all orders").await;
    window.sees_no_longer("orders pasted").await;
}

#[tokio::test]
async fn the_next_order_waits_for_its_number_at_once() {
    let world = World::new();
    let window = open_connected(&world).await;
    let first = choose_first_to_ship(&window).await;
    let second = window.rows().await[1][0].clone();

    window.fill("Tracking number", TRACKING).await;
    window.press_key(fantoccini::key::Key::Enter).await;
    until("the first order's update", async || (world.shop.applied(Call::Ship).await.len() == 1).then_some(())).await;
    window.type_keys("9400136208303370000002").await;
    window.press_key(fantoccini::key::Key::Enter).await;

    order_becomes(&window, &first, "Sent").await;
    order_becomes(&window, &second, "Sent").await;
    assert_eq!(world.shop.applied(Call::Ship).await.len(), 2);
}

#[tokio::test]
async fn a_shipment_whose_answer_is_lost_is_looked_up_and_not_sent_again() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    world.shop.fault(json!({ "on": Call::Ship.path(), "kind": "lose_answer", "times": 1 })).await;
    ship(&window, TRACKING).await;

    order_becomes(&window, &order, "Sent").await;
    only_update(&world.shop).await;
}

#[tokio::test]
async fn the_app_killed_after_the_shop_has_shipped_ships_once() {
    killed_while_shipping("after").await;
}

#[tokio::test]
async fn the_app_killed_before_the_shop_has_shipped_ships_once() {
    killed_while_shipping("before").await;
}

/// The power goes while a request to ship is under way, and the shop carries it out at once or only later.
async fn killed_while_shipping(when: &str) {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    world.shop.fault(json!({ "on": Call::Ship.path(), "kind": "slow", "ms": 6_000, "when": when })).await;
    ship(&window, TRACKING).await;
    until("the update to reach the shop", async || (world.shop.asked(Call::Ship).await.len() == 1).then_some(())).await;
    window.kill();
    world.shop.heal().await;

    let window = world.open().await;
    order_becomes(&window, &order, "Sent").await;
    let sent = only_update(&world.shop).await;
    assert_eq!(sent.0, order);
}

#[tokio::test]
async fn an_order_cancelled_while_packing_is_never_shipped() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    world.shop.happen(&format!("order/{order}/cancel"), json!({})).await;
    ship(&window, TRACKING).await;

    order_becomes(&window, &order, "Cancelled").await;
    window.go_to("Activity").await;
    window.row_says(&order, "Refused").await;
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 0, "the shop was not even asked");
}

/// What the one update said; a second one, even a refused one, fails the test.
async fn only_update(shop: &Shop) -> (String, String) {
    let asked = shop.asked(Call::Ship).await;
    assert_eq!(asked.len(), 1, "{asked:#?}");
    assert!(asked[0].applied, "{asked:#?}");
    asked[0].shipment()
}
