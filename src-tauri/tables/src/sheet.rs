//! Rows of text, within limits.

use std::fmt;

use crate::TableError;

/// The cells that a table may have. An order export of a shop has some 60 columns.
pub(crate) const MAX_CELLS: usize = 4_000_000;
/// Bytes of text in all cells: a workbook can name one long text in every cell.
const MAX_TEXT: usize = 80 * 1024 * 1024;
/// Cells of a row beyond this are left out.
pub(crate) const MAX_COLUMNS: usize = 512;

/// A row that isn't blank. Its cells lie in one text: a million of them cost no million pieces of
/// memory. Its `Debug` prints none of them: they may name a buyer.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Row {
    number: u32,
    text: String,
    ends: Vec<u32>,
}

/// The rows of one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    rows: Vec<Row>,
    most: usize,
    columns: usize,
    cells: usize,
    bytes: usize,
}

impl Row {
    /// A row without cells. `number` is the one that a spreadsheet shows beside it.
    pub(crate) fn new(number: u32) -> Self {
        Self { number, ..Self::default() }
    }

    /// Adds a cell, trimmed; beyond [`MAX_COLUMNS`] it is left out.
    pub(crate) fn push(&mut self, cell: &str) {
        if self.ends.len() < MAX_COLUMNS {
            self.text.push_str(cell.trim());
            self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        }
    }

    /// Adds blank cells up to a column.
    pub(crate) fn pad_to(&mut self, column: usize) {
        while self.ends.len() < column.min(MAX_COLUMNS) {
            self.push("");
        }
    }

    /// The number that a spreadsheet shows beside it, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// A cell's text; empty where there is none.
    pub fn cell(&self, column: usize) -> &str {
        let end = |place: usize| self.ends.get(place).map(|end| *end as usize);
        let from = column.checked_sub(1).map_or(Some(0), end);
        from.zip(end(column)).and_then(|(from, to)| self.text.get(from..to)).unwrap_or_default()
    }

    /// All cells, from the left.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).map(|column| self.cell(column))
    }

    pub(crate) fn width(&self) -> usize {
        self.ends.len()
    }
}

impl Sheet {
    /// One without rows, for so many at most.
    pub(crate) fn of(most: usize) -> Self {
        Self { rows: Vec::new(), most, columns: 0, cells: 0, bytes: 0 }
    }

    /// One without rows, for as many as this one takes.
    pub(crate) fn emptied(&self) -> Self {
        Self::of(self.most)
    }

    /// Takes a row unless it is blank.
    ///
    /// # Errors
    /// [`TableError`] beyond a limit.
    pub(crate) fn push(&mut self, row: Row) -> Result<(), TableError> {
        if row.text.is_empty() {
            return Ok(());
        }
        self.cells += row.width();
        self.bytes += row.text.len();
        if self.rows.len() == self.most {
            return Err(TableError::TooManyRows(self.most));
        }
        if self.cells > MAX_CELLS {
            return Err(TableError::TooManyCells);
        }
        if self.bytes > MAX_TEXT {
            return Err(TableError::UnpacksTooLarge);
        }
        self.columns = self.columns.max(row.width());
        self.rows.push(row);
        Ok(())
    }

    /// The rows, without blank ones.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// How many columns its widest row has.
    pub fn columns(&self) -> usize {
        self.columns
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("number", &self.number).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        let mut row = Row::new(1);
        cells.iter().for_each(|cell| row.push(cell));
        row
    }

    #[test]
    fn cells_are_read_by_their_column_and_one_that_is_not_there_is_empty() {
        let row = row(&["a", "", " b c "]);
        assert_eq!([0, 1, 2, 3, usize::MAX].map(|column| row.cell(column)), ["a", "", "b c", "", ""]);
        assert_eq!(row.cells().count(), 3);
    }

    #[test]
    fn a_table_ends_at_its_limits() {
        const MAX_ROWS: usize = 100_000;
        let mut rows = Sheet::of(MAX_ROWS);
        (0..MAX_ROWS).for_each(|_| rows.push(row(&["1"])).unwrap());
        rows.push(row(&["", ""])).unwrap();
        assert_eq!(rows.push(row(&["1"])), Err(TableError::TooManyRows(MAX_ROWS)));
        let (mut cells, wide) = (Sheet::of(MAX_ROWS), row(&["1"; MAX_COLUMNS + 9]));
        assert_eq!(wide.width(), MAX_COLUMNS);
        let refused = (0..MAX_ROWS).find_map(|_| cells.push(wide.clone()).err());
        assert_eq!(refused, Some(TableError::TooManyCells));
        let (mut text, long) = (Sheet::of(MAX_ROWS), row(&["x".repeat(1 << 20).as_str()]));
        let refused = (0..100).find_map(|_| text.push(long.clone()).err());
        assert_eq!(refused, Some(TableError::UnpacksTooLarge));
    }
}
