//! The SKUs of a product are folded into one row, which takes nothing, and come back; and what lasts sorts the grid.

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{open_connected, run_by_name};
use crate::world::{Window, World, until};

const LOS_ANGELES: &str = "Los Angeles";

/// The first product of several SKUs, as the grid shows it.
struct Product {
    name: String,
    skus: Vec<String>,
    /// Its levels in the column that is worked in, where all are known.
    sum: i64,
    /// The SKU in the row under it.
    next: String,
}

async fn open_grid(world: &World) -> Window {
    let window = open_connected(world).await;
    window.go_to("Stock").await;
    window.choose("All").await;
    window
}

async fn first_product(window: &Window) -> Product {
    let column = window.columns().await.iter().position(|heading| heading == LOS_ANGELES).unwrap();
    let rows = window.rows().await;
    let level = |row: &Vec<String>| row[column].replace(',', "").parse::<i64>().ok();
    let groups: Vec<&[Vec<String>]> = rows.chunk_by(|one, other| one[0] == other[0]).collect();
    let at = groups.iter().position(|group| group.len() > 1 && group.iter().all(|row| level(row).is_some())).unwrap();
    let product = groups[at];
    Product {
        name: product[0][0].clone(),
        skus: product.iter().map(|row| row[1].clone()).collect(),
        sum: product.iter().filter_map(level).sum(),
        next: groups[at + 1][0][1].clone(),
    }
}

impl Product {
    fn folded(&self) -> String {
        format!("{} SKUs", self.skus.len())
    }

    /// Waits until its SKUs are one row with their sum.
    async fn is_folded(&self, window: &Window) {
        let column = window.columns().await.iter().position(|heading| heading == LOS_ANGELES).unwrap();
        until("the product to be one row", async || {
            let rows = window.rows().await;
            let own: Vec<&Vec<String>> = rows.iter().filter(|row| row[0].starts_with(&self.name)).collect();
            let is_sum =
                |row: &Vec<String>| row[1] == self.folded() && row[column].replace(',', "") == self.sum.to_string();
            matches!(own.as_slice(), [row] if is_sum(row)).then_some(())
        })
        .await;
    }

