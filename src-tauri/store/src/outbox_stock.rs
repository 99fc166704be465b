//! Stock edits in the outbox: one row for each level, sent together by product.

use domain::{Level, ShopId, StockChange};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::{
    BatchKind, Entry, Kind, Saved, StockTarget, Store, StoreError, Tables, batches, held, ledger,
    outbox::{EDITED, HELD, OPEN, RawEntry},
    stock_drafts,
};

/// What a person wants of one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockWish {
    /// Which level.
    pub target: StockTarget,
    /// Set or add.
    pub change: StockChange,
    /// The level that the person saw.
    pub base: Option<Level>,
}

impl Store {
    /// Saves edits of stock levels as one batch, all or none. An edit of a level whose earlier edit has not
    /// left yet merges into it, keeps the older base, and belongs to the new batch. One whose earlier edit is on its way
    /// waits behind it, and takes what that one sends as its base. A batch that would change an
    /// implausible share of the shop's stock ([`domain::implausible`]) is saved and held: nothing of
    /// it leaves before [`Store::send_held`]. The drafts that it saves go with it.
    ///
    /// # Errors
    /// [`StoreError`]; then none is saved.
    pub async fn queue_stock(&self, shop: ShopId, wishes: &[StockWish], now: Timestamp) -> Result<Saved, StoreError> {
        let mut tx = self.begin().await?;
        let batch = batches::add(&mut tx, shop, BatchKind::Stock, None, now).await?;
        for wish in wishes {
            queue_one(&mut tx, shop, batch, wish, now).await?;
        }
        stock_drafts::remove_saved(&mut tx, shop, wishes).await?;
        let held = held::hold(&mut tx, shop, batch).await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::STOCK)).await?;
        Ok(Saved { batch, held })
    }

    /// All due edits of the product whose edit is due longest; none of a level that has an
    /// earlier edit on its way, and none that a question holds back.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn due_stock(&self, shop: ShopId, now: Timestamp) -> Result<Vec<Entry>, StoreError> {
        let statement = format!(
            "WITH due AS (
                SELECT o.* FROM outbox o
                WHERE shop = ?1 AND kind = 'stock' AND due <= ?2 AND {OPEN} AND NOT {HELD}
                  AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.shop = o.shop AND e.kind = 'stock'
                        AND e.product = o.product AND e.sku = o.sku AND e.warehouse = o.warehouse
                        AND e.id < o.id AND e.{EDITED} AND e.state IN ('sending', 'checking')))
             SELECT * FROM due WHERE product = (SELECT product FROM due ORDER BY due, id LIMIT 1) ORDER BY id"
        );
        let rows: Vec<RawEntry> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
            .bind(shop.0)
            .bind(now.as_millisecond())
            .fetch_all(&self.writer)
            .await?;
        rows.into_iter().map(RawEntry::read).collect()
    }

    /// Commits that a request with these absolute levels is about to leave, and what was read
    /// just before: `(entry, observed, sent)`. Returns the entries that may leave; one that the
    /// person dropped or changed meanwhile is not among them.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn start_stock(
        &self,
        attempts: &[(Entry, Option<Level>, Level)],
        now: Timestamp,
    ) -> Result<Vec<i64>, StoreError> {
        let mut tx = self.begin().await?;
        let mut started = Vec::new();
        for (entry, observed, sent) in attempts {
            let Kind::Stock { change, .. } = &entry.kind else { continue };
            let hit = sqlx::query(
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, departed = ?2, base = ?3, observed = ?3, sent = ?4,
                        changed = ?2, reason = NULL,
                        read_at = (SELECT p.updated FROM products p WHERE p.shop = outbox.shop AND p.id = outbox.product)
                 WHERE id = ?1 AND kind = 'stock' AND state IN ('queued', 'checking') AND change = ?5
                   AND NOT EXISTS (SELECT 1 FROM batches held WHERE held.id = batch AND held.held IS NOT NULL)",
            )
            .bind(entry.id)
            .bind(now.as_millisecond())
            .bind(observed)
            .bind(sent)
            .bind(serde_json::to_string(change)?)
            .execute(&mut *tx)
            .await?
            .rows_affected();
            started.extend((hit == 1).then_some(entry.id));
        }
        ledger::sent(&mut tx, &json!(started).to_string(), now).await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::STOCK)).await?;
        Ok(started)
    }

    /// Notes what the shop said about the level of a wish, whatever becomes of it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn note_observed(&self, id: i64, observed: Option<Level>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE outbox SET observed = ?2 WHERE id = ?1").bind(id).bind(observed).execute(&mut *tx).await?;
        self.commit(tx, Tables::default()).await
    }

    /// Whether the product of an edit has changed at the shop, which says `updated` now, since the
    /// reading that the edit's last attempt was planned from.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn has_changed_since_attempt(&self, id: i64, updated: Timestamp) -> Result<bool, StoreError> {
        let read_at: Option<i64> =
            sqlx::query_scalar("SELECT read_at FROM outbox WHERE id = ?1").bind(id).fetch_one(&self.writer).await?;
        Ok(read_at.is_some_and(|read_at| read_at != updated.as_millisecond()))
    }

    /// Takes the shop's answer to a write, which came at `now`, as an observation of its SKUs'
    /// levels. A reading that was asked for before `now` doesn't count against it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn put_levels(
        &self,
        shop: ShopId,
        levels: &[(StockTarget, Level)],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let rows = json!(
            levels
                .iter()
                .map(|(target, level)| json!({
                    "product": target.product.as_str(), "sku": target.sku.as_str(),
                    "warehouse": target.warehouse.as_str(), "level": level,
                }))
                .collect::<Vec<_>>()
        )
        .to_string();
        let mut tx = self.begin().await?;
        ledger::answered(&mut tx, shop, &rows, now).await?;
        sqlx::query(
            "INSERT INTO sku_levels (shop, product, sku, warehouse, level)
             SELECT ?1, value->>'product', value->>'sku', value->>'warehouse', value->>'level' FROM json_each(?2)
             WHERE EXISTS (SELECT 1 FROM products p WHERE p.shop = ?1 AND p.id = value->>'product' AND p.asked <= ?3)
             ON CONFLICT (shop, product, sku, warehouse) DO UPDATE SET level = excluded.level",
        )
        .bind(shop.0)
        .bind(&rows)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "UPDATE products SET asked = ?3, fingerprint = 0
             WHERE shop = ?1 AND asked < ?3 AND id IN (SELECT value->>'product' FROM json_each(?2))",
        )
        .bind(shop.0)
        .bind(&rows)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        self.commit(tx, Tables::STOCK).await
    }
}

