//! Orders as the screens read them: positions and windows.

use domain::{Line, OrderId, OrderStatus, Private, Recipient, ShopId, Stage};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::{State, Store, StoreError, Tables, folded::fold};

/// Which orders a list shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OrderFilter {
    /// One pile, or all of them.
    pub stage: Option<Stage>,
    /// Words that must all occur in id, buyer, product, SKU or tracking number; any script.
    pub search: String,
    /// These alone, where there are some.
    pub among: Option<Vec<OrderId>>,
}

/// A list of orders and what was counted with it, of one moment of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderListing {
    /// Row numbers by position.
    pub numbers: Vec<i64>,
    /// How many match on each pile.
    pub counts: StageCounts,
    /// Those of [`OrderFilter::among`] that the cache doesn't hold, in their order.
    pub missing: Vec<OrderId>,
}

/// How many orders lie on each pile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageCounts {
    /// Wait for the seller.
    pub to_ship: i64,
    /// Wait for the buyer or the shop.
    pub on_hold: i64,
    /// On their way.
    pub sent: i64,
    /// Arrived.
    pub delivered: i64,
    /// Cancelled.
    pub cancelled: i64,
    /// All of them, those with an unknown status included.
    pub all: i64,
}

/// One line of the order table.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    /// The shop's id.
    pub id: OrderId,
    /// Where the shop says it stands.
    pub status: OrderStatus,
    /// The buyer's name.
    pub buyer: Private<String>,
    /// Name of the first line's product.
    pub items: String,
    /// How many further lines there are.
    pub more_items: i64,
    /// Pieces over all lines.
    pub quantity: i64,
    /// Sum of the lines, as exact decimal text.
    pub total: String,
    /// When it was placed.
    pub created: Timestamp,
    /// When the shop last changed it.
    pub updated: Timestamp,
    /// The latest shipment of it that isn't over, and why it waits or was refused.
    pub shipping: Option<(State, Option<String>)>,
}

/// All that is known of one order.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderDetail {
    /// What the table shows.
    pub row: OrderRow,
    /// The number that the shop holds; empty before shipping.
    pub tracking: String,
    /// How the buyer paid.
    pub payment_method: String,
    /// The carrier.
    pub shipping_provider: String,
    /// Who gets the parcel.
    pub recipient: Recipient,
    /// What was bought, with the seller's own code where the product is known.
    pub lines: Vec<(Line, Option<String>)>,
}

/// What [`crate::orders_put`] keeps of an order beside its columns.
#[derive(Deserialize)]
pub(crate) struct Detail {
    pub(crate) payment_method: String,
    pub(crate) shipping_provider: String,
    pub(crate) recipient: Recipient,
    pub(crate) lines: Vec<Line>,
}

pub(crate) type RawRow =
    (i64, String, String, String, String, i64, i64, String, i64, i64, Option<String>, Option<String>);

/// What a list and its counts have in common: the shop and the search's words.
const MATCHING: &str = "
        WHERE shop = ?1
          AND NOT EXISTS (SELECT 1 FROM json_each(?2) word WHERE instr(orders.haystack, word.value) = 0)";
/// Beside [`MATCHING`]: apart, so that the ids are looked up where there are some, and cost nothing where not.
const AMONG: [&str; 2] = ["AND ?3 IS NULL", "AND id IN (SELECT value FROM json_each(?3))"];

const MISSING: &str = "
    SELECT value FROM json_each(?2) asked
    WHERE NOT EXISTS (SELECT 1 FROM orders WHERE shop = ?1 AND id = asked.value)
    ORDER BY asked.key";

/// The shipment to show beside an order: one under way, else the latest refused one.
pub(crate) const SHIPPING: &str = "
    SELECT o.n, o.id, o.status, o.buyer, o.items, o.more_items, o.quantity, o.total, o.created, o.updated,
           s.state, s.reason
    FROM orders o
    LEFT JOIN outbox s ON s.id = (
        SELECT max(w.id) FROM outbox w WHERE w.shop = o.shop AND w.kind = 'ship' AND w.order_id = o.id
          AND w.state IN ('queued', 'sending', 'checking', 'refused'))";

