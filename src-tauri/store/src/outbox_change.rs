//! How wishes get from one state to the next.

use domain::{ShopId, StockChange};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::{
    Entry, Kind, State, Store, StoreError, Tables,
    errand_change::{hurry_errands, recover_errands},
    ledger,
    outbox_stock::join_later_edit,
};

/// What a change of a wish's state may show on.
const EVERYWHERE: Tables = Tables::OUTBOX.and(Tables::ORDERS).and(Tables::STOCK);

impl Store {
    /// Turns what a killed process, or a turn that the cache broke off, left as *sending* into
    /// *checking*: it may have arrived, so the shop is asked before anything is sent. Called while
    /// nothing is under way: before the engine starts, and between two turns of its push. A request
    /// that waited for its place in the budget may have left at the last moment, so `now` counts
    /// as the time of its leaving.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn recover_outbox(&self, shop: ShopId, now: Timestamp) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        ledger::interrupted(&mut tx, shop, now).await?;
        let found = sqlx::query(
            "UPDATE outbox SET state = 'checking', departed = ?2, due = ?2, changed = ?2,
                    reason = 'TikTokFlow was interrupted before the answer came. Asking the shop what it has.'
             WHERE shop = ?1 AND state IN ('queued', 'sending', 'checking') AND state = 'sending'",
        )
        .bind(shop.0)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?
        .rows_affected();
        let found = found + recover_errands(&mut tx, shop, now).await?;
        self.commit(tx, EVERYWHERE).await?;
        Ok(found)
    }

    /// Makes everything due at once that waited for the shop: the network is back, or the person asked. What waits because
    /// the person may still take it back keeps its time.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn hurry_outbox(&self, shop: ShopId, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE outbox SET due = ?2
             WHERE shop = ?1 AND state IN ('queued', 'sending', 'checking') AND state = 'queued' AND due > ?2
               AND reason IS NOT NULL",
        )
        .bind(shop.0)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        hurry_errands(&mut tx, shop, now).await?;
        self.commit(tx, Tables::default()).await
    }

    /// Notes what became of wishes under way. Those that the person dropped meanwhile stay
    /// dropped. `due` matters for *queued* and *checking* only. A wish that was *sending* and is
    /// *checking* now counts as having left at `now`: its request waited for its place in the budget
    /// for an unknown while. A departure that lies behind `now` is one from before the clock was set back.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn settle(
        &self,
        ids: &[i64],
        state: State,
        reason: Option<&str>,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        settle_in(&mut tx, ids, state, reason, due, now).await?;
        self.commit(tx, EVERYWHERE).await
    }

    /// Notes what was concluded about an edit of which nothing left this time. The person may have
    /// added to it since `entry` was read, and the conclusion says nothing about that: such an edit
    /// stays as it is, and is weighed anew.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn conclude(
        &self,
        entry: &Entry,
        state: State,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Kind::Stock { change, .. } = &entry.kind else { return Ok(()) };
        let mut tx = self.begin().await?;
        if is_as_read(&mut tx, entry.id, change).await? {
            settle_in(&mut tx, &[entry.id], state, reason, now, now).await?;
        }
        self.commit(tx, EVERYWHERE).await
    }

    /// Refuses edits for what a campaign holds, but those that the person has added to since they were read. The refusal
    /// and its cause are one step: neither is ever seen, or left by a killed process, without the other.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn refuse_for_campaign(&self, entries: &[Entry], reason: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let mut refused = Vec::new();
        for entry in entries {
            let Kind::Stock { change, .. } = &entry.kind else { continue };
            if is_as_read(&mut tx, entry.id, change).await? {
                refused.push(entry.id);
            }
        }
        settle_in(&mut tx, &refused, State::Refused, Some(reason), now, now).await?;
        sqlx::query(
            "UPDATE outbox SET by_campaign = 1
             WHERE id IN (SELECT value FROM json_each(?1)) AND state = 'refused'",
        )
        .bind(json!(refused).to_string())
        .execute(&mut *tx)
        .await?;
        self.commit(tx, EVERYWHERE).await
    }

    /// Tries a wish again: a refused one is queued anew, a waiting one becomes due. An undo still
    /// starts from what the edit that it takes back had left.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it is over; [`StoreError::BeingShipped`] where another
    /// shipment of the order is under way.
    pub async fn retry(&self, id: i64, now: Timestamp) -> Result<(), StoreError> {
        self.change_entry(
            "UPDATE OR IGNORE outbox SET
                    state = CASE state WHEN 'checking' THEN 'checking' ELSE 'queued' END,
                    sent = CASE state WHEN 'checking' THEN sent END,
                    base = CASE WHEN state = 'checking' OR change->>'kind' = 'restore' THEN base ELSE coalesce(observed, base) END,
                    due = ?2, changed = ?2, reason = NULL
                 WHERE id = ?1 AND state IN ('refused', 'queued', 'checking')",
            id,
            now,
        )
        .await
    }

    /// Drops a wish that has not left or was refused.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it is on its way or over.
    pub async fn discard(&self, id: i64, now: Timestamp) -> Result<(), StoreError> {
        self.change_entry(
            "UPDATE outbox SET state = 'discarded', changed = ?2
                 WHERE id = ?1 AND (state IN ('refused', 'conflict') OR (state = 'queued' AND sent IS NULL))",
            id,
            now,
        )
        .await
    }

    /// Ends a conflict in favour of the person: their change starts from what the shop has now.
    /// Where the answer to an attempt was lost, *mine* is the level that it sent: a relative
    /// change counted from there once more could count twice.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no conflict (any more).
    pub async fn keep_mine(&self, id: i64, now: Timestamp) -> Result<(), StoreError> {
        self.change_entry(
                "UPDATE OR IGNORE outbox SET state = 'queued', base = observed, sent = NULL, due = ?2, changed = ?2, reason = NULL,
                        change = CASE WHEN sent IS NULL THEN change ELSE json_object('kind', 'set', 'level', sent) END
                 WHERE id = ?1 AND state = 'conflict'",
                id,
                now,
        )
        .await
    }

    /// Ends a conflict with the person's difference: what they wanted, less what they saw, is added
    /// to what the shop has. Where the answer to an attempt was lost nobody knows whether that
    /// has been added already, so there it is no way out.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where there is no conflict (any more), or none with a difference.
    pub async fn keep_difference(&self, id: i64, now: Timestamp) -> Result<(), StoreError> {
        self.change_entry(
            "UPDATE OR IGNORE outbox SET state = 'queued', due = ?2, changed = ?2, reason = NULL,
                    change = json_object('kind', 'add', 'amount', (change->>'level') - base), base = observed
             WHERE id = ?1 AND state = 'conflict' AND sent IS NULL AND base IS NOT NULL AND observed IS NOT NULL
               AND change->>'kind' = 'set'",
            id,
            now,
        )
        .await
    }

    /// Runs `statement` on one wish; [`StoreError::NotFound`] where it changed none.
    async fn change_entry(&self, statement: &'static str, id: i64, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let changed =
            sqlx::query(statement).bind(id).bind(now.as_millisecond()).execute(&mut *tx).await?.rows_affected();
        if changed == 0 {
            return Err(StoreError::NotFound);
        }
        self.commit(tx, EVERYWHERE).await
    }
}

