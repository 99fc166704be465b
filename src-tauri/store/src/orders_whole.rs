//! Orders with all that is known of them, many at a time.

use std::collections::HashMap;

use domain::{Line, OrderId, ShopId};
use serde_json::json;

use crate::{
    OrderDetail, OrderRow, Store, StoreError,
    orders::{Detail, NUMBERED, RawRow, SHIPPING, order_row, time},
};

/// Begins with what is asked for, here and below: left to choose, SQLite looks through all of the shop's.
pub(crate) const REST: &str = "
    SELECT o.n, o.tracking, o.detail, o.asked,
           (SELECT p.at FROM packed p WHERE p.shop = o.shop AND p.order_id = o.id) AS packed
    FROM json_each(?2) a CROSS JOIN orders o ON o.shop = ?1 AND o.id = a.value ORDER BY a.key";

/// What [`REST`] reads of an order beside its row.
#[derive(sqlx::FromRow)]
struct Rest {
    n: i64,
    tracking: String,
    detail: String,
    asked: i64,
    packed: Option<i64>,
}

pub(crate) const CODES: &str = "
    SELECT DISTINCT k.product, k.id, k.seller_sku FROM json_each(?2) a
    CROSS JOIN skus k ON k.shop = ?1 AND k.product = a.value->>0 AND k.id = a.value->>1 AND k.seller_sku <> ''";

type Codes = HashMap<(String, String), String>;

impl Store {
    /// These orders, in their order. One that isn't in the cache is left out. Ask for some hundreds at
    /// a time: each is read whole.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_whole(&self, shop: ShopId, ids: &[OrderId]) -> Result<Vec<OrderDetail>, StoreError> {
        let mut moment = self.readers.begin().await?;
        let rest: Vec<Rest> =
            sqlx::query_as(REST).bind(shop.0).bind(json!(ids).to_string()).fetch_all(&mut *moment).await?;
        let statement = format!("{SHIPPING} {NUMBERED}");
        let numbers: Vec<i64> = rest.iter().map(|rest| rest.n).collect();
        let rows: Vec<RawRow> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
            .bind(shop.0)
            .bind(json!(numbers).to_string())
            .fetch_all(&mut *moment)
            .await?;
        let rows: HashMap<i64, OrderRow> = rows.into_iter().map(order_row).map(|row| (row.n, row)).collect();
        let mut orders = Vec::with_capacity(rest.len());
        for rest in rest {
            let detail: Detail = serde_json::from_str(&rest.detail)?;
            orders.extend(rows.get(&rest.n).map(|row| (row.clone(), rest, detail)));
        }
        let lines = orders.iter().flat_map(|(_, _, detail)| &detail.lines);
        let skus: Vec<[&str; 2]> = lines.map(|line| [line.product.as_str(), line.sku.as_str()]).collect();
        let codes: Vec<(String, String, String)> =
            sqlx::query_as(CODES).bind(shop.0).bind(json!(skus).to_string()).fetch_all(&mut *moment).await?;
        moment.commit().await?;
        let codes: Codes = codes.into_iter().map(|(product, sku, code)| ((product, sku), code)).collect();
        Ok(orders.into_iter().map(|(row, rest, detail)| whole(row, rest, detail, &codes)).collect())
    }
}

fn whole(row: OrderRow, rest: Rest, detail: Detail, codes: &Codes) -> OrderDetail {
    let code = |line: &Line| codes.get(&(line.product.to_string(), line.sku.to_string())).cloned();
    OrderDetail {
        row,
        asked: time(rest.asked),
        packed: rest.packed.map(time),
        tracking: rest.tracking,
        payment_method: detail.payment_method,
        shipping_provider: detail.shipping_provider,
        recipient: detail.recipient,
        lines: detail.lines.into_iter().map(|line| (line.clone(), code(&line))).collect(),
        handling: detail.handling,
    }
}
