//! When orders were placed, for whoever lists them by time.

use std::collections::HashMap;

use domain::{OrderId, ShopId};
use jiff::Timestamp;
use serde_json::json;

use crate::{Store, StoreError, orders::time};

impl Store {
    /// When the first order was placed that the cache has of a shop; none where it has none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn first_order_placed(&self, shop: ShopId) -> Result<Option<Timestamp>, StoreError> {
        let first: Option<i64> = sqlx::query_scalar("SELECT min(created) FROM orders WHERE shop = ?1")
            .bind(shop.0)
            .fetch_one(&self.readers)
            .await?;
        Ok(first.map(time))
    }

    /// When these orders were placed, by the shop's clock. One that isn't in the cache is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_placed(
        &self,
        shop: ShopId,
        ids: &[OrderId],
    ) -> Result<HashMap<OrderId, Timestamp>, StoreError> {
        let list = json!(ids.iter().map(OrderId::as_str).collect::<Vec<_>>()).to_string();
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT id, created FROM orders WHERE shop = ?1 AND id IN (SELECT value FROM json_each(?2))",
        )
        .bind(shop.0)
        .bind(&list)
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(id, created)| (OrderId::new(id), time(created))).collect())
    }
}
