//! Orders and levels as a file.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How orders are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
pub struct ExportFormat {
    /// Into what.
    pub file: ExportFile,
    /// What a row is.
    pub rows: ExportRows,
}

/// The forms of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFile {
    /// Text that every program reads.
    Csv,
    /// An Excel workbook.
    Xlsx,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportRows {
    /// An order, with all that was bought in one cell.
    Orders,
    /// A line of an order: one variant that was bought.
    Lines,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// Where it is.
    pub path: String,
    /// Rows below the headings.
    pub rows: u32,
    /// Orders or SKUs that were asked for and aren't in the list any more.
    pub missing: u32,
}
