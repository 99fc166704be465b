//! Levels of many SKUs at once, and nothing else of them: what a gesture over thousands of cells needs.

use std::collections::HashMap;

use domain::{Level, ProductId, ShopId, SkuId, WarehouseId};
use serde_json::json;

use crate::{EditView, Store, StoreError, stock::EditRow};

/// What is known of one SKU's levels.
#[derive(Clone, Debug, PartialEq)]
pub struct SkuLevels {
    /// The row number.
    pub number: i64,
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub sku: SkuId,
    /// Those that the shop has told of this SKU, each with how much of it a campaign holds where the shop says so.
    pub levels: Vec<(WarehouseId, Level, Option<Level>)>,
    /// The latest edit of each that isn't over.
    pub edits: Vec<(WarehouseId, EditView)>,
}

/// The plus keeps SQLite from looking through all SKUs of the shop by an index.
const SKUS: &str = "SELECT n, product, id FROM skus WHERE +shop = ?1 AND n IN (SELECT value FROM json_each(?2))";

const LEVELS: &str = "
    SELECT k.n, l.warehouse, l.level, l.campaign FROM skus k
    CROSS JOIN sku_levels l ON l.shop = ?1 AND l.product = k.product AND l.sku = k.id
    WHERE +k.shop = ?1 AND k.n IN (SELECT value FROM json_each(?2))";

/// The latest comes last.
const EDITS: &str = "
    SELECT k.n, o.warehouse, o.id, o.state, o.change, o.reason, o.by_campaign FROM skus k
    CROSS JOIN outbox o ON o.shop = ?1 AND o.kind = 'stock' AND o.product = k.product AND o.sku = k.id
     AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused')
    WHERE +k.shop = ?1 AND k.n IN (SELECT value FROM json_each(?2)) ORDER BY o.id";

type RawSku = (i64, String, String);
type RawLevel = (i64, String, Level, Option<Level>);

#[derive(sqlx::FromRow)]
struct RawEdit {
    n: i64,
    warehouse: String,
    #[sqlx(flatten)]
    edit: EditRow,
}

impl Store {
    /// The levels of the SKUs with these row numbers, in their order; one that is gone is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_levels(&self, shop: ShopId, numbers: &[i64]) -> Result<Vec<SkuLevels>, StoreError> {
        let list = json!(numbers).to_string();
        let mut moment = self.readers.begin().await?;
        let skus: Vec<RawSku> = sqlx::query_as(SKUS).bind(shop.0).bind(&list).fetch_all(&mut *moment).await?;
        let levels: Vec<RawLevel> = sqlx::query_as(LEVELS).bind(shop.0).bind(&list).fetch_all(&mut *moment).await?;
        let edits: Vec<RawEdit> = sqlx::query_as(EDITS).bind(shop.0).bind(&list).fetch_all(&mut *moment).await?;
        moment.commit().await?;
        let mut rows: HashMap<i64, SkuLevels> = skus.into_iter().map(sku).collect();
        for (n, warehouse, level, campaign) in levels {
            if let Some(row) = rows.get_mut(&n) {
                row.levels.push((WarehouseId::new(warehouse), level, campaign));
            }
        }
        for RawEdit { n, warehouse, edit } in edits {
            let (Some(row), Some(edit)) = (rows.get_mut(&n), edit.read()?) else { continue };
            row.edits.retain(|(of, _)| of.as_str() != warehouse);
            row.edits.push((WarehouseId::new(warehouse), edit));
        }
        Ok(numbers.iter().filter_map(|n| rows.remove(n)).collect())
    }
}

fn sku((n, product, sku): RawSku) -> (i64, SkuLevels) {
    let (product, sku) = (ProductId::new(product), SkuId::new(sku));
    (n, SkuLevels { number: n, product, sku, levels: Vec::new(), edits: Vec::new() })
}
