//! The connected shops. Their keys and addresses are in the system's keychain, not here.

use domain::{Currency, ShopId};
use sqlx::{Sqlite, Transaction};

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
    /// ISO 4217 code shown with prices, as the seller chose it.
    pub currency: Option<String>,
    /// What the first order that told it has its amounts in; only a reading of orders writes it.
    pub told_currency: Option<Currency>,
    /// A mark made of the seller's id at TikTok; empty where the shop never said.
    pub seller: String,
}

/// A shop that has no number yet. The fields are those of [`Shop`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShop {
    /// [`Shop::name`]
    pub name: String,
    /// [`Shop::region`]
    pub region: String,
    /// [`Shop::practice`]
    pub practice: bool,
    /// [`Shop::currency`]
    pub currency: Option<String>,
    /// [`Shop::seller`]
    pub seller: String,
}

impl Shop {
    /// Whether a sign-in as `other` is this shop again: the same seller's mark where both are known,
    /// else the same name and region; never practice and real at once.
    pub fn is_the_same_as(&self, other: &NewShop) -> bool {
        let by_name = self.name == other.name && self.region == other.region;
        let known = !self.seller.is_empty() && !other.seller.is_empty();
        self.practice == other.practice && if known { self.seller == other.seller } else { by_name }
    }
}

type ShopRow = (i64, String, String, bool, Option<String>, Option<String>, String);

fn shop((id, name, region, practice, currency, told, seller): ShopRow) -> Shop {
    let told_currency = told.as_deref().and_then(Currency::parse);
    Shop { id: ShopId(id), name, region, practice, currency, told_currency, seller }
}

impl Store {
    /// The connected shops, in the order in which they came.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn shops(&self) -> Result<Vec<Shop>, StoreError> {
        let rows: Vec<ShopRow> =
            sqlx::query_as("SELECT id, name, region, practice, currency, told_currency, seller FROM shops ORDER BY id")
                .fetch_all(&self.readers)
                .await?;
        Ok(rows.into_iter().map(shop).collect())
    }

    /// The shop with this number, if it is connected.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn shop_of(&self, id: ShopId) -> Result<Option<Shop>, StoreError> {
        Ok(self.shops().await?.into_iter().find(|shop| shop.id == id))
    }

    /// Gives a newly connected shop a number that no shop ever had: it also names its keys in the
    /// keychain.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn add_shop(&self, new: &NewShop) -> Result<ShopId, StoreError> {
        let mut tx = self.begin().await?;
        let id: i64 = sqlx::query_scalar(
            "INSERT INTO shops (id, name, region, practice, currency, seller)
             SELECT last + 1, ?1, ?2, ?3, ?4, ?5 FROM shop_numbers RETURNING id",
        )
        .bind(&new.name)
        .bind(&new.region)
        .bind(new.practice)
        .bind(&new.currency)
        .bind(&new.seller)
        .fetch_one(&mut *tx)
        .await?;
        self.commit(tx, Tables::SHOP).await?;
        Ok(ShopId(id))
    }

    /// Gives a known shop a new name and region, or remembers one under a number of the caller's
    /// choice. A currency that the person chose stays, and so does a seller's mark where the new
    /// one is empty.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn put_shop(&self, shop: &Shop) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO shops (id, name, region, practice, currency, seller) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, region = excluded.region,
                 practice = excluded.practice, currency = coalesce(shops.currency, excluded.currency),
                 seller = CASE excluded.seller WHEN '' THEN shops.seller ELSE excluded.seller END",
        )
        .bind(shop.id.0)
        .bind(&shop.name)
        .bind(&shop.region)
        .bind(shop.practice)
        .bind(&shop.currency)
        .bind(&shop.seller)
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
        self.order_memory.forget(shop);
        self.stock_memory.forget(shop);
        self.sales.forget(shop).await;
        sqlx::query("VACUUM").execute(&self.writer).await?;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        Ok(())
    }
}

/// An order tells what its amounts are in. The first that does speaks for its shop; whether this one was it.
pub(crate) async fn tell_currency(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    currency: Currency,
) -> Result<bool, StoreError> {
    let told = sqlx::query("UPDATE shops SET told_currency = ?2 WHERE id = ?1 AND told_currency IS NULL")
        .bind(shop.0)
        .bind(currency.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(told.rows_affected() > 0)
}
