//! Reading what a shop answers, whatever its contract calls the fields.

mod envelope;
mod page;
mod record;

pub use page::{MAX_RAW_BYTES, Onward, Page, SetAside};

pub(crate) use envelope::open_envelope;
pub(crate) use page::Counting;
pub(crate) use record::{Record, WireError};

use crate::ShopError;

/// The answer of a read that says that all is well and holds something else than was asked for.
pub(crate) fn unreadable(error: &WireError) -> ShopError {
    ShopError::ServerTrouble { why: format!("the answer can’t be read: {error}") }
}

/// The same on a write. It was done, but nobody knows what: reading again settles it.
pub(crate) fn unclear(error: &WireError) -> ShopError {
    ShopError::UnknownOutcome { why: format!("the answer can’t be read: {error}") }
}
