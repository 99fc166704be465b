//! What is to be printed.

use domain::{OrderId, Private};

/// Orders, and what else stands on their papers. Nothing is looked up anywhere.
#[derive(Clone, Debug, Default)]
pub struct Job {
    /// The orders, in the order in which their papers come.
    pub orders: Vec<Order>,
    /// The shop's name, at the head of lists and slips.
    pub shop: String,
    /// The shop's country, two letters: it decides how Chinese characters in product names are
    /// drawn. May be empty.
    pub region: String,
    /// Today's date as it is to be read; may be empty.
    pub today: String,
    /// Where the parcels come from; `None` leaves it off.
    pub from: Option<Address>,
    /// What lists and slips are printed on. Labels have a size of their own.
    pub sheet: Sheet,
}

/// The size of a sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sheet {
    /// 210 x 297 mm.
    #[default]
    A4,
    /// 8.5 x 11 inches.
    Letter,
}

/// One order.
#[derive(Clone, Debug)]
pub struct Order {
    /// The shop's id; printed as text and, up to 40 printable ASCII characters, as a barcode.
    pub id: OrderId,
    /// When it was placed, as it is to be read; may be empty.
    pub placed: String,
    /// The carrier, in the shop's words; may be empty.
    pub carrier: String,
    /// Who gets the parcel.
    pub to: Address,
    /// What was bought.
    pub lines: Vec<Line>,
}

/// A place that a parcel goes to or comes from.
#[derive(Clone, Debug, Default)]
pub struct Address {
    /// A person or a shop, in any script.
    pub name: Private<String>,
    /// Street, city and so on, line by line. Empty lines leave no gap.
    pub lines: Vec<Private<String>>,
    /// As the shop sends it; may be empty.
    pub phone: Private<String>,
    /// Two-letter country code: it decides how Chinese characters are drawn. May be empty.
    pub country: String,
}

/// One line of an order.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which lines of different orders are the same thing: product and SKU, in the shop's ids.
    pub item: (String, String),
    /// The product's name.
    pub name: String,
    /// The seller's own code, else the shop's id of the SKU; may be empty.
    pub code: String,
    /// Pieces.
    pub pieces: u32,
    /// Where it lies, where that is known.
    pub location: Option<String>,
}

impl Sheet {
    /// Width and height in points, 72 to the inch.
    pub fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

impl Order {
    /// Pieces over all lines.
    pub(crate) fn pieces(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.pieces)).sum()
    }
}
