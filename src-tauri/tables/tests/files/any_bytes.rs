//! Whatever the bytes are: an answer, no panic, bounded memory.

use proptest::prelude::*;
use tables::{
    Layout, LevelLayout, Place, Purpose, WrittenId, WrittenLevel, WrittenNumber, level_headings, loose_code, read_file,
    read_pasted, shipments,
};

use crate::{
    memory::most_held,
    workbook::{Workbook, number, text},
};

/// Bytes that a table of `size` bytes may cost at most, all copies and indexes together.
fn bound(size: usize) -> usize {
    // Text three times as long in UTF-8, twice for its line ends, a cell for each byte at worst.
    (1 << 20) + 24 * size
}

/// All that is done with a table before the cache is asked.
fn all_of_it(bytes: &[u8]) {
    let Ok(table) = read_file(bytes, None, Purpose::Shipments) else { return };
    let layout = Layout::of(&table.sheet);
    assert!(layout.columns(&table.sheet).len() <= 512);
    for chosen in
        [layout, Layout::chosen(&table.sheet, Some(0), Some(usize::MAX)), Layout::chosen(&table.sheet, None, None)]
    {
        for line in shipments(&table.sheet, &chosen).lines {
            let _ = (WrittenId::read(&line.order), WrittenNumber::read(&line.number));
        }
    }
}

/// The same with a table of levels.
fn all_of_its_levels(bytes: &[u8]) {
    let Ok(table) = read_file(bytes, None, Purpose::Levels) else { return };
    let places = ["Order ID", "Tracking"].map(|name| Place { id: name.to_lowercase(), name: name.into() });
    let layout = LevelLayout::of(&table.sheet, &places, &|_, cell| !cell.is_empty());
    assert_eq!(layout.roles.len(), layout.columns(&table.sheet).len());
    assert_eq!(level_headings(&places).len(), 7);
    for cell in layout.body(&table.sheet).iter().flat_map(tables::Row::cells) {
        let _ = (WrittenLevel::read(cell, false), WrittenLevel::read(cell, true), loose_code(cell));
    }
}

fn workbook() -> Vec<u8> {
    let row = |cells: [String; 2]| format!("<row>{}</row>", cells.concat());
    let rows = row([text("Order ID"), text("Tracking")]) + &row([number("5.76618E+17"), text("JT0123456789")]);
    let mut workbook = Workbook::of(&rows);
    workbook.strings = "<si><t>a &lt; b</t></si>".into();
    workbook.styles = "<cellXfs><xf numFmtId=\"0\"/></cellXfs>".into();
    workbook.bytes()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let held = most_held(|| all_of_it(&bytes));
        prop_assert!(held < bound(bytes.len()), "{held} bytes for {}", bytes.len());
        let held = most_held(|| all_of_its_levels(&bytes));
        prop_assert!(held < bound(bytes.len()), "{held} bytes for {} as levels", bytes.len());
    }

    #[test]
    fn any_text_of_what_tables_are_made_of_is_read_or_refused(
        parts in proptest::collection::vec(prop_oneof![
            Just(",".to_owned()), Just(";".to_owned()), Just("\t".to_owned()), Just("\"".to_owned()), Just("\n".to_owned()),
            Just("\r".to_owned()), Just("=\"".to_owned()), Just("'".to_owned()), Just("Order ID".to_owned()), Just("Tracking".to_owned()),
            "5766[0-9]{14}", "[0-9][.,][0-9]{1,17}E[+]?[0-9]{1,3}", "[0-9]{0,45}", "[0-9,.' ]{1,12}", "\\PC{0,6}",
        ], 0..120),
        pasted in any::<bool>(),
    ) {
        let text = parts.concat();
        if pasted {
            let _ = read_pasted(&text, Purpose::Shipments);
        }
        let held = most_held(|| all_of_it(text.as_bytes()));
        prop_assert!(held < bound(text.len()), "{held} bytes for {}", text.len());
    }

    #[test]
    fn a_workbook_with_any_bytes_changed_is_read_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = workbook();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let held = most_held(|| all_of_it(&bytes));
        prop_assert!(held < 4 << 20, "{held} bytes");
    }

    #[test]
    fn a_workbook_with_any_xml_in_it_is_read_or_refused(
        parts in proptest::collection::vec(prop_oneof![
            Just("<row>".to_owned()), Just("</row>".to_owned()), Just("<c r=\"XFD1048576\">".to_owned()), Just("<c t=\"s\">".to_owned()),
            Just("</c>".to_owned()), Just("<v>".to_owned()), Just("</v>".to_owned()), Just("&#0;".to_owned()), Just("&x;".to_owned()),
            Just("<is><t>".to_owned()), Just("</t></is>".to_owned()), "<row r=\"[0-9]{0,12}\"/>", "[0-9.E+]{0,24}", "_x[0-9A-F]{0,5}_", "\\PC{0,8}",
        ], 0..60),
    ) {
        let bytes = Workbook::of(&parts.concat()).bytes();
        let held = most_held(|| all_of_it(&bytes));
        prop_assert!(held < 4 << 20, "{held} bytes");
    }
}

#[test]
fn files_of_one_thing_over_and_over_stay_within_their_bound() {
    let size = Purpose::Shipments.bytes() as usize / 10;
    for bytes in [
        b",".repeat(size),
        b"\n".repeat(size),
        b"\"".repeat(size),
        b"1,".repeat(size / 2),
        b"a\n".repeat(size / 2),
        b"\xe9".repeat(size),
        b"\"a\n".repeat(size / 3),
    ] {
        let held = most_held(|| all_of_it(&bytes));
        assert!(held < bound(size), "{held} bytes for {:?}…", &bytes[..3]);
    }
}
