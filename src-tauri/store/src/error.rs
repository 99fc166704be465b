//! What can go wrong with the cache while it is in use.

use domain::Departure;
use thiserror::Error;

/// A read or write failed. The message is for the person; the cause is in `source`.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// No room left: the change was not saved, what was there stays.
    #[error(
        "The disk is full, so this was not saved. Everything saved earlier is still there. Free some space and try again."
    )]
    DiskFull(#[source] sqlx::Error),
    /// The file can't be written.
    #[error(
        "The database can only be read, so this was not saved. Check the permissions of the data folder and try again."
    )]
    ReadOnly(#[source] sqlx::Error),
    /// The file is damaged; a plain one is set aside at the next start, of an encrypted one the person is asked.
    #[error(
        "The database is damaged. The file is kept. Restart TikTokFlow: it says what became of it and what comes next."
    )]
    Damaged(#[source] sqlx::Error),
    /// A row that a person named is not there (any more).
    #[error("This is no longer there; it may have been done or removed meanwhile.")]
    NotFound,
    /// An order that is being shipped already, with this tracking number.
    #[error("This order is already being shipped with {0}. The second number was not queued.")]
    BeingShipped(String),
    /// Something else about an order is on its way to the shop.
    #[error(
        "Something else about this order is on its way to the shop, so this was not queued. Wait until that is over, or take it back in Activity."
    )]
    ErrandUnderWay,
    /// An order whose handover with the platform's label is under way.
    #[error("This order is already being handed over with TikTok’s label. The second wish was not queued.")]
    BeingArranged,
    /// An order whose label is being bought.
    #[error(
        "A label is already being bought for this order. The second wish was not queued, and nothing more is paid."
    )]
    BeingBought,
    /// More pieces were counted of a SKU than a level can have.
    #[error("At most 99,999 pieces of a SKU can be counted. This was not counted.")]
    TooManyPieces,
    /// A cached row has a shape that this version can't read.
    #[error("A row of the cache could not be read. Nothing was changed; “Reset” in Settings fetches everything anew.")]
    Unreadable(#[from] serde_json::Error),
    /// Anything else SQLite reports.
    #[error("The database did not answer as expected. Nothing was changed; try again.")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// An order that already leaves in another way than was asked for.
    pub(crate) fn under_way(departure: &Departure) -> Self {
        match departure {
            Departure::Number(number) => Self::BeingShipped(number.clone()),
            Departure::Label(_) => Self::BeingArranged,
            Departure::Bought(_) => Self::BeingBought,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    /// Sorts by SQLite's primary result code: FULL 13, READONLY 8, CORRUPT 11, NOTADB 26.
    fn from(error: sqlx::Error) -> Self {
        match primary_code(&error) {
            Some(13) => Self::DiskFull(error),
            Some(8) => Self::ReadOnly(error),
            Some(11 | 26) => Self::Damaged(error),
            _ => Self::Database(error),
        }
    }
}

impl From<std::io::Error> for StoreError {
    /// A file beside the database: it holds nothing that isn't in the database too.
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull(sqlx::Error::Io(error)),
            _ => Self::Database(sqlx::Error::Io(error)),
        }
    }
}

/// SQLite's primary result code (the low byte of the extended one), where the error has one.
pub(crate) fn primary_code(error: &sqlx::Error) -> Option<i32> {
    let extended: i32 = error.as_database_error()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
