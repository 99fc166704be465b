//! Rows of the stock grid: SKUs with their levels and the edits on them.

use std::collections::HashMap;

use domain::{Level, ProductId, ShopId, SkuId, StockChange, WarehouseId};
use serde_json::json;

use crate::{State, Store, StoreError};

/// One line of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct StockRow {
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub sku: SkuId,
    /// The product's name.
    pub name: String,
    /// The seller's own code.
    pub seller_sku: String,
    /// How many SKUs the product has.
    pub skus_in_product: i64,
    /// One for each warehouse that is known for this SKU or its product.
    pub levels: Vec<LevelView>,
}

/// One cell of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct LevelView {
    /// Where.
    pub warehouse: WarehouseId,
    /// The SKU's own level; `None` where the shop doesn't tell it.
    pub level: Option<Level>,
    /// The level of the whole product there.
    pub product_level: Option<Level>,
    /// The latest edit that isn't over.
    pub edit: Option<EditView>,
}

/// An edit of a level that isn't over.
#[derive(Clone, Debug, PartialEq)]
pub struct EditView {
    /// The outbox entry.
    pub id: i64,
    /// How far it is.
    pub state: State,
    /// What was asked for.
    pub change: StockChange,
    /// Why it waits, was refused, or conflicts.
    pub reason: Option<String>,
}

/// Every place that is known for a SKU: by its product's level, by its own, or by an edit of it. The plus keeps SQLite
/// from looking through all SKUs of the shop by an index, and the crossed join from looking through all edits.
const CELLS: &str = "
    WITH asked AS (SELECT n, product, id FROM skus WHERE +shop = ?1 AND n IN (SELECT value FROM json_each(?2))),
    places AS (
        SELECT a.n, a.product, a.id, l.warehouse FROM asked a
            JOIN product_levels l ON l.shop = ?1 AND l.product = a.product
        UNION SELECT a.n, a.product, a.id, l.warehouse FROM asked a
            JOIN sku_levels l ON l.shop = ?1 AND l.product = a.product AND l.sku = a.id
        UNION SELECT a.n, a.product, a.id, o.warehouse FROM asked a
            CROSS JOIN outbox o ON o.shop = ?1 AND o.kind = 'stock' AND o.product = a.product AND o.sku = a.id
             AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused'))
    SELECT w.n, w.warehouse, s.level, p.level, e.id, e.state, e.change, e.reason
    FROM places w
    LEFT JOIN sku_levels s ON s.shop = ?1 AND s.product = w.product AND s.sku = w.id AND s.warehouse = w.warehouse
    LEFT JOIN product_levels p ON p.shop = ?1 AND p.product = w.product AND p.warehouse = w.warehouse
    LEFT JOIN outbox e ON e.id = (
        SELECT max(o.id) FROM outbox o WHERE o.shop = ?1 AND o.kind = 'stock' AND o.product = w.product AND o.sku = w.id
          AND o.warehouse = w.warehouse AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused'))
    ORDER BY w.n, w.warehouse";

type RawStockRow = (i64, String, String, String, String, i64);
type CellRow = (i64, String, Option<i64>, Option<i64>, Option<i64>, Option<String>, Option<String>, Option<String>);

impl Store {
    /// The grid's rows with these row numbers, in their order.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_rows(&self, shop: ShopId, numbers: &[i64]) -> Result<Vec<StockRow>, StoreError> {
        let list = json!(numbers).to_string();
        let rows: Vec<RawStockRow> = sqlx::query_as(
            "SELECT k.n, k.product, k.id, p.name, k.seller_sku,
                    (SELECT count(*) FROM skus o WHERE o.shop = k.shop AND o.product = k.product)
             FROM skus k JOIN products p ON p.shop = k.shop AND p.id = k.product
             WHERE +k.shop = ?1 AND k.n IN (SELECT value FROM json_each(?2))",
        )
        .bind(shop.0)
        .bind(&list)
        .fetch_all(&self.readers)
        .await?;
        let place: HashMap<i64, usize> = numbers.iter().copied().zip(0..).collect();
        let mut sorted = rows;
        sorted.sort_by_key(|row| place.get(&row.0).copied());
        let mut cells = self.cells(shop, &list).await?;
        let row = |(n, product, sku, name, seller_sku, skus_in_product): RawStockRow| StockRow {
            product: ProductId::new(product),
            sku: SkuId::new(sku),
            name,
            seller_sku,
            skus_in_product,
            levels: cells.remove(&n).unwrap_or_default(),
        };
        Ok(sorted.into_iter().map(row).collect())
    }

    /// The cells of the SKUs with these row numbers, by warehouse: all of a window in one statement.
    async fn cells(&self, shop: ShopId, numbers: &str) -> Result<HashMap<i64, Vec<LevelView>>, StoreError> {
        let rows: Vec<CellRow> = sqlx::query_as(CELLS).bind(shop.0).bind(numbers).fetch_all(&self.readers).await?;
        let mut cells: HashMap<i64, Vec<LevelView>> = HashMap::new();
        for row in rows {
            cells.entry(row.0).or_default().push(level_view(row)?);
        }
        Ok(cells)
    }
}

fn level_view(
    (_, warehouse, level, product_level, id, state, change, reason): CellRow,
) -> Result<LevelView, StoreError> {
    let edit = match (id, state, change) {
        (Some(id), Some(state), Some(change)) => Some(edit_view(id, &state, &change, reason)?),
        _ => None,
    };
    Ok(LevelView { warehouse: WarehouseId::new(warehouse), level, product_level, edit })
}

pub(crate) fn edit_view(id: i64, state: &str, change: &str, reason: Option<String>) -> Result<EditView, StoreError> {
    Ok(EditView { id, state: State::from_text(state), change: serde_json::from_str(change)?, reason })
}
