//! Taking a batch back, days later and after restarts: from the database alone.

use domain::{Level, MAX_LEVEL, ProductId, ShopId, SkuId, WarehouseId};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::{Sqlite, SqliteConnection, Transaction};

use crate::{BatchKind, State, StockTarget, Store, StoreError, Tables, batches};

/// One level of an undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoCell {
    /// Which level.
    pub target: StockTarget,
    /// What the batch wrote; `None` for an edit that waits.
    pub wrote: Option<Level>,
    /// What the shop had when it was last heard; `None` where it doesn't tell.
    pub now: Option<Level>,
    /// What the shop had before the batch wrote. For an edit that waits and is dropped it is `now`.
    pub back_to: Option<Level>,
}

/// What taking a batch back does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UndoPlan {
    /// Levels that go back, and edits that have not left and are dropped.
    pub restored: Vec<UndoCell>,
    /// Levels that stay, each with the reason: a sentence.
    pub left_alone: Vec<(UndoCell, String)>,
}

/// A wish of the batch, what the shop has there now, whether another edit of the level is open, whether its SKU is in the
/// shop no more, and whether an undo of the batch has taken it back.
#[derive(sqlx::FromRow)]
struct Candidate {
    id: i64,
    state: String,
    product: String,
    sku: String,
    warehouse: String,
    base: Option<i64>,
    sent: Option<i64>,
    now: Option<i64>,
    contested: bool,
    gone: bool,
    taken_back: bool,
}

/// Wishes that were refused, dropped or replaced changed nothing, and neither did those that found
/// the wanted level there already (`sent` is empty).
const CANDIDATES: &str = "
    SELECT o.id, o.state, o.product, o.sku, o.warehouse, o.base, o.sent, l.level AS now,
        EXISTS (SELECT 1 FROM outbox e WHERE e.shop = o.shop AND e.kind = 'stock' AND e.product = o.product
                AND e.sku = o.sku AND e.warehouse = o.warehouse AND e.id <> o.id
                AND e.state IN ('queued', 'sending', 'checking', 'conflict', 'refused') AND e.state <> 'refused') AS contested,
        NOT EXISTS (SELECT 1 FROM skus k WHERE k.shop = o.shop AND k.product = o.product AND k.id = o.sku) AS gone,
        (o.product, o.sku, o.warehouse) IN (
            SELECT w.product, w.sku, w.warehouse FROM batches u CROSS JOIN outbox w ON w.batch = u.id
            WHERE u.undoes = ?1 AND w.kind = 'stock' AND w.state = 'done' AND w.sent IS NOT NULL) AS taken_back
    FROM outbox o
    LEFT JOIN sku_levels l ON l.shop = o.shop AND l.product = o.product AND l.sku = o.sku AND l.warehouse = o.warehouse
    WHERE o.batch = ?1 AND o.kind = 'stock'
      AND (o.state IN ('queued', 'sending', 'checking', 'conflict') OR (o.state = 'done' AND o.sent IS NOT NULL))
    ORDER BY o.id";

const INSERT: &str = "
    INSERT INTO outbox (shop, batch, kind, product, sku, warehouse, change, base, observed, state, due, created, changed)
    SELECT o.shop, ?2, 'stock', o.product, o.sku, o.warehouse, json_object('kind', 'restore', 'level', o.base),
           o.sent, o.sent, 'queued', ?3, ?3, ?3
    FROM json_each(?1) a CROSS JOIN outbox o ON o.id = a.value ORDER BY a.key";

/// What becomes of one wish of a batch that is taken back.
enum Fate {
    /// It has not left, and is dropped.
    Dropped,
    /// Its level goes back to this one.
    Restored(Level),
    /// Nothing can or may be done; why.
    LeftAlone(String),
}

impl Store {
    /// What taking this batch back would do, by what is known now.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn undo_preview(&self, batch: i64) -> Result<UndoPlan, StoreError> {
        let mut reader = self.readers.acquire().await?;
        Ok(plan(candidates(&mut reader, batch).await?).1)
    }

    /// Takes a batch back: drops what has not left, and queues a compensating edit, in a batch of its
    /// own, for each level that still is as the batch left it. That batch can be taken back in turn.
    /// Where nothing is to be sent there is no new batch.
    ///
    /// The level is compared with what the shop said last, and once more with what it says right
    /// before the write ([`domain::StockChange::Restore`]).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an unknown batch and for one of shipments, which no call takes back; then nothing is changed.
    pub async fn undo_batch(&self, batch: i64, now: Timestamp) -> Result<(Option<i64>, UndoPlan), StoreError> {
        let mut tx = self.begin().await?;
        let undone = undo_in(&mut tx, batch, now).await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::STOCK)).await?;
        Ok(undone)
    }
}

