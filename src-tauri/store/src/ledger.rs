//! The ledger: every stock level that was ever seen or sent, and what the shop said to it.
//!
//! Rows are written in the transaction of what they tell of, and the database refuses to change or
//! remove them while their shop is connected.

use domain::{Level, ShopId, WarehouseId};
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use crate::{Mover, State, StoreError};

/// What happened to a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LedgerEvent {
    /// The shop told it in a reading, and it was new.
    Seen,
    /// It was about to leave for the shop.
    Sent,
    /// The shop confirmed it, or said what it has instead.
    Answered,
    /// The answer to it was lost: it may have arrived.
    Lost,
    /// It was not taken: the shop or the planner said no, or it never got through.
    Refused,
}

impl LedgerEvent {
    /// Reads the database's word; the table's CHECK admits no other than these.
    pub(crate) fn from_text(text: &str) -> Self {
        match text {
            "sent" => Self::Sent,
            "answered" => Self::Answered,
            "lost" => Self::Lost,
            "refused" => Self::Refused,
            _ => Self::Seen,
        }
    }
}

/// One line of a level's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number; later lines have larger ones.
    pub n: i64,
    /// Where.
    pub warehouse: WarehouseId,
    /// When: of a reading, the moment at which it was asked for.
    pub at: Timestamp,
    /// What happened.
    pub event: LedgerEvent,
    /// The level that it is about.
    pub level: Option<Level>,
    /// The level known before.
    pub before: Option<Level>,
    /// The wish that it belongs to.
    pub wish: Option<i64>,
    /// The batch that it belongs to.
    pub batch: Option<i64>,
    /// Who is behind it.
    pub by: Mover,
    /// Why the batch was saved, in the seller's words.
    pub reason: Option<String>,
    /// The shop's answer, or why: a sentence.
    pub said: Option<String>,
}

/// The levels of products that brought news, where they differ from the ones known. A product's own
/// level is kept under an empty SKU where none of its SKUs has one in that warehouse.
const SEEN: &str = "
    INSERT INTO ledger (shop, at, product, sku, warehouse, event, level, before)
    SELECT ?1, ?4, p.value->>'id', l.value->>'sku', l.value->>'warehouse', 'seen', l.value->>'level', old.level
    FROM json_each(?2) p, json_each(p.value->'levels') l
    LEFT JOIN sku_levels old ON old.shop = ?1 AND old.product = p.value->>'id' AND old.sku = l.value->>'sku'
         AND old.warehouse = l.value->>'warehouse'
    WHERE p.value->>'id' IN (SELECT value FROM json_each(?3)) AND old.level IS NOT l.value->>'level'
    UNION ALL
    SELECT ?1, ?4, p.value->>'id', '', l.value->>'warehouse', 'seen', l.value->>'level', old.level
    FROM json_each(?2) p, json_each(p.value->'stock') l
    LEFT JOIN product_levels old ON old.shop = ?1 AND old.product = p.value->>'id'
         AND old.warehouse = l.value->>'warehouse'
    WHERE p.value->>'id' IN (SELECT value FROM json_each(?3)) AND old.level IS NOT l.value->>'level'
      AND NOT EXISTS (SELECT 1 FROM json_each(p.value->'levels') own
                      WHERE own.value->>'warehouse' = l.value->>'warehouse')";

const SENT: &str = "
    INSERT INTO ledger (shop, at, product, sku, warehouse, event, level, before, wish, batch)
    SELECT shop, ?2, product, sku, warehouse, 'sent', sent, observed, id, batch
    FROM outbox WHERE kind = 'stock' AND id IN (SELECT value FROM json_each(?1))";

const ANSWERED: &str = "
    INSERT INTO ledger (shop, at, product, sku, warehouse, event, level, before, wish, batch)
    SELECT ?1, ?3, a.value->>'product', a.value->>'sku', a.value->>'warehouse', 'answered', a.value->>'level',
           old.level, o.id, o.batch
    FROM json_each(?2) a
    LEFT JOIN sku_levels old ON old.shop = ?1 AND old.product = a.value->>'product' AND old.sku = a.value->>'sku'
         AND old.warehouse = a.value->>'warehouse'
    LEFT JOIN outbox o ON o.id = (
        SELECT max(w.id) FROM outbox w WHERE w.shop = ?1 AND w.kind = 'stock' AND w.product = a.value->>'product'
          AND w.sku = a.value->>'sku' AND w.warehouse = a.value->>'warehouse'
          AND w.state IN ('queued', 'sending', 'checking', 'conflict', 'refused') AND w.state = 'sending')";

