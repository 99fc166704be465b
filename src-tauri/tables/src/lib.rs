//! Tables as sellers have them: files and pasted text with tracking numbers or stock levels are read with all their
//! mess, and orders and levels are written as CSV and XLSX.
//!
//! Reading is pure: bytes in, rows out. Whatever the bytes are, nothing panics and memory is
//! bounded; a file that can't be read is a [`TableError`], one sentence for the person. Ids are
//! text from the first byte on and pass through no float, not even out of a workbook.

mod columns;
mod defused;
mod delimited;
mod encoding;
mod error;
mod guess;
mod headers;
mod kind;
mod level_columns;
mod level_words;
mod near;
mod read;
mod sheet;
mod shipments;
mod spaced;
mod workbook;
mod workbook_cells;
mod workbook_parts;
mod workbook_strings;
mod workbook_styles;
mod write;
mod write_csv;
mod write_xlsx;
mod written;
mod written_code;
mod written_id;
mod written_level;
mod written_number;

pub use columns::{Column, Layout};
pub use error::TableError;
pub use level_columns::{Known, LevelLayout, LevelRole, Place, level_headings, points_are_thousands};
pub use near::IdRange;
pub use read::{Format, Purpose, Table, read_file, read_pasted};
pub use sheet::{Row, Sheet};
pub use shipments::{Line, Lines, shipments};
pub use write::{Cell, RowWriter, WriteError};
pub use write_csv::CsvWriter;
pub use write_xlsx::XlsxWriter;
pub use written_code::{bare_code, loose_code};
pub use written_id::WrittenId;
pub use written_level::{LevelError, WrittenLevel};
pub use written_number::{NumberDoubt, NumberError, WrittenNumber, lost_zeros};
