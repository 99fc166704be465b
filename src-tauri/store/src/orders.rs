//! Orders as the screens read them: positions and windows.

use std::str::FromStr;

use domain::{Currency, Handling, Line, OrderId, OrderStatus, Private, Recipient, Shipper, ShopId, Stage};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use sqlx::{Sqlite, Transaction};

use crate::{State, Store, StoreError, Tables, folded::fold, orders_put::shipper_number};

/// One line of the order table.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRow {
    /// Its row number: the cache's own name for it.
    pub n: i64,
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
    /// What that is in, where the shop told it with the order.
    pub currency: Option<Currency>,
    /// When it was placed.
    pub created: Timestamp,
    /// When the shop last changed it.
    pub updated: Timestamp,
    /// The latest time to hand it over, where the shop tells one.
    pub ship_by: Option<Timestamp>,
    /// The latest time for the carrier's first scan, where the shop tells one.
    pub collect_by: Option<Timestamp>,
    /// Where it is shipped from, as the shop names it; empty where it doesn't.
    pub warehouse: String,
    /// The recipient's country; empty where the shop doesn't tell.
    pub region: String,
    /// Who sends it.
    pub shipper: Shipper,
    /// Whether it leaves with the platform's label and has no parcel yet that it could be stuck on.
    pub lacks_parcel: bool,
    /// Whether its buyer asks to cancel it, and nobody has answered.
    pub cancel_asked: bool,
    /// Whether the seller wrote a note about it.
    pub has_note: bool,
    /// The seller's tags, in the order of the alphabet.
    pub tags: Vec<String>,
    /// The latest shipment of it that isn't over, and why it waits or was refused.
    pub shipping: Option<(State, Option<String>)>,
}

impl OrderRow {
    /// The pile that it lies on.
    pub fn stage(&self) -> Stage {
        self.status.stage_of(self.shipper)
    }
}

/// All that is known of one order.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderDetail {
    /// What the table shows.
    pub row: OrderRow,
    /// When the shop was last asked about it.
    pub asked: Timestamp,
    /// When it was packed here.
    pub packed: Option<Timestamp>,
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
    /// How it is to be sent.
    pub handling: Handling,
    /// Whether what the cache had of the buyer was removed.
    pub forgotten: bool,
}

/// What [`crate::orders_put`] keeps of an order beside its columns.
#[derive(Deserialize)]
pub(crate) struct Detail {
    pub(crate) payment_method: String,
    pub(crate) shipping_provider: String,
    pub(crate) recipient: Recipient,
    pub(crate) lines: Vec<Line>,
    /// Absent from rows that were written before it was kept.
    #[serde(default)]
    pub(crate) handling: Handling,
}

/// A row as [`SHIPPING`] reads it.
#[derive(sqlx::FromRow)]
pub(crate) struct RawRow {
    n: i64,
    id: String,
    status: String,
    buyer: String,
    items: String,
    more_items: i64,
    quantity: i64,
    total: String,
    currency: Option<String>,
    created: i64,
    updated: i64,
    ship_by: Option<i64>,
    collect_by: Option<i64>,
    warehouse: String,
    region: String,
    shipper: i64,
    lacks_parcel: bool,
    cancel_asked: bool,
    has_note: bool,
    tags: Option<String>,
    state: Option<String>,
    reason: Option<String>,
}

/// The shipment to show beside an order: one under way, else the latest refused one.
pub(crate) const SHIPPING: &str = "
    SELECT o.n, o.id, o.status, o.buyer, o.items, o.more_items, o.quantity, o.total,
           o.detail->>'$.currency' AS currency, o.created, o.updated, o.ship_by, o.collect_by,
           o.warehouse, o.region, o.shipper,
           o.shipper = 1 AND ifnull(json_array_length(o.detail, '$.handling.packages'), 0) = 0 AS lacks_parcel,
           o.cancel_asked AND o.stage IN (0, 1) AS cancel_asked,
           EXISTS (SELECT 1 FROM order_notes e WHERE e.shop = o.shop AND e.order_id = o.id) AS has_note,
           (SELECT json_group_array(t.tag) FROM order_tags t WHERE t.shop = o.shop AND t.order_id = o.id) AS tags,
           s.state, s.reason
    FROM orders o
    LEFT JOIN outbox s ON s.id = (
        SELECT max(w.id) FROM outbox w WHERE w.shop = o.shop AND w.kind = 'ship' AND w.order_id = o.id
          AND w.state IN ('queued', 'sending', 'checking', 'refused'))";

/// Behind [`SHIPPING`]: by row number. Without the plus all of a shop's orders would be looked through
/// for them.
pub(crate) const NUMBERED: &str = "WHERE +o.shop = ?1 AND o.n IN (SELECT value FROM json_each(?2))";

