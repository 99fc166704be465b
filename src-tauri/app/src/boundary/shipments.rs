//! A table of tracking numbers: what it is read from, and what would become of each of its lines.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a table comes from. It has no `Debug`: a table may name buyers.
#[derive(Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TableFrom {
    /// A file that the person has chosen or dropped. Its bytes cross as base64: one text, a third
    /// longer than they are, which both sides make and read at once. A list of numbers would be four
    /// times as long and 20 million values in the window's memory.
    File {
        /// Its name, without its folder.
        name: String,
        /// Its bytes' number. One that is too large is refused by it, so its bytes need not be read.
        #[ts(type = "number")]
        size: u64,
        /// Its bytes; may be empty where `size` says that it is too large.
        base64: String,
    },
    /// What was pasted.
    Pasted {
        /// As it was.
        text: String,
    },
}

/// The columns that the person has chosen, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColumnChoice {
    /// The worksheet, where there are some.
    pub sheet: Option<u32>,
    /// That of the order ids.
    pub order: Option<u32>,
    /// That of the tracking numbers.
    pub number: Option<u32>,
}

/// A table that was read. Nothing of it was saved or sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShipmentsRead {
    /// What it was read as.
    pub source: TableSource,
    /// All its columns.
    pub columns: Vec<TableColumn>,
    /// The row of its headings, as a spreadsheet numbers it; `null` where there are none.
    pub header_row: Option<u32>,
    /// The column that the order ids were taken from; `null` where none was found.
    pub order: Option<u32>,
    /// The column that the tracking numbers were taken from; `null` where none was found.
    pub number: Option<u32>,
    /// Its lines, in their order.
    pub rows: Vec<ShipmentRow>,
    /// How many lines there are of each verdict.
    pub counts: ShipmentCounts,
    /// Rows below the headings that are about no shipment: notes, totals.
    pub left_out: u32,
}

/// What a table was read as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableSource {
    /// The file's name; `null` for what was pasted.
    pub name: Option<String>,
    /// Its form.
    pub format: TableFormat,
    /// What a text file is written in, as browsers name it: `UTF-8`, `windows-1252`.
    pub encoding: Option<String>,
    /// What parts its cells, where it is a text of several columns.
    pub delimiter: Option<String>,
    /// The worksheets of a workbook that are shown.
    pub sheets: Vec<String>,
    /// The one that was read.
    pub sheet: Option<u32>,
}

/// The forms of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TableFormat {
    /// A text file.
    Text,
    /// A workbook.
    Workbook,
    /// Pasted text.
    Pasted,
}

/// One column of a table. Its `Debug` prints none of its cells.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TableColumn {
    /// Its heading; empty where there is none.
    pub name: String,
    /// Its first cells.
    pub samples: Vec<String>,
}

/// What would become of one line. Its `Debug` prints none of its cells.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShipmentRow {
    /// The row, as a spreadsheet numbers it.
    pub row: u32,
    /// The order as the line has it.
    pub written_order: String,
    /// The order that it is about, where one was found.
    pub order_id: Option<String>,
    /// The tracking number as it would be sent; as the line has it where it can't be sent.
    pub number: String,
    /// What would become of it.
    pub verdict: ShipmentVerdict,
    /// Why, and what to do: a sentence, where the verdict is not enough.
    pub message: Option<String>,
    /// What to look at though it can be sent: sentences.
    pub hints: Vec<String>,
    /// The orders that an ambiguous line may be about, at most 20.
    pub candidates: Vec<String>,
}

