//! Levels as sellers have them in files, and as they are written here.

use tables::{Format, LevelLayout, LevelRole, Place, Purpose, Table, TableError, WrittenLevel, read_file};

use crate::workbook::Workbook;

fn places() -> Vec<Place> {
    let place = |id: &str, name: &str| Place { id: id.into(), name: name.into() };
    vec![place("wh_hanoi", "Hanoi"), place("wh_da_nang", "Da Nang")]
}

fn read(bytes: &[u8]) -> (Table, LevelLayout) {
    let table = read_file(bytes, None, Purpose::Levels).unwrap();
    let layout = LevelLayout::of(&table.sheet, &places(), &|_, _| false);
    (table, layout)
}

/// The cells of the SKUs and the numbers of all columns of levels.
fn numbers(bytes: &[u8]) -> Vec<(String, Vec<Option<i64>>)> {
    let (table, layout) = read(bytes);
    let sku = layout.column(LevelRole::Sku).or(layout.column(LevelRole::Code)).unwrap();
    let row = |row: &tables::Row| {
        let number = |(column, ..): (usize, Option<usize>, bool)| {
            WrittenLevel::read(row.cell(column), false).ok().map(|WrittenLevel(number)| number)
        };
        (row.cell(sku).to_owned(), layout.numbers().map(number).collect())
    };
    layout.body(&table.sheet).iter().map(row).collect()
}

#[test]
fn a_file_is_read_in_whatever_form_a_spreadsheet_left_it() {
    let text = "Mã SKU;Hanoi;Da Nang\r\nTÚI-1;1.250;12,0\r\nTÚI-2;-3;\r\n";
    for bytes in [
        [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.replace(';', "\t").into_bytes(),
        format!("sep=;\r\n{text}").into_bytes(),
        ansi(text),
    ] {
        let found = numbers(&bytes);
        let only: Vec<_> = found.iter().map(|(_, numbers)| numbers.clone()).collect();
        assert_eq!(only, [[Some(1_250), Some(12)], [Some(-3), None]], "{}", String::from_utf8_lossy(&bytes));
    }
}

/// The same in the bytes of an old Windows, as far as it has the letters.
fn ansi(text: &str) -> Vec<u8> {
    let byte = |sign: char| u8::try_from(u32::from(sign)).unwrap_or(b'?');
    text.replace("Mã SKU", "Seller SKU").chars().map(byte).collect()
}

#[test]
fn the_worksheet_with_levels_is_found_behind_one_without() {
    let row = |cells: &[&str]| {
        let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
        format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
    };
    let levels = row(&["SKU ID", "Hanoi"]) + &row(&["1729384756473829101", "7"]);
    let (table, layout) = read(&Workbook::of(&levels).bytes());
    assert!(matches!(table.format, Format::Workbook { sheet: 0, .. }));
    assert_eq!(layout.roles, [LevelRole::Sku, LevelRole::Level { place: Some(0), adjusts: false }]);
}

#[test]
fn a_table_of_all_skus_in_all_warehouses_is_not_too_long_and_more_is() {
    let rows = |count: usize| (0..count).map(|n| format!("{n},1\n")).collect::<String>();
    assert!(read_file(rows(Purpose::Levels.rows()).as_bytes(), None, Purpose::Levels).is_ok());
    let refused = read_file(rows(Purpose::Levels.rows() + 1).as_bytes(), None, Purpose::Levels).unwrap_err();
    assert_eq!(refused, TableError::TooManyRows(Purpose::Levels.rows()));
}

#[test]
fn what_is_no_table_is_refused_as_one_of_shipments_is() {
    let size = Purpose::Levels.bytes() + 1;
    let refused = read_file(&vec![b'1'; size as usize], None, Purpose::Levels).unwrap_err();
    assert_eq!(refused, TableError::TooLarge(size, Purpose::Levels.bytes()));
    for bytes in [&b"\x89PNG\r\n\x1a\n\0\0"[..], b"<html><table></table></html>", b"PK\x03\x04", b""] {
        let sentence = read_file(bytes, None, Purpose::Levels).unwrap_err().to_string();
        assert!(sentence.contains("Nothing was changed."), "{sentence}");
    }
}
