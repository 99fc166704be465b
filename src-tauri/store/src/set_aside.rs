//! Records that could not be read.

use domain::ShopId;
use sqlx::{Sqlite, Transaction};

use crate::{Store, StoreError};

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAsideRow {
    /// `order` or `product`; the store writes what it was given beside.
    pub kind: String,
    /// The record's id where it had one, else a mark made from its text.
    pub id: String,
    /// What was wrong with it.
    pub reason: String,
    /// The record as the shop sent it, or nothing where it was removed. May hold a buyer's data.
    pub raw: domain::Private<String>,
    /// When it was last seen, Unix milliseconds.
    pub seen: i64,
}

/// What was removed of a record stays removed, and what an order was left without doesn't come in this way.
const PUT: &str = "
    INSERT INTO set_aside (shop, kind, id, reason, raw, seen, first_seen)
    SELECT ?1, ?2, ?3, ?4, iif(?2 = 'order' AND EXISTS (
        SELECT 1 FROM orders o WHERE o.shop = ?1 AND o.id = ?3 AND o.forgotten <> 0), '', ?5), ?6, ?6
    WHERE true
    ON CONFLICT (shop, kind, id) DO UPDATE SET
        reason = excluded.reason, raw = iif(set_aside.raw = '', '', excluded.raw), seen = excluded.seen";

pub(crate) async fn put(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    kind: &str,
    rows: &[SetAsideRow],
) -> Result<(), StoreError> {
    for row in rows {
        sqlx::query(PUT)
            .bind(shop.0)
            .bind(kind)
            .bind(&row.id)
            .bind(&row.reason)
            .bind(row.raw.reveal())
            .bind(row.seen)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// A record that can be read again is no longer set aside.
pub(crate) async fn clear(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    kind: &str,
    ids: &str,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM set_aside WHERE shop = ?1 AND kind = ?2 AND id IN (SELECT value FROM json_each(?3))")
        .bind(shop.0)
        .bind(kind)
        .bind(ids)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

type RawRow = (String, String, String, String, i64);

fn row((kind, id, reason, raw, seen): RawRow) -> SetAsideRow {
    SetAsideRow { kind, id, reason, raw: domain::Private::new(raw), seen }
}

impl Store {
    /// One record that could not be read, whole.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_aside_record(
        &self,
        shop: ShopId,
        kind: &str,
        id: &str,
    ) -> Result<Option<SetAsideRow>, StoreError> {
        let found: Option<RawRow> = sqlx::query_as(
            "SELECT kind, id, reason, raw, seen FROM set_aside WHERE shop = ?1 AND kind = ?2 AND id = ?3",
        )
        .bind(shop.0)
        .bind(kind)
        .bind(id)
        .fetch_optional(&self.readers)
        .await?;
        Ok(found.map(row))
    }

    /// The latest records that could not be read, newest first, at most 200.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_aside(&self, shop: ShopId) -> Result<Vec<SetAsideRow>, StoreError> {
        let rows: Vec<RawRow> = sqlx::query_as(
            "SELECT kind, id, reason, raw, seen FROM set_aside WHERE shop = ?1 ORDER BY seen DESC LIMIT 200",
        )
        .bind(shop.0)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(row).collect())
    }

    /// How many records are set aside.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_aside_count(&self, shop: ShopId) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT count(*) FROM set_aside WHERE shop = ?1")
            .bind(shop.0)
            .fetch_one(&self.readers)
            .await?)
    }
}