pub(crate) async fn settle_in(
    tx: &mut Transaction<'static, Sqlite>,
    ids: &[i64],
    state: State,
    reason: Option<&str>,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    let list = json!(ids).to_string();
    ledger::settled(tx, &list, state, reason, now).await?;
    if state == State::Queued {
        for id in ids {
            join_later_edit(tx, *id, now).await?;
        }
    }
    sqlx::query(
        "UPDATE outbox SET state = ?2, reason = ?3, due = ?4, changed = ?5,
                sent = CASE ?2 WHEN 'queued' THEN NULL ELSE sent END,
                departed = CASE WHEN ?2 = 'checking' AND state = 'sending' THEN ?5 ELSE min(departed, ?5) END
         WHERE id IN (SELECT value FROM json_each(?1)) AND state IN ('queued', 'sending', 'checking')",
    )
    .bind(&list)
    .bind(state.as_str())
    .bind(reason)
    .bind(due.as_millisecond())
    .bind(now.as_millisecond())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether an edit is what it was when it was read: nobody has added to it since. Nobody can to one under way.
async fn is_as_read(tx: &mut Transaction<'static, Sqlite>, id: i64, change: &StockChange) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM outbox WHERE id = ?1 AND (state = 'sending' OR change = ?2))")
        .bind(id)
        .bind(serde_json::to_string(change)?)
        .fetch_one(&mut **tx)
        .await?)
}
