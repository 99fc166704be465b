//! The practice shop, for everyone without an account; and the look that the seller chose.

use crate::steps::{choose_first_to_ship, order_becomes, ship};
use crate::world::World;

#[tokio::test]
async fn the_practice_shop_opens_without_an_account_and_goes_on_after_a_restart() {
    let world = World::without_shop();
    let window = world.open().await;
    window.press("Try the practice shop").await;
    window.sees("Practice shop").await;
    window.sees("Up to date").await;
    let order = choose_first_to_ship(&window).await;
    ship(&window, "9400136208303371234567").await;
    order_becomes(&window, &order, "Sent").await;
    window.kill();

    let window = world.open().await;
    window.sees("Practice shop").await;
    order_becomes(&window, &order, "Sent").await;
    window.fill("Search orders", "").await;
    window.sees("Up to date").await;
}

#[tokio::test]
async fn a_theme_is_shown_at_once_and_kept() {
    let world = World::without_shop();
    let window = world.open().await;
    window.press("Try the practice shop").await;
    window.go_to("Settings").await;
    window.choose("Light").await;
    window.is_dark(false).await;
    window.choose("Dark").await;
    window.is_dark(true).await;
    window.kill();

    let window = world.open().await;
    window.sees("Practice shop").await;
    window.is_dark(true).await;
}

#[tokio::test]
async fn a_reset_asks_first_and_then_starts_as_on_the_first_day() {
    let world = World::without_shop();
    let window = world.open().await;
    window.press("Try the practice shop").await;
    window.go_to("Settings").await;
    window.press("Reset everything…").await;
    window.sees("Removed: the connection, all orders, stock and history on this computer").await;
    window.press("Cancel").await;
    window.sees_no_longer("Reset everything?").await;
    window.sees("Practice shop").await;

    window.press("Reset everything…").await;
    window.sees("Reset everything?").await;
    window.press("Reset everything").await;
    window.sees("Connect your shop").await;
}
