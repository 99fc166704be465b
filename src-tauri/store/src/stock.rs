//! Rows of the stock grid: SKUs with their levels and the edits on them.

use std::collections::HashMap;

use domain::{Level, ProductId, ShopId, SkuId, StockChange, WarehouseId};
use serde_json::json;

use crate::{State, Store, StoreError};

/// One line of the grid.
#[derive(Clone, Debug, PartialEq)]
pub struct StockRow {
    /// Its row number.
    pub number: i64,
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
    /// How much of it a campaign holds; `None` where the shop doesn't say.
    pub campaign: Option<Level>,
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
    /// Whether it was refused for what a campaign holds.
    pub by_campaign: bool,
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
    SELECT w.n, w.warehouse, s.level, p.level AS product_level, s.campaign, e.id, e.state, e.change, e.reason,
           e.by_campaign
    FROM places w
    LEFT JOIN sku_levels s ON s.shop = ?1 AND s.product = w.product AND s.sku = w.id AND s.warehouse = w.warehouse
    LEFT JOIN product_levels p ON p.shop = ?1 AND p.product = w.product AND p.warehouse = w.warehouse
    LEFT JOIN outbox e ON e.id = (
        SELECT max(o.id) FROM outbox o WHERE o.shop = ?1 AND o.kind = 'stock' AND o.product = w.product AND o.sku = w.id
          AND o.warehouse = w.warehouse AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused'))
    ORDER BY w.n, w.warehouse";

type RawStockRow = (i64, String, String, String, String, i64);

#[derive(sqlx::FromRow)]
struct CellRow {
    n: i64,
    warehouse: String,
    level: Option<i64>,
    product_level: Option<i64>,
    campaign: Option<i64>,
    #[sqlx(flatten)]
    edit: EditRow,
}

/// The columns of an edit, all of them empty where there is none.
#[derive(sqlx::FromRow)]
pub(crate) struct EditRow {
    id: Option<i64>,
    state: Option<String>,
    change: Option<String>,
    reason: Option<String>,
    by_campaign: Option<bool>,
}

impl EditRow {
    pub(crate) fn read(self) -> Result<Option<EditView>, StoreError> {
        let (Some(id), Some(state), Some(change)) = (self.id, self.state, self.change) else { return Ok(None) };
        let change = serde_json::from_str(&change)?;
        let by_campaign = self.by_campaign.unwrap_or_default();
        Ok(Some(EditView { id, state: State::from_text(&state), change, reason: self.reason, by_campaign }))
    }
}

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
            number: n,
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
            cells.entry(row.n).or_default().push(level_view(row)?);
        }
        Ok(cells)
    }
}

fn level_view(row: CellRow) -> Result<LevelView, StoreError> {
    Ok(LevelView {
        warehouse: WarehouseId::new(row.warehouse),
        level: row.level,
        product_level: row.product_level,
        campaign: row.campaign,
        edit: row.edit.read()?,
    })
}
