//! What goes into a table, whatever its form.

use std::io;

use thiserror::Error;

/// One cell.
#[derive(Clone, Copy)]
pub enum Cell<'a> {
    /// Text: never a formula.
    Text(&'a str),
    /// Digits that are a name and no number: every one of them survives a spreadsheet.
    Id(&'a str),
    /// An exact decimal.
    Amount(&'a str),
    /// Pieces.
    Count(u32),
}

/// A table can't be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The disk is the matter.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A worksheet takes no more rows.
    #[error("a worksheet has 1,048,576 rows at most")]
    TooManyRows,
    /// Anything else about the workbook.
    #[error("the workbook could not be made ({0})")]
    Workbook(String),
}

/// Takes a table row by row.
pub trait RowWriter {
    /// Adds a row.
    ///
    /// # Errors
    /// [`WriteError`]
    fn row(&mut self, cells: &[Cell<'_>]) -> Result<(), WriteError>;

    /// Writes what is still to be written. Only then the table is whole.
    ///
    /// # Errors
    /// [`WriteError`]
    fn finish(self: Box<Self>) -> Result<(), WriteError>;
}
