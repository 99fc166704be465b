//! From bytes or pasted text to rows.

use crate::{
    Layout, LevelLayout, LevelRole, Sheet, TableError, delimited, encoding,
    kind::{Kind, kind_of},
    spaced, workbook,
    workbook_parts::MAX_UNPACKED,
    written_id::looks_like_id,
};

/// What a table is read for: how large it may be, and which of a workbook's worksheets is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Order ids with tracking numbers.
    Shipments,
    /// Levels of SKUs.
    Levels,
}

impl Purpose {
    /// The bytes that a file may have. A larger one is refused from its size.
    pub const fn bytes(self) -> u64 {
        match self {
            Self::Shipments => 20 * 1024 * 1024,
            // 100,000 SKUs in five warehouses, with long names in a script of three bytes a letter.
            Self::Levels => 48 * 1024 * 1024,
        }
    }

    /// The rows that a table may have, blank ones not counted.
    pub const fn rows(self) -> usize {
        match self {
            Self::Shipments => 100_000,
            // A row for each of 100,000 SKUs in each of five warehouses, and what stands above them.
            Self::Levels => 500_100,
        }
    }

    /// How much of what is looked for a worksheet holds, and from how much on it is taken.
    pub(crate) fn worth(self, sheet: &Sheet) -> (usize, usize) {
        let is_filled = !sheet.rows().is_empty();
        match self {
            Self::Shipments => {
                let Layout { header, order, number } = Layout::of(sheet);
                let worth = [is_filled, header.is_some(), number.is_some(), order.is_some(), order.is_some()];
                (worth.into_iter().filter(|it| *it).count(), 4)
            }
            Self::Levels => {
                let LevelLayout { header, roles } = LevelLayout::of(sheet, &[], &|_, cell| looks_like_id(cell));
                let has = |wanted: &[LevelRole]| roles.iter().any(|role| wanted.contains(role));
                let sku = has(&[LevelRole::Sku, LevelRole::Code]);
                (usize::from(is_filled) + usize::from(header.is_some()) + 2 * usize::from(sku), 4)
            }
        }
    }
}

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
/// worksheet to read; without it the one that holds what is looked for is found.
///
/// # Errors
/// [`TableError`]
pub fn read_file(bytes: &[u8], sheet: Option<usize>, purpose: Purpose) -> Result<Table, TableError> {
    let size = bytes.len() as u64;
    if size > purpose.bytes() {
        return Err(TableError::TooLarge(size, purpose.bytes()));
    }
    match kind_of(bytes)? {
        Kind::Zip => {
            let read = workbook::read(bytes, sheet, purpose, MAX_UNPACKED)?;
            filled(Table { format: Format::Workbook { sheets: read.names, sheet: read.shown }, sheet: read.sheet })
        }
        Kind::Text => {
            let (text, encoding) = encoding::decode(bytes)?;
            read_text(&text, encoding, purpose)
        }
    }
}

/// Reads what was pasted: cells of a spreadsheet, or one column; of shipments also ids with numbers beside them.
///
/// # Errors
/// [`TableError`]
pub fn read_pasted(text: &str, purpose: Purpose) -> Result<Table, TableError> {
    match text.len() as u64 {
        size if size > purpose.bytes() => Err(TableError::TooLarge(size, purpose.bytes())),
        _ => read_text(&text.replace('\0', ""), "UTF-8", purpose),
    }
}

fn read_text(text: &str, encoding: &'static str, purpose: Purpose) -> Result<Table, TableError> {
    let begin: String = text.trim_start().chars().take(200).flat_map(char::to_lowercase).collect();
    if ["<!doctype", "<html", "<table", "<?xml", "<head", "<meta"].iter().any(|tag| begin.starts_with(tag)) {
        return Err(TableError::OtherForm("a web page under a table’s name"));
    }
    let (sheet, delimiter) = delimited::parse(text, purpose.rows())?;
    let sheet = if purpose == Purpose::Shipments { spaced::parted(sheet)? } else { sheet };
    filled(Table { format: Format::Text { encoding, delimiter }, sheet })
}

fn filled(table: Table) -> Result<Table, TableError> {
    if table.sheet.rows().is_empty() { Err(TableError::Empty) } else { Ok(table) }
}
