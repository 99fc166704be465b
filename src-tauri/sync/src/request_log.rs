//! The request budget's memory, in the store.

use async_trait::async_trait;
use store::Store;
use tiktok_shop::SpendLog;

/// Writes every request down before it leaves.
pub struct RequestLog(pub Store);

#[async_trait]
impl SpendLog for RequestLog {
    async fn spent(&self, unix_minute: i64, count: u32) -> Result<(), String> {
        self.0.count_requests(unix_minute, count).await.map_err(|error| error.to_string())
    }
}
