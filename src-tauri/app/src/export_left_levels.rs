//! What of a table was not taken, as a file: the rows as they stood, each with the reason. What was taken is left
//! empty in it, so that bringing the corrected file back adds nothing twice.

use std::collections::{BTreeMap, HashSet};

use tables::{Cell, Format, LevelRole, Row, RowWriter, WriteError, WrittenLevel};

use crate::{
    App,
    boundary::{AppError, ErrorCode, ExportFile, Exported, LevelVerdict},
    export_file::Title,
    export_orders::ALREADY,
    export_pages::{Export, Written},
    judge_levels::Line,
    level_import::LevelImport,
    private_files::EXPORTS,
};

const NONE_LEFT: &str = "Every row of this table is taken, so nothing was written.";
const NOT_ACCEPTED: &str = "The SKU was guessed, and the guess was not accepted.";
/// Rows that are made at once.
const PAGE: usize = 500;

impl App {
    /// Writes the rows of a table that are not taken into a file of the table's own form. `guesses` are those that the
    /// person has accepted; none named accepts all.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a table that is no longer kept, [`ErrorCode::InvalidInput`] where nothing is left,
    /// [`ErrorCode::Busy`] while another file is written, [`ErrorCode::Storage`] where it can't be written.
    pub async fn export_left_levels(&self, import: u32, guesses: Option<Vec<u32>>) -> Result<Exported, AppError> {
        let _one_at_a_time = self.exporting.try_lock().map_err(|_| AppError::new(ErrorCode::Busy, ALREADY))?;
        let import = self.level_import(import)?;
        let left = import.left(guesses.as_deref());
        if left.is_empty() {
            return Err(AppError::input("file", NONE_LEFT));
        }
        let form = match import.opened.table.format {
            Format::Workbook { .. } => ExportFile::Xlsx,
            Format::Text { .. } => ExportFile::Csv,
        };
        let title = Title { file: "stock-not-taken", sheet: "Not taken" };
        let folder = EXPORTS.folder_of(&self.folder, import.opened.shop);
        let export = Export { folder, title, form, what: "rows" };
        let pages: Vec<Vec<LeftRow>> = left.chunks(PAGE).map(<[LeftRow]>::to_vec).collect();
        let rows = Left(import.layout.roles.clone(), import.headings());
        let written = export.write(self.ports.clock.now(), rows, pages.into_iter().map(async |page| Ok(page))).await?;
        Ok(Exported { path: written.path.display().to_string(), rows: written.rows, missing: 0 })
    }
}

/// A row that is not taken, or not all of it.
#[derive(Clone)]
struct LeftRow {
    cells: Vec<String>,
    reason: String,
}

impl LevelImport {
    fn left(&self, guesses: Option<&[u32]>) -> Vec<LeftRow> {
        let taken: HashSet<u32> = self.takes(guesses).into_iter().collect();
        let mut by_row: BTreeMap<u32, (Vec<String>, Vec<u16>)> = BTreeMap::new();
        for (line, place) in self.lines.iter().zip(0..) {
            let (reasons, emptied) = by_row.entry(line.row).or_default();
            match line.verdict {
                _ if taken.contains(&place) => emptied.push(line.column),
                LevelVerdict::Same | LevelVerdict::Repeated => {}
                _ => reasons.push(self.reason(line)),
            }
        }
        let body = self.layout.body(&self.opened.table.sheet);
        let left = by_row.into_iter().filter(|(_, (reasons, _))| !reasons.is_empty());
        left.filter_map(|(row, (reasons, emptied))| Some(left_row(body.get(row as usize)?, &reasons, &emptied)))
            .collect()
    }

    /// Where a row has several numbers, with the heading of the one that it is about.
    fn reason(&self, line: &Line) -> String {
        let why = match line.verdict {
            LevelVerdict::Guess => NOT_ACCEPTED.to_owned(),
            _ => self.why(line).unwrap_or_default(),
        };
        let heading =
            self.layout.headings(&self.opened.table.sheet).map_or("", |row| row.cell(usize::from(line.column)));
        let is_one_of_many = line.sku.is_some() && self.layout.numbers().nth(1).is_some() && !heading.is_empty();
        if is_one_of_many { format!("{heading}: {why}") } else { why }
    }

    fn headings(&self) -> Vec<String> {
        let row = self.layout.headings(&self.opened.table.sheet);
        let width = self.opened.table.sheet.columns();
        (0..width).map(|column| row.map_or("", |row| row.cell(column)).to_owned()).collect()
    }
}

fn left_row(row: &Row, reasons: &[String], emptied: &[u16]) -> LeftRow {
    let mut cells: Vec<String> = row.cells().map(str::to_owned).collect();
    for column in emptied {
        if let Some(cell) = cells.get_mut(usize::from(*column)) {
            cell.clear();
        }
    }
    LeftRow { cells, reason: reasons.join(" ") }
}

/// The columns as the table has them, what they are headed with, and the reason behind them.
struct Left(Vec<LevelRole>, Vec<String>);

impl Written for Left {
    type Item = LeftRow;

    fn headings(&self, writer: &mut dyn RowWriter) -> Result<(), WriteError> {
        writer.row(&self.1.iter().map(String::as_str).chain(["Not taken because"]).map(Cell::Text).collect::<Vec<_>>())
    }

    fn item(&self, row: &LeftRow, writer: &mut dyn RowWriter) -> Result<u32, WriteError> {
        let cell = |column: usize| row.cells.get(column).map_or("", String::as_str);
        let written = |(column, role): (usize, &LevelRole)| match role {
            LevelRole::Level { .. } if is_plain_number(cell(column)) => Cell::Amount(cell(column)),
            LevelRole::Level { .. } => Cell::Text(cell(column)),
            _ => Cell::Id(cell(column)),
        };
        let cells: Vec<Cell<'_>> = self.0.iter().enumerate().map(written).chain([Cell::Text(&row.reason)]).collect();
        writer.row(&cells)?;
        Ok(1)
    }
}

/// Digits, with a sign perhaps: what a spreadsheet shows as it is.
fn is_plain_number(cell: &str) -> bool {
    WrittenLevel::read(cell, false).is_ok_and(|WrittenLevel(number)| number.to_string() == cell)
}
