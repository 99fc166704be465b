//! How much of everything there is: for whoever helps, and without a word of what it is.

use crate::{Store, StoreError};

/// How much of everything there is. Holds no record's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The schema's version, `PRAGMA user_version`.
    pub schema: i64,
    /// What is counted, and how many: `orders to ship`, `outbox stock queued`, `ledger`.
    pub counts: Vec<(String, i64)>,
    /// Why records are set aside (`order: create_time is missing`), and how many for that reason.
    pub set_aside: Vec<(String, i64)>,
}

impl Store {
    /// Counts everything, over all shops.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn figures(&self) -> Result<Figures, StoreError> {
        let schema = sqlx::query_scalar("PRAGMA user_version").fetch_one(&self.readers).await?;
        let counts = sqlx::query_as(
            "SELECT 'shops', count(*) FROM shops
             UNION ALL SELECT 'orders ' || CASE stage
                 WHEN 0 THEN 'to ship' WHEN 1 THEN 'on hold' WHEN 2 THEN 'sent' WHEN 3 THEN 'delivered'
                 WHEN 4 THEN 'cancelled' ELSE 'of another status' END, count(*) FROM orders GROUP BY stage
             UNION ALL SELECT 'products', count(*) FROM products
             UNION ALL SELECT 'skus', count(*) FROM skus
             UNION ALL SELECT 'levels', count(*) FROM sku_levels
             UNION ALL SELECT 'outbox ' || kind || ' ' || state, count(*) FROM outbox GROUP BY kind, state
             UNION ALL SELECT 'batches', count(*) FROM batches
             UNION ALL SELECT 'batches held', count(*) FROM batches WHERE held IS NOT NULL
             UNION ALL SELECT 'ledger', count(*) FROM ledger",
        )
        .fetch_all(&self.readers)
        .await?;
        let set_aside = sqlx::query_as(
            "SELECT kind || ': ' || reason, count(*) FROM set_aside GROUP BY kind, reason ORDER BY 2 DESC LIMIT 50",
        )
        .fetch_all(&self.readers)
        .await?;
        Ok(Figures { schema, counts, set_aside })
    }
}
