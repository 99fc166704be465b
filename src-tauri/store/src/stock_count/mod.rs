//! Counting stock: what lies on the shelf of one warehouse, SKU by SKU, until it is applied as one batch.
//!
//! A count of a SKU is true for the moment at which it was counted. So each line keeps what was known then, and
//! what is applied is the difference, on top of whatever the shop has by then: a sale in between is never undone.

mod applying;
mod known;
mod lines;
mod listing;

use domain::{ShopId, WarehouseId};
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use crate::{Store, StoreError, Tables, orders::time};

pub use applying::CountApplied;
pub use lines::CountUndone;
pub use listing::{CountCounts, CountFilter, CountLine, CountListing, CountRow, CountSums, CountTab};

/// A count that is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockCount {
    /// Its number.
    pub id: i64,
    /// Whose it is.
    pub shop: ShopId,
    /// Where.
    pub warehouse: WarehouseId,
    /// Whether sold pieces that are not packed lie elsewhere and are not counted.
    pub sold_apart: bool,
    /// When it was begun.
    pub begun: Timestamp,
    /// SKUs that were counted.
    pub lines: i64,
}

type RawCount = (i64, i64, String, bool, i64, i64);

const OPEN: &str = "
    SELECT t.id, t.shop, t.warehouse, t.sold_apart, t.begun, (SELECT count(*) FROM counted c WHERE c.count = t.id)
    FROM stock_counts t WHERE t.state = 'open'";

impl Store {
    /// The open counts of a shop, by warehouse.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn open_counts(&self, shop: ShopId) -> Result<Vec<StockCount>, StoreError> {
        let statement = format!("{OPEN} AND t.shop = ?1 ORDER BY t.warehouse");
        let rows: Vec<RawCount> =
            sqlx::query_as(sqlx::AssertSqlSafe(statement)).bind(shop.0).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(read).collect())
    }

    /// An open count.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for one that isn't there, or isn't open any more.
    pub async fn open_count(&self, count: i64) -> Result<StockCount, StoreError> {
        let statement = format!("{OPEN} AND t.id = ?1");
        let row: Option<RawCount> =
            sqlx::query_as(sqlx::AssertSqlSafe(statement)).bind(count).fetch_optional(&self.readers).await?;
        row.map(read).ok_or(StoreError::NotFound)
    }

    /// Begins to count a warehouse, or goes on where a count of it is open.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the shop isn't connected.
    pub async fn begin_count(
        &self,
        shop: ShopId,
        warehouse: &WarehouseId,
        now: Timestamp,
    ) -> Result<StockCount, StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO stock_counts (shop, warehouse, state, begun)
             SELECT ?1, ?2, 'open', ?3 WHERE EXISTS (SELECT 1 FROM shops WHERE id = ?1)
             ON CONFLICT (shop, warehouse) WHERE state = 'open' DO NOTHING",
        )
        .bind(shop.0)
        .bind(warehouse.as_str())
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        let statement = format!("{OPEN} AND t.shop = ?1 AND t.warehouse = ?2");
        let row: Option<RawCount> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
            .bind(shop.0)
            .bind(warehouse.as_str())
            .fetch_optional(&mut *tx)
            .await?;
        self.commit(tx, Tables::default()).await?;
        row.map(read).ok_or(StoreError::NotFound)
    }

    /// Says whether sold pieces that are not packed lie apart from what is counted. Nothing counted changes.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the count isn't open (any more).
    pub async fn set_sold_apart(&self, count: i64, apart: bool) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let hit = sqlx::query("UPDATE stock_counts SET sold_apart = ?2 WHERE id = ?1 AND state = 'open'")
            .bind(count)
            .bind(apart)
            .execute(&mut *tx)
            .await?;
        found(hit.rows_affected())?;
        self.commit(tx, Tables::default()).await
    }

    /// Ends a count without changing a level. What was counted stays in the database.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it isn't open (any more).
    pub async fn give_up_count(&self, count: i64, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        end(&mut tx, count, "given_up", now).await?;
        self.commit(tx, Tables::default()).await
    }
}

/// Ends an open count, once: whoever comes second finds none.
async fn end(
    tx: &mut Transaction<'static, Sqlite>,
    count: i64,
    state: &'static str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let hit = sqlx::query("UPDATE stock_counts SET state = ?2, ended = ?3 WHERE id = ?1 AND state = 'open'")
        .bind(count)
        .bind(state)
        .bind(now.as_millisecond())
        .execute(&mut **tx)
        .await?;
    found(hit.rows_affected())?;
    sqlx::query("DELETE FROM count_steps WHERE count = ?1").bind(count).execute(&mut **tx).await?;
    Ok(())
}

/// The open count that a transaction is about.
async fn open_in(tx: &mut Transaction<'static, Sqlite>, count: i64) -> Result<StockCount, StoreError> {
    let statement = format!("{OPEN} AND t.id = ?1");
    let row: Option<RawCount> =
        sqlx::query_as(sqlx::AssertSqlSafe(statement)).bind(count).fetch_optional(&mut **tx).await?;
    row.map(read).ok_or(StoreError::NotFound)
}

fn found(rows: u64) -> Result<(), StoreError> {
    (rows == 1).then_some(()).ok_or(StoreError::NotFound)
}

fn read((id, shop, warehouse, sold_apart, begun, lines): RawCount) -> StockCount {
    StockCount { id, shop: ShopId(shop), warehouse: WarehouseId::new(warehouse), sold_apart, begun: time(begun), lines }
}
