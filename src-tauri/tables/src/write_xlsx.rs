//! Tables as workbooks. Rows wait in a nameless file until the end, not in memory.

use std::{io::Write, path::Path};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use crate::{Cell, RowWriter, WriteError};

/// Writes a workbook.
pub struct XlsxWriter<W> {
    workbook: Workbook,
    sheet: Worksheet,
    rows: u32,
    to: W,
}

impl<W: Write + Send> XlsxWriter<W> {
    /// Begins a table on a worksheet of this name. What waits to be written waits in `folder`, in a
    /// file that only this process can open.
    ///
    /// # Errors
    /// [`WriteError`]
    pub fn new(to: W, name: &str, folder: &Path) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder)?;
        let mut sheet = workbook.new_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        Ok(Self { workbook, sheet, rows: 0, to })
    }
}

impl<W: Write + Send> RowWriter for XlsxWriter<W> {
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteError> {
        for (column, cell) in (0..).zip(cells) {
            self.cell(column, *cell)?;
        }
        self.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.workbook.push_worksheet(self.sheet);
        Ok(self.workbook.save_to_writer(&mut self.to)?)
    }
}

impl<W> XlsxWriter<W> {
    fn cell(&mut self, column: u16, cell: Cell<'_>) -> Result<(), WriteError> {
        let as_text = Format::new().set_num_format("@");
        match cell {
            Cell::Text(text) | Cell::Id(text) => {
                self.sheet.write_string_with_format(self.rows, column, whole(text), &as_text)?
            }
            Cell::Amount(amount) => match exact(amount) {
                Some(number) => self.sheet.write_number(self.rows, column, number)?,
                None => self.sheet.write_string_with_format(self.rows, column, amount, &as_text)?,
            },
            Cell::Count(pieces) => self.sheet.write_number(self.rows, column, pieces)?,
        };
        Ok(())
    }
}

/// A cell takes 32,767 characters.
fn whole(text: &str) -> &str {
    text.char_indices().nth(32_767).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// A worksheet has no numbers but floats. An amount becomes one only where every digit of it comes
/// back from there; otherwise it stays text.
fn exact(amount: &str) -> Option<f64> {
    let number: f64 = amount.parse().ok()?;
    let digits = if amount.contains('.') { amount.trim_end_matches('0').trim_end_matches('.') } else { amount };
    (number.to_string() == digits).then_some(number)
}

impl From<XlsxError> for WriteError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::IoError(error) => Self::Io(error),
            XlsxError::RowColumnLimitError => Self::TooManyRows,
            other => Self::Workbook(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_a_number_only_where_it_stays_exact() {
        assert_eq!(["29.90", "1000", "0.1"].map(exact), [Some(29.9), Some(1000.0), Some(0.1)]);
        assert_eq!(["12345678901234567.89", "", "free", "1e3"].map(exact), [None; 4]);
    }
}
