//! What was typed into the stock grid and not saved yet. Written as it is typed, so that neither a crash nor a
//! power cut costs it; taken away by the save itself, so that nothing that was saved is offered for saving again.

use domain::{Level, ProductId, ShopId, SkuId, StockChange, WarehouseId};
use serde_json::{Value, json};
use sqlx::{Sqlite, Transaction};

use crate::{StockTarget, StockWish, Store, StoreError, Tables};

/// The text of one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StockDraft {
    /// Which cell.
    pub target: StockTarget,
    /// As it was typed.
    pub typed: String,
    /// The level that the person saw.
    pub base: Option<Level>,
    /// What the text means, or the sentence that says why it can't be saved.
    pub meaning: Result<StockChange, String>,
}

/// Drafts of one statement: a whole table's would lie in memory twice more.
const AT_ONCE: usize = 10_000;

type RawDraft = (String, String, String, String, Option<Level>, Option<String>, Option<String>);

/// A cell that is typed into again keeps its place in the order of typing.
const PUT: &str = "
    INSERT INTO stock_drafts (shop, product, sku, warehouse, typed, base, change, problem)
    SELECT ?1, d.value->>0, d.value->>1, d.value->>2, d.value->>3, d.value->>4, d.value->>5, d.value->>6
    FROM json_each(?2) d WHERE EXISTS (SELECT 1 FROM shops WHERE id = ?1) ORDER BY d.key
    ON CONFLICT (shop, product, sku, warehouse) DO UPDATE
    SET typed = excluded.typed, base = excluded.base, change = excluded.change, problem = excluded.problem";

/// `CROSS` holds SQLite to look each named cell up, where it would look through the names for each draft.
pub(crate) const REMOVE: &str = "
    DELETE FROM stock_drafts WHERE n IN (
        SELECT s.n FROM json_each(?2) asked
        CROSS JOIN stock_drafts s ON s.shop = ?1 AND s.product = asked.value->>0 AND s.sku = asked.value->>1 AND s.warehouse = asked.value->>2)";

/// What was typed into the cell since then means something else, and stays.
pub(crate) const REMOVE_SAVED: &str = "
    DELETE FROM stock_drafts WHERE n IN (
        SELECT s.n FROM json_each(?2) asked
        CROSS JOIN stock_drafts s ON s.shop = ?1 AND s.product = asked.value->>0 AND s.sku = asked.value->>1 AND s.warehouse = asked.value->>2
        WHERE s.change = asked.value->>3 AND s.base IS asked.value->>4)";

impl Store {
    /// The drafts of a shop, in the order in which their cells were first typed into.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_drafts(&self, shop: ShopId) -> Result<Vec<StockDraft>, StoreError> {
        let rows: Vec<RawDraft> = sqlx::query_as(
            "SELECT product, sku, warehouse, typed, base, change, problem FROM stock_drafts WHERE shop = ?1 ORDER BY n",
        )
        .bind(shop.0)
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(read).collect()
    }

    /// Keeps some drafts and forgets those of other cells, all or none; on the disk when it returns. Of a shop that
    /// isn't connected any more nothing is kept.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing has changed.
    pub async fn keep_stock_drafts(
        &self,
        shop: ShopId,
        put: &[StockDraft],
        gone: &[StockTarget],
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        for gone in gone.chunks(AT_ONCE) {
            let rows: Value = gone.iter().map(|target| json!(names(target))).collect();
            sqlx::query(REMOVE).bind(shop.0).bind(rows.to_string()).execute(&mut *tx).await?;
        }
        for put in put.chunks(AT_ONCE) {
            let rows = Value::from(put.iter().map(row).collect::<Result<Vec<_>, _>>()?);
            sqlx::query(PUT).bind(shop.0).bind(rows.to_string()).execute(&mut *tx).await?;
        }
        self.commit(tx, Tables::default()).await
    }
}

/// Takes away the drafts that are saved by this transaction.
pub(crate) async fn remove_saved(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    wishes: &[StockWish],
) -> Result<(), StoreError> {
    let saved = |wish: &StockWish| -> Result<Value, StoreError> {
        let [product, sku, warehouse] = names(&wish.target);
        Ok(json!([product, sku, warehouse, serde_json::to_string(&wish.change)?, wish.base]))
    };
    let rows = wishes.iter().map(saved).collect::<Result<Vec<_>, _>>()?;
    sqlx::query(REMOVE_SAVED).bind(shop.0).bind(Value::from(rows).to_string()).execute(&mut **tx).await?;
    Ok(())
}

fn names(target: &StockTarget) -> [&str; 3] {
    [target.product.as_str(), target.sku.as_str(), target.warehouse.as_str()]
}

fn row(draft: &StockDraft) -> Result<Value, StoreError> {
    let [product, sku, warehouse] = names(&draft.target);
    let change = draft.meaning.as_ref().ok().map(serde_json::to_string).transpose()?;
    let problem = draft.meaning.as_ref().err();
    Ok(json!([product, sku, warehouse, draft.typed, draft.base, change, problem]))
}

fn read((product, sku, warehouse, typed, base, change, problem): RawDraft) -> Result<StockDraft, StoreError> {
    let target =
        StockTarget { product: ProductId::new(product), sku: SkuId::new(sku), warehouse: WarehouseId::new(warehouse) };
    let meaning = match change {
        Some(change) => Ok(serde_json::from_str(&change)?),
        None => Err(problem.unwrap_or_default()),
    };
    Ok(StockDraft { target, typed, base, meaning })
}
