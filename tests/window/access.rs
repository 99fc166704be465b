//! Every screen is read by axe-core, which finds what keeps somebody from using it: a control without a name, a
//! role without its parts, words that can't be told from their background.

use fantoccini::key::Key;
use serde_json::Value;

use crate::steps::{open_connected, paste_ids, put_on_bench, run_by_name, scan, select_first_to_ship, ship};
use crate::world::{Window, World};

/// A development dependency of the UI, fetched with it before any window opens.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");

/// What is serious or worse on the screen by these rules, with the first element of each.
async fn found(window: &Window, rules: &str) -> Vec<String> {
    let axe = std::fs::read_to_string(AXE).expect("`npm ci` has run in ui/");
    window.ask(&format!("if (!window.axe) {{ {axe} }}")).await;
    let serious = window
        .ask(&format!(
            "return axe.run({{ {rules} }}).then(({{ violations }}) => violations
                .filter(({{ impact }}) => impact === 'serious' || impact === 'critical')
                .map(({{ id, help, nodes }}) => `${{id}}: ${{help}}: ${{nodes[0].html.slice(0, 160)}}`))",
        ))
        .await;
    serious.as_array().expect("a list").iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

pub(crate) async fn nothing_is_wrong_with(window: &Window, screen: &str) {
    // The two themes differ in their colours alone.
    for (theme, rules) in [("light", ""), ("dark", "runOnly: ['color-contrast']")] {
        window.wear(theme).await;
        let serious = found(window, rules).await;
        assert!(serious.is_empty(), "{screen}, {theme}: {serious:#?}");
    }
    window.wear("light").await;
}

#[tokio::test]
async fn no_screen_keeps_anybody_out() {
    let world = World::new();
    let window = world.open().await;
    window.sees("Connect your shop").await;
    nothing_is_wrong_with(&window, "Connect").await;
    drop(window);

    let world = World::new();
    let window = open_connected(&world).await;
    for (screen, sign) in
        [("Today", "Last 30 days"), ("Stock", "SKU"), ("Activity", "Requests"), ("Settings", "Data folder")]
    {
        window.go_to(screen).await;
        window.sees(sign).await;
        nothing_is_wrong_with(&window, screen).await;
    }
    window.go_to("Orders").await;
    window.choose("To ship").await;
    window.press_key(Key::Down).await;
    window.sees("Tracking number").await;
    window.type_keys("x").await;
    window.sees("1 selected").await;
    nothing_is_wrong_with(&window, "Orders with one selected").await;
    window.press_together(Key::Control, 'k').await;
    window.sees("Go to Today").await;
    nothing_is_wrong_with(&window, "the palette").await;
    window.press_key(Key::Escape).await;
    window.type_keys("?").await;
    window.sees("Keyboard shortcuts").await;
    nothing_is_wrong_with(&window, "the keys").await;
    window.press("Close").await;
    window.go_to("Pack").await;
    window.sees("Scan an order or its label").await;
    nothing_is_wrong_with(&window, "Pack").await;
}

#[tokio::test]
async fn no_dialog_and_nothing_in_between_keeps_anybody_out() {
    let world = World::new();
    let window = open_connected(&world).await;
    let orders = select_first_to_ship(&window, 3).await;
    papers_and_exports(&world, &window).await;
    the_sheet(&world, &window, &orders).await;
    the_list(&window, &orders).await;
    the_pack_station(&window, &orders[1]).await;
}

async fn papers_and_exports(world: &World, window: &Window) {
    run_by_name(window, "Print packing slips").await;
    world.viewed_file().await;
    run_by_name(window, "Print packing slips").await;
    window.sees("All 3 were printed before").await;
    nothing_is_wrong_with(window, "the question before a second print").await;
    window.press("Cancel").await;
    run_by_name(window, "Export the selected").await;
    window.sees("Export 3 orders").await;
    nothing_is_wrong_with(window, "the choices of an export").await;
    window.press("Export").await;
    window.sees("3 rows written.").await;
    nothing_is_wrong_with(window, "an export that is done").await;
    window.press("Close").await;
    run_by_name(window, "Tag the selected").await;
    window.sees("Tag 3 orders").await;
    nothing_is_wrong_with(window, "a tag for many").await;
    window.press("Cancel").await;
}

async fn the_sheet(world: &World, window: &Window, orders: &[String]) {
    window.press("Ship 3…").await;
    window.sees("Ship 3 orders").await;
    nothing_is_wrong_with(window, "the ship sheet").await;
    let table = world.home().join("carrier.csv");
    std::fs::write(
        &table,
        format!("Order ID,Tracking number\n{},JT0000000001\n{}000,JT0000000002\n1,JT3\n", orders[0], &orders[1][..15]),
    )
    .unwrap();
    window.hand_over(&table).await;
    window.sees("Guessed orders").await;
    nothing_is_wrong_with(window, "the preview of a table").await;
    std::fs::write(&table, "").unwrap();
    window.hand_over(&table).await;
    window.sees("There is nothing in it").await;
    nothing_is_wrong_with(window, "a table that can’t be read").await;
    window.press("Close").await;
}

async fn the_list(window: &Window, orders: &[String]) {
    window.press_key(Key::Escape).await;
    window.press_key(Key::Escape).await;
    window.press("Filter").await;
    window.press("Quantity").await;
    window.fill("From", "1").await;
    nothing_is_wrong_with(window, "a filter").await;
    window.press_key(Key::Enter).await;
    window.press("Save view").await;
    window.sees("Name of the view").await;
    nothing_is_wrong_with(window, "the name of a view").await;
    window.press_key(Key::Escape).await;
    window.press("Columns").await;
    nothing_is_wrong_with(window, "the columns").await;
    window.press_key(Key::Escape).await;
    paste_ids(window, &[&orders[0], "999999999999999999"]).await;
    window.sees("2 orders pasted").await;
    nothing_is_wrong_with(window, "pasted orders").await;
    window.pick(&orders[0]).await;
    window.press("Show what is kept").await;
    window.sees("What is kept of order").await;
    nothing_is_wrong_with(window, "an order’s record").await;
    window.press("Close").await;
    ship(window, "9400136208303371234567").await;
    window.sees(&format!("Order {} goes out", orders[0])).await;
    nothing_is_wrong_with(window, "a shipment that can be taken back").await;
}

async fn the_pack_station(window: &Window, order: &str) {
    put_on_bench(window, order).await;
    nothing_is_wrong_with(window, "an order on the bench").await;
    scan(window, "4006381333931").await;
    window.sees("Not in this order").await;
    nothing_is_wrong_with(window, "a wrong scan").await;
}