    async fn is_unfolded(&self, window: &Window) {
        until("its SKUs to be there", async || {
            let shown: Vec<String> = window.rows().await.into_iter().map(|mut row| row.swap_remove(1)).collect();
            self.skus.iter().all(|sku| shown.contains(sku)).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_product_is_folded_and_unfolded_by_a_key() {
    let world = World::new();
    let window = open_grid(&world).await;
    let product = first_product(&window).await;
    window.pick_cell(&product.skus[1], LOS_ANGELES).await;
    window.press_together(Key::Alt, Key::Left).await;
    product.is_folded(&window).await;
    // The active cell has gone into the folded row, and out of it to the first SKU.
    window.sees("Sum of a folded product").await;
    window.press_together(Key::Alt, Key::Right).await;
    product.is_unfolded(&window).await;
    window.type_keys("4321").await;
    window.press_key(Key::Enter).await;
    window.cell_says(&product.skus[0], LOS_ANGELES, "4,321").await;
}

#[tokio::test]
async fn a_product_is_folded_by_the_mouse_and_the_active_cell_stays_at_its_sku() {
    let world = World::new();
    let window = open_grid(&world).await;
    let product = first_product(&window).await;
    window.pick_cell(&product.next, LOS_ANGELES).await;
    window.press(&format!("Fold {}", product.name)).await;
    product.is_folded(&window).await;
    window.type_keys("4321").await;
    window.press_key(Key::Enter).await;
    window.cell_says(&product.next, LOS_ANGELES, "4,321").await;
    window.press(&format!("Unfold {}", product.name)).await;
    product.is_unfolded(&window).await;
    window.sees("1 change in 1 SKU").await;
}

#[tokio::test]
async fn what_is_typed_over_a_sum_is_refused_and_told_why() {
    let world = World::new();
    let window = open_grid(&world).await;
    let product = first_product(&window).await;
    window.press(&format!("Fold {}", product.name)).await;
    product.is_folded(&window).await;
    window.pick_cell(&product.folded(), LOS_ANGELES).await;
    window.type_keys("7").await;
    window.sees(&format!("This is the sum of {} SKUs. Unfold the product with Alt+→", product.skus.len())).await;
    window.press_key(Key::Enter).await;
    // Enter goes on, and leaves nothing behind: neither the note nor a change.
    window.sees_no_longer("Sum of a folded product").await;
    assert_eq!(window.ask("return document.querySelectorAll('[role=grid] p').length").await, json!(0));
    let says = window.text().await;
    assert!(!says.contains("change in"), "{says}");
}

#[tokio::test]
async fn all_that_is_selected_is_filled_but_for_what_is_folded() {
    let world = World::new();
    let window = open_grid(&world).await;
    let product = first_product(&window).await;
    window.press(&format!("Fold {}", product.name)).await;
    product.is_folded(&window).await;
    window.pick_cell(&product.next, LOS_ANGELES).await;
    window.press_together(Key::Control, 'a').await;
    window.sees("1 folded row left out").await;
    window.type_keys("4321").await;
    window.press_together(Key::Control, Key::Enter).await;
    window.sees("filled. 1 folded row left out.").await;
    window.cell_says(&product.next, LOS_ANGELES, "4,321").await;
    window.press(&format!("Unfold {}", product.name)).await;
    product.is_unfolded(&window).await;
    for sku in &product.skus {
        let cells = window.rows().await;
        let row = cells.iter().find(|row| row[1] == *sku).unwrap();
        assert!(!row.iter().any(|cell| cell.contains("4,321")), "{row:?}");
    }
}

#[tokio::test]
async fn what_is_folded_is_so_after_a_start_and_a_search_finds_it() {
    let world = World::new();
    let window = open_grid(&world).await;
    let product = first_product(&window).await;
    window.press(&format!("Fold {}", product.name)).await;
    product.is_folded(&window).await;
    window.fill("Search stock", &product.skus[1]).await;
    until("its SKU alone", async || {
        let rows = window.rows().await;
        (rows.len() == 1 && rows[0][1] == product.skus[1]).then_some(())
    })
    .await;
    world.is_on_the_disk("look.folds.").await;
    window.kill();

    let window = world.open().await;
    window.go_to("Stock").await;
    product.is_folded(&window).await;
    run_by_name(&window, "Unfold all products").await;
    product.is_unfolded(&window).await;
}

#[tokio::test]
async fn folded_rows_say_so_to_whoever_cannot_see_them() {
    let world = World::new();
    let window = open_grid(&world).await;
    let product = first_product(&window).await;
    let expanded =
        "return [...document.querySelectorAll('[role=rowheader][aria-expanded]')].map((head) => head.ariaExpanded)";
    let rows = "return Number(document.querySelector('[role=grid]').ariaRowCount)";
    let before = window.ask(rows).await;
    assert!(window.ask(expanded).await.as_array().unwrap().iter().all(|one| *one == json!("true")));
    window.press(&format!("Fold {}", product.name)).await;
    product.is_folded(&window).await;
    assert!(window.ask(expanded).await.as_array().unwrap().contains(&json!("false")));
    let fewer = before.as_i64().unwrap() - product.skus.len() as i64 + 1;
    assert_eq!(window.ask(rows).await, json!(fewer));
}

#[tokio::test]
async fn what_lasts_sorts_the_grid_both_ways() {
    let world = World::new();
    let window = open_grid(&world).await;
    let lasts = window.columns().await.iter().position(|heading| heading.starts_with("Lasts")).unwrap();
    // As many days as are shown; what is left of a day is none of them.
    let days = |cell: &str| match cell {
        "sold out" => Some(0),
        "90 d+" => Some(91),
        _ if cell.contains("< 1 d") => Some(0),
        _ => cell.trim_start_matches("out in ").strip_suffix(" d")?.parse::<i64>().ok(),
    };
    let shown = async || -> Vec<i64> { window.rows().await.iter().filter_map(|row| days(&row[lasts])).collect() };
    until("what sells", async || (!shown().await.is_empty()).then_some(())).await;
    window.sort_by("Lasts").await;
    until("what is gone first to come first", async || {
        let days = shown().await;
        (days.len() > 3 && days[0] == 0 && days.is_sorted()).then_some(())
    })
    .await;
    window.sort_by("Lasts").await;
    until("what lasts longest to come first", async || {
        let days = shown().await;
        (days.len() > 3 && days[0] > 3 && days.is_sorted_by(|one, next| one >= next)).then_some(())
    })
    .await;
}
