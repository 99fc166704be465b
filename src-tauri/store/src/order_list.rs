//! Lists of orders: the row numbers by position, and how many lie on each pile.

use domain::{OrderId, ShopId, Stage};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{QueryBuilder, Sqlite, Transaction};

use crate::{
    Deadlines, OrderFilter, OrderSort, Pile, SortBy, Store, StoreError,
    orders::{stage_number, time},
};

/// A list of orders and what was counted with it, of one moment of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderListing {
    /// Row numbers by position.
    pub numbers: Vec<i64>,
    /// How many match on each pile.
    pub counts: PileCounts,
    /// Those of [`OrderFilter::among`] that the cache doesn't hold, in their order.
    pub missing: Vec<OrderId>,
}

/// How many orders lie on each pile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PileCounts {
    /// Late, due soon or refused.
    pub needs_action: i64,
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

const MISSING: &str = "
    SELECT value FROM json_each(?2) asked
    WHERE NOT EXISTS (SELECT 1 FROM orders WHERE shop = ?1 AND id = asked.value)
    ORDER BY asked.key";

type Moment = Transaction<'static, Sqlite>;

impl PileCounts {
    /// Of the orders in each stage, and of those that need the seller.
    fn of(rows: &[(i64, i64)], needs_action: i64) -> Self {
        let of = |stage| rows.iter().find(|(number, _)| *number == stage_number(stage)).map_or(0, |(_, count)| *count);
        Self {
            needs_action,
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
    /// The orders that match, how many match on each pile, and what was asked for and isn't here. All
    /// are read from one moment of the cache and by one condition, so that a count always equals its
    /// list, also while orders arrive.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_list(&self, shop: ShopId, filter: &OrderFilter) -> Result<OrderListing, StoreError> {
        let mut moment = self.readers.begin().await?;
        let numbers = match filter.sort() {
            OrderSort { by: SortBy::ShipBy, descending } => urgent(&mut moment, shop, filter, descending).await?,
            sort => sorted(&mut moment, shop, filter, sort, "").await?,
        };
        let counts = counts(&mut moment, shop, filter).await?;
        let missing: Vec<String> = match filter.among_json() {
            Some(ids) => sqlx::query_scalar(MISSING).bind(shop.0).bind(ids).fetch_all(&mut *moment).await?,
            None => Vec::new(),
        };
        moment.commit().await?;
        let missing = missing.into_iter().map(OrderId::new).collect();
        Ok(OrderListing { numbers, counts, missing })
    }

    /// How many orders a list would hold, without making it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn order_count(&self, shop: ShopId, filter: &OrderFilter) -> Result<i64, StoreError> {
        let mut moment = self.readers.begin().await?;
        let number = count(&mut moment, shop, filter).await?;
        moment.commit().await?;
        Ok(number)
    }

    /// How many orders of a shop wait, by the clock.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_waiting(&self, shop: ShopId, clock: &Deadlines) -> Result<Waiting, StoreError> {
        let mut moment = self.readers.begin().await?;
        let of = |pile| OrderFilter { clock: clock.clone(), ..OrderFilter::of(pile) };
        let to_ship = count(&mut moment, shop, &of(Pile::Of(Stage::ToShip))).await?;
        let needs_action = count(&mut moment, shop, &of(Pile::NeedsAction)).await?;
        moment.commit().await?;
        Ok(Waiting { to_ship, needs_action })
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

/// The list's row numbers. Aggregated into one text: fetched row by row it takes six times as long.
async fn sorted(
    moment: &mut Moment,
    shop: ShopId,
    filter: &OrderFilter,
    sort: OrderSort,
    further: &'static str,
) -> Result<Vec<i64>, StoreError> {
    let direction = if sort.descending { " DESC" } else { "" };
    let mut sql = QueryBuilder::new("SELECT group_concat(n) FROM (SELECT o.n FROM orders o");
    filter.push_matching(&mut sql, shop);
    filter.push_pile(&mut sql);
    sql.push(further).push(" ORDER BY ").push(sort.by.column()).push(direction);
    if sort.by != SortBy::Placed {
        sql.push(", o.created").push(direction);
    }
    // Every index ends with it, so that a list by time is read off one and not sorted.
    sql.push(", o.n").push(direction).push(")");
    let joined: Option<String> = sql.build_query_scalar().fetch_one(&mut **moment).await?;
    Ok(crate::orders::numbers(joined))
}

/// The most urgent first, behind them the orders that wait for nobody here. The rule's estimates
/// are no column, so those that wait are sorted here: they are few.
async fn urgent(
    moment: &mut Moment,
    shop: ShopId,
    filter: &OrderFilter,
    descending: bool,
) -> Result<Vec<i64>, StoreError> {
    let mut sql = QueryBuilder::new("SELECT o.n, o.created, o.ship_by FROM orders o");
    filter.push_matching(&mut sql, shop);
    filter.push_pile(&mut sql);
    sql.push(" AND o.stage = 0 ORDER BY o.created, o.n");
    let rows: Vec<(i64, i64, Option<i64>)> = sql.build_query_as().fetch_all(&mut **moment).await?;
    let due =
        |(number, placed, told): (i64, i64, Option<i64>)| (filter.clock.of(time(placed), told.map(time)).0, number);
    let mut waiting: Vec<_> = rows.into_iter().map(due).collect();
    waiting.sort_by_key(|(due, _)| *due);
    if descending {
        waiting.reverse();
    }
    let newest_first = OrderSort { by: SortBy::Placed, descending: true };
    let rest = sorted(moment, shop, filter, newest_first, " AND o.stage <> 0").await?;
    Ok(waiting.into_iter().map(|(_, number)| number).chain(rest).collect())
}

/// By stage without looking at more than an index, where nothing is narrowed; what needs the seller is
/// looked for among the few that wait.
async fn counts(moment: &mut Moment, shop: ShopId, filter: &OrderFilter) -> Result<PileCounts, StoreError> {
    let mut sql = QueryBuilder::new("SELECT o.stage, count(*) FROM orders o");
    filter.push_matching(&mut sql, shop);
    sql.push(" GROUP BY o.stage");
    let by_stage: Vec<(i64, i64)> = sql.build_query_as().fetch_all(&mut **moment).await?;
    let needing = count(moment, shop, &OrderFilter { pile: Pile::NeedsAction, ..filter.clone() }).await?;
    Ok(PileCounts::of(&by_stage, needing))
}

async fn count(moment: &mut Moment, shop: ShopId, filter: &OrderFilter) -> Result<i64, StoreError> {
    let mut sql = QueryBuilder::new("SELECT count(*) FROM orders o");
    filter.push_matching(&mut sql, shop);
    filter.push_pile(&mut sql);
    Ok(sql.build_query_scalar().fetch_one(&mut **moment).await?)
}