impl Store {
    /// The table's rows with these row numbers, in their order. One that was removed meanwhile
    /// is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_rows(&self, shop: ShopId, numbers: &[i64]) -> Result<Vec<OrderRow>, StoreError> {
        let statement = format!("{SHIPPING} {NUMBERED}");
        let mut rows: Vec<RawRow> = sqlx::query_as(sqlx::AssertSqlSafe(statement))
            .bind(shop.0)
            .bind(json!(numbers).to_string())
            .fetch_all(&self.readers)
            .await?;
        let place: std::collections::HashMap<i64, usize> = numbers.iter().copied().zip(0..).collect();
        rows.sort_by_key(|row| place.get(&row.n).copied());
        Ok(rows.into_iter().map(order_row).collect())
    }

    /// An order's row number; none for one that isn't in the cache.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_number(&self, shop: ShopId, id: &OrderId) -> Result<Option<i64>, StoreError> {
        let number = sqlx::query_scalar("SELECT n FROM orders WHERE shop = ?1 AND id = ?2");
        Ok(number.bind(shop.0).bind(id.as_str()).fetch_optional(&self.readers).await?)
    }

    /// All that is known of one order.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an order that isn't in the cache.
    pub async fn order(&self, shop: ShopId, id: &OrderId) -> Result<OrderDetail, StoreError> {
        self.orders_whole(shop, std::slice::from_ref(id)).await?.pop().ok_or(StoreError::NotFound)
    }

    /// All that is kept of an order, as JSON in the cache's own form.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an order that isn't in the cache.
    pub async fn order_record(&self, shop: ShopId, id: &OrderId) -> Result<Private<Value>, StoreError> {
        let record: Option<String> = sqlx::query_scalar(
            "SELECT json_patch(json_object('order_id', id, 'order_status', status, 'tracking_number', tracking,
                    'create_time', created, 'update_time', updated), detail)
             FROM orders WHERE shop = ?1 AND id = ?2",
        )
        .bind(shop.0)
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        Ok(Private::new(serde_json::from_str(&record.ok_or(StoreError::NotFound)?)?))
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
/// status and number; without one it keeps what it had. A later reading with the shop's own time stamp completes it.
pub(crate) async fn put_ship_answer(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    id: &str,
    status: &OrderStatus,
    tracking: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE orders SET status = ?3, stage = ?4, tracking = ifnull(?5, tracking), asked = ?6, fingerprint = 0,
                haystack = haystack || ifnull(char(10) || ?7, '')
         WHERE shop = ?1 AND id = ?2 AND asked <= ?6",
    )
    .bind(shop.0)
    .bind(id)
    .bind(status.as_shop())
    .bind(stage_number(status.stage()))
    .bind(tracking)
    .bind(now.as_millisecond())
    .bind(tracking.map(fold))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The search's words, folded; an empty search matches everything.
pub(crate) fn words(search: &str) -> Vec<String> {
    fold(search).split_whitespace().map(ToOwned::to_owned).collect()
}

/// Row numbers out of one aggregated text: measured six times faster than a row each.
pub(crate) fn numbers<N: FromStr, L: FromIterator<N>>(joined: Option<String>) -> L {
    joined.unwrap_or_default().split(',').filter_map(|number| number.parse().ok()).collect()
}

/// How many stages there are.
pub(crate) const STAGES: usize = 6;

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
    OrderRow {
        n: row.n,
        id: OrderId::new(row.id),
        status: OrderStatus::from_shop(&row.status),
        buyer: Private::new(row.buyer),
        items: row.items,
        more_items: row.more_items,
        quantity: row.quantity,
        total: row.total,
        currency: row.currency.as_deref().and_then(Currency::parse),
        created: time(row.created),
        updated: time(row.updated),
        ship_by: row.ship_by.map(time),
        collect_by: row.collect_by.map(time),
        warehouse: row.warehouse,
        region: row.region,
        shipper: shipper_of(row.shipper),
        lacks_parcel: row.lacks_parcel,
        cancel_asked: row.cancel_asked,
        has_note: row.has_note,
        tags: row.tags.and_then(|tags| serde_json::from_str(&tags).ok()).unwrap_or_default(),
        shipping: row.state.map(|state| (State::from_text(&state), row.reason)),
    }
}

pub(crate) fn shipper_of(number: i64) -> Shipper {
    let all = [Shipper::Seller, Shipper::Platform, Shipper::Warehouse];
    all.into_iter().find(|shipper| shipper_number(*shipper) == number).unwrap_or_default()
}

/// A stored time. Out of jiff's range (year 9999) it is the epoch rather than a failure.
pub(crate) fn time(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}
