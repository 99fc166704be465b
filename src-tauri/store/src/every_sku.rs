//! All SKUs of a shop by their names: what a table's lines are matched with.

use domain::{ProductId, ShopId, SkuId};

use crate::{Store, StoreError};

/// A SKU by all its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkuName {
    /// Its row number, as lists have it.
    pub number: i64,
    /// The product.
    pub product: ProductId,
    /// The shop's id.
    pub sku: SkuId,
    /// The seller's own code; empty where there is none.
    pub seller_sku: String,
}

impl Store {
    /// Every SKU of a shop, in no particular order.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn every_sku(&self, shop: ShopId) -> Result<Vec<SkuName>, StoreError> {
        let rows: Vec<(i64, String, String, String)> =
            sqlx::query_as("SELECT n, product, id, seller_sku FROM skus WHERE shop = ?1")
                .bind(shop.0)
                .fetch_all(&self.readers)
                .await?;
        let name = |(number, product, sku, seller_sku)| SkuName {
            number,
            product: ProductId::new(product),
            sku: SkuId::new(sku),
            seller_sku,
        };
        Ok(rows.into_iter().map(name).collect())
    }
}
