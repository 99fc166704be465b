//! Orders as the shop gives them: pages in, in one transaction.
//!
//! What can be worked out without the database is worked out before it is asked to write
//! ([`OrderPage`]): meanwhile others may write, and during a first pull another page is.

use std::{
    borrow::Cow,
    hash::{Hash as _, Hasher as _},
};

use domain::{Currency, Handling, Line, Money, Order, Private, Recipient, Shipper, ShopId};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sqlx::{Sqlite, Transaction};

use crate::{
    Cursor, SetAsideRow, Store, StoreError, Tables,
    folded::fold,
    forgetting, order_buyer,
    orders::{stage_number, time},
    set_aside, shops,
};

/// How many orders go in by one statement. Fixed sizes, so that SQLite prepares four statements once
/// instead of one for each length that a page can have.
const AT_ONCE: [usize; 4] = [250, 50, 10, 1];

const INTO: &str = "
    INSERT INTO orders (shop, id, status, stage, tracking, buyer, items, more_items, quantity, total,
                        created, updated, asked, fingerprint, haystack, detail, ship_by, collect_by, warehouse, region,
                        value, goods, shipper, forgotten, cancel_asked) VALUES ";

const ROW: &str = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

const UNLESS_NEWER: &str = "
    ON CONFLICT (shop, id) DO UPDATE SET
        status = excluded.status, stage = excluded.stage, tracking = excluded.tracking, buyer = excluded.buyer,
        items = excluded.items, more_items = excluded.more_items, quantity = excluded.quantity,
        total = excluded.total, created = excluded.created, updated = excluded.updated, asked = excluded.asked,
        fingerprint = excluded.fingerprint, haystack = excluded.haystack, detail = excluded.detail,
        ship_by = excluded.ship_by, collect_by = excluded.collect_by, warehouse = excluded.warehouse,
        region = excluded.region, value = excluded.value, goods = excluded.goods,
        shipper = excluded.shipper, forgotten = excluded.forgotten, cancel_asked = excluded.cancel_asked
    WHERE excluded.fingerprint <> orders.fingerprint
      AND (excluded.updated > orders.updated
           OR (excluded.updated = orders.updated AND excluded.asked > orders.asked))";

/// Every order of the page has been seen now, also one that brought nothing new.
const SEEN: &str = "
    UPDATE orders SET asked = ?3 WHERE shop = ?1 AND asked < ?3 AND id IN (SELECT value FROM json_each(?2))";

/// What one answer of the shop told of orders, ready to go in.
pub struct OrderPage {
    rows: Vec<OrderColumns>,
    /// The orders' ids, as a JSON list.
    ids: String,
    aside: Vec<SetAsideRow>,
    asked: i64,
    /// What the amounts of the first order are in that tells it.
    currency: Option<Currency>,
}

/// The columns of one order.
pub(crate) struct OrderColumns {
    pub(crate) id: String,
    status: String,
    pub(crate) stage: i64,
    tracking: String,
    buyer: String,
    items: String,
    more_items: i64,
    quantity: i64,
    total: String,
    created: i64,
    pub(crate) updated: i64,
    fingerprint: i64,
    haystack: String,
    pub(crate) detail: String,
    ship_by: Option<i64>,
    collect_by: Option<i64>,
    warehouse: String,
    region: String,
    value: i64,
    goods: String,
    shipper: i64,
    forgotten: bool,
    /// Whether the shop hides something of the buyer, and whether it may hide by leaving fields empty.
    pub(crate) veiled: Option<MayHide>,
    cancel_asked: bool,
}

/// [`Order::may_hide_recipient`]
#[derive(Clone, Copy)]
pub(crate) struct MayHide(pub(crate) bool);

/// What is kept of an order beside its columns.
#[derive(Serialize)]
struct Detail<'a> {
    payment_method: &'a str,
    shipping_provider: &'a str,
    recipient: &'a Recipient,
    lines: &'a [Line],
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<Currency>,
    handling: &'a Handling,
    extra: &'a Private<Map<String, Value>>,
}

impl OrderPage {
    /// The orders of an answer that was asked for at `asked`, and what of it could not be read.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where an order has no JSON form.
    pub fn new(orders: &[Order], aside: Vec<SetAsideRow>, asked: Timestamp) -> Result<Self, StoreError> {
        let told = |(at, order)| OrderColumns::of(&unveiled_by_page(order, orders.get(..at).unwrap_or_default()));
        let rows = orders.iter().enumerate().map(told).collect::<Result<_, _>>()?;
        let ids = json!(orders.iter().map(|order| order.id.as_str()).collect::<Vec<_>>()).to_string();
        let currency = orders.iter().find_map(|order| order.currency);
        Ok(Self { rows, ids, aside, asked: asked.as_millisecond(), currency })
    }
}

