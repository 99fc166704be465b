//! Orders as the shop gives them: a page in, in one transaction.

use std::hash::{Hash as _, Hasher as _};

use domain::{Line, Order, Private, Recipient, ShopId};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sqlx::{Sqlite, Transaction};

use crate::{Cursor, SetAsideRow, Store, StoreError, Tables, folded::fold, orders::stage_number, set_aside};

/// How many orders go in by one statement. Fixed sizes, so that SQLite prepares four statements once
/// instead of one for each length that a page can have.
const AT_ONCE: [usize; 4] = [64, 16, 4, 1];

const INTO: &str = "
    INSERT INTO orders (shop, id, status, stage, tracking, buyer, items, more_items, quantity, total,
                        created, updated, asked, fingerprint, haystack, detail) VALUES ";

const ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const UNLESS_NEWER: &str = "
    ON CONFLICT (shop, id) DO UPDATE SET
        status = excluded.status, stage = excluded.stage, tracking = excluded.tracking, buyer = excluded.buyer,
        items = excluded.items, more_items = excluded.more_items, quantity = excluded.quantity,
        total = excluded.total, created = excluded.created, updated = excluded.updated, asked = excluded.asked,
        fingerprint = excluded.fingerprint, haystack = excluded.haystack, detail = excluded.detail
    WHERE excluded.fingerprint <> orders.fingerprint
      AND (excluded.updated > orders.updated
           OR (excluded.updated = orders.updated AND excluded.asked > orders.asked))";

/// Every order of the page has been seen now, also one that brought nothing new.
const SEEN: &str = "
    UPDATE orders SET asked = ?3 WHERE shop = ?1 AND asked < ?3 AND id IN (SELECT value FROM json_each(?2))";

/// What is kept of an order beside its columns.
#[derive(Serialize)]
struct Detail<'a> {
    payment_method: &'a str,
    shipping_provider: &'a str,
    recipient: &'a Recipient,
    lines: &'a [Line],
    extra: &'a Private<Map<String, Value>>,
}

impl Store {
    /// Takes in a page of orders as the shop gave it at `asked`, and saves `cursor` with it. An older
    /// state never overwrites a newer one.
    ///
    /// # Errors
    /// [`StoreError`]; then neither rows nor cursor are changed.
    pub async fn put_orders(
        &self,
        shop: ShopId,
        orders: &[Order],
        aside: &[SetAsideRow],
        asked: Timestamp,
        cursor: Option<&Cursor>,
    ) -> Result<(), StoreError> {
        let ids = json!(orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>()).to_string();
        let mut tx = self.begin_observing().await?;
        let changed = put_page(&mut tx, shop, orders, asked).await?;
        if changed < orders.len() as u64 {
            sqlx::query(SEEN).bind(shop.0).bind(&ids).bind(asked.as_millisecond()).execute(&mut *tx).await?;
        }
        set_aside::put(&mut tx, shop, "order", aside).await?;
        set_aside::clear(&mut tx, shop, "order", &ids).await?;
        if let Some(cursor) = cursor {
            cursor.save(&mut tx, shop).await?;
        }
        let news = changed > 0 || !aside.is_empty();
        self.commit(tx, if news { Tables::ORDERS } else { Tables::default() }).await
    }
}

/// How many rows were new or newer. An order that a page names twice counts once for each time that
/// it brought news.
async fn put_page(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    orders: &[Order],
    asked: Timestamp,
) -> Result<u64, StoreError> {
    let (mut rest, mut changed) = (orders, 0);
    for size in AT_ONCE {
        while let Some((chunk, behind)) = rest.split_at_checked(size) {
            changed += put_chunk(tx, shop, chunk, asked).await?;
            rest = behind;
        }
    }
    Ok(changed)
}

async fn put_chunk(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    chunk: &[Order],
    asked: Timestamp,
) -> Result<u64, StoreError> {
    let statement = format!("{INTO}{}{UNLESS_NEWER}", vec![ROW; chunk.len()].join(", "));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
    for order in chunk {
        let detail = detail(order)?;
        query = query
            .bind(shop.0)
            .bind(order.id.as_str())
            .bind(order.status.as_shop())
            .bind(stage_number(order.status.stage()))
            .bind(&order.tracking_number)
            .bind(order.recipient.name.reveal())
            .bind(order.lines.first().map_or("", |line| line.name.as_str()))
            .bind(order.lines.len().saturating_sub(1) as i64)
            .bind(order.quantity().cast_signed())
            .bind(order.items_total().map_or_else(String::new, |total| total.to_string()))
            .bind(order.created.as_millisecond())
            .bind(order.updated.as_millisecond())
            .bind(asked.as_millisecond())
            .bind(fingerprint(order, &detail))
            .bind(haystack(order))
            .bind(detail);
    }
    Ok(query.execute(&mut **tx).await?.rows_affected())
}

fn detail(order: &Order) -> Result<String, StoreError> {
    Ok(serde_json::to_string(&Detail {
        payment_method: &order.payment_method,
        shipping_provider: &order.shipping_provider,
        recipient: &order.recipient,
        lines: &order.lines,
        extra: &order.extra,
    })?)
}

/// A number that stands for all that is kept of an order. Another version of Rust may count
/// otherwise: that costs one needless rewrite of the row, no more. Never 0, which never matches.
fn fingerprint(order: &Order, detail: &str) -> i64 {
    let mut hasher = std::hash::DefaultHasher::new();
    let (created, updated) = (order.created.as_millisecond(), order.updated.as_millisecond());
    (order.status.as_shop(), &order.tracking_number, created, updated, detail).hash(&mut hasher);
    (hasher.finish() >> 1).max(1).cast_signed()
}

fn haystack(order: &Order) -> String {
    let lines = order.lines.iter().flat_map(|line| [line.name.as_str(), line.sku.as_str(), line.product.as_str()]);
    let own = [order.id.as_str(), order.recipient.name.reveal(), &order.tracking_number];
    fold(&own.into_iter().chain(lines).collect::<Vec<_>>().join("\n"))
}
