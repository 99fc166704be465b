//! The person's choices that matter to more than a screen: by name, as text. No secrets.

use domain::{LabelSheet, Parcel, ShopId};

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

    /// Whose a shop's tracking numbers are where their form doesn't say it: a carrier's name in the shop's own list.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn usual_carrier(&self, shop: ShopId) -> Result<Option<String>, StoreError> {
        Ok(self.choice(&carrier_of(shop)).await?.filter(|name| !name.is_empty()))
    }

    /// Remembers the carrier; `None` for none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_usual_carrier(&self, shop: ShopId, name: Option<&str>) -> Result<(), StoreError> {
        self.set_choice(&carrier_of(shop), name.unwrap_or_default()).await
    }

    /// The parcel that a label was bought for last in a shop; `None` before the first.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn last_parcel(&self, shop: ShopId) -> Result<Option<Parcel>, StoreError> {
        let kept = self.choice(&parcel_of(shop)).await?;
        // What a later version kept otherwise is no more than a field that isn't filled in.
        Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
    }

    /// Remembers that parcel.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn remember_parcel(&self, shop: ShopId, parcel: &Parcel) -> Result<(), StoreError> {
        self.set_choice(&parcel_of(shop), &serde_json::to_string(parcel)?).await
    }

    /// What a shop's labels are printed on; the usual sheet where nothing was chosen.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn label_sheet(&self, shop: ShopId) -> Result<LabelSheet, StoreError> {
        let chosen = self.choice(&sheet_of(shop)).await?;
        Ok(chosen.and_then(|name| LabelSheet::named(&name)).unwrap_or_default())
    }

    /// Remembers the sheet.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_label_sheet(&self, shop: ShopId, sheet: LabelSheet) -> Result<(), StoreError> {
        self.set_choice(&sheet_of(shop), sheet.name()).await
    }
}

fn sheet_of(shop: ShopId) -> String {
    format!("label sheet of {}", shop.0)
}

fn parcel_of(shop: ShopId) -> String {
    format!("last parcel of {}", shop.0)
}

fn carrier_of(shop: ShopId) -> String {
    format!("usual carrier of {}", shop.0)
}