impl OrderColumns {
    fn of(order: &Order) -> Result<Self, StoreError> {
        let detail = detail(order)?;
        let total = order.items_total();
        let (created, updated) = (order.created.as_millisecond(), order.updated.as_millisecond());
        let (status, tracking) = (order.status.as_shop(), order.tracking_number.as_str());
        let may_hide = order.may_hide_recipient();
        Ok(Self {
            id: order.id.as_str().to_owned(),
            status: status.to_owned(),
            stage: stage_number(order.stage()),
            tracking: tracking.to_owned(),
            buyer: order.recipient.name.reveal().clone(),
            items: order.lines.first().map_or_else(String::new, |line| line.name.clone()),
            more_items: order.lines.len().saturating_sub(1) as i64,
            quantity: order.quantity().cast_signed(),
            total: total.map_or_else(String::new, |total| total.to_string()),
            created,
            updated,
            fingerprint: fingerprint(status, tracking, (created, updated), &detail),
            haystack: haystack(order.id.as_str(), order.recipient.name.reveal(), tracking),
            detail,
            ship_by: order.ship_by.map(Timestamp::as_millisecond),
            collect_by: order.collect_by.map(Timestamp::as_millisecond),
            warehouse: order.warehouse.as_ref().map_or_else(String::new, ToString::to_string),
            region: order.recipient.country.reveal().clone(),
            value: total.map_or(0, Money::ten_thousandths),
            goods: goods(order),
            shipper: shipper_number(order.handling.shipper),
            forgotten: false,
            veiled: order.recipient.is_veiled(may_hide).then_some(MayHide(may_hide)),
            cancel_asked: order.handling.cancel_asked,
        })
    }

    /// Leaves the buyer out, for good.
    pub(crate) fn forget(&mut self) -> Result<(), StoreError> {
        let (left, detail) = order_buyer::without_buyer(&self.detail)?;
        self.describe(&left, detail);
        (self.forgotten, self.veiled) = (true, None);
        Ok(())
    }

    /// Goes on with another recipient, which `detail` has already.
    pub(crate) fn describe(&mut self, recipient: &Recipient, detail: String) {
        self.buyer.clone_from(recipient.name.reveal());
        self.region.clone_from(recipient.country.reveal());
        self.haystack = haystack(&self.id, &self.buyer, &self.tracking);
        self.fingerprint = fingerprint(&self.status, &self.tracking, (self.created, self.updated), &detail);
        self.detail = detail;
    }
}

/// What a page hides of an order and shows of the same order further up is known all the same.
fn unveiled_by_page<'a>(order: &'a Order, before: &[Order]) -> Cow<'a, Order> {
    let may_hide = order.may_hide_recipient();
    if !order.recipient.is_veiled(may_hide) {
        return Cow::Borrowed(order);
    }
    match before.iter().rfind(|it| it.id == order.id) {
        Some(before) => {
            let recipient = order.recipient.clone().unveiled(&before.recipient, may_hide);
            Cow::Owned(Order { recipient, ..order.clone() })
        }
        None => Cow::Borrowed(order),
    }
}

impl Store {
    /// Takes in what one answer told, asked for at `asked`: see [`Self::put_order_pages`].
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
        let page = OrderPage::new(orders, aside.to_vec(), asked)?;
        self.put_order_pages(shop, vec![page], cursor).await
    }

    /// Takes in what the shop told, in this order, and saves `cursor` with it. An older state never
    /// overwrites a newer one. Several pages at once touch fewer pages of the file than one by one.
    ///
    /// # Errors
    /// [`StoreError`]; then neither rows nor cursor are changed.
    pub async fn put_order_pages(
        &self,
        shop: ShopId,
        pages: Vec<OrderPage>,
        cursor: Option<&Cursor>,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin_observing().await?;
        let (mut news, mut shop_news) = (false, false);
        for page in pages {
            if let Some(currency) = page.currency {
                shop_news |= shops::tell_currency(&mut tx, shop, currency).await?;
            }
            news |= put_page(&mut tx, shop, page).await?;
        }
        if let Some(cursor) = cursor {
            cursor.save(&mut tx, shop).await?;
        }
        let changed = if news { Tables::ORDERS } else { Tables::default() };
        self.commit(tx, if shop_news { changed.and(Tables::SHOP) } else { changed }).await
    }
}

