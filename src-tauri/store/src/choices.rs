//! The person's choices that matter to more than a screen: by name, as text. No secrets.

use crate::{Store, StoreError, Tables};

impl Store {
    /// What was chosen for `name`; `None` where nothing was.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn choice(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar("SELECT value FROM choices WHERE name = ?1")
            .bind(name)
            .fetch_optional(&self.readers)
            .await?)
    }

    /// Remembers a choice, in place of the one before.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_choice(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO choices (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )
        .bind(name)
        .bind(value)
        .execute(&mut *tx)
        .await?;
        self.commit(tx, Tables::SHOP).await
    }
}
