//! How far each pull has come.

use domain::ShopId;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Sqlite, Transaction};

use crate::{Store, StoreError};

/// A named place in a pull, with its value as JSON. Saved together with the rows it speaks of,
/// so that a pull that was cut off resumes exactly behind what is in the cache.
#[derive(Clone, Debug)]
pub struct Cursor {
    name: &'static str,
    value: String,
}

impl Cursor {
    /// The place `value` of the pull `name`.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where `value` has no JSON form.
    pub fn new(name: &'static str, value: &impl Serialize) -> Result<Self, StoreError> {
        Ok(Self { name, value: serde_json::to_string(value)? })
    }

    pub(crate) async fn save(&self, tx: &mut Transaction<'static, Sqlite>, shop: ShopId) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO cursors (shop, name, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (shop, name) DO UPDATE SET value = excluded.value",
        )
        .bind(shop.0)
        .bind(self.name)
        .bind(&self.value)
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}

impl Store {
    /// The saved place of the pull `name`; `None` at the beginning, and where a version before
    /// or after this one saved something else (the pull then starts over, which loses nothing).
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn cursor<T: DeserializeOwned>(&self, shop: ShopId, name: &str) -> Result<Option<T>, StoreError> {
        let value: Option<String> = sqlx::query_scalar("SELECT value FROM cursors WHERE shop = ?1 AND name = ?2")
            .bind(shop.0)
            .bind(name)
            .fetch_optional(&self.readers)
            .await?;
        Ok(value.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Saves a place that has no rows to go with it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn save_cursor(&self, shop: ShopId, cursor: &Cursor) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        cursor.save(&mut tx, shop).await?;
        self.commit(tx, crate::Tables::default()).await
    }
}
