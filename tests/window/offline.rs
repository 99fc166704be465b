//! The shop can't be reached, and the seller's work goes on.

use serde_json::json;

use crate::steps::{
    ask_for_approval, choose_first_to_ship, find_stock, open_connected, order_becomes, save_level, ship,
};
use crate::world::{APP_KEY, Call, World, until};

#[tokio::test]
async fn without_the_shop_everything_seen_is_there_and_edits_go_out_once_when_it_is_back() {
    let mut world = World::new();
    let window = open_connected(&world).await;
    world.shop.close();

    let order = choose_first_to_ship(&window).await;
    ship(&window, "9400136208303371234567").await;
    order_becomes(&window, &order, "Queued").await;
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    window.sees("Offline").await;
    window.kill();

    let window = world.open().await;
    order_becomes(&window, &order, "Queued").await;
    window.go_to("Stock").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    window.go_to("Activity").await;
    window.row_says(&order, "Queued").await;

    world.shop.open_again();
    window.go_to("Orders").await;
    window.press("Sync now").await;
    order_becomes(&window, &order, "Sent").await;
    until("the level to be set", async || (world.shop.applied(Call::Stock).await.len() == 1).then_some(())).await;
    let (shipped, set) = (world.shop.asked(Call::Ship).await, world.shop.asked(Call::Stock).await);
    assert_eq!((shipped.len(), set.len()), (1, 1), "{shipped:#?} {set:#?}");
    assert_eq!(shipped[0].shipment().0, order);
    assert_eq!(set[0].level(), json!(4321));
}

#[tokio::test]
async fn a_consent_taken_back_holds_edits_until_the_shop_is_connected_again() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    world.shop.happen("tokens/revoke", json!({})).await;
    ship(&window, "9400136208303371234567").await;

    window.press("Connect again").await;
    let page = ask_for_approval(&world, &window).await;
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 0);
    world.follow_link(&world.shop.approve(&page).await);
    order_becomes(&window, &order, "Sent").await;
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 1);
}

#[tokio::test]
async fn a_sign_in_without_a_network_says_so_and_keeps_what_was_typed() {
    let mut world = World::new();
    let window = world.open().await;
    let page = ask_for_approval(&world, &window).await;
    let link = world.shop.approve(&page).await;
    world.shop.close();

    world.follow_link(&link);
    window.sees("The sign-in was not completed").await;
    window.sees("TikTok Shop can’t be reached").await;
    window.sees("Nothing was changed").await;
    assert_eq!(window.value_of("App key").await, APP_KEY);
}

#[tokio::test]
async fn a_shipment_that_never_left_can_still_be_discarded() {
    let mut world = World::new();
    let window = open_connected(&world).await;
    world.shop.close();
    let order = choose_first_to_ship(&window).await;
    ship(&window, "9400136208303371234567").await;
    order_becomes(&window, &order, "Queued").await;
    window.pick(&order).await;
    window.press("Discard").await;
    window.row_says(&order, "To ship").await;

    world.shop.open_again();
    window.press("Sync now").await;
    window.sees("Up to date").await;
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 0);
}
