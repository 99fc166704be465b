//! What a seller does again and again.

use fantoccini::key::Key;
use serde_json::Value;

use crate::world::{APP_KEY, APP_SECRET, Shop, Spoken, Window, World, spoken};

/// The consent page of the signed contract's kind.
const CONSENT: &str = "/open/authorize?service_id=practice-service";

/// Fills the Connect screen for the shop of this world and asks for approval. Returns the page the browser was sent to.
pub(crate) async fn ask_for_approval(world: &World, window: &Window) -> String {
    fill_connect(world, window, APP_KEY, APP_SECRET).await;
    window.press("Approve in browser").await;
    window.sees("Waiting for your browser").await;
    world.browser_address().await
}

/// Fills the Connect screen with this key and secret.
pub(crate) async fn fill_connect(world: &World, window: &Window, key: &str, secret: &str) {
    fill_connect_to(&world.shop, window, key, secret).await;
}

/// Fills the Connect screen for this shop.
async fn fill_connect_to(shop: &Shop, window: &Window, key: &str, secret: &str) {
    match spoken() {
        Spoken::Documented => fill_addresses(shop, window, "Documented API", "/oauth/authorize").await,
        Spoken::Signed => fill_addresses(shop, window, "Partner API (signed)", CONSENT).await,
    }
    window.fill("App key", key).await;
    window.fill("App secret", secret).await;
}

/// Fills the Connect screen for this shop, as one that answers to the signed Partner API.
pub(crate) async fn fill_connect_signed(shop: &Shop, window: &Window) {
    fill_addresses(shop, window, "Partner API (signed)", CONSENT).await;
    window.fill("App key", APP_KEY).await;
    window.fill("App secret", APP_SECRET).await;
}

async fn fill_addresses(shop: &Shop, window: &Window, contract: &str, consent: &str) {
    let base = shop.base();
    window.choose("Custom…").await;
    window.choose(contract).await;
    window.fill("Authorise address", &format!("{base}{consent}")).await;
    window.fill("Token address", &format!("{base}/api/v2/token/get")).await;
    window.fill("Refresh address", &format!("{base}/api/v2/token/refresh")).await;
    window.fill("API address", base).await;
}

/// Opens the app, connects this world's shop, and waits until everything has arrived.
pub(crate) async fn open_connected(world: &World) -> Window {
    let window = world.open().await;
    let page = ask_for_approval(world, &window).await;
    let link = world.shop.approve(&page).await;
    world.follow_link(&link);
    window.sees("Up to date").await;
    if spoken() == Spoken::Signed {
        name_carrier(&window).await;
    }
    window
}

/// Says once and for all whose tracking numbers are whose form doesn't say it.
async fn name_carrier(window: &Window) {
    window.go_to("Settings").await;
    window.fill("Usual carrier", "USPS").await;
    window.press_key(Key::Enter).await;
    window.sees("Saved").await;
    window.go_to("Orders").await;
}

/// Connects another shop beside those that are there, and waits until everything of it has arrived.
pub(crate) async fn connect_another(world: &World, window: &Window, shop: &Shop) {
    window.go_to("Settings").await;
    window.press("Connect another shop").await;
    window.sees("The shops that are here already stay as they are").await;
    fill_connect_to(shop, window, APP_KEY, APP_SECRET).await;
    window.press("Approve in browser").await;
    window.sees("Waiting for your browser").await;
    let link = shop.approve(&world.browser_address().await).await;
    world.follow_link(&link);
    window.sees(shop.seller.name).await;
    window.sees("Up to date").await;
}

/// The number of the first order that waits to be shipped, chosen, with its panel open.
pub(crate) async fn choose_first_to_ship(window: &Window) -> String {
    window.go_to("Orders").await;
    window.choose("To ship").await;
    let order = window.rows().await[0][0].clone();
    window.pick(&order).await;
    window.sees("Tracking number").await;
    order
}

/// Chooses the pile of orders that wait, and waits until the list is theirs: the one before it stays until then.
pub(crate) async fn show_to_ship(window: &Window) {
    window.choose("To ship").await;
    window
        .sees_that("the orders that wait", |screen| {
            let waiting = screen.split("To ship ").nth(1).and_then(|rest| rest.split(' ').next());
            waiting.is_some_and(|number| screen.contains(&format!(" {number} orders")))
        })
        .await;
}

