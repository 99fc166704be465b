//! Until when a shop's orders should leave where the shop tells no deadline.

use domain::{ShipByRule, ShopId};

use crate::{Store, StoreError, Tables};

impl Store {
    /// The seller's rule; the usual one for a shop that isn't connected, and for a rule that this
    /// version can't read.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn ship_by_rule(&self, shop: ShopId) -> Result<ShipByRule, StoreError> {
        let row: Option<(u8, String)> = sqlx::query_as("SELECT handling_days, working_days FROM shops WHERE id = ?1")
            .bind(shop.0)
            .fetch_optional(&self.readers)
            .await?;
        let rule = row.and_then(|(days, week)| ShipByRule::new(days, working(&week)?));
        Ok(rule.unwrap_or_default())
    }

    /// Sets the seller's rule.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_ship_by_rule(&self, shop: ShopId, rule: ShipByRule) -> Result<(), StoreError> {
        let week: String = rule.working().iter().map(|works| if *works { '1' } else { '0' }).collect();
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE shops SET handling_days = ?2, working_days = ?3 WHERE id = ?1")
            .bind(shop.0)
            .bind(rule.days())
            .bind(week)
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::SHOP.and(Tables::ORDERS)).await
    }
}

/// `1111100` as days of the week, Monday first.
fn working(week: &str) -> Option<[bool; 7]> {
    let days: Vec<bool> = week.chars().map(|day| day == '1').collect();
    days.try_into().ok()
}
