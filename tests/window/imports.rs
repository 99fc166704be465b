//! Tracking numbers out of real files, and files that are none.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use fantoccini::key::Key;
use rust_xlsxwriter::Workbook;

use crate::steps::open_connected;
use crate::world::{Asked, Call, Window, World, until};

/// How every file of the old Office begins, and every workbook with a password.
const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

#[tokio::test]
async fn numbers_out_of_real_files_are_looked_at_line_by_line_and_shipped_once_each() {
    let world = World::new();
    let window = open_connected(&world).await;
    let orders = orders_to_ship(&window).await;

    let workbook = workbook(&world.home(), &orders);
    import(&window, &workbook).await;
    window.press("Ready 1").await;
    window.row_says(&orders[0], "Goes into the sheet").await;
    window.press("No such order 1").await;
    window.row_says("576600000000000001", "No such order is here").await;
    window.press("Guessed orders 1").await;
    window.row_says(&orders[1], "A spreadsheet has rounded this id").await;
    window.press("Accept the guess of row 4").await;
    window.press("Take 2 numbers").await;
    window.sees("2 numbers taken into the sheet").await;
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 0, "looking and taking send nothing");
    window.press_together(Key::Control, Key::Enter).await;
    window.sees("All 2 orders shipped").await;
    window.press("Close").await;

    for (file, sentence) in unreadable(&world.home()) {
        import(&window, &file).await;
        window.sees(sentence).await;
        window.press("Close").await;
    }

    // The app has gone on: the next file is read as any other. Its first line was shipped out of the workbook.
    import(&window, &german_csv(&world.home(), &orders)).await;
    window.press("Shipped already 1").await;
    window.row_says(&orders[0], "Shipped already").await;
    window.press("Take 2 numbers").await;
    window.row_says(&orders[3], "Will be shipped").await;
    window.press_together(Key::Control, Key::Enter).await;
    until("all of them at the shop", async || (world.shop.applied(Call::Ship).await.len() == 4).then_some(())).await;
    window.row_says(&orders[3], "Done").await;
    let shipped = world.shop.applied(Call::Ship).await;
    let told: Vec<(String, String)> = shipped.iter().map(Asked::shipment).collect();
    let of = |place: usize| (orders[place].clone(), number(place));
    assert_eq!(world.shop.asked(Call::Ship).await.len(), 4, "{told:#?}");
    (0..4).for_each(|place| assert!(told.contains(&of(place)), "{:?} is missing in {told:#?}", of(place)));
}

/// The numbers of four orders that wait.
async fn orders_to_ship(window: &Window) -> Vec<String> {
    window.type_keys("go").await;
    window.choose("To ship").await;
    window.rows().await[..4].iter().map(|row| row[0].clone()).collect()
}

/// A carrier's number for the order at this place.
fn number(place: usize) -> String {
    format!("940013620830337000000{}", place + 1)
}

/// Opens an empty sheet by its key and hands it the file.
async fn import(window: &Window, file: &Path) {
    window.type_keys("i").await;
    window.sees("Tracking numbers for many orders").await;
    window.hand_over(file).await;
}

/// What a seller's assistant saves from Excel: one id is still text, one has become a number of 15 digits, and one is
/// of another shop.
fn workbook(folder: &Path, orders: &[String]) -> PathBuf {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let kept = orders[1][..15].parse::<f64>().unwrap() * 1_000.0;
    sheet.write_string(0, 0, "Shipments of today").unwrap();
    sheet.write_string(1, 0, "Order ID").unwrap().write_string(1, 1, "Tracking number").unwrap();
    sheet.write_string(2, 0, &orders[0]).unwrap().write_string(2, 1, number(0)).unwrap();
    sheet.write_number(3, 0, kept).unwrap().write_string(3, 1, number(1)).unwrap();
    sheet.write_string(4, 0, "576600000000000001").unwrap().write_string(4, 1, number(8)).unwrap();
    let path = folder.join("Shipments.xlsx");
    workbook.save(&path).unwrap();
    path
}

/// As a German Excel writes it, with a byte order mark, semicolons and a blank line.
fn german_csv(folder: &Path, orders: &[String]) -> PathBuf {
    let line = |place: usize| format!("{};{};Grüße\r\n", orders[place], number(place));
    let text = format!("\u{feff}Bestellnummer;Sendungsnummer;Notiz\r\n{}\r\n;;\r\n{}{}", line(0), line(2), line(3));
    kept(folder, "Sendungen.csv", text.as_bytes())
}

/// Files that are no tables of numbers, and how that is told.
fn unreadable(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let huge = folder.join("year.csv");
    // It has its size, and takes no room on the disk.
    File::create(&huge).unwrap().set_len(200 * 1024 * 1024).unwrap();
    let picture = kept(folder, "label.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10");
    let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = kept(folder, "locked.xlsx", &[OLE, &[0; 1_016], &package].concat());
    let old = kept(folder, "old.xls", &[OLE, &[0; 2_000]].concat());
    vec![
        (huge, "This file has 200 MB; a table may have 20 MB. Nothing was changed."),
        (picture, "This is a picture, not a table, whatever its name says. Nothing was changed."),
        (locked, "This workbook is locked with a password. Nothing was changed."),
        (old, "This is an old Excel file (.xls), which can’t be read here. Nothing was changed."),
    ]
}

fn kept(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}
