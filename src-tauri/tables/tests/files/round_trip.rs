//! What is written reads back as it was.

use std::io::Write;

use proptest::prelude::*;
use tables::{
    Cell, CsvWriter, Layout, Lines, Purpose, RowWriter, WrittenId, WrittenNumber, XlsxWriter, read_file, shipments,
};

/// Bytes that can be looked at when the writer has gone.
#[derive(Clone, Default)]
struct Paper(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn written(xlsx: bool, rows: &[(String, String, String)]) -> Vec<u8> {
    let (paper, folder) = (Paper::default(), tempfile::tempdir().unwrap());
    let mut writer: Box<dyn RowWriter> = match xlsx {
        true => Box::new(XlsxWriter::new(paper.clone(), "Orders", folder.path()).unwrap()),
        false => Box::new(CsvWriter::new(paper.clone()).unwrap()),
    };
    writer.row(&["Buyer", "Order ID", "Tracking number"].map(Cell::Text)).unwrap();
    for (buyer, id, number) in rows {
        writer.row(&[Cell::Text(buyer), Cell::Id(id), Cell::Id(number)]).unwrap();
    }
    writer.finish().unwrap();
    paper.0.lock().unwrap().clone()
}

fn read_back(bytes: &[u8]) -> Vec<(String, String)> {
    let table = read_file(bytes, None, Purpose::Shipments).unwrap();
    let Lines { lines, .. } = shipments(&table.sheet, &Layout::of(&table.sheet));
    let exact = |line: &tables::Line| {
        let id = WrittenId::read(&line.order).unwrap().exact.unwrap().to_string();
        (id, WrittenNumber::read(&line.number).unwrap().number.as_str().to_owned())
    };
    lines.iter().map(exact).collect()
}

/// Names, and what somebody puts into a name so that a sheet runs it or a reader stumbles.
fn buyer() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,20}", "[=+@\\-\t\r\n\",;|' ]{1,4}[a-z(),\"]{0,8}", "Nguyễn Thị Hoa", "[0-9]{3} Main St, Apt 4"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn ids_and_numbers_come_back_from_both_forms_whatever_buyers_are_called(
        rows in proptest::collection::vec((buyer(), "57[0-9]{15}[1-9]", "(00[0-9]{9}[1-9]|JT[0-9]{10}|9400[0-9]{17}[1-9])"), 3..40),
        xlsx in any::<bool>(),
    ) {
        let expected: Vec<(String, String)> = rows.iter().map(|(_, id, number)| (id.clone(), number.clone())).collect();
        prop_assert_eq!(read_back(&written(xlsx, &rows)), expected);
    }
}

#[test]
fn no_buyer_can_name_himself_a_formula() {
    for name in ["=HYPERLINK(\"http://x\",\"y\")", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=1\n=2", "＝1"] {
        let rows = [(name.to_owned(), "576618402217359921".to_owned(), "JT0123456789".to_owned())];
        let csv = String::from_utf8(written(false, &rows)).unwrap();
        let cell = csv.lines().nth(1).unwrap().trim_start_matches('"');
        assert!(cell.starts_with('\''), "{cell}");
        let mut xlsx = zip::ZipArchive::new(std::io::Cursor::new(written(true, &rows))).unwrap();
        let mut sheet = String::new();
        std::io::Read::read_to_string(&mut xlsx.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut sheet).unwrap();
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{sheet}");
    }
}
