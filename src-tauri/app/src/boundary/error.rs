//! How a command fails.

use domain::{StockError, TrackingError};
use serde::Serialize;
use store::StoreError;
use tiktok_shop::{ShopError, oauth::CallbackError};
use ts_rs::TS;

/// Why a command failed. The message is a whole sentence for the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppError {
    /// What the screen does about it.
    pub code: ErrorCode,
    /// What happened, what was kept and what to do.
    pub message: String,
    /// The field that it is about, where it is about one.
    pub field: Option<String>,
}

/// A code exists only where the screen does something with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// Shown beside the field; the text stays in it.
    InvalidInput,
    /// Shown calmly: it goes on by itself.
    Offline,
    /// Offers to connect again.
    NeedsConnect,
    /// The shop said no.
    Refused,
    /// The list is read again.
    NotFound,
    /// The keychain is the matter.
    Keychain,
    /// The disk or the database is the matter.
    Storage,
    /// Something else is under way.
    Busy,
    /// None of the above.
    Internal,
}

impl AppError {
    /// An error without a field.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), field: None }
    }

    /// An input that can't be taken, with the field that holds it.
    pub fn input(field: &str, message: impl Into<String>) -> Self {
        Self { code: ErrorCode::InvalidInput, message: message.into(), field: Some(field.to_owned()) }
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::NotFound => ErrorCode::NotFound,
            StoreError::BeingShipped(_) | StoreError::BeingBought | StoreError::ErrandUnderWay => ErrorCode::Busy,
            StoreError::TooManyPieces => ErrorCode::InvalidInput,
            _ => ErrorCode::Storage,
        };
        Self::new(code, error.to_string())
    }
}

impl From<ShopError> for AppError {
    fn from(error: ShopError) -> Self {
        let code = match &error {
            ShopError::NeedsConnect { .. } => ErrorCode::NeedsConnect,
            ShopError::Refused { .. } | ShopError::Unsendable { .. } => ErrorCode::Refused,
            ShopError::NotCounted => ErrorCode::Storage,
            _ => ErrorCode::Offline,
        };
        Self::new(code, error.to_string())
    }
}

impl From<TrackingError> for AppError {
    fn from(error: TrackingError) -> Self {
        Self::input("tracking_number", error.to_string())
    }
}

impl From<StockError> for AppError {
    fn from(error: StockError) -> Self {
        Self::input("level", error.to_string())
    }
}

impl From<CallbackError> for AppError {
    fn from(error: CallbackError) -> Self {
        Self::input("address", error.to_string())
    }
}
