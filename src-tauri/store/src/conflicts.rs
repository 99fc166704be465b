//! Conflicts decided together, and a decision taken back.
//!
//! A decision leaves the wish that met the conflict as it is and queues a new one in its place, in a batch of its own:
//! so it can be taken back to the very conflict that it ended, and what of it has reached the shop like any other save.

use domain::{Level, ShopId, StockChange};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::{BatchKind, Store, StoreError, Tables, batches, held, undo};

/// Which number ends a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The person's, from what the shop has now.
    Mine,
    /// The shop's: nothing is sent.
    Shop,
    /// What the person wanted, less what they saw, added to what the shop has.
    Difference,
}

/// What deciding conflicts came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    /// The batch of what is to be sent now; none where nothing is.
    pub batch: Option<i64>,
    /// The question that holds the batch back.
    pub held: Option<String>,
    /// The conflicts that are over, as [`Store::take_decision_back`] takes them.
    pub over: Vec<i64>,
    /// Those that stay, each with the reason: a sentence.
    pub left: Vec<(i64, String)>,
}

/// What taking a decision back came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Conflicts that wait for the person again.
    pub reopened: u64,
    /// Levels that had reached the shop and go back to what it had.
    pub going_back: u64,
    /// Levels that stay as they are: on their way, or changed since.
    pub left_alone: u64,
}

/// The conflicts that are asked about, and whether a later edit of the level is on its way.
pub(crate) const ASKED: &str = "
    SELECT o.id, o.change, o.base, o.observed, o.sent, EXISTS (
        SELECT 1 FROM outbox e WHERE e.shop = o.shop AND e.kind = 'stock' AND e.product = o.product AND e.sku = o.sku
          AND e.warehouse = o.warehouse AND e.state IN ('queued', 'sending', 'checking', 'conflict', 'refused')
          AND e.state IN ('queued', 'sending', 'checking')) AS contested
    FROM json_each(?2) asked CROSS JOIN outbox o ON o.id = asked.value
    WHERE o.shop = ?1 AND o.kind = 'stock' AND o.state = 'conflict' ORDER BY o.id";

const QUEUE: &str = "
    INSERT INTO outbox (shop, batch, kind, product, sku, warehouse, change, base, observed, state, due, created, changed)
    SELECT o.shop, ?2, 'stock', o.product, o.sku, o.warehouse, a.value->>1, o.observed, o.observed, 'queued', ?3, ?3, ?3
    FROM json_each(?1) a CROSS JOIN outbox o ON o.id = a.value->>0 ORDER BY o.id";

/// A conflict comes back where nothing that was saved after it is on its way, or has left.
/// (The sign keeps SQLite from going through all of a shop's wishes.)
pub(crate) const REOPEN: &str = "
    UPDATE outbox SET state = 'conflict', changed = ?3
    WHERE id IN (SELECT value FROM json_each(?2)) AND +shop = ?1 AND kind = 'stock' AND state IN ('replaced', 'discarded')
      AND NOT EXISTS (
        SELECT 1 FROM outbox e WHERE e.shop = outbox.shop AND e.kind = 'stock' AND e.product = outbox.product
          AND e.sku = outbox.sku AND e.warehouse = outbox.warehouse
          AND e.state IN ('queued', 'sending', 'checking', 'conflict', 'refused') AND e.id > outbox.id)
      AND NOT EXISTS (
        SELECT 1 FROM ledger l WHERE l.shop = outbox.shop AND l.product = outbox.product AND l.sku = outbox.sku
          AND l.warehouse = outbox.warehouse AND l.event = 'sent' AND l.wish > outbox.id)";

#[derive(sqlx::FromRow)]
struct Conflict {
    id: i64,
    change: String,
    base: Option<Level>,
    observed: Option<Level>,
    sent: Option<Level>,
    contested: bool,
}

