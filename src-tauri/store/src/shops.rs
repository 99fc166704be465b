//! The connected shop. Its keys and addresses are in the system's keychain, not here.

use domain::ShopId;

use crate::{Store, StoreError, Tables};

/// A connected shop as the screen names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shop {
    /// This computer's number for it.
    pub id: ShopId,
    /// The seller's name for it.
    pub name: String,
    /// Region in the shop's words; may be empty.
    pub region: String,
    /// Whether it is the practice shop that runs inside the app.
    pub practice: bool,
    /// ISO 4217 code shown with prices; the contract sends none.
    pub currency: Option<String>,
}

type ShopRow = (i64, String, String, bool, Option<String>);

impl Store {
    /// The connected shop, if there is one.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn shop(&self) -> Result<Option<Shop>, StoreError> {
        let row: Option<ShopRow> =
            sqlx::query_as("SELECT id, name, region, practice, currency FROM shops ORDER BY id LIMIT 1")
                .fetch_optional(&self.readers)
                .await?;
        Ok(row.map(|(id, name, region, practice, currency)| Shop { id: ShopId(id), name, region, practice, currency }))
    }

    /// Remembers a newly connected shop, or gives the known one a new name and region. A
    /// currency that the person chose stays.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn put_shop(&self, shop: &Shop) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO shops (id, name, region, practice, currency) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, region = excluded.region,
                 practice = excluded.practice, currency = coalesce(shops.currency, excluded.currency)",
        )
        .bind(shop.id.0)
        .bind(&shop.name)
        .bind(&shop.region)
        .bind(shop.practice)
        .bind(&shop.currency)
        .execute(&mut *tx)
        .await?;
        self.commit(tx, Tables::SHOP).await
    }

    /// Sets the currency that prices are shown in; `None` shows plain figures.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_currency(&self, shop: ShopId, currency: Option<&str>) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE shops SET currency = ?2 WHERE id = ?1")
            .bind(shop.0)
            .bind(currency)
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::SHOP.and(Tables::ORDERS)).await
    }

    /// Removes a shop with everything that belongs to it, and its traces in the file: SQLite leaves
    /// deleted rows readable until their place is needed, and these hold buyers' names.
    ///
    /// # Errors
    /// [`StoreError`]; where only the traces could not be removed, the shop is gone all the same.
    pub async fn remove_shop(&self, shop: ShopId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM shops WHERE id = ?1").bind(shop.0).execute(&mut *tx).await?;
        self.commit(tx, Tables::SHOP.and(Tables::ORDERS).and(Tables::STOCK).and(Tables::OUTBOX)).await?;
        sqlx::query("VACUUM").execute(&self.writer).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        Ok(())
    }
}
