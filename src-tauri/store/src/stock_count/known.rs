//! What is known of levels at the moment at which somebody counts.
//!
//! Pieces on the shelf are those that can be sold and those that are sold and not packed yet. Orders and levels are
//! read at different times, so both are brought to one moment: what was bought behind the reading of a level is not
//! in that level yet, and what was called off since is not back in it.

use std::collections::HashMap;

use domain::{Level, ProductId, SkuId, StockChange};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use super::StockCount;
use crate::StoreError;

/// One SKU of a shop.
pub(super) type SkuKey = (ProductId, SkuId);

/// What is known of a level at one moment.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    /// With the effect of an edit that waits or is on its way; `None` where the shop doesn't tell it.
    pub(super) level: Option<Level>,
    /// Pieces of orders that are not packed.
    pub(super) sold: i64,
    /// When the reading was asked for that told the level.
    pub(super) read_at: i64,
    /// That edit, and what it asks for.
    pub(super) edit: Option<(i64, String)>,
}

/// The last rows of two tables that only grow: what is behind them came later.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    pub(super) orders_to: i64,
    pub(super) outbox_to: i64,
}

/// Asked for in the order of the list: its level, where it is kept, and the edit on top.
const LEVELS: &str = "
    SELECT coalesce(p.asked, 0), s.level,
        (SELECT count(*) FROM sku_levels w
         WHERE w.shop = ?1 AND w.product = asked.value->>0 AND w.sku = asked.value->>1) <= 1,
        e.id, e.change,
        (SELECT o.sent FROM outbox o WHERE o.shop = ?1 AND o.kind = 'stock' AND o.product = asked.value->>0
           AND o.sku = asked.value->>1 AND o.warehouse = ?3
           AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused')
           AND o.state IN ('sending', 'checking') ORDER BY o.id DESC LIMIT 1),
        e.state = 'queued'
    FROM json_each(?2) asked
    LEFT JOIN products p ON p.shop = ?1 AND p.id = asked.value->>0
    LEFT JOIN sku_levels s ON s.shop = ?1 AND s.product = asked.value->>0 AND s.sku = asked.value->>1 AND s.warehouse = ?3
    LEFT JOIN outbox e ON e.id = (
        SELECT max(o.id) FROM outbox o WHERE o.shop = ?1 AND o.kind = 'stock' AND o.product = asked.value->>0
          AND o.sku = asked.value->>1 AND o.warehouse = ?3
          AND o.state IN ('queued', 'sending', 'checking', 'conflict', 'refused')
          AND o.state IN ('queued', 'sending', 'checking'))
    ORDER BY asked.key";

/// By SKU and place: pieces that lie on the shelf for orders, and by how many the level has fallen behind its reading.
/// `?2` is the oldest reading; with `?3` only orders in which that id occurs are taken apart.
const ORDERS: &str = "
    WITH told AS (
        SELECT id, stage, created, updated, warehouse, detail FROM orders
            WHERE shop = ?1 AND stage IN (0, 1) AND (?3 = '' OR instr(detail, ?3) > 0)
        UNION ALL
        SELECT id, stage, created, updated, warehouse, detail FROM orders
            WHERE shop = ?1 AND created > ?2 AND +stage NOT IN (0, 1, 4) AND (?3 = '' OR instr(detail, ?3) > 0)
        UNION ALL
        SELECT id, stage, created, updated, warehouse, detail FROM orders
            WHERE shop = ?1 AND status = 'CANCELLED' AND asked > ?2 AND updated > ?2
              AND (?3 = '' OR instr(detail, ?3) > 0)),
    near AS (
        SELECT *, stage IN (0, 1)
            AND NOT EXISTS (SELECT 1 FROM packed k WHERE k.shop = ?1 AND k.order_id = told.id)
            AND NOT EXISTS (SELECT 1 FROM outbox w WHERE w.shop = ?1 AND w.kind = 'ship' AND w.order_id = told.id
                AND w.state IN ('queued', 'sending', 'checking', 'refused') AND w.state <> 'refused') AS on_shelf
        FROM told)
    SELECT l.value->>'product', l.value->>'sku', o.warehouse,
        sum(iif(o.on_shelf, l.value->>'quantity', 0)),
        sum(CASE WHEN o.stage <> 4 AND o.created > p.asked THEN l.value->>'quantity'
                 WHEN o.stage = 4 AND o.created <= p.asked AND o.updated > p.asked THEN -(l.value->>'quantity')
                 ELSE 0 END)
    FROM near o, json_each(o.detail, '$.lines') l
    CROSS JOIN products p ON p.shop = ?1 AND p.id = l.value->>'product'
    GROUP BY 1, 2, 3";

