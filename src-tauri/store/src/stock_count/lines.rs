//! What is counted, on the disk as it is counted, and the way back step by step.

use domain::{Level, MAX_LEVEL, ProductId, SkuId};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::{Sqlite, Transaction};

use super::{
    StockCount,
    known::{Known, Marks, SkuKey, at, known, marks},
    open_in,
};
use crate::{Store, StoreError, Tables};

/// What taking a step back changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountUndone {
    /// How many SKUs.
    pub lines: i64,
    /// The SKU, where it was one.
    pub sku: Option<(ProductId, SkuId)>,
    /// Its pieces from now on; `None` where it isn't counted any more.
    pub pieces: Option<i64>,
}

/// What stood in the place of some lines.
const REMEMBER: &str = "
    INSERT INTO count_steps (count, step, product, sku, pieces, level, sold, read_at, orders_to, edit, change, outbox_to, touched)
    SELECT ?1, (SELECT coalesce(max(step), 0) + 1 FROM count_steps WHERE count = ?1), r.value->>0, r.value->>1,
           c.pieces, c.level, c.sold, c.read_at, c.orders_to, c.edit, c.change, c.outbox_to, c.touched
    FROM json_each(?2) r
    LEFT JOIN counted c ON c.count = ?1 AND c.product = r.value->>0 AND c.sku = r.value->>1";

const PUT: &str = "
    INSERT INTO counted (count, product, sku, pieces, level, sold, read_at, edit, change, orders_to, outbox_to, touched)
    SELECT ?1, r.value->>0, r.value->>1, r.value->>2, r.value->>3, r.value->>4, r.value->>5, r.value->>6, r.value->>7,
           ?3, ?4, ?5
    FROM json_each(?2) r WHERE true
    ON CONFLICT (count, product, sku) DO UPDATE SET
        pieces = excluded.pieces, level = excluded.level, sold = excluded.sold, read_at = excluded.read_at,
        edit = excluded.edit, change = excluded.change, orders_to = excluded.orders_to,
        outbox_to = excluded.outbox_to, touched = excluded.touched";

const REMOVE: &str = "DELETE FROM counted WHERE count = ?1 AND product = ?2 AND sku = ?3";

/// The lines of the last step that were not there before it, and those that were.
const UNDO_NEW: &str = "
    DELETE FROM counted WHERE count = ?1 AND (product, sku) IN (
        SELECT product, sku FROM count_steps WHERE count = ?1 AND step = ?2 AND pieces IS NULL)";
const UNDO_CHANGED: &str = "
    INSERT INTO counted (count, product, sku, pieces, level, sold, read_at, orders_to, edit, change, outbox_to, touched)
    SELECT count, product, sku, pieces, level, sold, read_at, orders_to, edit, change, outbox_to, touched
    FROM count_steps WHERE count = ?1 AND step = ?2 AND pieces IS NOT NULL
    ON CONFLICT (count, product, sku) DO UPDATE SET
        pieces = excluded.pieces, level = excluded.level, sold = excluded.sold, read_at = excluded.read_at,
        edit = excluded.edit, change = excluded.change, orders_to = excluded.orders_to,
        outbox_to = excluded.outbox_to, touched = excluded.touched";

/// Its number, how many lines it touched, and what stood in the place of one of them.
type LastStep = (i64, i64, String, String, Option<i64>);

/// SKUs that the shop keeps in the warehouse and that nobody has counted.
const REST: &str = "
    SELECT k.product, k.id FROM skus k
    JOIN sku_levels s ON s.shop = ?1 AND s.product = k.product AND s.sku = k.id AND s.warehouse = ?2
    WHERE k.shop = ?1 AND NOT EXISTS (
        SELECT 1 FROM counted c WHERE c.count = ?3 AND c.product = k.product AND c.sku = k.id)";

impl Store {
    /// Counts one piece more of a SKU; how many that makes. What was known when its first piece was counted stays: what
    /// is sold or packed meanwhile moves the shelf and what belongs there alike.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the count isn't open (any more) or the SKU isn't in the shop,
    /// [`StoreError::TooManyPieces`] beyond [`MAX_LEVEL`]; then nothing is counted.
    pub async fn count_one_more(
        &self,
        count: i64,
        product: &ProductId,
        sku: &SkuId,
        now: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut tx = self.begin().await?;
        let of = open_in(&mut tx, count).await?;
        let before = pieces_of(&mut tx, count, product, sku).await?;
        let pieces = before.unwrap_or(0) + 1;
        if pieces > MAX_LEVEL {
            return Err(StoreError::TooManyPieces);
        }
        if before.is_some() {
            let rows = json!([[product.as_str(), sku.as_str()]]).to_string();
            sqlx::query(REMEMBER).bind(count).bind(rows).execute(&mut *tx).await?;
            sqlx::query("UPDATE counted SET pieces = ?4, touched = ?5 WHERE count = ?1 AND product = ?2 AND sku = ?3")
                .bind(count)
                .bind(product.as_str())
                .bind(sku.as_str())
                .bind(pieces)
                .bind(at(now))
                .execute(&mut *tx)
                .await?;
        } else {
            put_one(&mut tx, &of, product, sku, pieces, now).await?;
        }
        self.commit(tx, Tables::default()).await?;
        Ok(pieces)
    }

