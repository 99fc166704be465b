//! Every screen while the shop can't be reached: what is on this computer works, what waits says so, and goes out once.

use std::fs;

use fantoccini::key::Key;

use crate::steps::{
    find_stock, open_connected, order_becomes, put_on_bench, run_by_name, save_level, scan, scan_all,
    select_first_to_ship,
};
use crate::world::{Call, Window, World, until};

#[tokio::test]
async fn every_screen_works_without_the_shop_and_what_waited_goes_out_once() {
    let mut world = World::new();
    let window = open_connected(&world).await;
    world.shop.close();
    window.press("Sync now").await;
    window.sees("Offline").await;

    the_day_is_told(&window).await;
    the_list_is_narrowed_sorted_and_searched(&window).await;
    let orders = select_first_to_ship(&window, 2).await;
    notes_and_tags_are_kept(&window, &orders[1]).await;
    papers_and_tables_are_made(&world, &window).await;
    ship_from_the_sheet(&window, &orders).await;
    pack(&window, &orders[0]).await;
    let cell = find_stock(&window).await;
    save_level(&window, &cell, "4321").await;
    window.cell_says(&cell.sku, cell.warehouse, "4,321").await;
    window.go_to("Activity").await;
    for order in &orders {
        window.row_says(order, "Queued").await;
    }
    window.go_to("Settings").await;
    window.choose("Dark").await;
    window.is_dark(true).await;

    world.shop.open_again();
    run_by_name(&window, "Look for new orders now").await;
    for order in &orders {
        order_becomes(&window, order, "Sent").await;
    }
    until("the level to be set", async || (world.shop.applied(Call::Stock).await.len() == 1).then_some(())).await;
    let mut sent: Vec<String> = world.shop.asked(Call::Ship).await.iter().map(|asked| asked.shipment().0).collect();
    sent.sort();
    let mut expected = orders.to_vec();
    expected.sort();
    assert_eq!((sent, world.shop.asked(Call::Stock).await.len()), (expected, 1), "each goes out once");
}

async fn the_day_is_told(window: &Window) {
    window.type_keys("gt").await;
    window.sees("Last 30 days").await;
    window.press("Show as table").await;
    window.sees("Cancelled orders are left out").await;
    window.press("Show as chart").await;
    window.press("To ship").await;
    window.sees(" 4 orders").await;
}

async fn the_list_is_narrowed_sorted_and_searched(window: &Window) {
    window.choose("Delivered").await;
    window.sees(" 104 orders").await;
    window.press("Filter").await;
    window.press("Quantity").await;
    window.fill("From", "3").await;
    window.press_key(Key::Enter).await;
    window.sees("Quantity 3 or more").await;
    window.sees_no_longer(" 104 orders").await;
    window.sort_by("Total").await;
    window.sees("Sorted by total").await;
    window.press("Back to the usual order").await;
    window.press("Remove the filter Quantity").await;
    window.sees(" 104 orders").await;
    window.fill("Search orders", "linen").await;
    window.sees_no_longer(" 104 orders").await;
    window.row_says("Linen Tote", "Delivered").await;
    window.press_key(Key::Escape).await;
    window.sees(" 104 orders").await;
    window.press_key(Key::Escape).await;
}

/// The order is the chosen one.
async fn notes_and_tags_are_kept(window: &Window, order: &str) {
    window.fill("Note", "Ring twice").await;
    window.sees("Saved on this computer.").await;
    window.row_says(order, "You wrote a note").await;
    window.fill("Add a tag", "fragile").await;
    window.press_key(Key::Enter).await;
    window.sees("Tagged fragile.").await;
    window.press_key(Key::Escape).await;
    window.sees("2 selected").await;
}

async fn papers_and_tables_are_made(world: &World, window: &Window) {
    window.press("Packing slips").await;
    assert!(fs::read(world.viewed_file().await).unwrap().starts_with(b"%PDF-"));
    run_by_name(window, "Export the selected").await;
    window.press("Export").await;
    window.sees("2 rows written.").await;
    window.press("Close").await;
}

/// As far as it gets: both are saved, and say at their rows that they wait.
async fn ship_from_the_sheet(window: &Window, orders: &[String]) {
    window.press("Ship 2…").await;
    window.sees("Ship 2 orders").await;
    window.click_into(&format!("Tracking number of order {}", orders[0])).await;
    for end in 1..=2 {
        window.type_keys(&format!("940013620830337000000{end}")).await;
        window.press_key(Key::Enter).await;
    }
    window.press_together(Key::Control, Key::Enter).await;
    for order in orders {
        window.row_says(order, "Queued").await;
    }
    window.sees("0 of 2 shipped").await;
    window.sees("2 orders go out as soon as the shop can be reached").await;
    window.press("Close").await;
    order_becomes(window, &orders[0], "Queued").await;
    window.pick(&orders[0]).await;
    window.sees("Goes out as soon as the shop can be reached").await;
    window.fill("Search orders", "").await;
}

/// The shop can't say whether the order was cancelled, and the person is asked instead.
async fn pack(window: &Window, order: &str) {
    put_on_bench(window, order).await;
    scan_all(window).await;
    scan(window, order).await;
    window.sees("The shop can’t be asked now").await;
    window.press("Close it all the same").await;
    window.sees("Packed today: 1").await;
    run_by_name(window, "Go to Orders").await;
}
