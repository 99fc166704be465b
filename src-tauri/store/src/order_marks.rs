//! The seller's own words about orders: notes and tags. They never leave this computer.

use domain::{OrderId, ShopId};
use jiff::Timestamp;
use serde_json::json;

use crate::{Store, StoreError, Tables, order_index::Reach, order_memory::OrdersNow};

/// What orders of a shop can be narrowed to: the values that occur, in the order of the alphabet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderChoices {
    /// Statuses, in the shop's words.
    pub statuses: Vec<String>,
    /// Warehouses, as the shop names them.
    pub warehouses: Vec<String>,
    /// Countries of recipients.
    pub regions: Vec<String>,
    /// The seller's tags.
    pub tags: Vec<String>,
}

const PUT_NOTE: &str = "
    INSERT INTO order_notes (shop, order_id, note, changed) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (shop, order_id) DO UPDATE SET note = excluded.note, changed = excluded.changed";

const ADD_TAG: &str = "
    INSERT OR IGNORE INTO order_tags (shop, order_id, tag)
    SELECT ?1, asked.value, ?3 FROM json_each(?2) asked
    WHERE EXISTS (SELECT 1 FROM orders WHERE shop = ?1 AND id = asked.value)";

const TAKE_TAG: &str = "
    DELETE FROM order_tags WHERE shop = ?1 AND tag = ?3 AND order_id IN (SELECT value FROM json_each(?2))";

impl Store {
    /// The seller's note about an order; empty where there is none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_note(&self, shop: ShopId, id: &OrderId) -> Result<String, StoreError> {
        let note: Option<String> = sqlx::query_scalar("SELECT note FROM order_notes WHERE shop = ?1 AND order_id = ?2")
            .bind(shop.0)
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        Ok(note.unwrap_or_default())
    }

    /// Writes the seller's note about an order; an empty one takes it away.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_order_note(
        &self,
        shop: ShopId,
        id: &OrderId,
        note: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let statement =
            if note.is_empty() { "DELETE FROM order_notes WHERE shop = ?1 AND order_id = ?2" } else { PUT_NOTE };
        sqlx::query(statement)
            .bind(shop.0)
            .bind(id.as_str())
            .bind(note)
            .bind(now.as_millisecond())
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::ORDERS).await
    }

    /// Gives orders a tag, or takes it from them. An order that isn't in the cache is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn tag_orders(&self, shop: ShopId, ids: &[OrderId], tag: &str, on: bool) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(if on { ADD_TAG } else { TAKE_TAG })
            .bind(shop.0)
            .bind(json!(ids).to_string())
            .bind(tag)
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::ORDERS).await
    }

    /// What a shop's orders can be narrowed to.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_choices(&self, shop: ShopId) -> Result<OrderChoices, StoreError> {
        let OrdersNow { index, mut moment } = self.orders_now(shop, Reach::All).await?;
        let [statuses, warehouses, regions] = index.occurring()?;
        let tags = sqlx::query_scalar("SELECT DISTINCT tag FROM order_tags WHERE shop = ?1 ORDER BY 1");
        let tags = tags.bind(shop.0).fetch_all(&mut *moment).await?;
        Ok(OrderChoices { statuses, warehouses, regions, tags })
    }
}
