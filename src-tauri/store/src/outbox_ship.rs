//! Shipments in the outbox.

use domain::{Departure, OrderId, OrderStatus, ShopId};
use jiff::Timestamp;

use crate::{
    BatchKind, Entry, Kind, State, Store, StoreError, Tables, batches,
    orders::put_ship_answer,
    outbox::{BEHIND_ERRAND, HELD, OPEN, RawEntry, written},
    outbox_change::settle_in,
};

/// How many shipments don't get on by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The shop said no.
    pub refused: i64,
    /// The answer was lost.
    pub checking: i64,
}

impl Store {
    /// Saves the wish to ship `order`, which doesn't leave before `due`. Asking twice for the same is asking once: the wish that
    /// is under way is returned. An earlier refused wish gives way to the new one.
    ///
    /// # Errors
    /// [`StoreError::BeingShipped`] and [`StoreError::BeingArranged`] where it is leaving in another way;
    /// [`StoreError::NotFound`] for an order that isn't in the cache.
    pub async fn queue_shipment(
        &self,
        shop: ShopId,
        order: &OrderId,
        departure: impl Into<Departure>,
        now: Timestamp,
        due: Timestamp,
    ) -> Result<Entry, StoreError> {
        let departure = departure.into();
        let (tracking, handover) = written(&departure)?;
        let mut tx = self.begin().await?;
        let known: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM orders WHERE shop = ?1 AND id = ?2)")
            .bind(shop.0)
            .bind(order.as_str())
            .fetch_one(&mut *tx)
            .await?;
        if !known {
            return Err(StoreError::NotFound);
        }
        let under_way: Option<RawEntry> = sqlx::query_as(
            "SELECT * FROM outbox WHERE shop = ?1 AND kind = 'ship' AND order_id = ?2
               AND state IN ('queued', 'sending', 'checking')",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(entry) = under_way.map(RawEntry::read).transpose()? {
            return same_way(entry, &departure);
        }
        sqlx::query(
            "UPDATE outbox SET state = 'replaced', changed = ?3
             WHERE shop = ?1 AND kind = 'ship' AND order_id = ?2 AND state = 'refused'",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        let batch = batches::add(&mut tx, shop, BatchKind::Ship, None, now).await?;
        let row: RawEntry = sqlx::query_as(
            "INSERT INTO outbox (shop, batch, kind, order_id, tracking, handover, state, due, created, changed)
             VALUES (?1, ?5, 'ship', ?2, ?3, ?7, 'queued', ?6, ?4, ?4) RETURNING *",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(tracking)
        .bind(now.as_millisecond())
        .bind(batch)
        .bind(due.as_millisecond())
        .bind(handover)
        .fetch_one(&mut *tx)
        .await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::ORDERS)).await?;
        row.read()
    }

    /// Shipments that are due, the one that is due longest first, at most `limit`. One whose order has an errand under
    /// way comes after it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn due_shipments(&self, shop: ShopId, now: Timestamp, limit: u32) -> Result<Vec<Entry>, StoreError> {
        let statement = format!(
            "SELECT o.* FROM outbox o WHERE shop = ?1 AND kind = 'ship' AND due <= ?2 AND {OPEN} AND NOT {HELD}
               AND NOT {BEHIND_ERRAND}
             ORDER BY due, id LIMIT ?3"
        );
        let rows: Vec<RawEntry> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
            .bind(shop.0)
            .bind(now.as_millisecond())
            .bind(limit)
            .fetch_all(&self.writer)
            .await?;
        rows.into_iter().map(RawEntry::read).collect()
    }

    /// Shipments of a shop that don't get on by themselves.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn shipments_stuck(&self, shop: ShopId) -> Result<Stuck, StoreError> {
        let (refused, checking) = sqlx::query_as(
            "SELECT count(*) FILTER (WHERE state = 'refused'), count(*) FILTER (WHERE state = 'checking')
             FROM outbox WHERE shop = ?1 AND kind = 'ship' AND state IN ('checking', 'refused')",
        )
        .bind(shop.0)
        .fetch_one(&self.readers)
        .await?;
        Ok(Stuck { refused, checking })
    }

    /// Commits that the request for this shipment is about to leave. `false` where the person
    /// dropped it meanwhile: then it must not leave.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn start_shipment(&self, id: i64, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.begin().await?;
        let started = sqlx::query(
            "UPDATE outbox SET state = 'sending', attempts = attempts + 1, departed = ?2, changed = ?2, reason = NULL
             WHERE id = ?1 AND kind = 'ship' AND state IN ('queued', 'checking')",
        )
        .bind(id)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?
        .rows_affected()
            == 1;
        self.commit(tx, Tables::OUTBOX.and(Tables::ORDERS)).await?;
        Ok(started)
    }

    /// The shop confirmed the shipment, in an answer that came at `now`: notes it on wish and order
    /// in one transaction. A reading that was asked for before `now` may have been answered from
    /// before the shipment, so it doesn't count against this.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn finish_shipment(
        &self,
        shop: ShopId,
        id: i64,
        answer: &OrderStatus,
        warning: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Kind::Ship { order, departure } = self.outbox_entry(id).await?.kind else {
            return Err(StoreError::NotFound);
        };
        let mut tx = self.begin().await?;
        settle_in(&mut tx, &[id], State::Done, warning, now, now).await?;
        put_ship_answer(&mut tx, shop, order.as_str(), answer, departure.number(), now).await?;
        self.commit(tx, Tables::OUTBOX.and(Tables::ORDERS)).await
    }
}

fn same_way(entry: Entry, wanted: &Departure) -> Result<Entry, StoreError> {
    match &entry.kind {
        Kind::Ship { departure, .. } if departure != wanted => Err(StoreError::under_way(departure)),
        _ => Ok(entry),
    }
}