impl Store {
    /// Ends the conflicts `ids` of a shop with the same decision, in one transaction. What is to be sent is queued in
    /// a batch of its own and goes through the planner like any other edit, from the level that the shop was read
    /// with; an implausible share of the stock is held back by a question. What can't be decided so stays.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is decided.
    pub async fn decide_conflicts(
        &self,
        shop: ShopId,
        ids: &[i64],
        keep: Keep,
        now: Timestamp,
    ) -> Result<Decided, StoreError> {
        let mut tx = self.begin().await?;
        let (mut decided, mut wishes) = (Decided::default(), Vec::new());
        for conflict in asked(&mut tx, shop, ids).await? {
            match decision(&conflict, keep)? {
                Ok(change) => {
                    decided.over.push(conflict.id);
                    let change = change.as_ref().map(serde_json::to_string).transpose()?;
                    wishes.extend(change.map(|change| json!([conflict.id, change])));
                }
                Err(why) => decided.left.push((conflict.id, why)),
            }
        }
        end(&mut tx, &decided.over, keep, now).await?;
        if !wishes.is_empty() {
            let batch = batches::add(&mut tx, shop, BatchKind::Stock, None, now).await?;
            let wishes = json!(wishes).to_string();
            sqlx::query(QUEUE).bind(wishes).bind(batch).bind(now.as_millisecond()).execute(&mut *tx).await?;
            (decided.batch, decided.held) = (Some(batch), held::hold(&mut tx, shop, batch).await?);
        }
        self.commit(tx, Tables::OUTBOX.and(Tables::STOCK)).await?;
        Ok(decided)
    }

    /// Takes a decision back: what has not left is dropped, and its conflict waits for the person again; what has
    /// reached the shop goes back as any save does ([`Store::undo_batch`]); what is on its way stays.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is changed.
    pub async fn take_decision_back(
        &self,
        shop: ShopId,
        over: &[i64],
        batch: Option<i64>,
        now: Timestamp,
    ) -> Result<TakenBack, StoreError> {
        let mut tx = self.begin().await?;
        let mut taken = TakenBack::default();
        if let Some(batch) = batch {
            let (_, plan) = undo::undo_in(&mut tx, batch, now).await?;
            // An edit that is dropped leaves its level where it is.
            taken.going_back = plan.restored.iter().filter(|cell| cell.back_to != cell.now).count() as u64;
            taken.left_alone = plan.left_alone.len() as u64;
        }
        taken.reopened = sqlx::query(REOPEN)
            .bind(shop.0)
            .bind(json!(over).to_string())
            .bind(now.as_millisecond())
            .execute(&mut *tx)
            .await?
            .rows_affected();
        self.commit(tx, Tables::OUTBOX.and(Tables::STOCK)).await?;
        Ok(taken)
    }
}

async fn asked(tx: &mut Transaction<'static, Sqlite>, shop: ShopId, ids: &[i64]) -> Result<Vec<Conflict>, StoreError> {
    Ok(sqlx::query_as(ASKED).bind(shop.0).bind(json!(ids).to_string()).fetch_all(&mut **tx).await?)
}

/// The change to send, if there is one; or why this conflict can't be decided so.
fn decision(conflict: &Conflict, keep: Keep) -> Result<Result<Option<StockChange>, String>, StoreError> {
    if conflict.contested {
        return Ok(Err("A later change of this level is on its way. Decide once that one is over.".to_owned()));
    }
    let change: StockChange = serde_json::from_str(&conflict.change)?;
    Ok(match keep {
        Keep::Shop => Ok(None),
        // Where the answer to an attempt was lost, *mine* is what it sent: to add once more could count twice.
        Keep::Mine => Ok(Some(conflict.sent.map_or(change, |level| StockChange::Set { level }))),
        Keep::Difference => difference(conflict, change).map(Some),
    })
}

fn difference(conflict: &Conflict, change: StockChange) -> Result<StockChange, String> {
    let (StockChange::Set { level }, Some(base), Some(observed), None) =
        (change, conflict.base, conflict.observed, conflict.sent)
    else {
        return Err("Nobody knows whether your change was counted already, so there is no difference to add. Keep your number or the shop’s.".to_owned());
    };
    let add = StockChange::Add { amount: level.saturating_sub(base) };
    add.target(Some(observed)).map(|_| add).map_err(|error| error.to_string())
}

async fn end(
    tx: &mut Transaction<'static, Sqlite>,
    over: &[i64],
    keep: Keep,
    now: Timestamp,
) -> Result<(), StoreError> {
    let state = if keep == Keep::Shop { "discarded" } else { "replaced" };
    sqlx::query("UPDATE outbox SET state = ?2, changed = ?3 WHERE id IN (SELECT value FROM json_each(?1))")
        .bind(json!(over).to_string())
        .bind(state)
        .bind(now.as_millisecond())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
