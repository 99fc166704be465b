//! Requests per minute that left this computer: the memory of the request budget.

use crate::{Store, StoreError, Tables};

/// A day and a minute: what a rolling day can still reach back to.
const KEPT_MINUTES: i64 = 24 * 60 + 1;

impl Store {
    /// Writes down that `minute` (Unix minutes) has seen `count` requests of `app` (a mark made of
    /// the app key), and forgets what no rolling day can reach any more. Where the app's later
    /// minutes are known, the clock was set back and `count` includes them: they are forgotten too.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn count_requests(&self, app: &str, minute: i64, count: u32) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO requests (app, minute, count) VALUES (?1, ?2, ?3)
                     ON CONFLICT (app, minute) DO UPDATE SET count = max(requests.count, excluded.count)",
        )
        .bind(app)
        .bind(minute)
        .bind(count)
        .execute(&mut *tx)
        .await?;
        sqlx::query("DELETE FROM requests WHERE minute < ?2 OR (app = ?1 AND minute > ?3)")
            .bind(app)
            .bind(minute - KEPT_MINUTES)
            .bind(minute)
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::default()).await
    }

    /// The minutes of the last day with the requests of `app` in each, oldest first. Those of the
    /// time before apps were told apart count for every app.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn requests(&self, app: &str) -> Result<Vec<(i64, u32)>, StoreError> {
        Ok(sqlx::query_as(
            "SELECT minute, sum(count) FROM requests WHERE app IN ('', ?1) GROUP BY minute ORDER BY minute",
        )
        .bind(app)
        .fetch_all(&self.readers)
        .await?)
    }
}