/// A wish ends well without an answer that named its level: the shop took the write silently, or
/// was read again after a lost answer and has it.
const CONFIRMED: &str = "
    INSERT INTO ledger (shop, at, product, sku, warehouse, event, level, before, wish, batch, said)
    SELECT o.shop, ?2, o.product, o.sku, o.warehouse, 'answered', o.sent, o.base, o.id, o.batch,
           iif(o.state = 'sending', 'The shop took it.', 'The shop was read again, and has it.')
    FROM outbox o
    WHERE o.id IN (SELECT value FROM json_each(?1)) AND o.kind = 'stock' AND o.sent IS NOT NULL
      AND o.state IN ('sending', 'checking')
      AND NOT EXISTS (
        SELECT 1 FROM ledger l WHERE l.shop = o.shop AND l.product = o.product AND l.sku = o.sku
          AND l.warehouse = o.warehouse AND l.wish = o.id AND l.event = 'answered' AND l.level = o.sent
          AND l.n > (SELECT max(s.n) FROM ledger s WHERE s.shop = o.shop AND s.product = o.product AND s.sku = o.sku
                       AND s.warehouse = o.warehouse AND s.wish = o.id AND s.event = 'sent'))";

const LOST: &str = "
    INSERT INTO ledger (shop, at, product, sku, warehouse, event, level, before, wish, batch, said)
    SELECT shop, ?2, product, sku, warehouse, 'lost', sent, observed, id, batch, ?3
    FROM outbox WHERE id IN (SELECT value FROM json_each(?1)) AND kind = 'stock' AND state = 'sending'";

/// What comes back to waiting from *sending* has not got through; its line says why.
const REFUSED: &str = "
    INSERT INTO ledger (shop, at, product, sku, warehouse, event, level, before, wish, batch, said)
    SELECT shop, ?2, product, sku, warehouse, 'refused', coalesce(sent, change->>'level'), observed, id, batch, ?3
    FROM outbox WHERE id IN (SELECT value FROM json_each(?1)) AND kind = 'stock'
      AND (state = 'sending' OR (?4 AND state IN ('queued', 'checking')))";

/// The shop told these products at `asked`; `taken` names those that brought news. Called before
/// their levels are replaced.
pub(crate) async fn seen(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    page: &str,
    taken: &str,
    asked: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(SEEN).bind(shop.0).bind(page).bind(taken).bind(asked.as_millisecond()).execute(&mut **tx).await?;
    Ok(())
}

/// These wishes are about to leave.
pub(crate) async fn sent(tx: &mut Transaction<'static, Sqlite>, ids: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(SENT).bind(ids).bind(now.as_millisecond()).execute(&mut **tx).await?;
    Ok(())
}

/// The shop answered a write with these levels. Called before they are taken in.
pub(crate) async fn answered(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    levels: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(ANSWERED).bind(shop.0).bind(levels).bind(now.as_millisecond()).execute(&mut **tx).await?;
    Ok(())
}

/// These wishes get into `state`. Called while they still have the one before.
pub(crate) async fn settled(
    tx: &mut Transaction<'static, Sqlite>,
    ids: &str,
    state: State,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let statement = match state {
        State::Done => CONFIRMED,
        // Without a reason an answer came, and named another level than was sent.
        State::Checking if reason.is_some() => LOST,
        State::Refused | State::Queued => REFUSED,
        _ => return Ok(()),
    };
    sqlx::query(statement)
        .bind(ids)
        .bind(now.as_millisecond())
        .bind(reason)
        .bind(state == State::Refused)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The process ended, or its turn did, while wishes of the shop were under way.
pub(crate) async fn interrupted(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let ids: Option<String> = sqlx::query_scalar(
        "SELECT json_group_array(id) FROM outbox
             WHERE shop = ?1 AND state IN ('queued', 'sending', 'checking') AND state = 'sending'",
    )
    .bind(shop.0)
    .fetch_one(&mut **tx)
    .await?;
    let said = "TikTokFlow was interrupted before the answer came.";
    settled(tx, &ids.unwrap_or_default(), State::Checking, Some(said), now).await
}
