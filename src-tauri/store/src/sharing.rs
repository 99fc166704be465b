//! Orders that leave in one parcel.

use domain::{OrderId, ShopId};

use crate::{Store, StoreError};

/// Orders are put into one parcel within days of each other, so that no old one has to be looked through.
const NEAR_MS: i64 = 14 * 24 * 60 * 60 * 1_000;

impl Store {
    /// The other orders that this one shares its parcels with, oldest first; none for an order that isn't in the cache.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn sharers(&self, shop: ShopId, order: &OrderId) -> Result<Vec<OrderId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT other.id FROM orders this CROSS JOIN orders other
               ON other.shop = this.shop AND other.stage = this.stage AND other.id <> this.id
              AND other.created BETWEEN this.created - ?3 AND this.created + ?3
             WHERE this.shop = ?1 AND this.id = ?2
               AND json_array_length(this.detail, '$.handling.packages') > 0
               AND this.detail->'$.handling.packages' = other.detail->'$.handling.packages'
             ORDER BY other.created, other.id",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(NEAR_MS)
        .fetch_all(&self.readers)
        .await?;
        Ok(ids.into_iter().map(OrderId::new).collect())
    }
}
