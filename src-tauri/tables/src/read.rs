//! From bytes or pasted text to rows.

use crate::{
    Sheet, TableError, delimited, encoding,
    kind::{Kind, kind_of},
    spaced, workbook,
    workbook_parts::MAX_UNPACKED,
};

/// The bytes that a file may have. A larger one is refused from its size.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// What a table was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with delimiters.
    Text {
        /// In what it was written, as the Encoding Standard names it.
        encoding: &'static str,
        /// What parts its cells; none where there is one column.
        delimiter: Option<char>,
    },
    /// A workbook.
    Workbook {
        /// The names of its worksheets that are shown.
        sheets: Vec<String>,
        /// The place of the one that was read.
        sheet: usize,
    },
}

/// A table that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// From what.
    pub format: Format,
    /// Its rows.
    pub sheet: Sheet,
}

/// Reads a file. What it is its bytes tell, whatever its name says. `sheet` is the place of the
/// worksheet to read; without it the one that holds shipments is found.
///
/// # Errors
/// [`TableError`]
pub fn read_file(bytes: &[u8], sheet: Option<usize>) -> Result<Table, TableError> {
    let size = bytes.len() as u64;
    if size > MAX_BYTES {
        return Err(TableError::TooLarge(size));
    }
    match kind_of(bytes)? {
        Kind::Zip => {
            let read = workbook::read(bytes, sheet, MAX_UNPACKED)?;
            filled(Table { format: Format::Workbook { sheets: read.names, sheet: read.shown }, sheet: read.sheet })
        }
        Kind::Text => {
            let (text, encoding) = encoding::decode(bytes)?;
            read_text(&text, encoding)
        }
    }
}

/// Reads what was pasted: cells of a spreadsheet, ids with numbers beside them, or one column.
///
/// # Errors
/// [`TableError`]
pub fn read_pasted(text: &str) -> Result<Table, TableError> {
    match text.len() as u64 {
        size if size > MAX_BYTES => Err(TableError::TooLarge(size)),
        _ => read_text(&text.replace('\0', ""), "UTF-8"),
    }
}

fn read_text(text: &str, encoding: &'static str) -> Result<Table, TableError> {
    let begin: String = text.trim_start().chars().take(200).flat_map(char::to_lowercase).collect();
    if ["<!doctype", "<html", "<table", "<?xml", "<head", "<meta"].iter().any(|tag| begin.starts_with(tag)) {
        return Err(TableError::OtherForm("a web page under a table’s name"));
    }
    let (sheet, delimiter) = delimited::parse(text)?;
    filled(Table { format: Format::Text { encoding, delimiter }, sheet: spaced::parted(sheet)? })
}

fn filled(table: Table) -> Result<Table, TableError> {
    if table.sheet.rows().is_empty() { Err(TableError::Empty) } else { Ok(table) }
}
