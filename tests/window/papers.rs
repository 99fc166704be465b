//! What leaves the window as a file: papers for the system's viewer, and tables of orders.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use serde_json::json;

use crate::steps::{open_connected, run_by_name, select_first_to_ship};
use crate::world::{Window, World};

/// What a sheet would run, where it took it for a formula.
const FORMULA: &str = "=HYPERLINK(\"http://example.com\")";

#[tokio::test]
async fn papers_go_to_the_viewer_and_a_second_one_asks_first() {
    let world = World::new();
    let window = open_connected(&world).await;
    let orders = select_first_to_ship(&window, 3).await;

    for (way, name) in [
        ("Print packing slips", "packing-slips"),
        ("Print a pick list", "pick-list"),
        ("Print address labels", "address-labels"),
    ] {
        run_by_name(&window, way).await;
        let paper = world.viewed_file().await;
        assert!(paper.to_string_lossy().contains(name), "{}", paper.display());
        assert!(fs::read(&paper).unwrap().starts_with(b"%PDF-"), "{} is no PDF", paper.display());
    }

    for told in ["On a pick list that was printed here", "Packing slip printed here", "Label printed here"] {
        window.sees(told).await;
    }
    window.press_together(Key::Shift, Key::Down).await;
    window.sees("4 selected").await;
    run_by_name(&window, "Print packing slips").await;
    window.sees("3 of 4 were printed before").await;
    window.sees("With a second one an order may be packed twice. Nothing was printed now.").await;
    window.row_says(&orders[2], "printed ").await;
    window.press_key(Key::Enter).await;
    let rest = world.viewed_file().await;
    assert!(fs::read(&rest).unwrap().starts_with(b"%PDF-"), "{} is no PDF", rest.display());
    window.sees_no_longer("were printed before").await;
    run_by_name(&window, "Print packing slips").await;
    window.sees("All 4 were printed before").await;
    window.press_key(Key::Enter).await;
    window.sees_no_longer("were printed before").await;
    assert_eq!(fs::read_dir(rest.parent().unwrap()).unwrap().count(), 4, "the last Enter printed nothing");
}

#[tokio::test]
async fn orders_are_exported_with_whole_ids_and_without_formulas() {
    let world = World::new();
    let order =
        world.shop.happen("order", json!({ "recipient_name": FORMULA })).await["order_id"].as_str().unwrap().to_owned();
    let window = open_connected(&world).await;
    window.type_keys("go").await;
    window.choose("All").await;
    window.sees("121 orders").await;
    window.press_together(Key::Control, 'a').await;
    window.sees("121 selected").await;

    let table = fs::read_to_string(export(&world, &window, "CSV", "csv").await).unwrap();
    assert!(table.starts_with('\u{feff}'), "Excel takes it for UTF-8 by its mark");
    assert_eq!(table.lines().count(), 122, "a heading, and a line for each order");
    let line = table.lines().find(|line| line.starts_with(&order)).expect("a line of the order");
    assert!(line.starts_with(&format!("{order}\t,")), "the id stays text behind its tab: {line}");
    assert!(line.contains("\"'=HYPERLINK(\"\"http://example.com\"\")\""), "the name is no formula: {line}");

    let sheet = worksheet(&export(&world, &window, "Excel workbook (XLSX)", "xlsx").await);
    assert!(sheet.contains(&format!("<is><t>{order}</t></is>")), "the id is text in the workbook");
    assert!(sheet.contains("<is><t>=HYPERLINK("), "the name is text in the workbook");
    assert!(!sheet.contains("<f>"), "there is no formula in the workbook");
}

/// Exports what is selected. Where the file is, which the dialog tells.
async fn export(world: &World, window: &Window, kind: &str, ends: &str) -> PathBuf {
    run_by_name(window, "Export the selected").await;
    window.choose(kind).await;
    window.press("Export").await;
    window.sees("121 rows written.").await;
    let text = window.text().await;
    let told = text.split(' ').find(|word| word.ends_with(&format!(".{ends}"))).expect("a path").to_owned();
    window.press("Open the folder").await;
    assert_eq!(Some(world.viewed_file().await.as_path()), Path::new(&told).parent());
    window.press("Close").await;
    told.into()
}

/// The text of a workbook's first worksheet.
fn worksheet(workbook: &Path) -> String {
    let mut package = zip::ZipArchive::new(File::open(workbook).unwrap()).unwrap();
    let mut text = String::new();
    package.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}
