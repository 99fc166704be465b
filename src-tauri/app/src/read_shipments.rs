//! Reading a table of tracking numbers: what would become of each line, before anything is sent.
//! What the person then chooses goes through [`App::ship_orders`], like everything else.

use tables::{Layout, Lines, Purpose};

use crate::{
    App,
    boundary::{AppError, ColumnChoice, ErrorCode, ShipmentCounts, ShipmentsRead, TableFrom},
    judge_shipments::judge,
    match_orders::Asked,
    read_table::{column, described, table},
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
        source: TableFrom,
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

fn parse(source: TableFrom, columns: Option<ColumnChoice>) -> Result<Parsed, AppError> {
    let place = |column: Option<u32>| column.map(|column| column as usize);
    let (name, table) = table(source, columns.and_then(|choice| place(choice.sheet)), Purpose::Shipments)?;
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
