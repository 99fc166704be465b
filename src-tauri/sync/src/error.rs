//! What ends a round.

use store::StoreError;
use thiserror::Error;
use tiktok_shop::ShopError;

/// A round ended early. What it had committed stays; the next one goes on behind it.
#[derive(Debug, Error)]
pub enum SyncError {
    /// The shop, or the way there.
    #[error(transparent)]
    Shop(#[from] ShopError),
    /// The cache.
    #[error(transparent)]
    Store(#[from] StoreError),
}
