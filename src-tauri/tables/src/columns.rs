//! What was taken for what in a table.

use std::fmt;

use crate::{Sheet, guess};

/// Cells that show what is in a column.
const SAMPLES: usize = 3;

/// Where in a table the shipments are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The place of the row with the headings, among those that aren't blank.
    pub header: Option<usize>,
    /// The column of the order ids, from 0.
    pub order: Option<usize>,
    /// The column of the tracking numbers.
    pub number: Option<usize>,
}

/// One column, for the person to look at. Its `Debug` prints no cell: it may be a buyer's name.
#[derive(Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading; empty where there is none.
    pub name: String,
    /// Its first cells that aren't blank.
    pub samples: Vec<String>,
}

impl Layout {
    /// Finds the columns by their headings, and by what is in them.
    pub fn of(sheet: &Sheet) -> Self {
        let header = guess::header(sheet);
        let order = guess::order(sheet, header);
        Self { header, order, number: guess::number(sheet, header, order) }
    }

    /// Takes the columns that the person has chosen.
    pub fn chosen(sheet: &Sheet, order: Option<usize>, number: Option<usize>) -> Self {
        Self { header: guess::header(sheet), order, number }
    }

    /// The rows below the headings, or all of them.
    pub(crate) fn body<'a>(&self, sheet: &'a Sheet) -> &'a [crate::Row] {
        sheet.rows().get(self.header.map_or(0, |place| place + 1)..).unwrap_or_default()
    }

    /// All columns with their headings and first cells.
    pub fn columns(&self, sheet: &Sheet) -> Vec<Column> {
        columns_below(sheet, self.header)
    }
}

/// All columns with their headings and first cells, below the row with the headings.
pub(crate) fn columns_below(sheet: &Sheet, header: Option<usize>) -> Vec<Column> {
    let heading = header.and_then(|place| sheet.rows().get(place));
    let body = sheet.rows().get(header.map_or(0, |place| place + 1)..).unwrap_or_default();
    let column = |place: usize| {
        let cells = body.iter().take(1000).map(|row| row.cell(place)).filter(|cell| !cell.is_empty());
        Column {
            name: shortened(heading.map_or("", |row| row.cell(place))),
            samples: cells.take(SAMPLES).map(shortened).collect(),
        }
    };
    (0..sheet.columns()).map(column).collect()
}

/// As much of a cell as a person looks at.
fn shortened(cell: &str) -> String {
    cell.chars().take(60).collect()
}

impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Column").finish_non_exhaustive()
    }
}