/// Whether the page told anything new.
async fn put_page(tx: &mut Transaction<'static, Sqlite>, shop: ShopId, page: OrderPage) -> Result<bool, StoreError> {
    let OrderPage { mut rows, ids, aside, asked, .. } = page;
    let (count, mut changed) = (rows.len() as u64, 0);
    let kept_since = forgetting::kept_since(tx, shop, time(asked)).await?;
    forgetting::forget_incoming(tx, shop, &mut rows, &ids, kept_since).await?;
    order_buyer::unveil(tx, shop, &mut rows).await?;
    let mut rows = rows.into_iter();
    for size in AT_ONCE {
        while rows.len() >= size {
            changed += put_chunk(tx, shop, rows.by_ref().take(size), asked).await?;
        }
    }
    // An order that the page names twice counts once for each time that it brought news.
    if changed < count {
        sqlx::query(SEEN).bind(shop.0).bind(&ids).bind(asked).execute(&mut **tx).await?;
    }
    set_aside::put(tx, shop, "order", &aside).await?;
    set_aside::clear(tx, shop, "order", &ids).await?;
    Ok(changed > 0 || !aside.is_empty())
}

async fn put_chunk(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    rows: impl ExactSizeIterator<Item = OrderColumns>,
    asked: i64,
) -> Result<u64, StoreError> {
    let statement = format!("{INTO}{}{UNLESS_NEWER}", vec![ROW; rows.len()].join(", "));
    let mut query = sqlx::query(sqlx::AssertSqlSafe(statement));
    for row in rows {
        query = query
            .bind(shop.0)
            .bind(row.id)
            .bind(row.status)
            .bind(row.stage)
            .bind(row.tracking)
            .bind(row.buyer)
            .bind(row.items)
            .bind(row.more_items)
            .bind(row.quantity)
            .bind(row.total)
            .bind(row.created)
            .bind(row.updated)
            .bind(asked)
            .bind(row.fingerprint)
            .bind(row.haystack)
            .bind(row.detail)
            .bind(row.ship_by)
            .bind(row.collect_by)
            .bind(row.warehouse)
            .bind(row.region)
            .bind(row.value)
            .bind(row.goods)
            .bind(row.shipper)
            .bind(row.forgotten)
            .bind(row.cancel_asked);
    }
    Ok(query.execute(&mut **tx).await?.rows_affected())
}

fn detail(order: &Order) -> Result<String, StoreError> {
    Ok(serde_json::to_string(&Detail {
        payment_method: &order.payment_method,
        shipping_provider: &order.shipping_provider,
        recipient: &order.recipient,
        lines: &order.lines,
        currency: order.currency,
        handling: &order.handling,
        extra: &order.extra,
    })?)
}

/// A number that stands for all that is kept of an order. Another version of Rust may count
/// otherwise: that costs one needless rewrite of the row, no more. Never 0, which never matches.
pub(crate) fn fingerprint(status: &str, tracking: &str, times: (i64, i64), detail: &str) -> i64 {
    let mut hasher = std::hash::DefaultHasher::new();
    (status, tracking, times.0, times.1, detail).hash(&mut hasher);
    (hasher.finish() >> 1).max(1).cast_signed()
}

pub(crate) const fn shipper_number(shipper: Shipper) -> i64 {
    match shipper {
        Shipper::Seller => 0,
        Shipper::Platform => 1,
        Shipper::Warehouse => 2,
    }
}

/// Who and what the order is, for the search; what was bought, and the numbers of its parcels, stand in [`goods`].
pub(crate) fn haystack(id: &str, buyer: &str, tracking: &str) -> String {
    fold(&[id, buyer, tracking].join("\n"))
}

fn goods(order: &Order) -> String {
    let lines = order.lines.iter().flat_map(|line| [line.name.as_str(), line.sku.as_str(), line.product.as_str()]);
    let pieces = order.lines.iter().flat_map(|line| &line.pieces);
    // An order's own number is found by itself.
    let mut numbers: Vec<&str> = pieces.map(|piece| piece.tracking.as_str()).collect();
    numbers.retain(|number| !number.is_empty() && *number != order.tracking_number);
    numbers.dedup();
    fold(&lines.chain(numbers).collect::<Vec<_>>().join("\n"))
}
