//! The main job, done by itself on the practice shop, with a picture of each step in both themes.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use fantoccini::key::Key;

use crate::steps::{
    choose_first_to_ship, fill_connect_signed, find_stock, order_becomes, paste_ids, run_by_name, ship, show_to_ship,
    type_level,
};
use crate::world::{Seller, Window, World};

#[tokio::test]
async fn the_main_job_is_done_on_the_practice_shop() {
    let world = World::without_shop();
    let window = world.open().await;
    let album = Album::beginning_at(1);
    window.sees("Connect your shop").await;
    album.take(&window, "connect").await;
    window.press("Try the practice shop").await;
    // On a fast machine they have all come before anybody looks.
    let arriving = |screen: &str| screen.contains(" of 5,0") || screen.contains("Up to date");
    window.sees_that("orders on their way", arriving).await;
    album.take(&window, "first-sync").await;
    window.sees("Up to date").await;

    let order = choose_first_to_ship(&window).await;
    window.fill("Tracking number", "9400136208303371234568").await;
    album.take_both(&window, "orders").await;
    ship(&window, "9400136208303371234568").await;
    order_becomes(&window, &order, "Sent").await;
    window.pick(&order).await;
    window.sees("9400136208303371234568").await;
    album.take_both(&window, "shipped").await;

    paste_ids(&window, &[&order, "999999999999999999"]).await;
    window.sees("2 orders pasted").await;
    album.take_both(&window, "pasted").await;
    window.press("Show all orders").await;

    show_to_ship(&window).await;
    window.press_key(Key::Down).await;
    window.sees("Ship order").await;
    window.type_keys("x").await;
    window.sees("1 selected").await;
    for _ in 0..3 {
        window.press_together(Key::Shift, Key::Down).await;
    }
    window.sees("4 selected").await;
    album.take_both(&window, "selected").await;
    window.press("Ship 4…").await;
    window.sees("Ship 4 orders").await;
    album.take_both(&window, "ship-sheet").await;
    window.press_key(Key::Escape).await;
    window.press_together(Key::Control, 'k').await;
    window.sees("Go to Today").await;
    album.take_both(&window, "palette").await;
    window.press_key(Key::Escape).await;

    let cell = find_stock(&window).await;
    type_level(&window, &cell, "+12").await;
    window.sees("1 change in 1 SKU").await;
    album.take_both(&window, "stock-edited").await;
    window.press("Save").await;
    window
        .sees_that("the level as the shop has it", |screen| {
            !["1 change in 1 SKU", "Queued", "Sending"].iter().any(|underway| screen.contains(underway))
        })
        .await;
    album.take_both(&window, "stock").await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press_together(Key::Alt, 'h').await;
    window.sees("History").await;
    album.take_both(&window, "history").await;
    window.press_key(Key::Escape).await;

    window.go_to("Activity").await;
    window.choose("Done").await;
    window.row_says(&order, "Done").await;
    album.take_both(&window, "activity").await;
    window.choose("Saves").await;
    window.row_says("Changed 1 level", "1 done").await;
    window.press("Undo…").await;
    window.sees("Goes back").await;
    album.take_both(&window, "undo").await;
    window.press_key(Key::Escape).await;
    window.choose("Requests").await;
    window.sees("/order/202309/orders/search").await;
    album.take_both(&window, "requests").await;
    window.go_to("Settings").await;
    window.sees("Data folder").await;
    album.take_both(&window, "settings").await;
    scroll_to(&window, "#webhooks").await;
    album.take_both(&window, "settings-webhooks").await;
    window.go_to("Today").await;
    window.sees("Last 30 days").await;
    album.take_both(&window, "today").await;
    window.go_to("Pack").await;
    window.sees("Scan an order or its label").await;
    album.take_both(&window, "pack").await;
}

