//! The request budget's memory, in the store.

use async_trait::async_trait;
use store::Store;
use tiktok_shop::SpendLog;

/// Writes every request of one app down before it leaves.
pub struct RequestLog {
    /// Where to.
    pub store: Store,
    /// The mark of the app's key: see `tiktok_shop::mark`.
    pub app: String,
}

#[async_trait]
impl SpendLog for RequestLog {
    async fn spent(&self, unix_minute: i64, count: u32) -> Result<(), String> {
        self.store.count_requests(&self.app, unix_minute, count).await.map_err(|error| error.to_string())
    }
}
