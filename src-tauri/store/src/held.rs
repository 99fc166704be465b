//! Holding back a batch that would change an implausible share of the stock.

use domain::{Level, LevelChange, ShopId, ShopLevels, StockChange, implausible};
use sqlx::{Sqlite, Transaction};

use crate::StoreError;

const CHANGES: &str = "
    SELECT o.change, coalesce(l.level, o.base)
    FROM outbox o
    LEFT JOIN sku_levels l ON l.shop = o.shop AND l.product = o.product AND l.sku = o.sku AND l.warehouse = o.warehouse
    WHERE o.batch = ?1";

/// SKUs without any level of their own may have stock too.
const SHOP_LEVELS: &str = "
    SELECT (SELECT count(*) FROM sku_levels WHERE shop = ?1 AND level > 0)
         + (SELECT count(*) FROM skus k WHERE k.shop = ?1 AND NOT EXISTS (
                SELECT 1 FROM sku_levels l WHERE l.shop = k.shop AND l.product = k.product AND l.sku = k.id)),
           (SELECT coalesce(sum(level), 0) FROM sku_levels WHERE shop = ?1 AND level > 0)";

/// Holds a batch that was just saved where it is implausible; the question, if there is one.
pub(crate) async fn hold(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    batch: i64,
) -> Result<Option<String>, StoreError> {
    let rows: Vec<(String, Option<Level>)> = sqlx::query_as(CHANGES).bind(batch).fetch_all(&mut **tx).await?;
    let mut changes = Vec::with_capacity(rows.len());
    for (change, now) in rows {
        let change: StockChange = serde_json::from_str(&change)?;
        // What leads out of range is refused by the planner, and changes nothing.
        changes.extend(change.target(now).ok().map(|then| LevelChange { now, then }));
    }
    // Without levels to compare with, the shop's share is the least that a doubt needs: most saves
    // are small, and end here.
    if implausible(&changes, ShopLevels { in_stock: 0, pieces: 1 }).is_none() {
        return Ok(None);
    }
    let (in_stock, pieces): (i64, i64) = sqlx::query_as(SHOP_LEVELS).bind(shop.0).fetch_one(&mut **tx).await?;
    let question =
        implausible(&changes, ShopLevels { in_stock: in_stock.unsigned_abs(), pieces }).map(|doubt| doubt.to_string());
    if question.is_some() {
        sqlx::query("UPDATE batches SET held = ?2 WHERE id = ?1")
            .bind(batch)
            .bind(&question)
            .execute(&mut **tx)
            .await?;
    }
    Ok(question)
}
