//! Several shops in one window, and nothing of one in another.

use fantoccini::key::Key;

use crate::steps::{choose_first_to_ship, connect_another, open_connected, order_becomes, ship};
use crate::world::{APP_KEY, Call, Spoken, World, spoken};

#[tokio::test]
async fn two_shops_stand_side_by_side_and_each_ships_its_own_orders() {
    let world = World::new();
    let window = open_connected(&world).await;
    let second = world.second_shop();
    connect_another(&world, &window, &second).await;

    window.go_to("Orders").await;
    window.sees("All 40").await;
    let theirs = choose_first_to_ship(&window).await;
    ship(&window, "9400136208303371234567").await;
    order_becomes(&window, &theirs, "Sent").await;

    window.press_together(Key::Control, '1').await;
    window.sees("All 120").await;
    let ours = choose_first_to_ship(&window).await;
    ship(&window, "9400136208303370000002").await;
    order_becomes(&window, &ours, "Sent").await;

    for (shop, order) in [(&world.shop, ours), (&second, theirs)] {
        let asked = shop.asked(Call::Ship).await;
        assert_eq!(asked.len(), 1, "{asked:#?}");
        assert_eq!(asked[0].shipment().0, order);
    }
}

#[tokio::test]
async fn a_shop_that_is_removed_takes_its_own_with_it_and_the_other_stays_over_a_restart() {
    let world = World::new();
    let window = open_connected(&world).await;
    let second = world.second_shop();
    connect_another(&world, &window, &second).await;
    window.go_to("Settings").await;
    window.press("Disconnect Mekong Crafts").await;
    window.sees("Disconnect Mekong Crafts?").await;
    window.press("Disconnect").await;
    // The mark of one of several.
    window.sees_no_longer("In view").await;
    window.go_to("Orders").await;
    window.choose("All").await;
    window.sees("All 120").await;
    window.kill();

    let window = world.open().await;
    window.sees("Linh Kay Studio").await;
    window.sees("Up to date").await;
    window.choose("All").await;
    window.sees("All 120").await;
}

#[tokio::test]
async fn a_shop_that_must_be_connected_again_is_named_while_another_is_in_view() {
    let world = World::new();
    let window = open_connected(&world).await;
    let second = world.second_shop();
    connect_another(&world, &window, &second).await;
    world.shop.happen("tokens/revoke", serde_json::json!({})).await;
    window.press("Sync now").await;
    window.sees("Connect “Linh Kay Studio” again").await;

    window.press("Connect again").await;
    window.sees("Connect Linh Kay Studio again").await;
    window.press("Approve in browser").await;
    window.sees("Waiting for your browser").await;
    let page = world.browser_address().await;
    let kept = match spoken() {
        Spoken::Documented => APP_KEY,
        Spoken::Signed => "service_id=practice-service",
    };
    assert!(page.starts_with(world.shop.base()) && page.contains(kept), "{page}");
    world.follow_link(&world.shop.approve(&page).await);
    window.sees_no_longer("Connect “Linh Kay Studio” again").await;
    window.sees("Up to date").await;
}