/// What would become of a line. Only `ready` and accepted guesses are to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ShipmentVerdict {
    /// It can be sent.
    Ready,
    /// It can be sent once the person has accepted the order that was guessed.
    Guess,
    /// The shop has this order shipped with this number: nothing to do.
    Shipped,
    /// The shop has this order shipped with another number, or with none that it shows.
    ShippedOtherwise,
    /// This very shipment is saved here and on its way.
    Queued,
    /// A shipment with another number is saved here and on its way.
    QueuedOtherwise,
    /// The order was cancelled.
    Cancelled,
    /// The shop has it on hold.
    OnHold,
    /// The shop says about the order what this version doesn't know.
    UnknownStatus,
    /// TikTok sends the order, with a label and a number of its own.
    NotBySeller,
    /// No such order is here.
    Unknown,
    /// The id is rounded, and fits several orders.
    Ambiguous,
    /// There is no tracking number.
    NoNumber,
    /// The tracking number can't be one.
    BadNumber,
    /// An earlier line says the same.
    Repeated,
    /// Another line has another number for the same order.
    Contradicted,
}

/// How many lines there are of each [`ShipmentVerdict`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShipmentCounts {
    /// [`ShipmentVerdict::Ready`]
    pub ready: u32,
    /// [`ShipmentVerdict::Guess`]
    pub guess: u32,
    /// [`ShipmentVerdict::Shipped`]
    pub shipped: u32,
    /// [`ShipmentVerdict::ShippedOtherwise`]
    pub shipped_otherwise: u32,
    /// [`ShipmentVerdict::Queued`]
    pub queued: u32,
    /// [`ShipmentVerdict::QueuedOtherwise`]
    pub queued_otherwise: u32,
    /// [`ShipmentVerdict::Cancelled`]
    pub cancelled: u32,
    /// [`ShipmentVerdict::OnHold`]
    pub on_hold: u32,
    /// [`ShipmentVerdict::UnknownStatus`]
    pub unknown_status: u32,
    /// [`ShipmentVerdict::NotBySeller`]
    pub not_by_seller: u32,
    /// [`ShipmentVerdict::Unknown`]
    pub unknown: u32,
    /// [`ShipmentVerdict::Ambiguous`]
    pub ambiguous: u32,
    /// [`ShipmentVerdict::NoNumber`]
    pub no_number: u32,
    /// [`ShipmentVerdict::BadNumber`]
    pub bad_number: u32,
    /// [`ShipmentVerdict::Repeated`]
    pub repeated: u32,
    /// [`ShipmentVerdict::Contradicted`]
    pub contradicted: u32,
}

impl ShipmentCounts {
    /// Counts one more line.
    pub(crate) fn add(&mut self, verdict: ShipmentVerdict) {
        *match verdict {
            ShipmentVerdict::Ready => &mut self.ready,
            ShipmentVerdict::Guess => &mut self.guess,
            ShipmentVerdict::Shipped => &mut self.shipped,
            ShipmentVerdict::ShippedOtherwise => &mut self.shipped_otherwise,
            ShipmentVerdict::Queued => &mut self.queued,
            ShipmentVerdict::QueuedOtherwise => &mut self.queued_otherwise,
            ShipmentVerdict::Cancelled => &mut self.cancelled,
            ShipmentVerdict::OnHold => &mut self.on_hold,
            ShipmentVerdict::UnknownStatus => &mut self.unknown_status,
            ShipmentVerdict::NotBySeller => &mut self.not_by_seller,
            ShipmentVerdict::Unknown => &mut self.unknown,
            ShipmentVerdict::Ambiguous => &mut self.ambiguous,
            ShipmentVerdict::NoNumber => &mut self.no_number,
            ShipmentVerdict::BadNumber => &mut self.bad_number,
            ShipmentVerdict::Repeated => &mut self.repeated,
            ShipmentVerdict::Contradicted => &mut self.contradicted,
        } += 1;
    }
}

impl fmt::Debug for TableColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableColumn").finish_non_exhaustive()
    }
}

impl fmt::Debug for ShipmentRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, verdict, message, hints, .. } = self;
        f.debug_struct("ShipmentRow")
            .field("row", row)
            .field("verdict", verdict)
            .field("message", message)
            .field("hints", hints)
            .finish_non_exhaustive()
    }
}