impl StageCounts {
    fn of(rows: &[(i64, i64)]) -> Self {
        let of = |stage| rows.iter().find(|(number, _)| *number == stage_number(stage)).map_or(0, |(_, count)| *count);
        Self {
            to_ship: of(Stage::ToShip),
            on_hold: of(Stage::OnHold),
            sent: of(Stage::Sent),
            delivered: of(Stage::Delivered),
            cancelled: of(Stage::Cancelled),
            all: rows.iter().map(|(_, count)| count).sum(),
        }
    }
}

impl Store {
    /// The orders that match (those to ship oldest first, all others newest first), how many match on
    /// each pile, and what was asked for and isn't here. All are read from one moment of the cache, so
    /// that a count always equals its list, also while orders arrive.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_list(&self, shop: ShopId, filter: &OrderFilter) -> Result<OrderListing, StoreError> {
        let words = words(&filter.search);
        let among = filter.among.as_ref().map(|ids| json!(ids).to_string());
        let mut moment = self.readers.begin().await?;
        let matching = format!("{MATCHING} {}", AMONG[usize::from(among.is_some())]);
        // Aggregated into one text: fetched row by row it takes six times as long.
        let list = format!(
            "SELECT group_concat(n) FROM (SELECT n FROM orders {matching} AND (?4 IS NULL OR stage = ?4)
             ORDER BY CASE WHEN ?5 THEN created ELSE -created END, id)"
        );
        let joined: Option<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(list))
            .bind(shop.0)
            .bind(&words)
            .bind(&among)
            .bind(filter.stage.map(stage_number))
            .bind(filter.stage == Some(Stage::ToShip))
            .fetch_one(&mut *moment)
            .await?;
        let counts = format!("SELECT stage, count(*) FROM orders {matching} GROUP BY stage");
        let rows: Vec<(i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(counts))
            .bind(shop.0)
            .bind(&words)
            .bind(&among)
            .fetch_all(&mut *moment)
            .await?;
        let missing: Vec<String> = match &among {
            Some(ids) => sqlx::query_scalar(MISSING).bind(shop.0).bind(ids).fetch_all(&mut *moment).await?,
            None => Vec::new(),
        };
        moment.commit().await?;
        let missing = missing.into_iter().map(OrderId::new).collect();
        Ok(OrderListing { numbers: numbers(joined), counts: StageCounts::of(&rows), missing })
    }

    /// The table's rows with these row numbers, in their order. One that was removed meanwhile
    /// is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_rows(&self, shop: ShopId, numbers: &[i64]) -> Result<Vec<OrderRow>, StoreError> {
        let statement = format!("{SHIPPING} WHERE o.shop = ?1 AND o.n IN (SELECT value FROM json_each(?2))");
        let mut rows: Vec<RawRow> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
            .bind(shop.0)
            .bind(json!(numbers).to_string())
            .fetch_all(&self.readers)
            .await?;
        let place: std::collections::HashMap<i64, usize> = numbers.iter().copied().zip(0..).collect();
        rows.sort_by_key(|row| place.get(&row.0).copied());
        Ok(rows.into_iter().map(order_row).collect())
    }

    /// All that is known of one order.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an order that isn't in the cache.
    pub async fn order(&self, shop: ShopId, id: &OrderId) -> Result<OrderDetail, StoreError> {
        let statement = format!("{SHIPPING} WHERE o.shop = ?1 AND o.id = ?2");
        let row: RawRow = sqlx::query_as(sqlx::AssertSqlSafe(statement))
            .bind(shop.0)
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?
            .ok_or(StoreError::NotFound)?;
        let (detail, tracking): (String, String) = sqlx::query_as("SELECT detail, tracking FROM orders WHERE n = ?1")
            .bind(row.0)
            .fetch_one(&self.readers)
            .await?;
        let detail: Detail = serde_json::from_str(&detail)?;
        let mut lines = Vec::with_capacity(detail.lines.len());
        for line in detail.lines {
            let code = self.seller_sku(shop, &line.product, &line.sku).await?;
            lines.push((line, code));
        }
        Ok(OrderDetail {
            row: order_row(row),
            tracking,
            payment_method: detail.payment_method,
            shipping_provider: detail.shipping_provider,
            recipient: detail.recipient,
            lines,
        })
    }

    /// Orders that the cache holds with one of these statuses and that were last asked about
    /// before `asked_before`: what a listing by status did not mention. At most `limit`.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_not_asked_since(
        &self,
        shop: ShopId,
        status: &OrderStatus,
        asked_before: Timestamp,
        limit: u32,
    ) -> Result<Vec<OrderId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT id FROM orders WHERE shop = ?1 AND status = ?2 AND asked < ?3 ORDER BY asked LIMIT ?4",
        )
        .bind(shop.0)
        .bind(status.as_shop())
        .bind(asked_before.as_millisecond())
        .bind(limit)
        .fetch_all(&self.readers)
        .await?;
        Ok(ids.into_iter().map(OrderId::new).collect())
    }

    /// How many orders of a window of creation time (`from` included, `to` not) were seen at or after
    /// `asked_since`, together with the order records that were set aside since: nobody knows when
    /// those were placed. A pull that counts fewer than the shop has there missed some.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_seen_in_window(
        &self,
        shop: ShopId,
        from: Timestamp,
        to: Timestamp,
        asked_since: Timestamp,
    ) -> Result<u64, StoreError> {
        let seen: i64 = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM orders WHERE shop = ?1 AND created >= ?2 AND created < ?3 AND asked >= ?4)
                  + (SELECT count(*) FROM set_aside WHERE shop = ?1 AND kind = 'order' AND seen >= ?4)",
        )
        .bind(shop.0)
        .bind(from.as_millisecond())
        .bind(to.as_millisecond())
        .bind(asked_since.as_millisecond())
        .fetch_one(&self.readers)
        .await?;
        Ok(seen.unsigned_abs())
    }

    /// How many orders wait for the seller.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_to_ship(&self, shop: ShopId) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT count(*) FROM orders WHERE shop = ?1 AND stage = ?2")
            .bind(shop.0)
            .bind(stage_number(Stage::ToShip))
            .fetch_one(&self.readers)
            .await?)
    }

    /// Notes that the shop was asked about an order and had nothing usable to say, so that
    /// others get their turn.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn mark_asked(&self, shop: ShopId, id: &OrderId, asked: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE orders SET asked = max(asked, ?3) WHERE shop = ?1 AND id = ?2")
            .bind(shop.0)
            .bind(id.as_str())
            .bind(asked.as_millisecond())
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::default()).await
    }

    /// Whether the cache holds an order with this status.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn has_orders(&self, shop: ShopId, status: &OrderStatus) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM orders WHERE shop = ?1 AND status = ?2)")
            .bind(shop.0)
            .bind(status.as_shop())
            .fetch_one(&self.readers)
            .await?)
    }
}

