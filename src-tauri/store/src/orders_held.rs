//! Orders that the shop holds for the hour in which a buyer may change their mind.

use domain::{Clocks, OrderId, OrderStatus, ShopId};
use jiff::Timestamp;
use serde_json::json;

use crate::{Store, StoreError, Tables, orders::time};

/// An order on hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldOrder {
    /// Which.
    pub id: OrderId,
    /// Until when, by the shop's clock.
    pub until: Timestamp,
    /// When the shop was last asked about it, by ours.
    pub asked: Timestamp,
}

pub(crate) const HELD: &str = "
    SELECT id, asked, detail->'$.handling.clocks' FROM orders WHERE shop = ?1 AND status = 'ON_HOLD'";

/// Shipments that wait for that reason (?2), though nobody has to wait any more: one that the shop doesn't hold itself
/// is held here all the same.
const FREED: &str = "
    SELECT e.id FROM outbox e CROSS JOIN orders o ON o.shop = e.shop AND o.id = e.order_id
    WHERE e.shop = ?1 AND e.kind = 'ship' AND e.state IN ('queued', 'sending', 'checking') AND e.state = 'queued'
      AND e.reason = ?2 AND e.due > ?3
      AND o.status <> 'ON_HOLD' AND o.detail->>'$.handling.clocks.held_by_shop' IS NOT 0";

impl Store {
    /// The orders on hold of which the shop tells until when.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn held_orders(&self, shop: ShopId) -> Result<Vec<HeldOrder>, StoreError> {
        let rows: Vec<(String, i64, Option<String>)> =
            sqlx::query_as(HELD).bind(shop.0).fetch_all(&self.readers).await?;
        let held = |(id, asked, clocks): (String, i64, Option<String>)| {
            let clocks: Clocks = serde_json::from_str(&clocks?).ok()?;
            let until = clocks.held_until(&OrderStatus::OnHold)?;
            Some(HeldOrder { id: OrderId::new(id), until, asked: time(asked) })
        };
        Ok(rows.into_iter().filter_map(held).collect())
    }

    /// Makes shipments due that were put off for a hold, for that reason, where the order was read since and is free;
    /// whether there were any.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn hurry_freed(&self, shop: ShopId, reason: &str, now: Timestamp) -> Result<bool, StoreError> {
        let now = now.as_millisecond();
        let freed: Vec<i64> =
            sqlx::query_scalar(FREED).bind(shop.0).bind(reason).bind(now).fetch_all(&self.readers).await?;
        if freed.is_empty() {
            return Ok(false);
        }
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE outbox SET due = ?2
             WHERE id IN (SELECT value FROM json_each(?1)) AND state = 'queued' AND due > ?2",
        )
        .bind(json!(freed).to_string())
        .bind(now)
        .execute(&mut *tx)
        .await?;
        self.commit(tx, Tables::default()).await?;
        Ok(true)
    }
}
