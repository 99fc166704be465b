//! What came of pasted order ids.

use serde::Serialize;
use ts_rs::TS;

/// The different order ids of a pasted text. Each stands in one of the three lists, in the order
/// in which it was pasted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct PastedOrders {
    /// Orders that can be shipped now.
    pub ready: Vec<String>,
    /// Orders that can't, by what keeps them.
    pub kept: Vec<KeptOrders>,
    /// Those that aren't among this shop's orders, as they were written.
    pub missing: Vec<String>,
}

/// Orders that can't be shipped now, all for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct KeptOrders {
    /// In plain words.
    pub why: String,
    /// Their ids.
    pub ids: Vec<String>,
}
