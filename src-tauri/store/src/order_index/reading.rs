//! From the database into the index, and what was written since.

use std::path::Path;

use domain::ShopId;
use futures_util::TryStreamExt as _;
use serde_json::json;
use sqlx::{AssertSqlSafe, SqlitePool};

use super::{Moment, OrderIndex, Reach, taking_in::Facts};
use crate::{StoreError, changed_orders::ChangedOrders};

/// Rows that are read in one moment of the cache.
const AT_ONCE: usize = 10_000;

const FACTS: &str = "
    SELECT n, stage, status, warehouse, region, created, value, quantity, ship_by, haystack, goods FROM orders";

impl Reach {
    /// For reading them all: the few by their stage, all of them in the file's own order (the plus keeps
    /// SQLite from looking each up by an index).
    const fn condition(self) -> &'static str {
        match self {
            Self::Open => "WHERE shop = ?1 AND stage IN (0, 1)",
            Self::All => "WHERE +shop = ?1",
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

impl OrderIndex {
    /// Reads a shop's orders. They are read in pieces, so that nobody who writes has to wait; what is
    /// written meanwhile is left to [`OrderIndex::catch_up`].
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn read(
        readers: &SqlitePool,
        folder: &Path,
        shop: ShopId,
        reach: Reach,
        changed: &ChangedOrders,
    ) -> Result<Self, StoreError> {
        let mut index = Self::new(folder, reach, changed.end());
        let piece = format!("{FACTS} {} AND n > ?2 ORDER BY n LIMIT {AT_ONCE}", reach.condition());
        loop {
            let last = index.numbers.last().map_or(i64::MIN, |last| i64::from(*last));
            let known = index.numbers.len();
            // One after the other: a piece of them as a whole would leave holes of many megabytes behind.
            let mut rows =
                sqlx::query_as(AssertSqlSafe(piece.as_str())).bind(shop.0).bind(last).fetch(readers);
            while let Some(facts) = rows.try_next().await? {
                index.push(facts);
            }
            if index.numbers.len() < known + AT_ONCE {
                return Ok(index);
            }
        }
    }

    /// Reads again what was written since, as this moment of the cache has it. `false` where that can't
    /// be told or would cost more than to begin anew.
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn catch_up(
        &mut self,
        moment: &mut Moment,
        shop: ShopId,
        changed: &ChangedOrders,
    ) -> Result<bool, StoreError> {
        let Some((rows, place)) = changed.since(self.place) else { return Ok(false) };
        let condition = self.reach.condition_on_rows();
        let statement = format!("{FACTS} {condition} AND n IN (SELECT value FROM json_each(?2)) ORDER BY n");
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
        self.place = place;
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
            _ => {
                let statement = "SELECT stage, count(*) FROM orders WHERE shop = ?1 GROUP BY stage";
                sqlx::query_as(statement).bind(shop.0).fetch_all(&mut **moment).await?
            }
        };
        Ok(&self.counted.insert((self.place, counted)).1)
    }
}
