//! A table of levels: what each of its columns is, and what would become of each of its lines.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{TableColumn, TableSource, Warehouse};

/// What a column is taken for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum LevelRole {
    /// Nothing that a level needs.
    Other,
    /// The product's id.
    Product,
    /// The SKU's id.
    Sku,
    /// The seller's own code.
    Code,
    /// The warehouse, by its id or name.
    Warehouse,
    /// Numbers of pieces.
    Level {
        /// In which warehouse; `null` where another column says so, or where nothing does.
        warehouse_id: Option<String>,
        /// Whether they are added to what is there, instead of put in its place.
        adjusts: bool,
    },
}

/// A table that was read. Nothing of it was saved, and nothing is in the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LevelsRead {
    /// Names it in `level_lines` and the like, until another table is read or its columns are chosen anew.
    pub import: u32,
    /// What it was read as.
    pub source: TableSource,
    /// All its columns.
    pub columns: Vec<TableColumn>,
    /// What each column is taken for.
    pub roles: Vec<LevelRole>,
    /// Rows below the headings.
    pub rows: u32,
    /// The shop's warehouses.
    pub warehouses: Vec<Warehouse>,
    /// The verdicts that occur, each with how many lines have it.
    pub groups: Vec<LevelGroup>,
    /// Rows without a number in any of the columns: what is there stays.
    pub left_out: u32,
    /// Lines whose cells in the grid hold something unsaved, which would give way.
    pub replaced: u32,
}

/// The lines of one verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LevelGroup {
    /// Which.
    pub verdict: LevelVerdict,
    /// How many there are.
    pub lines: u32,
}

/// What would become of a line: of a number in a row, or of a whole row whose SKU isn't clear. Only `ready` and
/// accepted guesses are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LevelVerdict {
    /// It changes the level.
    Ready,
    /// It changes the level once the person has accepted the SKU that was guessed.
    Guess,
    /// The level is that already.
    Same,
    /// No such SKU is here.
    Unknown,
    /// Several SKUs fit.
    Ambiguous,
    /// The shop has no such warehouse, or nothing says which one is meant.
    UnknownWarehouse,
    /// The cell holds no whole number.
    BadNumber,
    /// The level would be below zero.
    Negative,
    /// The level would be above what the shop takes.
    TooHigh,
    /// The shop tells no level there that could be changed.
    NoLevel,
    /// The shop takes no levels for that warehouse.
    ClosedWarehouse,
    /// An earlier line says the same.
    Repeated,
    /// Another line says something else about the same level.
    Contradicted,
}

/// One line. Its `Debug` prints none of its cells.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LevelLine {
    /// Names it among the lines of its table.
    pub line: u32,
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// The SKU as the line has it: its id, or else its code.
    pub written_sku: String,
    /// The number as the line has it.
    pub written: String,
    /// Whether it is added to what is there.
    pub adjusts: bool,
    /// The product's name, where the SKU was found.
    pub product: String,
    /// The seller's own code of the SKU that was found, or its id where it has none; `null` where none was.
    pub sku: Option<String>,
    /// The warehouse's name, or what the line has in its place.
    pub warehouse: String,
    /// What stands in the grid without this line: the shop's level, or where an edit on its way leads.
    #[ts(type = "number | null")]
    pub was: Option<i64>,
    /// What would stand there.
    #[ts(type = "number | null")]
    pub becomes: Option<i64>,
    /// What would become of it.
    pub verdict: LevelVerdict,
    /// Why, and what to do: a sentence, where the verdict is not enough.
    pub message: Option<String>,
    /// What is typed there and not saved, and would give way.
    pub replaces: Option<String>,
}

impl fmt::Debug for LevelLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, row, was, becomes, verdict, message, .. } = self;
        f.debug_struct("LevelLine")
            .field("line", line)
            .field("row", row)
            .field("was", was)
            .field("becomes", becomes)
            .field("verdict", verdict)
            .field("message", message)
            .finish_non_exhaustive()
    }
}
