//! The stock grid: SKUs by position, with their levels and the edits on them.

use std::collections::HashMap;

use domain::{Level, ProductId, ShopId, SkuId, StockChange, WarehouseId};
use serde_json::json;

use crate::{
    RowNumbers, State, Store, StoreError,
    orders::{numbers, words},
};

/// At or below this a level counts as low. A setting once sellers ask for one.
const LOW: i64 = 5;

/// Which SKUs the grid shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StockFilter {
    /// One of the grid's tabs.
    pub tab: StockTab,
    /// Words that must all occur in product name, SKU code or id; any script.
    pub search: String,
}

/// The tabs of the stock grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StockTab {
    /// Every SKU.
    All,
    /// Some warehouse has 1 to 5 pieces.
    Low,
    /// Every known level is 0 or below.
    SoldOut,
    /// An edit is on its way.
    Changed,
    /// An edit met a number that had moved.
    Conflicts,
}

impl StockTab {
    /// The column of [`MATCHING`] that says whether a SKU is on the tab.
    fn column(self) -> &'static str {
        match self {
            Self::All => "true",
            Self::Low => "low",
            Self::SoldOut => "sold_out",
            Self::Changed => "changed",
            Self::Conflicts => "conflicts",
        }
    }
}

/// How many SKUs each tab has, and how many products they belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockCounts {
    /// [`StockTab::All`]
    pub all: i64,
    /// [`StockTab::Low`]
    pub low: i64,
    /// [`StockTab::SoldOut`]
    pub sold_out: i64,
    /// [`StockTab::Changed`]
    pub changed: i64,
    /// [`StockTab::Conflicts`]
    pub conflicts: i64,
    /// Products behind the SKUs.
    pub products: i64,
}

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

/// SKUs that match a search, with what the tabs ask of each.
const MATCHING: &str = "
    WITH matching AS (
        SELECT k.n, k.product, p.name, k.position,
            EXISTS (SELECT 1 FROM sku_levels l WHERE l.shop = k.shop AND l.product = k.product AND l.sku = k.id
                    AND l.level BETWEEN 1 AND ?3) AS low,
            EXISTS (SELECT 1 FROM sku_levels l WHERE l.shop = k.shop AND l.product = k.product AND l.sku = k.id)
                AND NOT EXISTS (SELECT 1 FROM sku_levels l WHERE l.shop = k.shop AND l.product = k.product AND l.sku = k.id
                    AND l.level > 0) AS sold_out,
            EXISTS (SELECT 1 FROM outbox e WHERE e.shop = k.shop AND e.kind = 'stock' AND e.product = k.product AND e.sku = k.id
                    AND e.state IN ('queued', 'sending', 'checking')) AS changed,
            EXISTS (SELECT 1 FROM outbox e WHERE e.shop = k.shop AND e.kind = 'stock' AND e.product = k.product AND e.sku = k.id
                    AND e.state IN ('conflict', 'refused')) AS conflicts
        FROM skus k JOIN products p ON p.shop = k.shop AND p.id = k.product
        WHERE k.shop = ?1
          AND NOT EXISTS (SELECT 1 FROM json_each(?2) word WHERE instr(k.haystack, word.value) = 0))";

/// Every place that is known for a SKU: by its product's level, by its own, or by an edit of it.
const CELLS: &str = "
    WITH asked AS (SELECT n, product, id FROM skus WHERE shop = ?1 AND n IN (SELECT value FROM json_each(?2))),
    places AS (
        SELECT a.n, a.product, a.id, l.warehouse FROM asked a
            JOIN product_levels l ON l.shop = ?1 AND l.product = a.product
        UNION SELECT a.n, a.product, a.id, l.warehouse FROM asked a
            JOIN sku_levels l ON l.shop = ?1 AND l.product = a.product AND l.sku = a.id
        UNION SELECT a.n, a.product, a.id, o.warehouse FROM asked a
            JOIN outbox o ON o.shop = ?1 AND o.kind = 'stock' AND o.product = a.product AND o.sku = a.id
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
    /// The SKUs that match, as row numbers by position (by product name), and how many match the
    /// search on each tab. Both are read from one moment of the cache, so that a count always
    /// equals its list.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_list(
        &self,
        shop: ShopId,
        filter: &StockFilter,
    ) -> Result<(RowNumbers, StockCounts), StoreError> {
        let words = json!(words(&filter.search)).to_string();
        let listed = format!(
            "SELECT group_concat(n) FROM ({MATCHING} SELECT n FROM matching WHERE {} ORDER BY name, product, position)",
            filter.tab.column()
        );
        let counted = format!(
            "{MATCHING} SELECT count(*), coalesce(sum(low), 0), coalesce(sum(sold_out), 0), coalesce(sum(changed), 0),
                coalesce(sum(conflicts), 0), count(DISTINCT product) FROM matching"
        );
        let mut moment = self.readers.begin().await?;
        let joined: Option<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(listed))
            .bind(shop.0)
            .bind(&words)
            .bind(LOW)
            .fetch_one(&mut *moment)
            .await?;
        let row: (i64, i64, i64, i64, i64, i64) = sqlx::query_as(sqlx::AssertSqlSafe(counted))
            .bind(shop.0)
            .bind(&words)
            .bind(LOW)
            .fetch_one(&mut *moment)
            .await?;
        moment.commit().await?;
        let (all, low, sold_out, changed, conflicts, products) = row;
        Ok((numbers::<u32, _>(joined), StockCounts { all, low, sold_out, changed, conflicts, products }))
    }

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
             WHERE k.shop = ?1 AND k.n IN (SELECT value FROM json_each(?2))",
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
        (Some(id), Some(state), Some(change)) => {
            let change = serde_json::from_str(&change)?;
            Some(EditView { id, state: State::from_text(&state), change, reason })
        }
        _ => None,
    };
    Ok(LevelView { warehouse: WarehouseId::new(warehouse), level, product_level, edit })
}
