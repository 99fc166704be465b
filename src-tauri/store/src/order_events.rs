//! What became of an order: the statuses that the shop told one after another.

use domain::{OrderId, OrderStatus, ShopId};
use jiff::Timestamp;

use crate::{Store, StoreError, orders::time};

/// A status that the shop told after another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderEvent {
    /// Where the order stood from then on.
    pub status: OrderStatus,
    /// When it changed, by the shop's clock.
    pub updated: Timestamp,
    /// When the reading was asked for that told so.
    pub asked: Timestamp,
}

impl Store {
    /// The changes of an order's status that were seen here, oldest first.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_events(&self, shop: ShopId, id: &OrderId) -> Result<Vec<OrderEvent>, StoreError> {
        let rows: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT status, updated, asked FROM order_events WHERE shop = ?1 AND order_id = ?2 ORDER BY n",
        )
        .bind(shop.0)
        .bind(id.as_str())
        .fetch_all(&self.readers)
        .await?;
        let event = |(status, updated, asked): (String, _, _)| OrderEvent {
            status: OrderStatus::from_shop(&status),
            updated: time(updated),
            asked: time(asked),
        };
        Ok(rows.into_iter().map(event).collect())
    }
}
