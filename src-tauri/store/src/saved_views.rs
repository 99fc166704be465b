//! Filters that the seller named. Their form is the app's own matter.

use domain::ShopId;
use jiff::Timestamp;

use crate::{Store, StoreError, Tables};

impl Store {
    /// Name and filter of each view of a shop, in the order in which they were made.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn saved_views(&self, shop: ShopId) -> Result<Vec<(String, String)>, StoreError> {
        Ok(sqlx::query_as("SELECT name, filter FROM saved_views WHERE shop = ?1 ORDER BY created, name")
            .bind(shop.0)
            .fetch_all(&self.readers)
            .await?)
    }

    /// Keeps a filter under a name, in place of what had that name.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn save_view(&self, shop: ShopId, name: &str, filter: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO saved_views (shop, name, filter, created) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (shop, name) DO UPDATE SET filter = excluded.filter",
        )
        .bind(shop.0)
        .bind(name)
        .bind(filter)
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        self.commit(tx, Tables::SHOP).await
    }

    /// Forgets a named filter; forgetting what isn't there is fine.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn remove_view(&self, shop: ShopId, name: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM saved_views WHERE shop = ?1 AND name = ?2")
            .bind(shop.0)
            .bind(name)
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::SHOP).await
    }
}