pub(crate) async fn queue_one(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    batch: i64,
    wish: &StockWish,
    now: Timestamp,
) -> Result<(), StoreError> {
    let earlier = open_edits(tx, shop, &wish.target).await?;
    let waiting = earlier.iter().find(|entry| entry.state == crate::State::Queued);
    if let Some(Entry { id, kind: Kind::Stock { change, .. }, .. }) = waiting {
        sqlx::query("UPDATE outbox SET change = ?2, due = ?3, changed = ?3, reason = NULL, batch = ?4 WHERE id = ?1")
            .bind(id)
            .bind(serde_json::to_string(&change.then(wish.change))?)
            .bind(now.as_millisecond())
            .bind(batch)
            .execute(&mut **tx)
            .await?;
        return Ok(());
    }
    replace_unfinished(tx, shop, &wish.target, now).await?;
    let on_its_way = earlier.iter().find_map(|entry| match &entry.kind {
        Kind::Stock { sent, .. } if matches!(entry.state, crate::State::Sending | crate::State::Checking) => *sent,
        _ => None,
    });
    insert(tx, shop, batch, wish, on_its_way.or(wish.base), now).await
}

/// An edit goes back to waiting, because nothing of it left, and a later edit of the same level
/// waits already: both become one, in the later row.
pub(crate) async fn join_later_edit(
    tx: &mut Transaction<'static, Sqlite>,
    id: i64,
    now: Timestamp,
) -> Result<(), StoreError> {
    let later: Option<(i64, String, String, Option<i64>)> = sqlx::query_as(
        "SELECT l.id, e.change, l.change, e.base FROM outbox e
         JOIN outbox l ON l.shop = e.shop AND l.kind = 'stock' AND l.product = e.product AND l.sku = e.sku
              AND l.warehouse = e.warehouse AND l.id > e.id AND l.state = 'queued'
         WHERE e.id = ?1 AND e.kind = 'stock' AND e.state IN ('sending', 'checking')",
    )
    .bind(id)
    .fetch_optional(&mut **tx)
    .await?;
    let Some((later, first, second, base)) = later else { return Ok(()) };
    let both = serde_json::from_str::<StockChange>(&first)?.then(serde_json::from_str(&second)?);
    sqlx::query("UPDATE outbox SET change = ?2, base = ?3, changed = ?4 WHERE id = ?1")
        .bind(later)
        .bind(serde_json::to_string(&both)?)
        .bind(base)
        .bind(now.as_millisecond())
        .execute(&mut **tx)
        .await?;
    sqlx::query("UPDATE outbox SET state = 'replaced', changed = ?2 WHERE id = ?1")
        .bind(id)
        .bind(now.as_millisecond())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn open_edits(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    target: &StockTarget,
) -> Result<Vec<Entry>, StoreError> {
    let rows: Vec<RawEntry> = sqlx::query_as(
        "SELECT * FROM outbox WHERE shop = ?1 AND kind = 'stock' AND product = ?2 AND sku = ?3 AND warehouse = ?4
           AND state IN ('queued', 'sending', 'checking') ORDER BY id DESC",
    )
    .bind(shop.0)
    .bind(target.product.as_str())
    .bind(target.sku.as_str())
    .bind(target.warehouse.as_str())
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter().map(RawEntry::read).collect()
}

/// A new edit takes the place of one that was refused or met a conflict.
async fn replace_unfinished(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    target: &StockTarget,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE outbox SET state = 'replaced', changed = ?5 WHERE shop = ?1 AND kind = 'stock'
           AND product = ?2 AND sku = ?3 AND warehouse = ?4 AND state IN ('refused', 'conflict')",
    )
    .bind(shop.0)
    .bind(target.product.as_str())
    .bind(target.sku.as_str())
    .bind(target.warehouse.as_str())
    .bind(now.as_millisecond())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    batch: i64,
    wish: &StockWish,
    base: Option<Level>,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO outbox (shop, batch, kind, product, sku, warehouse, change, base, observed, state, due, created, changed)
         VALUES (?1, ?8, 'stock', ?2, ?3, ?4, ?5, ?6, ?6, 'queued', ?7, ?7, ?7)",
    )
    .bind(shop.0)
    .bind(wish.target.product.as_str())
    .bind(wish.target.sku.as_str())
    .bind(wish.target.warehouse.as_str())
    .bind(serde_json::to_string(&wish.change)?)
    .bind(base)
    .bind(now.as_millisecond())
    .bind(batch)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
