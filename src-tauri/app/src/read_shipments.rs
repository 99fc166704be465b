//! Reading a table of tracking numbers: what would become of each line, before anything is sent.
//! What the person then chooses goes through [`App::ship_orders`], like everything else.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tables::{Format, Layout, Lines, MAX_BYTES, Table, TableError};

use crate::{
    App,
    boundary::{
        AppError, ColumnChoice, ErrorCode, ShipmentCounts, ShipmentSource, ShipmentsRead, TableColumn, TableFormat,
        TableSource,
    },
    judge_shipments::judge,
    match_orders::Asked,
    wording::count,
};

/// The orders that are named for one rounded id.
const CANDIDATES: u32 = 20;
/// For a broken app only. What broke isn't told: it may hold a cell.
const GONE_WRONG: &str = "This table could not be read. Nothing was changed. Save it as CSV, and choose that file.";

impl App {
    /// Reads a table and says of each line what would become of it in this shop. Nothing is saved and
    /// nothing is sent. `columns` are those that the person has chosen; without them they are found.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for what can't be read, with the field `file`; [`AppError`] where
    /// the shop isn't connected or the cache can't be read.
    pub async fn read_shipments(
        &self,
        shop: u32,
        source: ShipmentSource,
        columns: Option<ColumnChoice>,
    ) -> Result<ShipmentsRead, AppError> {
        let shop = self.known(shop).await?.id;
        // Half a second of work for the largest of files: not on a thread that others wait for.
        let parsed = tokio::task::spawn_blocking(move || parse(source, columns)).await;
        let Parsed { mut read, lines } = parsed.map_err(|_| AppError::new(ErrorCode::Internal, GONE_WRONG))??;
        let asked = Asked::about(lines.iter().map(|line| line.order.as_str()));
        let found = self.store.orders_standing(shop, &asked.ids, &asked.ranges, CANDIDATES).await?;
        read.rows = judge(&lines, &asked, &found);
        read.rows.iter().for_each(|row| read.counts.add(row.verdict));
        Ok(read)
    }
}

/// What a table says, before it is held against the shop.
struct Parsed {
    read: ShipmentsRead,
    lines: Vec<tables::Line>,
}

fn parse(source: ShipmentSource, columns: Option<ColumnChoice>) -> Result<Parsed, AppError> {
    let place = |column: Option<u32>| column.map(|column| column as usize);
    let (name, table) = table(source, columns.and_then(|choice| place(choice.sheet)))?;
    let layout = match columns {
        // A choice of the worksheet alone leaves the columns to be found.
        Some(choice) if choice.order.is_some() || choice.number.is_some() => {
            Layout::chosen(&table.sheet, place(choice.order), place(choice.number))
        }
        _ => Layout::of(&table.sheet),
    };
    let Lines { lines, left_out } = tables::shipments(&table.sheet, &layout);
    let number = |place: usize| count(place as i64);
    let read = ShipmentsRead {
        columns: layout.columns(&table.sheet).into_iter().map(column).collect(),
        header_row: layout.header.and_then(|place| table.sheet.rows().get(place)).map(tables::Row::number),
        order: layout.order.map(number),
        number: layout.number.map(number),
        left_out: number(left_out),
        rows: Vec::new(),
        counts: ShipmentCounts::default(),
        source: described(name, table.format),
    };
    Ok(Parsed { read, lines })
}

fn table(source: ShipmentSource, sheet: Option<usize>) -> Result<(Option<String>, Table), AppError> {
    let read = match source {
        ShipmentSource::Pasted { text } => tables::read_pasted(&text).map(|table| (None, table)),
        ShipmentSource::File { size, .. } if size > MAX_BYTES => Err(TableError::TooLarge(size)),
        // Four signs are three bytes.
        ShipmentSource::File { base64, .. } if base64.len() as u64 / 4 * 3 > MAX_BYTES + 3 => {
            Err(TableError::TooLarge(base64.len() as u64 / 4 * 3))
        }
        ShipmentSource::File { name, base64, .. } => {
            let bytes = STANDARD.decode(base64).map_err(|_| not_whole())?;
            tables::read_file(&bytes, sheet).map(|table| (Some(name), table))
        }
    };
    read.map_err(|error| AppError::input("file", error.to_string()))
}

fn not_whole() -> AppError {
    AppError::input("file", "The file did not arrive whole. Nothing was changed. Choose it again.")
}

fn described(name: Option<String>, format: Format) -> TableSource {
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

fn column(column: tables::Column) -> TableColumn {
    TableColumn { name: column.name, samples: column.samples }
}
