//! Whatever buyers and sellers are called, it is text and nothing else, and the screens keep their form.

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{open_connected, show_to_ship};
use crate::world::{Window, World};

/// It would be a picture that fails, and then run a script, where it was taken for markup.
const MARKUP: &str = "<img src=x onerror=\"document.title='taken'\"><b>Bo</b>";
/// An embedding that turns everything behind it around, and is never closed.
const ARABIC: &str = "\u{202e}محمد\u{200f} العلي (Ann)";
/// One family of four, joined by what can't be seen.
const FAMILY: &str = "Ann 👨‍👩‍👧‍👦 Lee";

#[tokio::test]
async fn a_buyers_name_is_text_on_every_screen_and_moves_nothing() {
    let world = World::new();
    let long = "Wolfeschlegelsteinhausenbergerdorff".repeat(9).chars().take(300).collect::<String>();
    for name in [MARKUP, ARABIC, FAMILY, &long] {
        world.shop.happen("order", json!({ "recipient_name": name })).await;
    }
    let window = open_connected(&world).await;
    window.type_keys("go").await;
    window.choose("All").await;
    window.sees("124 orders").await;
    for name in [MARKUP, ARABIC, FAMILY, &long] {
        window.row_says(name, name).await;
        window.pick(name).await;
        window
            .sees_that("the name in the panel", |screen| {
                screen.contains("Ship to ") && screen.matches(name).count() >= 3
            })
            .await;
        keeps_its_form(&window, name).await;
    }
    window.pick(MARKUP).await;
    let order = order_of(&window, MARKUP).await;

    window.fill("Note", MARKUP).await;
    window.sees("Saved on this computer.").await;
    window.fill("Add a tag", "<b>wrap</b> \u{202e}").await;
    window.press_key(Key::Enter).await;
    window.row_says(&order, "To ship").await;
    window.fill("Search orders", "<img src=x").await;
    window.sees("1 order").await;
    window.press("Filter").await;
    window.press("Tag").await;
    window.sees("<b>wrap</b>").await;
    window.press_key(Key::Escape).await;
    window.press("Save view").await;
    window.fill("Name of the view", MARKUP).await;
    window.press_key(Key::Enter).await;
    window.sees(MARKUP).await;
    keeps_its_form(&window, "the view").await;

    show_to_ship(&window).await;
    window.press_together(Key::Control, 'a').await;
    window.sees("8 selected").await;
    window.type_keys("s").await;
    window.sees("Ship 8 orders").await;
    for name in [MARKUP, ARABIC, FAMILY, &long] {
        window.row_says(name, name).await;
    }
    keeps_its_form(&window, "the sheet").await;
    window.press_key(Key::Escape).await;
    window.press_together(Key::Control, 'k').await;
    window.sees("to run").await;
    window.type_keys(MARKUP).await;
    window.sees(&format!("Search orders for “{MARKUP}”")).await;
    keeps_its_form(&window, "the palette").await;
    window.press_key(Key::Escape).await;

    window.type_keys("gp").await;
    window.sees("Scan an order or its label").await;
    window.type_keys(&order).await;
    window.press_key(Key::Enter).await;
    window.sees(MARKUP).await;
    keeps_its_form(&window, "the pack station").await;
    window.type_keys(MARKUP).await;
    window.press_key(Key::Enter).await;
    window.sees("Not in this order").await;
    keeps_its_form(&window, "a wrong scan").await;
}

/// The number of the order in the row with this text.
async fn order_of(window: &Window, text: &str) -> String {
    window.rows().await.into_iter().find(|row| row.iter().any(|cell| cell.contains(text))).expect("a row").remove(0)
}

/// Nothing of it was taken for markup or run; rows are as high as each other, and the page is no wider than the window.
async fn keeps_its_form(window: &Window, what: &str) {
    let form = window
        .ask(
            "const front = document.querySelector('dialog[open]') ?? document
            const rows = [...front.querySelectorAll('[role=row]:has([role=gridcell], [role=cell])')]
            const page = document.documentElement
            return {
                markup: document.querySelectorAll('img, bdi *, td b').length + (document.title === 'taken' ? 1 : 0),
                heights: new Set(rows.map(({ offsetHeight }) => offsetHeight)).size,
                sideways: [...document.querySelectorAll('aside, main *, dialog *')].filter((part) =>
                    /auto|scroll/.test(getComputedStyle(part).overflowX) && part.scrollWidth > part.clientWidth).map(({ className }) => className),
                beyond: Math.max(0, page.scrollWidth - innerWidth, page.scrollHeight - innerHeight),
            }",
        )
        .await;
    assert_eq!(form["markup"], json!(0), "{what}: {form}");
    assert!(form["heights"].as_u64().is_some_and(|heights| heights <= 1), "{what}: rows of different heights: {form}");
    assert_eq!(form["sideways"], json!([]), "{what}: something scrolls sideways: {form}");
    assert_eq!(form["beyond"], json!(0), "{what}: the page is larger than the window: {form}");
}
