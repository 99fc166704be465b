//! What comes to be known of an order by its label.

use domain::{OrderId, ShopId};

use crate::{Store, StoreError, Tables, folded::fold};

impl Store {
    /// Takes the number that came with an order's label, where none is known yet: the next reading tells the same.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn learn_tracking(&self, shop: ShopId, order: &OrderId, number: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE orders SET tracking = ?3, fingerprint = 0, haystack = haystack || char(10) || ?4
             WHERE shop = ?1 AND id = ?2 AND tracking = ''",
        )
        .bind(shop.0)
        .bind(order.as_str())
        .bind(number)
        .bind(fold(number))
        .execute(&mut *tx)
        .await?;
        self.commit(tx, Tables::ORDERS).await
    }
}
