//! The columns of an export, and the rows of one order in them.

use std::collections::HashSet;

use domain::{Line, Stage};
use jiff::{Timestamp, tz::TimeZone};
use store::OrderDetail;
use tables::{Cell, RowWriter, WriteError};

use crate::{
    boundary::ExportRows,
    export_pages::Written,
    wording::{count, zone_name},
};

/// What stands in every row, before what was bought.
const ORDER: [&str; 2] = ["Order ID", "Status"];
/// What stands in every row, behind what was bought.
const PARCEL: [&str; 11] = [
    "Payment method",
    "Carrier",
    "Tracking number",
    "Buyer",
    "Phone",
    "Address",
    "Address 2",
    "City",
    "State",
    "Postal code",
    "Country",
];

/// How orders become rows.
pub(crate) struct Rows {
    pub(crate) kind: ExportRows,
    /// The seller's, which the headings name.
    pub(crate) zone: TimeZone,
    /// What the amounts of an order are in that doesn't tell it; empty where nobody knows.
    pub(crate) currency: String,
}

impl Written for Rows {
    type Item = OrderDetail;

    fn headings(&self, writer: &mut dyn RowWriter) -> Result<(), WriteError> {
        let zone = zone_name(&self.zone);
        let times = [format!("Placed ({zone})"), format!("Last changed ({zone})")];
        let bought: &[&str] = match self.kind {
            ExportRows::Orders => &["Items", "Pieces", "Total", "Currency"],
            ExportRows::Lines => &["Product", "Product ID", "SKU ID", "Seller SKU", "Pieces", "Price", "Currency"],
        };
        let all = ORDER.into_iter().chain(times.iter().map(String::as_str)).chain(bought.iter().copied()).chain(PARCEL);
        writer.row(&all.map(Cell::Text).collect::<Vec<_>>())
    }

    fn item(&self, order: &OrderDetail, writer: &mut dyn RowWriter) -> Result<u32, WriteError> {
        match self.kind {
            ExportRows::Orders => {
                let items = items(order);
                let pieces = Cell::Count(count(order.row.quantity));
                let bought = [Cell::Text(&items), pieces, Cell::Amount(&order.row.total)];
                self.row(order, &bought, writer)?;
                Ok(1)
            }
            // An order without lines is not lost for it.
            ExportRows::Lines if order.lines.is_empty() => {
                self.row(order, &[Cell::Text(""); 6], writer)?;
                Ok(1)
            }
            ExportRows::Lines => {
                order.lines.iter().try_for_each(|(line, code)| self.line(order, line, code.as_deref(), writer))?;
                Ok(count(order.lines.len() as i64))
            }
        }
    }
}

impl Rows {
    fn line(
        &self,
        order: &OrderDetail,
        line: &Line,
        code: Option<&str>,
        writer: &mut dyn RowWriter,
    ) -> Result<(), WriteError> {
        let price = line.price.to_string();
        let bought = [
            Cell::Text(&line.name),
            Cell::Id(line.product.as_str()),
            Cell::Id(line.sku.as_str()),
            Cell::Id(code.unwrap_or_default()),
            Cell::Count(line.quantity),
            Cell::Amount(&price),
        ];
        self.row(order, &bought, writer)
    }

    fn row(&self, order: &OrderDetail, bought: &[Cell<'_>], writer: &mut dyn RowWriter) -> Result<(), WriteError> {
        let (placed, changed) = (self.time(order.row.created), self.time(order.row.updated));
        let (numbers, to) = (numbers(order), &order.recipient);
        let currency = order.row.currency.map_or_else(|| self.currency.clone(), String::from);
        let front = [
            Cell::Id(order.row.id.as_str()),
            Cell::Text(order.row.status.as_shop()),
            Cell::Text(&placed),
            Cell::Text(&changed),
        ];
        let parcel = [
            Cell::Text(&order.payment_method),
            Cell::Text(&order.shipping_provider),
            Cell::Id(&numbers),
            Cell::Text(to.name.reveal()),
            Cell::Id(to.phone.reveal()),
            Cell::Text(to.street1.reveal()),
            Cell::Text(to.street2.reveal()),
            Cell::Text(to.city.reveal()),
            Cell::Text(to.state.reveal()),
            Cell::Id(to.zipcode.reveal()),
            Cell::Text(to.country.reveal()),
        ];
        writer.row(&[&front, bought, &[Cell::Text(&currency)], &parcel].concat())
    }

    /// As every spreadsheet sorts it.
    fn time(&self, moment: Timestamp) -> String {
        moment.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }
}

/// The number that it left under; of an order that left in parts each of theirs, once. One that still waits with the rest
/// has none: who takes the file in again would ship that under it.
fn numbers(order: &OrderDetail) -> String {
    let is_in_parts = order.tracking.is_empty() && order.row.stage() != Stage::ToShip;
    let mut numbers: Vec<&str> = vec![&order.tracking];
    let parts = order.lines.iter().flat_map(|(line, _)| &line.pieces).filter(|_| is_in_parts);
    numbers.extend(parts.map(|piece| piece.tracking.as_str()));
    let mut seen = HashSet::new();
    numbers.retain(|number| !number.is_empty() && seen.insert(*number));
    numbers.join(", ")
}

/// `2 × Glow Serum; 1 × Linen Tote`
fn items(order: &OrderDetail) -> String {
    let lines = order.lines.iter().map(|(line, _)| format!("{} × {}", line.quantity, line.name));
    lines.collect::<Vec<_>>().join("; ")
}
