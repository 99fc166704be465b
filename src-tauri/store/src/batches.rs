//! Batches: what one press of a button saved, shipped together, edited together, undone together.

use domain::ShopId;
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use crate::{
    Entry, Store, StoreError, Tables,
    orders::time,
    outbox::{RawEntry, WAITS},
};

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BatchKind {
    /// Shipped orders.
    Ship,
    /// Changed levels.
    Stock,
    /// Took another batch back.
    Undo,
}

const KIND_NAMES: [(BatchKind, &str); 3] =
    [(BatchKind::Ship, "ship"), (BatchKind::Stock, "stock"), (BatchKind::Undo, "undo")];

impl BatchKind {
    fn as_str(self) -> &'static str {
        KIND_NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// Reads the database's word; the table's CHECK admits no other than these three.
    pub(crate) fn from_text(text: &str) -> Self {
        KIND_NAMES.iter().find(|(_, name)| *name == text).map_or(Self::Stock, |(kind, _)| *kind)
    }
}

/// What saving a batch of edits came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The new batch.
    pub batch: i64,
    /// The question that holds it back, if there is one: nothing of it leaves before
    /// [`Store::send_held`].
    pub held: Option<String>,
}

/// A batch and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// Its number; later ones are larger.
    pub id: i64,
    /// Whose it is.
    pub shop: ShopId,
    /// What it did.
    pub kind: BatchKind,
    /// The batch that it takes back.
    pub undoes: Option<i64>,
    /// The question that holds it back.
    pub held: Option<String>,
    /// Why, in the seller's words.
    pub reason: Option<String>,
    /// When it was saved.
    pub created: Timestamp,
    /// How many wishes it holds. One that a later batch took over counts there.
    pub total: i64,
    /// Those that the shop has.
    pub done: i64,
    /// Those that are queued, on their way, or held.
    pub waiting: i64,
    /// Those that were refused.
    pub refused: i64,
    /// Those that wait for the person's decision.
    pub conflict: i64,
    /// Those that were dropped or replaced.
    pub dropped: i64,
    /// When it was taken back; `None` also where that was taken back again.
    pub undone: Option<Timestamp>,
    /// Whether there is something to take back: levels that it changed, or edits that wait. Shipments
    /// can't be taken back; the contract has no such call.
    pub can_undo: bool,
}

#[derive(sqlx::FromRow)]
struct RawBatch {
    id: i64,
    shop: i64,
    kind: String,
    undoes: Option<i64>,
    held: Option<String>,
    reason: Option<String>,
    created: i64,
    total: i64,
    done: i64,
    waiting: i64,
    refused: i64,
    conflict: i64,
    dropped: i64,
    changed: bool,
    undone: Option<i64>,
}

/// Batches with their counts. `undoing` follows the chain from a batch to the latest one that takes
/// it back, to the latest one that takes that back, and so on: an odd number of links is *undone*.
const BATCHES: &str = "
    SELECT b.id, b.shop, b.kind, b.undoes, b.held, b.reason, b.created,
        count(o.id) AS total,
        count(*) FILTER (WHERE o.state = 'done') AS done,
        count(*) FILTER (WHERE o.state IN ('queued', 'sending', 'checking')) AS waiting,
        count(*) FILTER (WHERE o.state = 'refused') AS refused,
        count(*) FILTER (WHERE o.state = 'conflict') AS conflict,
        count(*) FILTER (WHERE o.state IN ('replaced', 'discarded')) AS dropped,
        count(*) FILTER (WHERE o.kind = 'stock'
            AND (o.state = 'queued' OR (o.state = 'done' AND o.sent IS NOT NULL))) > 0 AS changed,
        (WITH RECURSIVE undoing (id, created, links) AS (
            SELECT b.id, NULL, 0
            UNION ALL
            SELECT u.id, u.created, undoing.links + 1 FROM undoing JOIN batches u ON u.id = (
                SELECT max(x.id) FROM batches x WHERE x.undoes = undoing.id AND EXISTS (
                    SELECT 1 FROM outbox w WHERE w.batch = x.id AND w.state NOT IN ('discarded', 'refused', 'replaced')))
        ) SELECT iif(max(links) % 2 = 1, (SELECT created FROM undoing WHERE links = 1), NULL) FROM undoing) AS undone
    FROM batches b LEFT JOIN outbox o ON o.batch = b.id";

impl RawBatch {
    fn read(self) -> BatchRow {
        BatchRow {
            can_undo: self.changed && self.undone.is_none() && self.held.is_none(),
            id: self.id,
            shop: ShopId(self.shop),
            kind: BatchKind::from_text(&self.kind),
            undoes: self.undoes,
            held: self.held,
            reason: self.reason,
            created: time(self.created),
            total: self.total,
            done: self.done,
            waiting: self.waiting,
            refused: self.refused,
            conflict: self.conflict,
            dropped: self.dropped,
            undone: self.undone.map(time),
        }
    }
}

