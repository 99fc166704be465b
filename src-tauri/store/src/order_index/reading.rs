//! From the database into the index, and what was written since.

use domain::ShopId;
use serde_json::json;
use sqlx::{AssertSqlSafe, SqlitePool};

use super::{Beside, Moment, OrderIndex, Reach, taking_in::Facts};
use crate::{
    StoreError,
    changed_orders::{ChangedOrders, Commit},
};

/// Rows that are read again at once.
const AT_ONCE: usize = 10_000;

/// What the index holds of an order, as [`Facts`] names them.
const FIELDS: &str = "n, stage, status, warehouse, region, created, value, quantity, ship_by, haystack, goods";

/// Most orders were delivered. SQLite counts a whole table by its pages, and what one stage has faster than many
/// together: so the delivered are all orders but those of other stages and other shops.
const STAGES_COUNTED: &str = "
    WITH few (stage, orders) AS MATERIALIZED (
        SELECT kind.value, (SELECT count(*) FROM orders WHERE shop = ?1 AND stage = kind.value)
        FROM json_each('[0, 1, 2, 4, 5]') kind)
    SELECT stage, orders FROM few
    UNION ALL
    SELECT 3, (SELECT count(*) FROM orders) - (SELECT sum(orders) FROM few)
        - (SELECT count(*) FROM orders WHERE shop < ?1) - (SELECT count(*) FROM orders WHERE shop > ?1)";

impl Reach {
    /// For reading them all: the few by their stage, all of them in the file's own order (the plus keeps
    /// SQLite from looking each up by an index).
    const fn condition(self) -> &'static str {
        match self {
            Self::Open => "WHERE shop = ?1 AND stage IN (0, 1)",
            Self::All => "WHERE +shop = ?1",
        }
    }

    /// Rows that are read in one moment of the cache: all of the few, which are sorted for it, and of all so many
    /// that no large hole is left behind in memory.
    const fn at_once(self) -> usize {
        match self {
            Self::Open => 10_000,
            Self::All => 1_000,
        }
    }

    /// For reading some of them by their row numbers.
    const fn condition_on_rows(self) -> &'static str {
        match self {
            Self::Open => "WHERE +shop = ?1 AND +stage IN (0, 1)",
            Self::All => "WHERE +shop = ?1",
        }
    }
}

/// Orders out of one text, each as an array in the order of [`FIELDS`]: a million rows handed over one by one take
/// twice the time, and both of a small computer's cores for as long.
fn facts_of(text: &str) -> Result<Vec<Facts>, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::from(sqlx::Error::Decode(error.into())))
}

impl OrderIndex {
    /// Reads a shop's orders. They are read in pieces, so that nobody who writes has to wait; what is
    /// written meanwhile is left to [`OrderIndex::catch_up`].
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn read(
        readers: &SqlitePool,
        beside: &Beside,
        shop: ShopId,
        reach: Reach,
    ) -> Result<Self, StoreError> {
        let mut index = Self::new(beside, reach, Commit::latest(readers).await?);
        let at_once = reach.at_once();
        let facts = format!("SELECT {FIELDS} FROM orders {} AND n > ?2 ORDER BY n LIMIT {at_once}", reach.condition());
        let piece = format!("SELECT json_group_array(json_array({FIELDS})) FROM ({facts})");
        loop {
            let last = index.numbers.last().map_or(i64::MIN, |last| i64::from(*last));
            let text: String =
                sqlx::query_scalar(AssertSqlSafe(piece.as_str())).bind(shop.0).bind(last).fetch_one(readers).await?;
            let mut rows = facts_of(&text)?;
            let end = rows.len() < at_once;
            // They come sorted, which SQLite does not promise of what it puts together.
            rows.sort_unstable_by_key(|facts| facts.n);
            rows.into_iter().for_each(|facts| index.push(facts));
            if end {
                return Ok(index);
            }
        }
    }

    /// Reads again what was written since, as this moment of the cache has it: no less and no more. `false`
    /// where that can't be told or would cost more than to begin anew.
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn catch_up(
        &mut self,
        moment: &mut Moment,
        shop: ShopId,
        changed: &ChangedOrders,
    ) -> Result<bool, StoreError> {
        let latest = Commit::latest(&mut **moment).await?;
        let Some(rows) = changed.between(self.place, latest) else { return Ok(false) };
        let condition = self.reach.condition_on_rows();
        let statement =
            format!("SELECT {FIELDS} FROM orders {condition} AND n IN (SELECT value FROM json_each(?2)) ORDER BY n");
        for rows in rows.chunks(AT_ONCE) {
            let found: Vec<Facts> = sqlx::query_as(AssertSqlSafe(statement.as_str()))
                .bind(shop.0)
                .bind(json!(rows).to_string())
                .fetch_all(&mut **moment)
                .await?;
            if !self.take_in(rows, found)? {
                return Ok(false);
            }
        }
        self.place = latest;
        self.read_codes(moment, shop, changed).await?;
        Ok(!self.is_worn())
    }

    /// What was found takes its place; what was not is no longer here. `false` where there is no place.
    fn take_in(&mut self, rows: &[i64], found: Vec<Facts>) -> Result<bool, StoreError> {
        let mut gone = rows.to_vec();
        gone.retain(|number| found.binary_search_by_key(number, |facts| facts.n.into()).is_err());
        gone.into_iter().for_each(|number| self.remove(number));
        for facts in found {
            if !self.put(facts)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Each stage's number and how many of the shop's orders are in it, also of those out of reach.
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn stages_counted(
        &mut self,
        moment: &mut Moment,
        shop: ShopId,
    ) -> Result<&[(i64, i64)], StoreError> {
        let counted = match self.counted.take() {
            Some((place, counted)) if place == self.place => counted,
            _ => sqlx::query_as(STAGES_COUNTED).bind(shop.0).fetch_all(&mut **moment).await?,
        };
        Ok(&self.counted.insert((self.place, counted)).1)
    }
}