/// Takes the shop's answer to a shipment as an observation of its own: the order now has this
/// status and number. A later reading with the shop's own time stamp completes it.
pub(crate) async fn put_ship_answer(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    id: &str,
    status: &OrderStatus,
    tracking: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE orders SET status = ?3, stage = ?4, tracking = ?5, asked = ?6, fingerprint = 0,
                haystack = haystack || char(10) || ?7
         WHERE shop = ?1 AND id = ?2 AND asked <= ?6",
    )
    .bind(shop.0)
    .bind(id)
    .bind(status.as_shop())
    .bind(stage_number(status.stage()))
    .bind(tracking)
    .bind(now.as_millisecond())
    .bind(fold(tracking))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The search's words as a JSON list, folded; an empty search matches everything.
pub(crate) fn words(search: &str) -> String {
    json!(fold(search).split_whitespace().collect::<Vec<_>>()).to_string()
}

/// Row numbers out of one aggregated text: measured six times faster than a row each.
pub(crate) fn numbers(joined: Option<String>) -> Vec<i64> {
    joined.map_or_else(Vec::new, |text| text.split(',').filter_map(|number| number.parse().ok()).collect())
}

pub(crate) const fn stage_number(stage: Stage) -> i64 {
    match stage {
        Stage::ToShip => 0,
        Stage::OnHold => 1,
        Stage::Sent => 2,
        Stage::Delivered => 3,
        Stage::Cancelled => 4,
        Stage::Other => 5,
    }
}

pub(crate) fn order_row(row: RawRow) -> OrderRow {
    let (_, id, status, buyer, items, more_items, quantity, total, created, updated, state, reason) = row;
    OrderRow {
        id: OrderId::new(id),
        status: OrderStatus::from_shop(&status),
        buyer: Private::new(buyer),
        items,
        more_items,
        quantity,
        total,
        created: time(created),
        updated: time(updated),
        shipping: state.map(|state| (State::from_text(&state), reason)),
    }
}

/// A stored time. Out of jiff's range (year 9999) it is the epoch rather than a failure.
pub(crate) fn time(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}
