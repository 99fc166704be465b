use tables::{Format, Layout, Line, Purpose, WrittenId, WrittenNumber, read_file, shipments};

use crate::workbook::{Workbook, number, text};

fn lines(workbook: &Workbook) -> Vec<Line> {
    let table = read_file(&workbook.bytes(), None, Purpose::Shipments).unwrap();
    shipments(&table.sheet, &Layout::of(&table.sheet)).lines
}

fn pairs(workbook: &Workbook) -> Vec<(String, String)> {
    lines(workbook).into_iter().map(|line| (line.order, line.number)).collect()
}

fn row(cells: &[String]) -> String {
    format!("<row>{}</row>", cells.concat())
}

#[test]
fn an_id_in_a_number_cell_keeps_every_digit_that_the_file_has() {
    let rows = row(&[text("Order ID"), text("Tracking number")])
        + &row(&[number("576618402217359921"), text("JT0123456789")])
        + &row(&[number("5.7661840221735987E+17"), number("794698475120")])
        + &row(&[number("576618402217359000"), number("7.94698475121E+11")]);
    let read = pairs(&Workbook::of(&rows));
    assert_eq!(read[0], ("576618402217359921".into(), "JT0123456789".into()));
    assert_eq!((read[1].1.as_str(), read[2].1.as_str()), ("794698475120", "794698475121"));
    let whole = domain::OrderId::new("576618402217359921");
    for (order, _) in &read[1..] {
        assert!(WrittenId::read(order).unwrap().near.unwrap().holds(&whole), "{order}");
    }
    // The exact id of a number cell is not taken for a rounded one.
    assert_eq!(WrittenId::read(&read[0].0).unwrap().near, None);
}

#[test]
fn zeros_that_only_a_format_shows_are_read_too() {
    let mut workbook = Workbook::of(
        &(row(&[text("Order ID"), text("Tracking")])
            + &row(&[text("576618402217359921"), "<c s=\"1\"><v>34043416109</v></c>".into()])),
    );
    workbook.styles = "<numFmts><numFmt numFmtId=\"164\" formatCode=\"00000000000000\"/></numFmts>\
        <cellStyleXfs><xf numFmtId=\"164\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs>"
        .into();
    assert_eq!(pairs(&workbook), [("576618402217359921".to_owned(), "00034043416109".to_owned())]);
}

#[test]
fn shared_rich_and_read_aloud_texts_are_read_as_they_are_shown() {
    let mut workbook = Workbook::of(
        "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>\
         <row r=\"4\"><c r=\"A4\" t=\"s\"><v>2</v></c><c r=\"C4\" t=\"str\"><f>A1&amp;1</f><v>JT&#48;123456789_x0009_</v></c></row>",
    );
    workbook.strings = "<si><t>注文番号</t><rPh><t>ちゅうもん</t></rPh></si>\
        <si><r><t>Tracking </t></r><r><t>number</t></r></si><si><t xml:space=\"preserve\"> 576618402217359921</t></si>"
        .into();
    let read = lines(&workbook);
    assert_eq!(
        (read[0].row, read[0].order.as_str(), read[0].number.as_str()),
        (4, "576618402217359921", "JT0123456789")
    );
}

#[test]
fn the_worksheet_with_the_shipments_is_found_and_another_one_can_be_chosen() {
    let shipments = row(&[text("576618402217359921"), text("JT0123456789")]);
    let notes = row(&[text("Notes"), text("Ana called")]);
    let hidden = row(&[text("576618402217359922"), text("JT0000000000")]);
    let mut workbook = Workbook::of(&notes);
    workbook.pages.push(("Hidden", "hidden", hidden));
    workbook.pages.push(("Ship", "visible", shipments));
    assert_eq!(pairs(&workbook), [("576618402217359921".to_owned(), "JT0123456789".to_owned())]);
    let sheets = |wanted| match read_file(&workbook.bytes(), wanted, Purpose::Shipments).unwrap().format {
        Format::Workbook { sheets, sheet } => (sheets, sheet),
        Format::Text { .. } => panic!("it is a workbook"),
    };
    assert_eq!(sheets(None), (vec!["Sheet1".to_owned(), "Ship".to_owned()], 1));
    assert_eq!(sheets(Some(0)).1, 0);
    assert_eq!(sheets(Some(99)).1, 1, "a worksheet that isn't there is not chosen");
}

#[test]
fn a_cell_far_out_in_a_sheet_costs_nothing() {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>576618402217359921</v></c><c r=\"XFD1\"><v>1</v></c></row>\
                <row r=\"1048576\"><c r=\"A1048576\"><v>576618402217359922</v></c><c r=\"B1048576\" t=\"inlineStr\"><is><t>JT0123456789</t></is></c></row>";
    let read = lines(&Workbook::of(rows));
    assert_eq!((read.len(), read[1].row, read[1].number.as_str()), (2, 1_048_576, "JT0123456789"));
}

#[test]
fn errors_and_truth_values_are_no_numbers() {
    let rows = row(&[text("Order ID"), text("Tracking")])
        + &row(&[text("576618402217359921"), "<c t=\"e\"><v>#N/A</v></c>".into()])
        + &row(&[text("576618402217359922"), "<c t=\"b\"><v>1</v></c>".into()]);
    for (_, number) in pairs(&Workbook::of(&rows)) {
        assert!(WrittenNumber::read(&number).is_err(), "{number}");
    }
}
