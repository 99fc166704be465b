//! Levels out into files and in again, by the real file chooser's way.

use std::fs;
use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::steps::{find_stock, open_connected, run_by_name, type_level};
use crate::world::{Call, Shop, Window, World, until};

#[tokio::test]
async fn a_file_of_levels_is_looked_at_taken_undone_taken_again_and_saved() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    let table = kept(
        &world.home(),
        "Bestand.csv",
        &format!(
            "\u{feff}Seller SKU;New York;Notiz\r\n{};77;Grüße\r\n\r\nNOBODY-1;5;\r\n{};12,5;\r\n",
            cell.sku, cell.sku
        ),
    );

    import(&window, &table).await;
    window.press("Changes 1").await;
    window.row_says(&cell.sku, "Goes into the grid").await;
    window.press("No such SKU 1").await;
    window.row_says("NOBODY-1", "No such SKU is here").await;
    window.press("Not a whole number 1").await;
    window.row_says(&cell.sku, "Stock is counted in whole pieces").await;
    window.press("Take 1 change").await;
    window.sees("1 change taken into the grid.").await;
    window.sees("2 lines were not taken.").await;
    window.press("Write them into a file").await;
    window.sees("2 rows with the reasons written.").await;
    let left = fs::read_to_string(path_on(&window.text().await, ".csv")).unwrap();
    assert!(left.contains("NOBODY-1,5,,\"No such SKU is here."), "{left}");
    window.press("Close").await;

    window.cell_says(&cell.sku, cell.warehouse, "77").await;
    window.sees("1 change in 1 SKU").await;
    window.pick_cell(&cell.sku, cell.warehouse).await;
    window.press_together(Key::Control, 'z').await;
    window.sees_no_longer("1 change in 1 SKU").await;
    window.press_together(Key::Control, 'y').await;
    window.sees("1 change in 1 SKU").await;
    assert_eq!(sent(&world.shop).await, [] as [Value; 0], "nothing is sent before it is saved");
    window.press_together(Key::Control, 's').await;
    until("the level to be set", async || (!sent(&world.shop).await.is_empty()).then_some(())).await;
    assert_eq!(sent(&world.shop).await, [json!(77)]);
}

#[tokio::test]
async fn an_exported_list_comes_back_without_a_change_and_what_adjusts_is_added() {
    let world = World::new();
    let window = open_connected(&world).await;
    let cell = find_stock(&window).await;
    type_level(&window, &cell, "4321").await;
    window.sees("1 change in 1 SKU").await;
    for (kind, ends) in [("CSV", ".csv"), ("Excel workbook (XLSX)", ".xlsx")] {
        let path = export(&window, kind, ends).await;
        import(&window, &path).await;
        window.sees("Nothing of it can be taken.").await;
        window.sees("Same as now").await;
        window.press("Close").await;
    }
    let text = fs::read_to_string(export(&window, "CSV", ".csv").await).unwrap();
    let line = text.lines().find(|line| line.contains(&cell.sku)).expect("a line of the SKU");
    assert!(line.contains(&format!(",{}", cell.level)) && !line.contains("4321"), "the shop’s level: {line}");

    let table = kept(&world.home(), "moves.csv", &format!("SKU,New York adjustment\n{},-2\n", cell.sku));
    import(&window, &table).await;
    window.sees("1 in place of what is unsaved there").await;
    window.row_says(&cell.sku, "Takes the place of your unsaved 4321.").await;
    window.press("Take 1 change").await;
    window.sees("1 change taken into the grid.").await;
    window.press("Review").await;
    window.row_says(&cell.sku, "−2 on what the shop has then").await;
    window.press_key(Key::Enter).await;
    until("the level to be set", async || (!sent(&world.shop).await.is_empty()).then_some(())).await;
    assert_eq!(sent(&world.shop).await, [json!(cell.level - 2)]);
}

/// Opens the dialog by its key and hands it the file.
async fn import(window: &Window, file: &Path) {
    window.press_together(Key::Control, 'o').await;
    window.sees("Levels of many SKUs").await;
    window.hand_over(file).await;
}

/// Exports the list. Where the file is, which the dialog tells.
async fn export(window: &Window, kind: &str, ends: &str) -> PathBuf {
    run_by_name(window, "Export levels").await;
    window.sees("1 unsaved change in the grid is not in it").await;
    window.choose(kind).await;
    window.press("Export").await;
    window.sees(" rows written.").await;
    let path = path_on(&window.text().await, ends);
    window.press("Close").await;
    path
}

fn path_on(screen: &str, ends: &str) -> PathBuf {
    screen.split_whitespace().find(|word| word.ends_with(ends)).expect("a path").into()
}

/// The levels that the shop took, in their order.
async fn sent(shop: &Shop) -> Vec<Value> {
    let writes = shop.applied(Call::Stock).await;
    writes.iter().map(|asked| asked.level()).collect()
}

fn kept(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}
