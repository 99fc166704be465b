//! What is known of levels that are asked for by name, wherever they stand in a list.

use std::collections::HashMap;

use domain::{Level, ShopId};
use serde_json::{Value, json};

use crate::{EditView, Entry, Kind, StockTarget, Store, StoreError, outbox::RawEntry, stock::EditRow};

/// What the shop is known to have where a person wants something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KnownLevel {
    /// The SKU's own level; `None` where the shop doesn't tell it.
    pub level: Option<Level>,
    /// How much of it a campaign holds; `None` where the shop doesn't say.
    pub campaign: Option<Level>,
    /// An earlier edit of it is on its way, or waits to be.
    pub under_way: bool,
}

/// A level by the names that the seller knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StockCell {
    /// The product's name; empty where it is no longer in the shop.
    pub name: String,
    /// The seller's own code.
    pub seller_sku: String,
    /// The SKU's own level; `None` where the shop doesn't tell it.
    pub level: Option<Level>,
    /// The level of the whole product there.
    pub product_level: Option<Level>,
    /// How much of it a campaign holds; `None` where the shop doesn't say.
    pub campaign: Option<Level>,
    /// The latest edit that isn't over.
    pub edit: Option<EditView>,
}

pub(crate) const LEVELS: &str = "
    SELECT l.level, l.campaign, EXISTS (
        SELECT 1 FROM outbox e WHERE e.shop = ?1 AND e.kind = 'stock' AND e.product = asked.value->>0
          AND e.sku = asked.value->>1 AND e.warehouse = asked.value->>2
          AND e.state IN ('queued', 'sending', 'checking', 'conflict', 'refused')
          AND e.state IN ('queued', 'sending', 'checking'))
    FROM json_each(?2) asked
    LEFT JOIN sku_levels l ON l.shop = ?1 AND l.product = asked.value->>0 AND l.sku = asked.value->>1
         AND l.warehouse = asked.value->>2
    ORDER BY asked.key";

pub(crate) const CELLS: &str = "
    SELECT p.name, k.seller_sku, s.level, w.level AS product_level, s.campaign, e.id, e.state, e.change, e.reason,
           e.by_campaign
    FROM json_each(?2) asked
    LEFT JOIN products p ON p.shop = ?1 AND p.id = asked.value->>0
    LEFT JOIN skus k ON k.shop = ?1 AND k.product = asked.value->>0 AND k.id = asked.value->>1
    LEFT JOIN sku_levels s ON s.shop = ?1 AND s.product = asked.value->>0 AND s.sku = asked.value->>1
         AND s.warehouse = asked.value->>2
    LEFT JOIN product_levels w ON w.shop = ?1 AND w.product = asked.value->>0 AND w.warehouse = asked.value->>2
    LEFT JOIN outbox e ON e.id = (
        SELECT max(o.id) FROM outbox o WHERE o.shop = ?1 AND o.kind = 'stock' AND o.product = asked.value->>0
          AND o.sku = asked.value->>1 AND o.warehouse = asked.value->>2
          AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused'))
    ORDER BY asked.key";

pub(crate) const WISHES: &str = "
    SELECT o.* FROM json_each(?1) asked CROSS JOIN outbox o ON o.batch = asked.value
    WHERE o.kind = 'stock' AND (o.product, o.sku, o.warehouse) IN (
        SELECT value->>0, value->>1, value->>2 FROM json_each(?2))
    ORDER BY o.id";

#[derive(sqlx::FromRow)]
struct RawCell {
    name: Option<String>,
    seller_sku: Option<String>,
    level: Option<i64>,
    product_level: Option<i64>,
    campaign: Option<i64>,
    #[sqlx(flatten)]
    edit: EditRow,
}

impl Store {
    /// What the shop is known to have at these levels, in their order.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn known_levels(&self, shop: ShopId, targets: &[StockTarget]) -> Result<Vec<KnownLevel>, StoreError> {
        let rows: Vec<(Option<i64>, Option<i64>, bool)> =
            sqlx::query_as(LEVELS).bind(shop.0).bind(asked(targets)).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(|(level, campaign, under_way)| KnownLevel { level, campaign, under_way }).collect())
    }

    /// These levels by the seller's names, in their order.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_cells(&self, shop: ShopId, targets: &[StockTarget]) -> Result<Vec<StockCell>, StoreError> {
        let rows: Vec<RawCell> =
            sqlx::query_as(CELLS).bind(shop.0).bind(asked(targets)).fetch_all(&self.readers).await?;
        rows.into_iter().map(cell).collect()
    }

    /// What has become of these levels in some batches: of each the wish that was saved last.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn wishes_of(
        &self,
        batches: &[i64],
        targets: &[StockTarget],
    ) -> Result<HashMap<StockTarget, Entry>, StoreError> {
        let rows: Vec<RawEntry> = sqlx::query_as(WISHES)
            .bind(json!(batches).to_string())
            .bind(asked(targets))
            .fetch_all(&self.readers)
            .await?;
        let mut latest = HashMap::new();
        for row in rows {
            let entry = row.read()?;
            if let Kind::Stock { target, .. } = &entry.kind {
                latest.insert(target.clone(), entry);
            }
        }
        Ok(latest)
    }

    /// How many products the shop has.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn product_count(&self, shop: ShopId) -> Result<u64, StoreError> {
        let products: i64 = sqlx::query_scalar("SELECT count(*) FROM products WHERE shop = ?1")
            .bind(shop.0)
            .fetch_one(&self.readers)
            .await?;
        Ok(products.unsigned_abs())
    }
}

/// Levels as the statements ask for them: product, SKU and warehouse of each.
fn asked(targets: &[StockTarget]) -> String {
    let target = |it: &StockTarget| json!([it.product.as_str(), it.sku.as_str(), it.warehouse.as_str()]);
    Value::Array(targets.iter().map(target).collect()).to_string()
}

fn cell(row: RawCell) -> Result<StockCell, StoreError> {
    Ok(StockCell {
        name: row.name.unwrap_or_default(),
        seller_sku: row.seller_sku.unwrap_or_default(),
        level: row.level,
        product_level: row.product_level,
        campaign: row.campaign,
        edit: row.edit.read()?,
    })
}
