//! The wire contract as the project's document gives it: one file per endpoint family.

mod envelope;
mod orders;
mod page;
mod products;
mod wire;

pub use orders::{OrderQuery, ShipAnswer};
pub use page::{MAX_RAW_BYTES, Page, SetAside};
pub use products::ProductQuery;

pub(crate) use envelope::Verdict;
pub(crate) use wire::{Record, WireError};

use crate::ShopError;

/// The answer of a read that says code 0 and holds something else than was asked for.
fn unreadable(error: &WireError) -> ShopError {
    ShopError::ServerTrouble { why: format!("the answer can’t be read: {error}") }
}

/// The same on a write. Code 0 says that it was done, but not what: reading again settles it.
fn unclear(error: &WireError) -> ShopError {
    ShopError::UnknownOutcome { why: format!("the answer can’t be read: {error}") }
}