/// Selects so many of the first orders that wait, by keys alone. Their numbers.
pub(crate) async fn select_first_to_ship(window: &Window, orders: usize) -> Vec<String> {
    window.type_keys("go").await;
    show_to_ship(window).await;
    let numbers = window.rows().await[..orders].iter().map(|row| row[0].clone()).collect();
    window.press_key(Key::Down).await;
    window.sees("Tracking number").await;
    window.type_keys("x").await;
    window.sees("1 selected").await;
    for _ in 1..orders {
        window.press_together(Key::Shift, Key::Down).await;
    }
    window.sees(&format!("{orders} selected")).await;
    numbers
}

/// Runs the first action that the palette finds by these words.
pub(crate) async fn run_by_name(window: &Window, words: &str) {
    window.press_together(Key::Control, 'k').await;
    window.sees("to run").await;
    window.type_keys(words).await;
    window.press_key(Key::Enter).await;
    window.sees_no_longer("to run").await;
}

/// Types the number and presses the button.
pub(crate) async fn ship(window: &Window, tracking: &str) {
    window.fill("Tracking number", tracking).await;
    window.press("Ship order").await;
}

/// Looks the order up and waits until its row says this.
pub(crate) async fn order_becomes(window: &Window, order: &str, look: &str) {
    window.go_to("Orders").await;
    window.choose("All").await;
    window.fill("Search orders", order).await;
    // Lists of what is typed so far hold others beside it, and give way to one another under the pointer.
    window.sees(" 1 order").await;
    window.row_says(order, look).await;
}

/// A cell of the stock grid, by its SKU and its warehouse.
pub(crate) struct Cell {
    /// The seller's own SKU, as the row shows it.
    pub(crate) sku: String,
    /// The heading of the column.
    pub(crate) warehouse: &'static str,
    /// The level it shows.
    pub(crate) level: i64,
}

/// Goes to the stock screen and finds the first cell that has something to sell.
pub(crate) async fn find_stock(window: &Window) -> Cell {
    window.go_to("Stock").await;
    window.choose("All").await;
    let warehouse = "New York";
    let column = window.columns().await.iter().position(|heading| heading == warehouse).unwrap();
    let rows = window.rows().await;
    let stocked = rows.iter().find_map(|row| {
        let level = row[column].replace(',', "").parse().ok().filter(|level| (10..900).contains(level))?;
        Some(Cell { sku: row[1].clone(), warehouse, level })
    });
    stocked.unwrap()
}

/// Types into a cell, without saving.
pub(crate) async fn type_level(window: &Window, cell: &Cell, typed: &str) {
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.type_keys(typed).await;
    window.press_key(fantoccini::key::Key::Enter).await;
}

/// Types into a cell and saves.
pub(crate) async fn save_level(window: &Window, cell: &Cell, typed: &str) {
    type_level(window, cell, typed).await;
    window.press("Save").await;
}

/// Pastes a list of order ids into the search, from the clipboard.
pub(crate) async fn paste_ids(window: &Window, ids: &[&str]) {
    window.fill("Search orders", &ids.join(", ")).await;
    for key in ['a', 'x', 'v'] {
        window.press_together(Key::Control, key).await;
    }
}

/// What a scanner does: it types fast, and ends with Enter.
pub(crate) async fn scan(window: &Window, code: &str) {
    window.type_keys(code).await;
    window.press_key(Key::Enter).await;
}

/// Goes to the pack station and scans an order.
pub(crate) async fn put_on_bench(window: &Window, order: &str) {
    window.go_to("Pack").await;
    window.sees("Scan an order or its label").await;
    scan(window, order).await;
    window
        .sees_that("the order on the bench", |screen| screen.contains(order) && screen.contains("in the parcel"))
        .await;
}

/// Scans every piece that the open order wants.
pub(crate) async fn scan_all(window: &Window) {
    for code in codes(window).await {
        scan(window, &code).await;
    }
    window.sees("All there").await;
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
