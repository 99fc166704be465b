//! Why a file is no table that can be read.

use thiserror::Error;

use crate::sheet::MAX_CELLS;

/// A file or a text can't be read. Each is a sentence for the person: what happened, that nothing
/// was changed, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TableError {
    /// More bytes than [`crate::Purpose::bytes`]; holds how many there are, and how many may be.
    #[error(
        "This file has {} MB; a table may have {} MB. Nothing was changed. Keep only the columns with ids and numbers, or split the file.",
        .0.div_ceil(1024 * 1024), .1 / (1024 * 1024)
    )]
    TooLarge(u64, u64),
    /// Nothing but blanks.
    #[error("There is nothing in it. Nothing was changed. Choose a file with ids and numbers.")]
    Empty,
    /// More rows than [`crate::Purpose::rows`], which it holds.
    #[error("It has more than {0} rows. Nothing was changed. Split it, or keep only the rows that are meant.")]
    TooManyRows(usize),
    /// More cells than a table ever has that is meant to be read here.
    #[error("It has more than {MAX_CELLS} cells. Nothing was changed. Keep only the columns with ids and numbers.")]
    TooManyCells,
    /// Something else under a table's name; holds what, with its article.
    #[error("This is {0}, not a table, whatever its name says. Nothing was changed. Choose a CSV or XLSX file.")]
    NotATable(&'static str),
    /// A workbook with a password.
    #[error(
        "This workbook is locked with a password. Nothing was changed. Open it, remove the password, save it, and choose it again."
    )]
    Locked,
    /// A workbook of before 2007, or in another program's form; holds which.
    #[error(
        "This is {0}, which can’t be read here. Nothing was changed. Save it as XLSX or CSV, and choose that file."
    )]
    OtherForm(&'static str),
    /// A zip without a workbook in it.
    #[error(
        "This is a zip file, and there is no workbook in it. Nothing was changed. Unpack it, and choose the CSV or XLSX file inside."
    )]
    NoWorkbook,
    /// A workbook that breaks off or contradicts itself.
    #[error(
        "This workbook is damaged. Nothing was changed. Open it, save it anew as XLSX or CSV, and choose that file."
    )]
    Damaged,
    /// A workbook that unpacks to far more than it has.
    #[error(
        "This workbook unpacks to more than can be read safely. Nothing was changed. Keep only the columns with ids and numbers, and save it anew."
    )]
    UnpacksTooLarge,
}
