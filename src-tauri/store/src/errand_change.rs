//! How errands get from one state to the next.

use domain::ShopId;
use jiff::Timestamp;
use sqlx::{Sqlite, Transaction};

use crate::{State, Store, StoreError, errands::SHOWN};

impl Store {
    /// Commits that the request for this errand is about to leave. `false` where the person dropped it meanwhile: then
    /// it must not leave.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn start_errand(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let started = sqlx::query(
            "UPDATE errands SET state = 'sending', attempts = attempts + 1, departed = ?2, changed = ?2, reason = NULL
             WHERE id = ?1 AND state IN ('queued', 'checking')",
        )
        .bind(id)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?
        .rows_affected()
            == 1;
        self.commit(tx, SHOWN).await?;
        Ok(started)
    }

    /// Notes what became of an errand under way; see [`Store::settle`], whose rules are these.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn settle_errand(
        &self,
        id: i64,
        state: State,
        reason: Option<&str>,
        due: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        settle_in(&mut tx, id, state, reason, due, now).await?;
        self.commit(tx, SHOWN).await
    }

    /// Tries an errand again: a refused one is queued anew, a waiting one becomes due.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it is over, or another one of the order is under way.
    pub async fn retry_errand(&self, id: i64, now: Timestamp) -> Result<(), StoreError> {
        self.change_errand(
            "UPDATE OR IGNORE errands SET state = CASE state WHEN 'checking' THEN 'checking' ELSE 'queued' END,
                    due = ?2, changed = ?2, reason = NULL
             WHERE id = ?1 AND state IN ('refused', 'queued', 'checking')",
            id,
            now,
        )
        .await
    }

    /// Drops an errand that has not left or was refused.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] where it is on its way or over.
    pub async fn discard_errand(&self, id: i64, now: Timestamp) -> Result<(), StoreError> {
        self.change_errand(
            "UPDATE errands SET state = 'discarded', changed = ?2 WHERE id = ?1 AND state IN ('refused', 'queued')",
            id,
            now,
        )
        .await
    }

    async fn change_errand(&self, statement: &'static str, id: i64, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let changed =
            sqlx::query(statement).bind(id).bind(now.as_millisecond()).execute(&mut *tx).await?.rows_affected();
        if changed == 0 {
            return Err(StoreError::NotFound);
        }
        self.commit(tx, SHOWN).await
    }
}

pub(crate) async fn settle_in(
    tx: &mut Transaction<'static, Sqlite>,
    id: i64,
    state: State,
    reason: Option<&str>,
    due: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE errands SET state = ?2, reason = ?3, due = ?4, changed = ?5,
                departed = CASE WHEN ?2 = 'checking' AND state = 'sending' THEN ?5 ELSE min(departed, ?5) END
         WHERE id = ?1 AND state IN ('queued', 'sending', 'checking')",
    )
    .bind(id)
    .bind(state.as_str())
    .bind(reason)
    .bind(due.as_millisecond())
    .bind(now.as_millisecond())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What was left as *sending* may have arrived.
pub(crate) async fn recover_errands(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "UPDATE errands SET state = 'checking', departed = ?2, due = ?2, changed = ?2,
                reason = 'TikTokFlow was interrupted before the answer came. Asking the shop what it has.'
         WHERE shop = ?1 AND state IN ('queued', 'sending', 'checking') AND state = 'sending'",
    );
    Ok(found.bind(shop.0).bind(now.as_millisecond()).execute(&mut **tx).await?.rows_affected())
}

/// Those that wait for the shop are due now.
pub(crate) async fn hurry_errands(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let due = sqlx::query(
        "UPDATE errands SET due = ?2
         WHERE shop = ?1 AND state IN ('queued', 'sending', 'checking') AND state = 'queued' AND due > ?2
           AND reason IS NOT NULL",
    );
    due.bind(shop.0).bind(now.as_millisecond()).execute(&mut **tx).await?;
    Ok(())
}
