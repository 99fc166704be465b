//! Paper for orders.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Paper {
    /// What to take from the shelves: by product, then by order.
    PickList,
    /// What goes into each parcel, a page or more for each order.
    PackingSlips,
    /// Whom each parcel goes to, 4 x 6 inches each.
    AddressLabels,
    /// TikTok's own labels of orders that are arranged.
    ShippingLabels,
}

/// What came of printing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrintsMade {
    /// How many orders are on the paper that was opened; 0 where none was.
    pub orders: u32,
    /// Its pages.
    pub pages: u32,
    /// Where it was not to be printed again: the orders of which there is such a paper already. Then
    /// nothing was made and nothing opened.
    pub before: Vec<PrintedBefore>,
    /// Orders that are not on the paper, and why.
    pub left_out: Vec<LeftOut>,
    /// Orders with characters that no font of this computer has: there the paper shows boxes.
    pub boxed: Vec<String>,
}

/// An order of which there is such a paper already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrintedBefore {
    /// The order.
    pub order_id: String,
    /// When it was last made, ISO 8601.
    pub at: String,
}

/// An order that was not printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOut {
    /// The order.
    pub order_id: String,
    /// A sentence.
    pub reason: String,
}
