//! Requests per minute that left this computer: the memory of the request budget.

use crate::{Store, StoreError, Tables};

/// A day and a minute: what a rolling day can still reach back to.
const KEPT_MINUTES: i64 = 24 * 60 + 1;

impl Store {
    /// Writes down that `minute` (Unix minutes) has seen `count` requests, and forgets what no
    /// rolling day can reach any more.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn count_requests(&self, minute: i64, count: u32) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO requests (minute, count) VALUES (?1, ?2)
                     ON CONFLICT (minute) DO UPDATE SET count = max(requests.count, excluded.count)",
        )
        .bind(minute)
        .bind(count)
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM requests WHERE minute < ?1").bind(minute - KEPT_MINUTES).execute(&mut *tx).await?;
        self.commit(tx, Tables::default()).await
    }

    /// The minutes of the last day with their counts, oldest first.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn requests(&self) -> Result<Vec<(i64, u32)>, StoreError> {
        Ok(sqlx::query_as("SELECT minute, count FROM requests ORDER BY minute").fetch_all(&self.readers).await?)
    }
}
