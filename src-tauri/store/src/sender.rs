//! Where a shop's parcels come from, as it stands on its papers.

use domain::ShopId;

use crate::{Store, StoreError, Tables};

impl Store {
    /// A name and the lines of an address, each on a line of its own; empty where the seller gave none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn sender(&self, shop: ShopId) -> Result<String, StoreError> {
        let sender: Option<String> = sqlx::query_scalar("SELECT sender FROM shops WHERE id = ?1")
            .bind(shop.0)
            .fetch_optional(&self.readers)
            .await?;
        Ok(sender.unwrap_or_default())
    }

    /// Sets it for the papers that are made from now on.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_sender(&self, shop: ShopId, sender: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE shops SET sender = ?2 WHERE id = ?1").bind(shop.0).bind(sender).execute(&mut *tx).await?;
        self.commit(tx, Tables::SHOP).await
    }
}
