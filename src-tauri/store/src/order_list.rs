//! Lists of orders: the row numbers by position, and how many lie on each pile.

use domain::{OrderId, ShopId, Stage};
use jiff::Timestamp;
use serde_json::json;

use crate::{
    Deadlines, OrderFilter, RowNumbers, Store, StoreError,
    order_index::{Moment, OrderIndex, Reach, Shipments},
    order_memory::OrdersNow,
    orders::{stage_number, time},
};

/// A list of orders and what was counted with it, of one moment of the cache.
#[derive(Clone, Debug)]
pub struct OrderListing {
    /// Row numbers by position.
    pub numbers: RowNumbers,
    /// How many match on each pile.
    pub counts: PileCounts,
    /// How many wait, whatever the filter.
    pub waiting: Waiting,
}

/// How many orders lie on each pile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PileCounts {
    /// Late, due soon, refused, or with a buyer who waits for an answer.
    pub needs_action: i64,
    /// Buyers ask to cancel them.
    pub cancel_asked: i64,
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

/// How many orders wait for the seller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Of all of them.
    pub to_ship: i64,
    /// Of those that are late, due soon or refused.
    pub needs_action: i64,
}

impl PileCounts {
    /// Adds the stages of orders that don't wait, of which nothing was read before.
    fn count_the_others(&mut self, stages: &[(i64, i64)]) {
        let of = |stage| stages.iter().find(|(of, _)| *of == stage_number(stage)).map_or(0, |(_, count)| *count);
        self.sent = of(Stage::Sent);
        self.delivered = of(Stage::Delivered);
        self.cancelled = of(Stage::Cancelled);
        self.all = self.to_ship + self.on_hold + self.sent + self.delivered + self.cancelled + of(Stage::Other);
    }
}

/// The orders with a shipment in one of some states.
const SHIPMENTS: &str = "
    SELECT group_concat(o.n) FROM outbox w JOIN orders o ON o.shop = w.shop AND o.id = w.order_id
    WHERE w.shop = ?1 AND w.kind = 'ship' AND w.state IN ('queued', 'sending', 'checking', 'refused')
      AND (w.state = 'refused') = CAST(?2 AS INTEGER)";

/// The orders whose buyers ask to cancel: all of them, or those to whom nothing is being answered.
const CANCEL_ASKED: &str = "
    SELECT group_concat(o.n) FROM orders o INDEXED BY orders_cancel_asked
    WHERE o.shop = ?1 AND o.cancel_asked = 1 AND o.stage IN (0, 1)
      AND (CAST(?2 AS INTEGER) = 0 OR NOT EXISTS (
        SELECT 1 FROM errands e
        WHERE e.shop = o.shop AND e.order_id = o.id AND e.state IN ('queued', 'sending', 'checking')))";

const WITH_TAG: &str = "
    SELECT group_concat(o.n) FROM order_tags t JOIN orders o ON o.shop = t.shop AND o.id = t.order_id
    WHERE t.shop = ?1 AND t.tag IN (SELECT value FROM json_each(?2))";

const WITH_ID: &str = "SELECT group_concat(n) FROM orders WHERE shop = ?1 AND id IN (SELECT value FROM json_each(?2))";