impl Store {
    /// The shop's latest batches, newest first, at most 200.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn batches(&self, shop: ShopId) -> Result<Vec<BatchRow>, StoreError> {
        let statement = format!(
            "{BATCHES} WHERE b.id IN (SELECT id FROM batches WHERE shop = ?1 ORDER BY id DESC LIMIT 200)
             GROUP BY b.id ORDER BY b.id DESC"
        );
        let rows: Vec<RawBatch> =
            sqlx::query_as(sqlx::AssertSqlSafe(statement)).bind(shop.0).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(RawBatch::read).collect())
    }

    /// One batch.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]
    pub async fn batch(&self, id: i64) -> Result<BatchRow, StoreError> {
        let statement = format!("{BATCHES} WHERE b.id = ?1 GROUP BY b.id");
        let row: Option<RawBatch> =
            sqlx::query_as(sqlx::AssertSqlSafe(statement)).bind(id).fetch_optional(&self.readers).await?;
        Ok(row.ok_or(StoreError::NotFound)?.read())
    }

    /// The wishes of a batch: those that need the person first, then the others as they were saved;
    /// at most 500.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn batch_items(&self, id: i64) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<RawEntry> = sqlx::query_as(
            "SELECT * FROM outbox WHERE batch = ?1 ORDER BY state NOT IN ('refused', 'conflict'), id LIMIT 500",
        )
        .bind(id)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(RawEntry::read).collect()
    }

    /// The person's yes to the question that held a batch back: it may leave.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it isn't held (any more).
    pub async fn send_held(&self, batch: i64, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        release(&mut tx, batch).await?.then_some(()).ok_or(StoreError::NotFound)?;
        sqlx::query("UPDATE outbox SET due = ?2, changed = ?2 WHERE batch = ?1 AND state = 'queued'")
            .bind(batch)
            .bind(now.as_millisecond())
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::STOCK)).await
    }

    /// Drops what has not left of a batch; with it goes the question that held it back.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where nothing waits (any more).
    pub async fn drop_batch(&self, batch: i64, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let released = release(&mut tx, batch).await?;
        let dropped = drop_waiting(&mut tx, batch, now).await?;
        if !released && dropped == 0 {
            return Err(StoreError::NotFound);
        }
        self.commit(tx, Tables::OUTBOX.and(Tables::ORDERS).and(Tables::STOCK)).await
    }

    /// Queues the refused wishes of a batch anew, and them alone; says how many. One whose target has
    /// another wish under way by now is left out, and a shipment whose order waits for no number any more.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn retry_failed(&self, batch: i64, now: Timestamp) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let queued = sqlx::query(
            "UPDATE OR IGNORE outbox SET state = 'queued', sent = NULL, due = ?2, changed = ?2, reason = NULL,
                    base = iif(change->>'kind' = 'restore', base, coalesce(observed, base))
             WHERE batch = ?1 AND state = 'refused'
               AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.shop = outbox.shop AND o.id = outbox.order_id AND o.stage <> 0)",
        )
        .bind(batch)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?
        .rows_affected();
        self.commit(tx, Tables::OUTBOX.and(Tables::ORDERS).and(Tables::STOCK)).await?;
        Ok(queued)
    }
}

/// A new batch; its wishes follow in the same transaction.
pub(crate) async fn add(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    kind: BatchKind,
    undoes: Option<i64>,
    now: Timestamp,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar("INSERT INTO batches (shop, kind, undoes, created) VALUES (?1, ?2, ?3, ?4) RETURNING id")
        .bind(shop.0)
        .bind(kind.as_str())
        .bind(undoes)
        .bind(now.as_millisecond())
        .fetch_one(&mut **tx)
        .await?)
}

/// Ends the question of a batch; whether there was one.
pub(crate) async fn release(tx: &mut Transaction<'static, Sqlite>, batch: i64) -> Result<bool, StoreError> {
    let released = sqlx::query("UPDATE batches SET held = NULL WHERE id = ?1 AND held IS NOT NULL")
        .bind(batch)
        .execute(&mut **tx)
        .await?;
    Ok(released.rows_affected() == 1)
}

/// Drops what has not left of a batch; how many wishes.
pub(crate) async fn drop_waiting(
    tx: &mut Transaction<'static, Sqlite>,
    batch: i64,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let statement = format!("UPDATE outbox SET state = 'discarded', changed = ?2 WHERE batch = ?1 AND {WAITS}");
    let dropped =
        sqlx::query(sqlx::AssertSqlSafe(statement)).bind(batch).bind(now.as_millisecond()).execute(&mut **tx).await?;
    Ok(dropped.rows_affected())
}
