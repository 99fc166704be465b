//! A count becomes one save.

use domain::ShopId;
use jiff::Timestamp;
use sqlx::{Sqlite, SqliteConnection, Transaction};

use super::{StockCount, end, listing::lines, open_in};
use crate::{BatchKind, StockTarget, StockWish, Store, StoreError, Tables, batches, held, outbox_stock::queue_one};

/// What applying a count came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountApplied {
    /// The new batch; `None` where nothing differed.
    pub batch: Option<i64>,
    /// The question that holds it back, if there is one.
    pub held: Option<String>,
    /// How many levels it changes.
    pub queued: i64,
}

impl Store {
    /// What applying a count would save.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the count isn't open (any more).
    pub async fn count_wishes(&self, count: i64) -> Result<Vec<StockWish>, StoreError> {
        let of = self.open_count(count).await?;
        let mut reader = self.readers.acquire().await?;
        wishes(&mut reader, &of).await
    }

    /// Ends a count and saves its differences as one batch, with the reason for it: both or neither, so that it is
    /// applied once. What an edit here has overtaken, and what the shop doesn't tell, is left out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the count isn't open (any more); [`StoreError`], and then it still is.
    pub async fn apply_count(&self, count: i64, reason: &str, now: Timestamp) -> Result<CountApplied, StoreError> {
        let mut tx = self.begin().await?;
        let of = open_in(&mut tx, count).await?;
        let wishes = wishes(&mut tx, &of).await?;
        end(&mut tx, count, "applied", now).await?;
        let mut applied = CountApplied { batch: None, held: None, queued: wishes.len() as i64 };
        if !wishes.is_empty() {
            let batch = save(&mut tx, of.shop, &wishes, reason, now).await?;
            sqlx::query("UPDATE stock_counts SET batch = ?2 WHERE id = ?1")
                .bind(count)
                .bind(batch)
                .execute(&mut *tx)
                .await?;
            applied.held = held::hold(&mut tx, of.shop, batch).await?;
            applied.batch = Some(batch);
        }
        self.commit(tx, Tables::OUTBOX.and(Tables::STOCK)).await?;
        Ok(applied)
    }
}

async fn wishes(from: &mut SqliteConnection, of: &StockCount) -> Result<Vec<StockWish>, StoreError> {
    let lines = lines(from, of.id, None).await?;
    let wish = |(number, line): (Option<u32>, super::CountLine)| {
        number?;
        let (change, base) = (line.change()?, line.now);
        let target = StockTarget { product: line.product, sku: line.sku, warehouse: of.warehouse.clone() };
        Some(StockWish { target, change, base })
    };
    Ok(lines.into_iter().filter_map(wish).collect())
}

async fn save(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    wishes: &[StockWish],
    reason: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let batch = batches::add(tx, shop, BatchKind::Stock, None, now).await?;
    sqlx::query("UPDATE batches SET reason = ?2 WHERE id = ?1").bind(batch).bind(reason).execute(&mut **tx).await?;
    for wish in wishes {
        queue_one(tx, shop, batch, wish, now).await?;
    }
    Ok(batch)
}