/// Takes a batch back as part of a transaction.
pub(crate) async fn undo_in(
    tx: &mut Transaction<'static, Sqlite>,
    batch: i64,
    now: Timestamp,
) -> Result<(Option<i64>, UndoPlan), StoreError> {
    let shop: Option<i64> = sqlx::query_scalar("SELECT shop FROM batches WHERE id = ?1 AND kind <> 'ship'")
        .bind(batch)
        .fetch_optional(&mut **tx)
        .await?;
    let shop = ShopId(shop.ok_or(StoreError::NotFound)?);
    let (wishes, plan) = plan(candidates(tx, batch).await?);
    batches::release(tx, batch).await?;
    batches::drop_waiting(tx, batch, now).await?;
    let undoing = match wishes.is_empty() {
        true => None,
        false => Some(compensate(tx, shop, batch, &json!(wishes).to_string(), now).await?),
    };
    Ok((undoing, plan))
}

async fn compensate(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    undoes: i64,
    wishes: &str,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let batch = batches::add(tx, shop, BatchKind::Undo, Some(undoes), now).await?;
    sqlx::query(INSERT).bind(wishes).bind(batch).bind(now.as_millisecond()).execute(&mut **tx).await?;
    Ok(batch)
}

async fn candidates(connection: &mut SqliteConnection, batch: i64) -> Result<Vec<Candidate>, StoreError> {
    Ok(sqlx::query_as(CANDIDATES).bind(batch).fetch_all(connection).await?)
}

/// The wishes whose levels go back, and all of it for the person.
fn plan(candidates: Vec<Candidate>) -> (Vec<Value>, UndoPlan) {
    let (mut wishes, mut plan) = (Vec::new(), UndoPlan::default());
    for candidate in candidates {
        let fate = fate(&candidate);
        let (id, now, base) = (candidate.id, candidate.now, candidate.base);
        let wrote = candidate.sent.filter(|_| candidate.state != State::Queued.as_str());
        let cell = |back_to| UndoCell { target: target(candidate), wrote, now, back_to };
        match fate {
            Fate::Dropped => plan.restored.push(cell(now)),
            Fate::Restored(level) => {
                wishes.push(id.into());
                plan.restored.push(cell(Some(level)));
            }
            Fate::LeftAlone(why) => plan.left_alone.push((cell(base), why)),
        }
    }
    (wishes, plan)
}

fn fate(candidate: &Candidate) -> Fate {
    let left_alone = |why: &str| Fate::LeftAlone(why.to_owned());
    match (State::from_text(&candidate.state), candidate.now, candidate.base) {
        (State::Queued, _, _) => Fate::Dropped,
        (State::Conflict, _, _) => {
            left_alone("This change waits for your decision between two numbers. Decide there; undo left it alone.")
        }
        (State::Sending | State::Checking, _, _) => {
            left_alone("This change is still on its way. Undo it once its outcome is known.")
        }
        _ if candidate.contested => {
            left_alone("A later change of this level is not over yet. Undo that one, or wait for it.")
        }
        _ if candidate.gone => left_alone("This SKU is no longer in the shop, so there is no level to go back to."),
        (_, Some(now), _) if Some(now) != candidate.sent && candidate.taken_back => Fate::LeftAlone(format!(
            "An undo took this level back already, and the shop has {now} now. Undo left it alone."
        )),
        (_, Some(now), _) if Some(now) != candidate.sent => Fate::LeftAlone(format!(
            "The shop changed this level since ({} → {now}), so undo left it alone.",
            candidate.sent.unwrap_or_default()
        )),
        (_, None, _) => left_alone(
            "The shop doesn’t tell this SKU’s own level, so nobody knows whether it changed since. Undo left it alone.",
        ),
        (_, _, None) => left_alone("The level before this change was not known, so there is nothing to go back to."),
        (_, _, Some(base @ 0..=MAX_LEVEL)) => Fate::Restored(base),
        (_, _, Some(base)) => Fate::LeftAlone(format!(
            "The level before this change was {base}, which the shop doesn’t take (0 to 99,999). Undo left it alone."
        )),
    }
}

fn target(candidate: Candidate) -> StockTarget {
    StockTarget {
        product: ProductId::new(candidate.product),
        sku: SkuId::new(candidate.sku),
        warehouse: WarehouseId::new(candidate.warehouse),
    }
}
