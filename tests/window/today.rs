//! The day at a glance, and what the seller keeps about an order.

use crate::steps::{choose_first_to_ship, open_connected};
use crate::world::World;

#[tokio::test]
async fn the_day_leads_to_the_orders_behind_its_numbers() {
    let world = World::new();
    let window = open_connected(&world).await;
    window.go_to("Today").await;
    window.sees("Last 30 days").await;
    window.press("Show as table").await;
    window.sees("Cancelled orders are left out").await;

    window.press("To ship").await;
    assert_eq!(window.rows().await[0][0].len(), 18, "a list of orders");
}

#[tokio::test]
async fn a_note_is_there_after_the_app_was_killed() {
    let world = World::new();
    let window = open_connected(&world).await;
    let order = choose_first_to_ship(&window).await;
    window.fill("Note", "Wrap it twice").await;
    window.sees("Saved on this computer.").await;
    window.kill();

    let window = world.open().await;
    window.go_to("Orders").await;
    window.choose("To ship").await;
    window.pick(&order).await;
    assert_eq!(window.value_of("Note").await, "Wrap it twice");
}
