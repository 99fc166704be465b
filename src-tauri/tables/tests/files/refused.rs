//! What can't be read says in one sentence what it is, that nothing was changed, and what to do.

use std::io::{Cursor, Write};

use tables::{Purpose, TableError, read_file, read_pasted};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::workbook::{Workbook, zipped};

const MAX_BYTES: u64 = Purpose::Shipments.bytes();
const MAX_ROWS: usize = Purpose::Shipments.rows();

fn refused(bytes: &[u8]) -> TableError {
    let error = read_file(bytes, None, Purpose::Shipments).unwrap_err();
    let sentence = error.to_string();
    assert!(sentence.contains("Nothing was changed.") && sentence.ends_with('.'), "{sentence}");
    error
}

#[test]
fn a_file_over_the_limit_is_refused_and_told_its_size() {
    let error = refused(&vec![b'1'; MAX_BYTES as usize + 1]);
    assert_eq!(error, TableError::TooLarge(MAX_BYTES + 1, MAX_BYTES));
    assert!(error.to_string().starts_with("This file has 21 MB"), "{error}");
}

#[test]
fn nothing_is_told_as_nothing() {
    for bytes in [&b""[..], b" \r\n\t,,,\n", b"\xef\xbb\xbf", b"\xff\xfe"] {
        assert_eq!(refused(bytes), TableError::Empty, "{bytes:?}");
    }
    assert_eq!(read_pasted(" \n", Purpose::Shipments).unwrap_err(), TableError::Empty);
    assert_eq!(refused(&Workbook::of("").bytes()), TableError::Empty);
}

#[test]
fn half_a_million_rows_are_too_many() {
    let rows: String = (0..500_000).map(|n| format!("57661840221{n:07},JT{n}\n")).collect();
    assert_eq!(refused(rows.as_bytes()), TableError::TooManyRows(MAX_ROWS));
    let rows: String = (0..=MAX_ROWS).map(|_| "<row><c><v>1</v></c></row>").collect();
    assert_eq!(refused(&Workbook::of(&rows).bytes()), TableError::TooManyRows(MAX_ROWS));
}

#[test]
fn a_zip_that_is_no_workbook_is_told_as_what_it_is() {
    let zip = |name: &str| zipped(&[(name.to_owned(), "x".to_owned())]);
    assert_eq!(refused(&zip("orders.csv")), TableError::NoWorkbook);
    assert_eq!(refused(&zip("Index/Document.iwa")), TableError::OtherForm("a Numbers file"));
    assert_eq!(refused(&zip("content.xml")), TableError::OtherForm("an OpenDocument file (.ods)"));
    assert_eq!(refused(&zip("xl/workbook.bin")), TableError::OtherForm("a binary workbook (.xlsb)"));
}

#[test]
fn a_workbook_that_breaks_off_is_damaged() {
    let whole = Workbook::of("<row><c><v>1</v></c></row>").bytes();
    assert_eq!(refused(&whole[..whole.len() / 2]), TableError::Damaged);
    assert_eq!(refused(b"PK\x03\x04"), TableError::Damaged);
    assert_eq!(refused(&Workbook::of("<row><c><v>1</c></row>").bytes()), TableError::Damaged);
}

#[test]
fn a_web_page_that_a_site_calls_a_workbook_is_told_as_one() {
    let page = b"<html><table><tr><td>576618402217359921</td></tr></table></html>";
    assert_eq!(refused(page), TableError::OtherForm("a web page under a table’s name"));
}

#[test]
fn a_zip_bomb_is_refused_before_it_has_unpacked() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, bytes: &mut dyn Iterator<Item = Vec<u8>>| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        bytes.for_each(|bytes| zip.write_all(&bytes).unwrap());
    };
    let small = Workbook::of("").bytes();
    let mut archive = zip::ZipArchive::new(Cursor::new(&small)).unwrap();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        if name.contains("sharedStrings") {
            // 300 MB of blanks between the texts.
            part(&name, &mut std::iter::once(b"<sst>".to_vec()).chain((0..300).map(|_| vec![b' '; 1 << 20])));
        } else {
            part(&name, &mut std::iter::once(text.into_bytes()));
        }
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1 << 20, "{} bytes", bytes.len());
    assert_eq!(refused(&bytes), TableError::UnpacksTooLarge);
}

#[test]
fn one_long_text_in_every_cell_is_refused_before_it_fills_the_memory() {
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(100);
    let mut workbook = Workbook::of(&format!("<row>{cells}</row>").repeat(2_000));
    workbook.strings = format!("<si><t>{}</t></si>", "x".repeat(32_000));
    assert_eq!(refused(&workbook.bytes()), TableError::UnpacksTooLarge);
}
