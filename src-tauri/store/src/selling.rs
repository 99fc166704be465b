//! What sells right now: the orders of the last hours by SKU, against what is left of it.
//!
//! They are asked of the database by when they were placed, which an index tells, and not of the sums by day
//! ([`crate::Store::pieces_sold`]): those are of one shop, and know no hours.

use std::collections::HashMap;

use domain::{Lately, Level, ProductId, ShopId, SkuId};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{Store, StoreError};

/// A SKU that several orders were placed for lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selling {
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub sku: SkuId,
    /// What was ordered of it.
    pub lately: Lately,
    /// What is left in all warehouses together: the levels as the shop told them last, without what was ordered since
    /// then. Below nothing where more was ordered than there was.
    pub left: Level,
}

/// In three windows that end now. A SKU of which no level is known can't run out as far as anybody knows. The plus
/// keeps SQLite from going through all of a shop's orders by their stage.
pub(crate) const LATELY: &str = "
    WITH bought AS (
        SELECT o.n, o.created, line.value->>'product' AS product, line.value->>'sku' AS sku,
               line.value->>'quantity' AS pieces
        FROM orders o CROSS JOIN json_each(o.detail, '$.lines') line
        WHERE o.shop = ?1 AND o.created >= ?4 AND +o.stage <> 4),
    summed AS (
        SELECT b.product, b.sku,
            count(DISTINCT CASE WHEN b.created >= ?2 THEN b.n END) AS orders1,
            count(DISTINCT CASE WHEN b.created >= ?3 THEN b.n END) AS orders2, count(DISTINCT b.n) AS orders3,
            sum(b.pieces * (b.created >= ?2)) AS pieces1, sum(b.pieces * (b.created >= ?3)) AS pieces2,
            sum(b.pieces) AS pieces3, sum(b.pieces * (b.created > p.asked)) AS since
        FROM bought b CROSS JOIN products p ON p.shop = ?1 AND p.id = b.product
        GROUP BY b.product, b.sku HAVING count(DISTINCT b.n) >= ?5)
    SELECT a.product, a.sku, a.orders1, a.orders2, a.orders3, a.pieces1, a.pieces2, a.pieces3,
        (SELECT sum(max(l.level, 0)) FROM sku_levels l
         WHERE l.shop = ?1 AND l.product = a.product AND l.sku = a.sku) - a.since AS rest
    FROM summed a WHERE rest IS NOT NULL ORDER BY a.product, a.sku";

pub(crate) const BETWEEN: &str = "
    SELECT line.value->>'product', line.value->>'sku', sum(line.value->>'quantity')
    FROM orders o CROSS JOIN json_each(o.detail, '$.lines') line
    WHERE o.shop = ?1 AND o.created >= ?3 AND o.created < ?4 AND +o.stage <> 4
      AND (line.value->>'product', line.value->>'sku') IN (SELECT value->>0, value->>1 FROM json_each(?2))
    GROUP BY 1, 2";

type RawSelling = (String, String, i64, i64, i64, i64, i64, i64, Level);

impl Store {
    /// What was ordered since each of three moments, the latest first, of the SKUs that so many orders or more were
    /// placed for since the earliest. Cancelled orders don't count, and SKUs of which no level is known are left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn selling(
        &self,
        shop: ShopId,
        since: [Timestamp; 3],
        fewest_orders: u64,
    ) -> Result<Vec<Selling>, StoreError> {
        let [latest, later, earliest] = since.map(Timestamp::as_millisecond);
        let rows: Vec<RawSelling> = sqlx::query_as(LATELY)
            .bind(shop.0)
            .bind(latest)
            .bind(later)
            .bind(earliest)
            .bind(i64::try_from(fewest_orders).unwrap_or(i64::MAX))
            .fetch_all(&self.readers)
            .await?;
        Ok(rows.into_iter().map(selling).collect())
    }

    /// The pieces of these SKUs that were ordered from one moment to another, which isn't in it. One of which none was
    /// is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn pieces_ordered(
        &self,
        shop: ShopId,
        skus: &[(ProductId, SkuId)],
        (from, to): (Timestamp, Timestamp),
    ) -> Result<HashMap<(ProductId, SkuId), u64>, StoreError> {
        let asked: Vec<Value> = skus.iter().map(|(product, sku)| json!([product.as_str(), sku.as_str()])).collect();
        let rows: Vec<(String, String, i64)> = sqlx::query_as(BETWEEN)
            .bind(shop.0)
            .bind(Value::from(asked).to_string())
            .bind(from.as_millisecond())
            .bind(to.as_millisecond())
            .fetch_all(&self.readers)
            .await?;
        let named = |(product, sku, pieces): (String, String, i64)| {
            ((ProductId::new(product), SkuId::new(sku)), pieces.unsigned_abs())
        };
        Ok(rows.into_iter().map(named).collect())
    }
}

fn selling((product, sku, o1, o2, o3, p1, p2, p3, left): RawSelling) -> Selling {
    let lately = Lately { orders: [o1, o2, o3].map(i64::unsigned_abs), pieces: [p1, p2, p3].map(i64::unsigned_abs) };
    Selling { product: ProductId::new(product), sku: SkuId::new(sku), lately, left }
}
