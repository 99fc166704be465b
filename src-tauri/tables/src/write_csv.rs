//! Tables as CSV (RFC 4180), in the UTF-8 that Excel reads: with a byte order mark.

use std::{borrow::Cow, io::Write};

use csv::{Terminator, Writer, WriterBuilder};

use crate::{Cell, RowWriter, WriteError, defused::defused};

/// Writes CSV.
pub struct CsvWriter<W: Write>(Writer<W>);

impl<W: Write> CsvWriter<W> {
    /// Begins a table.
    ///
    /// # Errors
    /// [`WriteError`]
    pub fn new(mut to: W) -> Result<Self, WriteError> {
        to.write_all("\u{feff}".as_bytes())?;
        Ok(Self(WriterBuilder::new().flexible(true).terminator(Terminator::CRLF).from_writer(to)))
    }
}

impl<W: Write> RowWriter for CsvWriter<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        let texts: Vec<Cow<'_, str>> = cells.iter().map(|cell| text(*cell)).collect();
        self.0.write_record(texts.iter().map(|text| text.as_bytes())).map_err(|error| WriteError::Io(error.into()))
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        Ok(self.0.flush()?)
    }
}

fn text(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Text(text) => defused(text),
        Cell::Id(id) => kept_text(id),
        Cell::Amount(amount) => amount.into(),
        Cell::Count(pieces) => pieces.to_string().into(),
    }
}

/// Excel takes digits for a number and keeps 15 of them, unless a tab stands behind them; whoever
/// reads the file as data trims it.
fn kept_text(id: &str) -> Cow<'_, str> {
    let is_number_to_a_sheet = id.bytes().any(|sign| sign.is_ascii_digit())
        && id.bytes().all(|sign| sign.is_ascii_digit() || matches!(sign, b'E' | b'e' | b'.' | b'-' | b'/'));
    if is_number_to_a_sheet && !id.starts_with('-') { format!("{id}\t").into() } else { defused(id) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn a_table_for_excel_has_its_mark_its_line_ends_and_ids_that_stay_text() {
        let mut bytes = Vec::new();
        let mut writer = Box::new(CsvWriter::new(&mut bytes).unwrap());
        let cells = [Cell::Id("576618402217359921"), Cell::Text("a \"b\", c"), Cell::Amount("29.90"), Cell::Count(2)];
        writer.row(&cells).unwrap();
        writer.row(&[Cell::Text("=1+1"), Cell::Id("JT01"), Cell::Id("-1")]).unwrap();
        writer.finish().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, "\u{feff}576618402217359921\t,\"a \"\"b\"\", c\",29.90,2\r\n'=1+1,JT01,'-1\r\n");
    }
}
