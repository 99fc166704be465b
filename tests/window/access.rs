//! Every screen is read by axe-core, which finds what keeps somebody from using it: a control without a name, a
//! role without its parts, words that can't be told from their background.

use fantoccini::key::Key;
use serde_json::Value;

use crate::steps::open_connected;
use crate::world::{Window, World};

/// A development dependency of the UI, fetched with it before any window opens.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");

/// What is serious or worse on the screen, with the first element of each.
async fn found(window: &Window) -> Vec<String> {
    let axe = std::fs::read_to_string(AXE).expect("`npm ci` has run in ui/");
    window.ask(&format!("if (!window.axe) {{ {axe} }}")).await;
    let serious = window
        .ask(
            "return axe.run().then(({ violations }) => violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html.slice(0, 160)}`))",
        )
        .await;
    serious.as_array().expect("a list").iter().filter_map(Value::as_str).map(ToOwned::to_owned).collect()
}

async fn nothing_is_wrong_with(window: &Window, screen: &str) {
    for theme in ["light", "dark"] {
        window.wear(theme).await;
        let serious = found(window).await;
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