#[tokio::test]
async fn stock_is_edited_counted_and_taken_from_files_on_the_practice_shop() {
    let world = World::without_shop();
    let window = world.open().await;
    let album = Album::beginning_at(31);
    window.press("Try the practice shop").await;
    window.sees("Up to date").await;
    let cell = find_stock(&window).await;
    type_level(&window, &cell, "+12").await;
    window.press_together(Key::Shift, Key::Down).await;
    window.press_together(Key::Shift, Key::Down).await;
    window.press_together(Key::Control, 'd').await;
    window.sees("changes in ").await;
    album.take_both(&window, "levels-filled").await;
    window.press("Review").await;
    window.sees("on what the shop has then").await;
    album.take_both(&window, "levels-review").await;
    window.press_key(Key::Escape).await;

    run_by_name(&window, "Find and replace").await;
    window.sees("Replace all").await;
    album.take_both(&window, "levels-replace").await;
    window.press_key(Key::Escape).await;
    window.press("Safety rules…").await;
    window.sees("The whole shop").await;
    album.take_both(&window, "safety-rules").await;
    window.press_key(Key::Escape).await;

    window.press_together(Key::Control, 'o').await;
    window.sees("Levels of many SKUs").await;
    album.take_both(&window, "levels-import").await;
    let place = cell.warehouse;
    let table = format!("SKU,{place}\n{},{}\nNO-SUCH-SKU,4\n{},many\n", cell.sku, cell.level + 7, cell.sku);
    let file = world.home().join("levels.csv");
    fs::write(&file, table).unwrap();
    window.hand_over(&file).await;
    window.row_says(&cell.sku, "Goes into the grid").await;
    album.take_both(&window, "levels-preview").await;
    window.press_key(Key::Escape).await;
    run_by_name(&window, "Export levels").await;
    window.sees("unsaved change").await;
    album.take_both(&window, "levels-export").await;
    window.press_key(Key::Escape).await;

    run_by_name(&window, "Count stock").await;
    window.sees("Which warehouse do you count?").await;
    window.press(place).await;
    window.sees(&format!("Counting {place}")).await;
    window.type_keys(&cell.sku).await;
    window.press_key(Key::Enter).await;
    window.sees(&format!("{}: 1 piece", cell.sku)).await;
    album.take_both(&window, "count").await;
    window.press_together(Key::Control, 's').await;
    window.sees("Review the differences").await;
    album.take_both(&window, "count-review").await;
}

#[tokio::test]
async fn every_step_of_the_connect_guide_is_seen() {
    let world = World::of(Seller::OF_TWO_SHOPS);
    let window = world.open().await;
    let album = Album::beginning_at(61);
    window.sees("Connect your shop").await;
    window.choose("United States").await;
    window.fill("Service ID", "7368012345678901234").await;
    window.fill("App key", "6hbv2k9tqpmxd").await;
    window.fill("App secret", "only-an-example").await;
    album.take_both(&window, "guide-keys").await;
    window.press("Approve in browser").await;
    window.sees("Waiting for your browser").await;
    let page = world.browser_address().await;
    let theirs = "https://services.us.tiktokshop.com/open/authorize?service_id=7368012345678901234&state=";
    assert!(page.starts_with(theirs), "{page}");
    window.press("Paste the address instead").await;
    album.take_both(&window, "guide-waiting").await;
    window.press("Cancel").await;
    window.sees("Approve in browser").await;

    fill_connect_signed(&world.shop, &window).await;
    window.press("Approve in browser").await;
    window.sees("Waiting for your browser").await;
    world.follow_link(&world.shop.approve(&world.browser_address().await).await);
    window.sees("Which shops do you want here?").await;
    album.take_both(&window, "guide-shops").await;
    window.press_key(Key::Enter).await;
    window.sees("Up to date").await;
    window.go_to("Orders").await;
    album.take_both(&window, "guide-orders").await;
    window.go_to("Settings").await;
    window.sees("Approved until").await;
    window.fill("Usual carrier", "USPS").await;
    window.press_key(Key::Enter).await;
    window.sees("Saved").await;
    album.take_both(&window, "guide-settings").await;
}

/// Brings a part of the screen into view, and waits until it is painted there.
async fn scroll_to(window: &Window, part: &str) {
    let painted = "new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))";
    window.ask(&format!("document.querySelector('{part}').scrollIntoView(); return {painted}")).await;
}

/// The pictures, numbered in the order they are taken.
struct Album {
    folder: PathBuf,
    next: Cell<u32>,
}

impl Album {
    fn beginning_at(number: u32) -> Self {
        let asked = std::env::var_os("TIKTOKFLOW_TOUR").map(PathBuf::from);
        let folder = asked.unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("tour"));
        Self { folder, next: Cell::new(number) }
    }

    /// A picture in the theme that is on.
    async fn take(&self, window: &Window, step: &str) {
        let number = self.next.replace(self.next.get() + 1);
        window.picture(&self.folder.join(format!("{number:02}-{step}.png"))).await;
    }

    /// A picture in each theme. The theme is put on the page, as choosing it in Settings would leave this screen.
    async fn take_both(&self, window: &Window, step: &str) {
        let number = self.next.replace(self.next.get() + 1);
        for theme in ["light", "dark"] {
            window.wear(theme).await;
            window.picture(&self.folder.join(format!("{number:02}-{step}-{theme}.png"))).await;
        }
        window.wear("light").await;
    }
}