impl Store {
    /// The orders that match, how many match on each pile, and how many wait. A count always equals its
    /// list, also while orders arrive: both are read off the same columns.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_list(&self, shop: ShopId, filter: &OrderFilter) -> Result<OrderListing, StoreError> {
        let reach = if filter.is_whole_pile() { filter.reach() } else { Reach::All };
        let OrdersNow { mut index, mut moment } = self.orders_now(shop, reach).await?;
        let shipments = shipments(&mut moment, shop).await?;
        let given = given(&mut moment, shop, filter).await?;
        let matching = index.matching(filter, &given)?;
        let on_pile = index.on_pile(&matching, filter.pile, &filter.clock, &shipments)?;
        let numbers = index.listed(&on_pile, filter.sort(), &filter.clock)?;
        let mut counts = index.counts(&matching, &filter.clock, &shipments)?;
        if index.reach() == Reach::Open {
            counts.count_the_others(index.stages_counted(&mut moment, shop).await?);
        }
        let waiting = waiting(&index, &filter.clock, &shipments)?;
        Ok(OrderListing { numbers, counts, waiting })
    }

    /// How many orders a list would hold, without making it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_count(&self, shop: ShopId, filter: &OrderFilter) -> Result<i64, StoreError> {
        let OrdersNow { mut index, mut moment } = self.orders_now(shop, filter.reach()).await?;
        let shipments = shipments(&mut moment, shop).await?;
        let given = given(&mut moment, shop, filter).await?;
        let matching = index.matching(filter, &given)?;
        Ok(index.on_pile(&matching, filter.pile, &filter.clock, &shipments)?.count_ones(..) as i64)
    }

    /// How many orders of a shop wait, by the clock.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_waiting(&self, shop: ShopId, clock: &Deadlines) -> Result<Waiting, StoreError> {
        let OrdersNow { index, mut moment } = self.orders_now(shop, Reach::Open).await?;
        let shipments = shipments(&mut moment, shop).await?;
        waiting(&index, clock, &shipments)
    }

    /// When the most urgent order that waits is due, and whether that is an estimate.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn next_deadline(
        &self,
        shop: ShopId,
        clock: &Deadlines,
    ) -> Result<Option<(Timestamp, bool)>, StoreError> {
        let (placed, told): (Option<i64>, Option<i64>) =
            sqlx::query_as(NEXT_DEADLINE).bind(shop.0).fetch_one(&self.readers).await?;
        let estimated = placed.map(|placed| clock.of(time(placed), None));
        Ok(estimated.into_iter().chain(told.map(|told| (time(told), false))).min_by_key(|(due, _)| *due))
    }

    /// Whether the shop tells deadlines of orders that wait.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn tells_deadlines(&self, shop: ShopId) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM orders WHERE shop = ?1 AND stage = 0 AND ship_by IS NOT NULL)",
        )
        .bind(shop.0)
        .fetch_one(&self.readers)
        .await?)
    }

    /// The ids of the orders with these row numbers, those that wait for the seller first, the oldest
    /// first. One that was removed meanwhile is left out.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_ids(&self, shop: ShopId, numbers: &[i64]) -> Result<Vec<OrderId>, StoreError> {
        let ids: Vec<String> =
            sqlx::query_scalar(IDS).bind(shop.0).bind(json!(numbers).to_string()).fetch_all(&self.readers).await?;
        Ok(ids.into_iter().map(OrderId::new).collect())
    }
}

/// The oldest order without a deadline of the shop's, and the earliest deadline.
const NEXT_DEADLINE: &str = "
    SELECT min(created) FILTER (WHERE ship_by IS NULL), min(ship_by) FROM orders WHERE shop = ?1 AND stage = 0";

const IDS: &str = "
    SELECT id FROM orders WHERE +shop = ?1 AND n IN (SELECT value FROM json_each(?2)) ORDER BY stage, created, n";

fn waiting(index: &OrderIndex, clock: &Deadlines, shipments: &Shipments) -> Result<Waiting, StoreError> {
    let PileCounts { to_ship, needs_action, .. } = index.counts(&index.here(), clock, shipments)?;
    Ok(Waiting { to_ship, needs_action })
}

/// The orders of which something is not over.
async fn shipments(moment: &mut Moment, shop: ShopId) -> Result<Shipments, StoreError> {
    let under_way = rows(moment, shop, SHIPMENTS, "0").await?;
    let refused = rows(moment, shop, SHIPMENTS, "1").await?;
    let cancel_asked = rows(moment, shop, CANCEL_ASKED, "0").await?;
    let unanswered = rows(moment, shop, CANCEL_ASKED, "1").await?;
    Ok(Shipments { under_way, refused, cancel_asked, unanswered })
}

/// The row numbers to which a filter keeps itself by what stands in no column.
async fn given(moment: &mut Moment, shop: ShopId, filter: &OrderFilter) -> Result<Vec<Vec<i64>>, StoreError> {
    let mut given = Vec::from_iter(filter.only.clone());
    if let Some(ids) = filter.among_json() {
        given.push(rows(moment, shop, WITH_ID, &ids).await?);
    }
    if !filter.narrow.tags.is_empty() {
        given.push(rows(moment, shop, WITH_TAG, &json!(filter.narrow.tags).to_string()).await?);
    }
    Ok(given)
}

/// Aggregated into one text: fetched row by row it takes six times as long.
async fn rows(moment: &mut Moment, shop: ShopId, statement: &'static str, with: &str) -> Result<Vec<i64>, StoreError> {
    let joined: Option<String> = sqlx::query_scalar(statement).bind(shop.0).bind(with).fetch_one(&mut **moment).await?;
    Ok(crate::orders::numbers(joined))
}