    /// So many pieces of a SKU lie there now, whatever was counted of it before.
    ///
    /// # Errors
    /// As [`Store::count_one_more`].
    pub async fn set_counted(
        &self,
        count: i64,
        product: &ProductId,
        sku: &SkuId,
        pieces: Level,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if !(0..=MAX_LEVEL).contains(&pieces) {
            return Err(StoreError::TooManyPieces);
        }
        let mut tx = self.begin().await?;
        let of = open_in(&mut tx, count).await?;
        put_one(&mut tx, &of, product, sku, pieces, now).await?;
        self.commit(tx, Tables::default()).await
    }

    /// A SKU counts as not counted.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the count isn't open (any more), or has no such SKU.
    pub async fn clear_counted(&self, count: i64, product: &ProductId, sku: &SkuId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        open_in(&mut tx, count).await?;
        pieces_of(&mut tx, count, product, sku).await?.ok_or(StoreError::NotFound)?;
        let rows = json!([[product.as_str(), sku.as_str()]]).to_string();
        sqlx::query(REMEMBER).bind(count).bind(rows).execute(&mut *tx).await?;
        sqlx::query(REMOVE).bind(count).bind(product.as_str()).bind(sku.as_str()).execute(&mut *tx).await?;
        self.commit(tx, Tables::default()).await
    }

    /// Counts 0 pieces of every SKU that the shop keeps in the warehouse and nobody has counted, as one step; how many.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the count isn't open (any more).
    pub async fn count_rest_as_zero(&self, count: i64, now: Timestamp) -> Result<i64, StoreError> {
        let mut tx = self.begin().await?;
        let of = open_in(&mut tx, count).await?;
        let rest: Vec<(String, String)> =
            sqlx::query_as(REST).bind(of.shop.0).bind(of.warehouse.as_str()).bind(count).fetch_all(&mut *tx).await?;
        let skus: Vec<SkuKey> =
            rest.into_iter().map(|(product, sku)| (ProductId::new(product), SkuId::new(sku))).collect();
        put(&mut tx, &of, &skus, 0, now).await?;
        self.commit(tx, Tables::default()).await?;
        Ok(skus.len() as i64)
    }

    /// Takes the last step of a count back, and the one before it the next time; `None` where there is none left.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where the count isn't open (any more).
    pub async fn undo_counted(&self, count: i64) -> Result<Option<CountUndone>, StoreError> {
        let mut tx = self.begin().await?;
        open_in(&mut tx, count).await?;
        let last: Option<LastStep> = sqlx::query_as(
            "SELECT step, count(*), min(product), min(sku), min(pieces) FROM count_steps
             WHERE count = ?1 AND step = (SELECT max(step) FROM count_steps WHERE count = ?1) GROUP BY step",
        )
        .bind(count)
        .fetch_optional(&mut *tx)
        .await?;
        let Some((step, lines, product, sku, pieces)) = last else { return Ok(None) };
        for statement in [UNDO_NEW, UNDO_CHANGED, "DELETE FROM count_steps WHERE count = ?1 AND step = ?2"] {
            sqlx::query(statement).bind(count).bind(step).execute(&mut *tx).await?;
        }
        self.commit(tx, Tables::default()).await?;
        let sku = (lines == 1).then(|| (ProductId::new(product), SkuId::new(sku)));
        Ok(Some(CountUndone { lines, sku, pieces }))
    }
}

async fn pieces_of(
    tx: &mut Transaction<'static, Sqlite>,
    count: i64,
    product: &ProductId,
    sku: &SkuId,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar("SELECT pieces FROM counted WHERE count = ?1 AND product = ?2 AND sku = ?3")
        .bind(count)
        .bind(product.as_str())
        .bind(sku.as_str())
        .fetch_optional(&mut **tx)
        .await?)
}

async fn put_one(
    tx: &mut Transaction<'static, Sqlite>,
    of: &StockCount,
    product: &ProductId,
    sku: &SkuId,
    pieces: Level,
    now: Timestamp,
) -> Result<(), StoreError> {
    let is_here: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM skus WHERE shop = ?1 AND product = ?2 AND id = ?3)")
            .bind(of.shop.0)
            .bind(product.as_str())
            .bind(sku.as_str())
            .fetch_one(&mut **tx)
            .await?;
    is_here.then_some(()).ok_or(StoreError::NotFound)?;
    put(tx, of, &[(product.clone(), sku.clone())], pieces, now).await
}

/// Keeps so many pieces of each of these SKUs with what is known now, as one step.
async fn put(
    tx: &mut Transaction<'static, Sqlite>,
    of: &StockCount,
    skus: &[SkuKey],
    pieces: Level,
    now: Timestamp,
) -> Result<(), StoreError> {
    let known = known(tx, of, skus).await?;
    let Marks { orders_to, outbox_to } = marks(tx).await?;
    let row = |((product, sku), known): (&SkuKey, Known)| {
        let Known { level, sold, read_at, edit } = known;
        let (edit, change) = edit.unzip();
        json!([product.as_str(), sku.as_str(), pieces, level, sold, read_at, edit, change])
    };
    let rows = Value::Array(skus.iter().zip(known).map(row).collect()).to_string();
    sqlx::query(REMEMBER).bind(of.id).bind(&rows).execute(&mut **tx).await?;
    sqlx::query(PUT).bind(of.id).bind(&rows).bind(orders_to).bind(outbox_to).bind(at(now)).execute(&mut **tx).await?;
    Ok(())
}
