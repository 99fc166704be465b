//! Which papers were made of which orders, and when last.

use domain::{OrderId, ShopId};
use jiff::Timestamp;
use serde_json::json;

use crate::{Store, StoreError, Tables, orders::time};

/// A kind of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// What to take from the shelves.
    PickList,
    /// What goes into each parcel.
    PackingSlips,
    /// Whom each parcel goes to.
    AddressLabels,
    /// The platform's own labels.
    ShippingLabels,
}

impl Paper {
    fn as_text(self) -> &'static str {
        match self {
            Self::PickList => "pick_list",
            Self::PackingSlips => "packing_slips",
            Self::AddressLabels => "address_labels",
            Self::ShippingLabels => "shipping_labels",
        }
    }
}

impl Store {
    /// Those of a shop's orders of which such a paper was made before, with the last time, in the
    /// order in which they are asked for.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn prints(
        &self,
        shop: ShopId,
        paper: Paper,
        orders: &[OrderId],
    ) -> Result<Vec<(OrderId, Timestamp)>, StoreError> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT order_id, at FROM json_each(?3) asked
             CROSS JOIN prints ON shop = ?1 AND paper = ?2 AND order_id = asked.value ORDER BY asked.key",
        )
        .bind(shop.0)
        .bind(paper.as_text())
        .bind(json!(orders).to_string())
        .fetch_all(&self.readers)
        .await?;
        Ok(rows.into_iter().map(|(order, at)| (OrderId::new(order), time(at))).collect())
    }

    /// Remembers that such a paper was made of these orders at `now`, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`]; then none is remembered.
    pub async fn remember_prints(
        &self,
        shop: ShopId,
        paper: Paper,
        orders: &[OrderId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO prints (shop, order_id, paper, at) SELECT ?1, value, ?2, ?4 FROM json_each(?3) WHERE true
             ON CONFLICT (shop, order_id, paper) DO UPDATE SET at = excluded.at",
        )
        .bind(shop.0)
        .bind(paper.as_text())
        .bind(json!(orders).to_string())
        .bind(now.as_millisecond())
        .execute(&mut *tx)
        .await?;
        // No list shows it, but an order that is open tells of it.
        self.commit(tx, Tables::ORDERS).await
    }
}
