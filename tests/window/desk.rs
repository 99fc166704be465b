//! The order desk by keys alone, and its few seconds of undo.

use fantoccini::key::Key;

use crate::steps::{open_connected, order_becomes};
use crate::world::{Call, Spoken, Window, World, spoken, until};

const TRACKING: &str = "9400136208303371234567";

/// Goes to the orders that wait, by keys, and stands on the first one. Returns its number.
async fn stand_on_first_to_ship(window: &Window) -> String {
    window.type_keys("go").await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.press_key(Key::Down).await;
    window.sees("Tracking number").await;
    order
}

#[tokio::test]
async fn an_order_is_shipped_without_touching_the_mouse() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = stand_on_first_to_ship(&window).await;
    window.press_key(Key::Enter).await;
    window.type_keys(TRACKING).await;
    window.press_key(Key::Enter).await;

    order_becomes(&window, &order, "Sent").await;
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 1);
}

#[tokio::test]
async fn a_shipment_taken_back_in_time_never_reaches_the_shop_and_its_number_is_still_typed() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = stand_on_first_to_ship(&window).await;
    let other = window.rows().await[1][0].clone();
    window.fill("Tracking number", TRACKING).await;
    window.press("Ship order").await;
    window.sees(&format!("Order {order} goes out")).await;
    window.press("Undo").await;
    window.sees_no_longer("goes out").await;

    window.choose("All").await;
    window.fill("Search orders", &order).await;
    window.sees("All 1 ").await;
    window.row_says(&order, "To ship").await;
    window.pick(&order).await;
    assert_eq!(window.value_of("Tracking number").await, TRACKING);
    // Another shipment goes all its way, so that time enough for the first one has passed as well.
    window.fill("Search orders", &other).await;
    window.row_says(&other, "To ship").await;
    window.pick(&other).await;
    window.fill("Tracking number", "9400136208303370000002").await;
    window.press("Ship order").await;
    until("the other order's update", async || (!world.shop.asked(Call::Ship).await.is_empty()).then_some(())).await;
    let asked = world.shop.asked(Call::Ship).await;
    assert!(asked.len() == 1 && asked[0].shipment().0 == other, "{asked:#?}");
}

#[tokio::test]
async fn orders_are_selected_by_keys_and_stay_selected_on_another_pile() {
    let world = World::new();
    let window = open_connected(&world).await;
    stand_on_first_to_ship(&window).await;
    window.type_keys("x").await;
    window.sees("1 selected").await;
    window.press_together(Key::Shift, Key::Down).await;
    window.press_together(Key::Shift, Key::Down).await;
    window.sees("3 selected").await;
    window.press_together(Key::Shift, Key::Up).await;
    window.sees("2 selected").await;

    window.choose("Delivered").await;
    window.sees("2 not in this list").await;
    window.choose("To ship").await;
    window.press_key(Key::Down).await;
    window.press_together(Key::Control, 'a').await;
    window
        .sees_that("all of them selected", |screen| !screen.contains("2 selected") && screen.contains(" selected"))
        .await;
}

#[tokio::test]
async fn a_list_is_narrowed_sorted_and_kept_under_a_name() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.go_to("Orders").await;
    window.choose("All").await;
    window.sees("All 120").await;
    window.press("Filter").await;
    window.press("Warehouse").await;
    // The plain contract's shop names no order's warehouse.
    let offered = match spoken() {
        Spoken::Documented => "The shop has told of none yet.",
        Spoken::Signed => "Los Angeles",
    };
    window.sees(offered).await;
    window.press_key(Key::Escape).await;
    window.sees_no_longer(offered).await;
    window.press("Filter").await;
    window.press("Quantity").await;
    window.fill("From", "2").await;
    window.press_key(Key::Enter).await;
    window.sees("Quantity 2 or more").await;
    window.sees_no_longer("All 120").await;

    window.press("Save view").await;
    window.fill("Name of the view", "Two and more").await;
    window.press_key(Key::Enter).await;
    window.choose("To ship").await;
    window.sees_no_longer("Quantity 2 or more").await;
    window.choose("Two and more").await;
    window.sees("Quantity 2 or more").await;
}
