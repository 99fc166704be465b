//! Packing: finding the order that a scanned code stands for, and remembering that it was packed.

use domain::{OrderId, ShopId};
use jiff::Timestamp;

use crate::{Store, StoreError, Tables};

/// By its own id, or by the tracking number of the parcel or of a shipment that was asked for here.
const FIND: &str = "
    SELECT id FROM orders WHERE shop = ?1 AND id = ?2
    UNION ALL
    SELECT order_id FROM outbox WHERE shop = ?1 AND kind = 'ship' AND tracking = ?2 AND state NOT IN ('discarded', 'replaced')
    UNION ALL
    SELECT id FROM orders WHERE shop = ?1 AND stage IN (0, 2) AND tracking = ?2
    LIMIT 1";

impl Store {
    /// The order that a scanned code stands for.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_by_code(&self, shop: ShopId, code: &str) -> Result<Option<OrderId>, StoreError> {
        let id: Option<String> = sqlx::query_scalar(FIND).bind(shop.0).bind(code).fetch_optional(&self.readers).await?;
        Ok(id.map(OrderId::new))
    }

    /// Remembers that an order was packed; the latest time counts.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn mark_packed(&self, shop: ShopId, id: &OrderId, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO packed (shop, order_id, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (shop, order_id) DO UPDATE SET at = excluded.at",
        )
        .bind(shop.0)
        .bind(id.as_str())
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        self.commit(tx, Tables::ORDERS).await
    }
}
