//! Errands: what the person wants of orders beside having them shipped, from the moment it is saved until its outcome is
//! known. They go the way of the outbox's wishes.

use domain::{Errand, OrderId, ShopId};
use jiff::Timestamp;

use crate::{State, Store, StoreError, Tables, Which, orders::time};

/// One errand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrandEntry {
    /// Its number; later ones are larger.
    pub id: i64,
    /// The order that it is about.
    pub order: OrderId,
    /// What is wanted.
    pub errand: Errand,
    /// How far it is.
    pub state: State,
    /// How often a request for it left.
    pub attempts: i64,
    /// When the last request for it left.
    pub departed: Option<Timestamp>,
    /// When it is next tried.
    pub due: Timestamp,
    /// Why it waits or was refused: a sentence.
    pub reason: Option<String>,
    /// When the person asked for it.
    pub created: Timestamp,
    /// When its state last changed.
    pub changed: Timestamp,
}

#[derive(sqlx::FromRow)]
struct RawErrand {
    id: i64,
    order_id: String,
    errand: String,
    state: String,
    attempts: i64,
    departed: Option<i64>,
    due: i64,
    reason: Option<String>,
    created: i64,
    changed: i64,
}

impl RawErrand {
    fn read(self) -> Result<ErrandEntry, StoreError> {
        Ok(ErrandEntry {
            id: self.id,
            order: OrderId::new(self.order_id),
            errand: serde_json::from_str(&self.errand)?,
            state: State::from_text(&self.state),
            attempts: self.attempts,
            departed: self.departed.map(time),
            due: time(self.due),
            reason: self.reason,
            created: time(self.created),
            changed: time(self.changed),
        })
    }
}

/// What an errand's change may show on.
pub(crate) const SHOWN: Tables = Tables::OUTBOX.and(Tables::ORDERS);

impl Store {
    /// Saves an errand for `order`, which doesn't leave before `due`. Asking twice for the same is asking once: the one
    /// that is under way is returned. An earlier refused one gives way to the new one.
    ///
    /// # Errors
    /// [`StoreError::ErrandUnderWay`] where another errand of one of its orders is under way, or one is being shipped;
    /// [`StoreError::NotFound`] for an order that isn't in the cache.
    pub async fn queue_errand(
        &self,
        shop: ShopId,
        order: &OrderId,
        errand: &Errand,
        now: Timestamp,
        due: Timestamp,
    ) -> Result<ErrandEntry, StoreError> {
        let mut tx = self.begin().await?;
        let all: Vec<&OrderId> = std::iter::once(order).chain(errand.others()).collect();
        let all = serde_json::to_string(&all)?;
        let (known, shipping): (bool, bool) = sqlx::query_as(
            "SELECT EXISTS (SELECT 1 FROM orders WHERE shop = ?1 AND id = ?2),
                    EXISTS (SELECT 1 FROM json_each(?3) asked CROSS JOIN outbox
                              ON shop = ?1 AND kind = 'ship' AND order_id = asked.value
                              AND state IN ('queued', 'sending', 'checking'))",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(&all)
        .fetch_one(&mut *tx)
        .await?;
        if !known {
            return Err(StoreError::NotFound);
        }
        let under_way: Option<RawErrand> = sqlx::query_as(
            "SELECT * FROM errands WHERE shop = ?1 AND order_id IN (SELECT value FROM json_each(?2))
               AND state IN ('queued', 'sending', 'checking') LIMIT 1",
        )
        .bind(shop.0)
        .bind(&all)
        .fetch_optional(&mut *tx)
        .await?;
        match under_way.map(RawErrand::read).transpose()? {
            Some(same) if same.order == *order && same.errand == *errand => return Ok(same),
            Some(_) => return Err(StoreError::ErrandUnderWay),
            None if shipping => return Err(StoreError::ErrandUnderWay),
            None => {}
        }
        sqlx::query(
            "UPDATE errands SET state = 'replaced', changed = ?3
             WHERE shop = ?1 AND order_id = ?2 AND state = 'refused'",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        let row: RawErrand = sqlx::query_as(
            "INSERT INTO errands (shop, order_id, errand, state, due, created, changed)
             VALUES (?1, ?2, ?3, 'queued', ?4, ?5, ?5) RETURNING *",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(serde_json::to_string(errand)?)
        .bind(due.as_millisecond())
        .bind(now.as_millisecond())
        .fetch_one(&mut *tx)
        .await?;
        self.commit(tx, SHOWN).await?;
        row.read()
    }

    /// Errands, latest change first, at most 500.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn errands(&self, shop: ShopId, which: Which) -> Result<Vec<ErrandEntry>, StoreError> {
        let rows: Vec<RawErrand> = sqlx::query_as(
            "SELECT * FROM errands WHERE shop = ?1 AND state IN (SELECT value FROM json_each(?2))
             ORDER BY changed DESC, id DESC LIMIT 500",
        )
        .bind(shop.0)
        .bind(which.states())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(RawErrand::read).collect()
    }

    /// One errand.
    ///
    /// # Errors
    /// [`StoreError::NotFound`]
    pub async fn errand(&self, id: i64) -> Result<ErrandEntry, StoreError> {
        let row: Option<RawErrand> =
            sqlx::query_as("SELECT * FROM errands WHERE id = ?1").bind(id).fetch_optional(&self.readers).await?;
        row.ok_or(StoreError::NotFound)?.read()
    }

    /// The latest errand of this order that was not dropped, whatever became of it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn errand_of(&self, shop: ShopId, order: &OrderId) -> Result<Option<ErrandEntry>, StoreError> {
        let row: Option<RawErrand> = sqlx::query_as(
            "SELECT * FROM errands WHERE shop = ?1 AND order_id = ?2 AND state NOT IN ('replaced', 'discarded')
             ORDER BY id DESC LIMIT 1",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(RawErrand::read).transpose()
    }

    /// The errand that has been due longest.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn due_errand(&self, shop: ShopId, now: Timestamp) -> Result<Option<ErrandEntry>, StoreError> {
        let row: Option<RawErrand> = sqlx::query_as(
            "SELECT * FROM errands WHERE shop = ?1 AND due <= ?2
               AND state IN ('queued', 'sending', 'checking') AND state <> 'sending' ORDER BY due, id LIMIT 1",
        )
        .bind(shop.0)
        .bind(now.as_millisecond())
        .fetch_optional(&self.writer)
        .await?;
        row.map(RawErrand::read).transpose()
    }
}
