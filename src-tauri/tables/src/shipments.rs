//! The lines of a table that are about a shipment.

use crate::{Layout, Row, Sheet, written_id::looks_like_id, written_number::likeness};

/// A line about a shipment, as it is written. It has no `Debug`: a wrong column may hold names.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    /// The number that a spreadsheet shows beside it.
    pub row: u32,
    /// The cell of the order id; empty where the table has no such column.
    pub order: String,
    /// The cell of the tracking number.
    pub number: String,
    /// Whether both were found beside their columns: something has shifted this line.
    pub shifted: bool,
}

/// What a table says about shipments.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Lines {
    /// In the table's order.
    pub lines: Vec<Line>,
    /// How many rows below the headings are about none: notes, totals.
    pub left_out: usize,
}

/// Reads the lines out of a table.
pub fn shipments(sheet: &Sheet, layout: &Layout) -> Lines {
    let body = layout.body(sheet);
    let lines: Vec<Line> = body.iter().filter_map(|row| line(row, layout)).collect();
    Lines { left_out: body.len() - lines.len(), lines }
}

fn line(row: &Row, layout: &Layout) -> Option<Line> {
    let cell = |column: Option<usize>| column.map_or("", |column| row.cell(column));
    let (order, number) = (cell(layout.order), cell(layout.number));
    if let Some(column) = layout.order.filter(|_| !looks_like_id(order)).and_then(|at| shifted_to(row, at, layout)) {
        let by = |at: usize| at.saturating_add(column).checked_sub(layout.order?);
        let number = cell(layout.number.and_then(by));
        return Some(written(row, row.cell(column), number, true));
    }
    is_about_one(order, number).then(|| written(row, order, number, false))
}

fn written(row: &Row, order: &str, number: &str, shifted: bool) -> Line {
    let of = |cell: &str| cell.chars().take(200).collect();
    Line { row: row.number(), order: of(order), number: of(number), shifted }
}

/// Where the id of a shifted line went: into the only other cell that looks like one.
fn shifted_to(row: &Row, order: usize, layout: &Layout) -> Option<usize> {
    // A cell in the id's column that may well be one, though it looks like none, stays it.
    let plain = row.cell(order).bytes().filter(u8::is_ascii_digit).count() < 8;
    let mut others = (0..row.width()).filter(|column| *column != order && looks_like_id(row.cell(*column)));
    let only = others.next().filter(|_| others.next().is_none() && plain)?;
    // A tracking number in its own column can look like an id too, unless another one stands behind it.
    let number_moved = |at: usize| likeness(row.cell(at.saturating_add(only).saturating_sub(order))) > 0;
    (Some(only) != layout.number || layout.number.is_some_and(number_moved)).then_some(only)
}

/// A total has a word where the id should be, and no number that could be on a label.
fn is_about_one(order: &str, number: &str) -> bool {
    let digits = |cell: &str| {
        cell.bytes().any(|sign| sign.is_ascii_digit())
            || crate::written::bare(cell).bytes().any(|sign| sign.is_ascii_digit())
    };
    digits(order) || likeness(number) > 0 || (order.is_empty() && digits(number) && number.len() > 5)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::delimited::parse;

    fn read(text: &str) -> (Vec<(u32, String, String, bool)>, usize) {
        let sheet = parse(text, 100_000).unwrap().0;
        let Lines { lines, left_out } = shipments(&sheet, &Layout::of(&sheet));
        (lines.into_iter().map(|line| (line.row, line.order, line.number, line.shifted)).collect(), left_out)
    }

    #[test]
    fn notes_below_the_headings_and_totals_are_left_out() {
        let text = "Order ID,Tracking ID,Pieces\nPlatform unique order ID.,The carrier's number.,\n576618402217359921,JT0123456789,2\n\nTotal,,2\nSum,1,2\n";
        let (lines, left_out) = read(text);
        assert_eq!(lines, [(3, "576618402217359921".into(), "JT0123456789".into(), false)]);
        assert_eq!(left_out, 3);
    }

    #[test]
    fn a_line_without_number_or_with_a_strange_id_is_kept_for_the_person() {
        let (lines, _) = read("Order ID,Tracking ID\n576618402217359921,\nunknown,JT0123456789\n,JT0123456790\n");
        assert_eq!(lines.len(), 3);
    }

    #[test]
    fn a_line_that_a_comma_in_a_name_has_shifted_is_found_and_told() {
        let text = "Buyer,Order ID,Tracking ID\nAna,576618402217359921,JT0123456789\nBo, Jr.,576618402217359922,JT0123456790\n";
        let (lines, _) = read(text);
        assert_eq!(lines[1], (3, "576618402217359922".into(), "JT0123456790".into(), true));
        assert!(!lines[0].3);
    }
}