type RawLevel = (i64, Option<Level>, bool, Option<i64>, Option<String>, Option<Level>, Option<bool>);
type RawOrders = (String, String, String, i64, i64);

/// Pieces of one SKU in orders.
#[derive(Clone, Copy, Default)]
struct Pieces {
    on_shelf: i64,
    fallen: i64,
}

/// What is known of these SKUs in a count's warehouse, in their order.
pub(super) async fn known(
    tx: &mut Transaction<'static, Sqlite>,
    of: &StockCount,
    skus: &[SkuKey],
) -> Result<Vec<Known>, StoreError> {
    let asked = json!(skus.iter().map(|(product, sku)| [product.as_str(), sku.as_str()]).collect::<Vec<_>>());
    let levels: Vec<RawLevel> = sqlx::query_as(LEVELS)
        .bind(of.shop.0)
        .bind(asked.to_string())
        .bind(of.warehouse.as_str())
        .fetch_all(&mut **tx)
        .await?;
    let oldest = levels.iter().map(|(asked, ..)| *asked).min().unwrap_or_default();
    let orders = in_orders(tx, of, skus, oldest).await?;
    let pieces = |sku: &SkuKey, only_here: bool| {
        let at = |place: &str| orders.get(&(sku.clone(), place.to_owned())).copied().unwrap_or_default();
        // Where no order says its place, and the SKU is kept in one place alone, that one is meant.
        let unplaced = if only_here { at("") } else { Pieces::default() };
        let here = at(of.warehouse.as_str());
        Pieces { on_shelf: here.on_shelf + unplaced.on_shelf, fallen: here.fallen + unplaced.fallen }
    };
    skus.iter()
        .zip(levels)
        .map(|(sku, level)| {
            let only_here = level.2;
            told(level, pieces(sku, only_here))
        })
        .collect()
}

fn told(
    (read_at, level, _, edit, change, sent, waits): RawLevel,
    Pieces { on_shelf, fallen }: Pieces,
) -> Result<Known, StoreError> {
    let edit = edit.zip(change);
    let level = match (&edit, level) {
        (Some((_, change)), Some(level)) => {
            let change: StockChange = serde_json::from_str(change)?;
            // What has left is absolute, and what waits behind it starts from there.
            let ground = sent.unwrap_or(level);
            let leads_to = if waits == Some(true) { change.target(Some(ground)) } else { Ok(ground) };
            Some(leads_to.unwrap_or(level))
        }
        (_, level) => level,
    };
    Ok(Known { level: level.map(|level| level - fallen), sold: on_shelf, read_at, edit })
}

async fn in_orders(
    tx: &mut Transaction<'static, Sqlite>,
    of: &StockCount,
    skus: &[SkuKey],
    oldest: i64,
) -> Result<HashMap<(SkuKey, String), Pieces>, StoreError> {
    // As it stands in the order's own text, quotes and all.
    let needle = match skus {
        [(_, sku)] => json!(sku.as_str()).to_string(),
        _ => String::new(),
    };
    let rows: Vec<RawOrders> =
        sqlx::query_as(ORDERS).bind(of.shop.0).bind(oldest).bind(needle).fetch_all(&mut **tx).await?;
    let entry = |(product, sku, place, on_shelf, fallen): RawOrders| {
        (((ProductId::new(product), SkuId::new(sku)), place), Pieces { on_shelf, fallen })
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// How far orders and wishes have come.
pub(super) async fn marks(tx: &mut Transaction<'static, Sqlite>) -> Result<Marks, StoreError> {
    let (orders_to, outbox_to) =
        sqlx::query_as("SELECT (SELECT coalesce(max(n), 0) FROM orders), (SELECT coalesce(max(id), 0) FROM outbox)")
            .fetch_one(&mut **tx)
            .await?;
    Ok(Marks { orders_to, outbox_to })
}

/// Milliseconds, as the tables keep them.
pub(super) fn at(now: Timestamp) -> i64 {
    now.as_millisecond()
}
