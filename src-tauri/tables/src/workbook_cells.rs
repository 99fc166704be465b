//! The cells of one worksheet, one after the other, as the text of the file: a number in a workbook
//! may have more digits than a float keeps.

use quick_xml::events::{BytesStart, Event};

use crate::{
    Row, Sheet, TableError,
    near::KEPT,
    sheet::MAX_COLUMNS,
    workbook_parts::{Parts, add_text, attribute, next, without_escapes},
    workbook_strings::Strings,
    workbook_styles::Styles,
    written::{is_digits, scientific},
};

/// What the cells of all worksheets refer to.
pub(crate) struct Shared {
    pub(crate) strings: Strings,
    pub(crate) styles: Styles,
}

/// The cell that is being read.
#[derive(Default)]
struct Open {
    column: usize,
    kind: String,
    digits: usize,
    text: String,
}

/// Reads so many rows at most.
///
/// # Errors
/// [`TableError`] where the worksheet is damaged or beyond a limit.
pub(crate) fn read(parts: &mut Parts<'_>, name: &str, most: usize, shared: &Shared) -> Result<Sheet, TableError> {
    let (mut sheet, mut xml, mut buffer) = (Sheet::of(most), parts.xml(name)?, Vec::new());
    let (mut row, mut cell, mut in_text, mut aloud) = (Row::new(0), Open::default(), false, false);
    while let Some(event) = next(&mut xml, &mut buffer)? {
        match &event {
            Event::Start(start) => match start.local_name().into_inner() {
                "row" => row = Row::new(row_number(start, row.number())),
                "c" => cell = Open::of(start, row.width(), &shared.styles),
                "rPh" => aloud = true,
                "v" | "t" => in_text = !aloud,
                _ => {}
            },
            Event::End(end) => match end.local_name().into_inner() {
                "row" => {
                    let next = Row::new(row.number());
                    sheet.push(std::mem::replace(&mut row, next))?;
                }
                "c" => cell.close(&mut row, &shared.strings),
                "rPh" => aloud = false,
                "v" | "t" => in_text = false,
                "sheetData" => break,
                _ => {}
            },
            event if in_text => add_text(&mut cell.text, event),
            _ => {}
        }
    }
    Ok(sheet)
}

fn row_number(start: &BytesStart<'_>, before: u32) -> u32 {
    attribute(start, "r").and_then(|number| number.parse().ok()).unwrap_or(before.saturating_add(1))
}

impl Open {
    fn of(start: &BytesStart<'_>, next_column: usize, styles: &Styles) -> Self {
        let (mut column, mut kind, mut digits) = (None, String::new(), 0);
        for attribute in start.attributes().with_checks(false).flatten() {
            match attribute.key.local_name().into_inner() {
                "r" => column = column_of(&attribute.value),
                "t" => kind = attribute.value.into_owned(),
                "s" => digits = styles.digits(&attribute.value),
                _ => {}
            }
        }
        Self { column: column.unwrap_or(next_column), kind, digits, text: String::new() }
    }

    fn close(&mut self, row: &mut Row, strings: &Strings) {
        // A row that names a column twice keeps the first.
        if self.column < row.width() {
            return;
        }
        let text = match self.kind.as_str() {
            "s" => self.text.trim().parse().map_or("", |number| strings.get(number)).into(),
            "str" | "inlineStr" | "e" | "d" => self.text.as_str().into(),
            "b" => if self.text.trim() == "1" { "TRUE" } else { "FALSE" }.into(),
            _ => std::borrow::Cow::Owned(number(self.text.trim(), self.digits)),
        };
        if !text.trim().is_empty() {
            row.pad_to(self.column);
            row.push(&without_escapes(&text));
        }
    }
}

/// A stored number as it is read: in full where that is exact, and with the zeros that its format
/// shows.
fn number(stored: &str, digits: usize) -> String {
    let whole = match scientific(stored) {
        // Stored, not shown: what isn't there is 0, as far as a sheet keeps digits at all.
        Some(number) if number.power < KEPT && number.digits.len() <= number.power + 1 => {
            format!("{:0<1$}", number.digits, number.power + 1)
        }
        _ => stored.to_owned(),
    };
    if is_digits(&whole) { format!("{whole:0>digits$}") } else { whole }
}

/// `C7` is column 2; `None` for what isn't the name of a cell.
fn column_of(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let column = letters.fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    column.checked_sub(1).map(|column: usize| column.min(MAX_COLUMNS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_by_letters() {
        assert_eq!(["A1", "Z9", "AA10", "7", ""].map(column_of), [Some(0), Some(25), Some(26), None, None]);
        assert_eq!(column_of("XFD1048576"), Some(MAX_COLUMNS));
    }

    #[test]
    fn a_stored_number_keeps_every_digit_and_gets_the_zeros_that_are_shown() {
        assert_eq!(number("576618402217359921", 0), "576618402217359921");
        assert_eq!(number("7.9469847512E+11", 0), "794698475120");
        assert_eq!(number("5.7661840221735987E+17", 0), "5.7661840221735987E+17");
        assert_eq!(number("34043416", 10), "0034043416");
        assert_eq!(number("0.5", 10), "0.5");
    }
}
