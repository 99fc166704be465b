//! A table as the window hands it over: a file's bytes, or what was pasted.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tables::{Format, Purpose, Table, TableError};

use crate::{
    boundary::{AppError, TableColumn, TableFormat, TableFrom, TableSource},
    wording::count,
};

/// Reads a table; with the file's name, where it is a file.
///
/// # Errors
/// [`crate::boundary::ErrorCode::InvalidInput`] for what can't be read, with the field `file`.
pub(crate) fn table(
    source: TableFrom,
    sheet: Option<usize>,
    purpose: Purpose,
) -> Result<(Option<String>, Table), AppError> {
    let most = purpose.bytes();
    let read = match source {
        TableFrom::Pasted { text } => tables::read_pasted(&text, purpose).map(|table| (None, table)),
        TableFrom::File { size, .. } if size > most => Err(TableError::TooLarge(size, most)),
        // Four signs are three bytes.
        TableFrom::File { base64, .. } if base64.len() as u64 / 4 * 3 > most + 3 => {
            Err(TableError::TooLarge(base64.len() as u64 / 4 * 3, most))
        }
        TableFrom::File { name, base64, .. } => {
            let bytes = STANDARD.decode(base64).map_err(|_| not_whole())?;
            tables::read_file(&bytes, sheet, purpose).map(|table| (Some(name), table))
        }
    };
    read.map_err(|error| AppError::input("file", error.to_string()))
}

fn not_whole() -> AppError {
    AppError::input("file", "The file did not arrive whole. Nothing was changed. Choose it again.")
}

pub(crate) fn described(name: Option<String>, format: Format) -> TableSource {
    let pasted = name.is_none();
    match format {
        Format::Text { encoding, delimiter } => TableSource {
            name,
            format: if pasted { TableFormat::Pasted } else { TableFormat::Text },
            encoding: (!pasted).then(|| encoding.to_owned()),
            delimiter: delimiter.map(String::from),
            sheets: Vec::new(),
            sheet: None,
        },
        Format::Workbook { sheets, sheet } => TableSource {
            name,
            format: TableFormat::Workbook,
            encoding: None,
            delimiter: None,
            sheets,
            sheet: Some(count(sheet as i64)),
        },
    }
}

pub(crate) fn column(column: tables::Column) -> TableColumn {
    TableColumn { name: column.name, samples: column.samples }
}
