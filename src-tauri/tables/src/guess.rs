//! Finding the two columns: by the headings first, by what is in them where those don't tell.

use crate::{Row, Sheet, headers::Role, written_id::looks_like_id, written_number::likeness};

/// Headings stand among these first rows that aren't blank.
const TITLES: usize = 30;
/// How many rows are looked at.
const LOOKED_AT: usize = 500;
/// What a known heading counts beside a column that is full of what is looked for: 100.
const BY_WORDS: usize = 200;
/// How full a column without a known heading has to be.
const FULL_ENOUGH: usize = 50;

/// The place of the row with the headings: the one that names most of the two columns, and no id.
pub(crate) fn header(sheet: &Sheet) -> Option<usize> {
    let named = |row: &Row| {
        let best = |role: Role| row.cells().map(|cell| role.surety(cell)).max().unwrap_or(0);
        let holds_id = row.cells().any(looks_like_id);
        if holds_id { 0 } else { best(Role::Order) + best(Role::Number) }
    };
    let rows = sheet.rows().iter().take(TITLES).map(named).enumerate();
    // Of equal rows the first: what stands below it may explain it.
    rows.rev().max_by_key(|(_, surety)| *surety).filter(|(_, surety)| *surety > 0).map(|(place, _)| place)
}

/// The column of the order ids.
pub(crate) fn order(sheet: &Sheet, header: Option<usize>) -> Option<usize> {
    let share = |cell: &str| if looks_like_id(cell) { 10 } else { 0 };
    best(sheet, header, Role::Order, None, share)
}

/// The column of the tracking numbers: never that of the ids.
pub(crate) fn number(sheet: &Sheet, header: Option<usize>, order: Option<usize>) -> Option<usize> {
    best(sheet, header, Role::Number, order, likeness)
}

fn best(
    sheet: &Sheet,
    header: Option<usize>,
    role: Role,
    taken: Option<usize>,
    likeness: impl Fn(&str) -> usize,
) -> Option<usize> {
    let headings = header.and_then(|place| sheet.rows().get(place));
    let body = sheet.rows().get(header.map_or(0, |place| place + 1)..).unwrap_or_default();
    let columns = (0..sheet.columns()).filter(|column| Some(*column) != taken).map(|column| {
        let words = headings.map_or(0, |row| role.surety(row.cell(column)));
        let full = fullness(body, column, &likeness);
        let counts = words > 0 || full >= FULL_ENOUGH;
        (column, if counts { words * BY_WORDS + full } else { 0 })
    });
    let columns: Vec<(usize, usize)> = columns.filter(|(_, score)| *score > 0).collect();
    columns.into_iter().rev().max_by_key(|(_, score)| *score).map(|(column, _)| column)
}

/// How much of a column is what is looked for, out of 100; blank cells say nothing.
fn fullness(body: &[Row], column: usize, likeness: impl Fn(&str) -> usize) -> usize {
    let cells = body.iter().take(LOOKED_AT).map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
    let (count, sum) = cells.fold((0, 0), |(count, sum), cell| (count + 1, sum + likeness(cell)));
    sum * 10 / usize::max(count, 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use crate::{Layout, delimited::parse};

    fn found(text: &str) -> (Option<usize>, Option<usize>, Option<usize>) {
        let layout = Layout::of(&parse(text, 100_000).unwrap().0);
        (layout.header, layout.order, layout.number)
    }

    #[test]
    fn headings_tell_the_columns_below_titles_and_blank_rows() {
        let text = "Shipments of March,,\n\n,,\nBuyer,Order ID,Tracking number\nAna,576618402217359921,JT0123456789\n";
        assert_eq!(found(text), (Some(1), Some(1), Some(2)));
    }

    #[test]
    fn without_headings_the_cells_tell() {
        let text = "Ana,JT0123456789,576618402217359921\nBo,JT0123456790,576618402217359922\n";
        assert_eq!(found(text), (None, Some(2), Some(1)));
        assert_eq!(found("576618402217359921\n576618402217359922\n"), (None, Some(0), None));
        assert_eq!(found("JT0123456789\nJT0123456790\n"), (None, None, Some(0)));
    }

    #[test]
    fn a_phone_number_is_not_taken_for_the_tracking_number_beside_it() {
        let text = "576618402217359921,5550123456,SPXVN0123456789\n576618402217359922,5550123457,SPXVN0123456790\n";
        assert_eq!(found(text), (None, Some(0), Some(2)));
    }

    #[test]
    fn words_alone_are_no_shipments() {
        assert_eq!(found("Name,Town\nAna,Porto\nBo,Oslo\n"), (None, None, None));
    }
}
