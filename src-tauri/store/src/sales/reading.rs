//! From the database into the sums, and what was written since.

use domain::ShopId;
use serde_json::json;
use sqlx::SqlitePool;

use super::{Placed, Sales};
use crate::{
    StoreError,
    changed_orders::{ChangedOrders, Commit},
    order_index::Moment,
};

/// Rows that are read again at once.
const AT_ONCE: usize = 1_000;

/// Some of the orders that were placed behind a moment, behind this one of that moment. Their lines are taken out of
/// the rest by SQLite, and all of them come as one text: see [`crate::order_index`].
pub(crate) const PLACED: &str = "
    SELECT json_group_array(json_array(n, created, detail -> '$.lines')) FROM (
        SELECT n, created, detail FROM orders
        WHERE shop = ?1 AND (created, n) > (?2, ?3) AND stage <> 4 ORDER BY created, n LIMIT 1000) a";

/// Those of some rows that count. Without the pluses all of a shop's orders would be looked through for them.
pub(crate) const WRITTEN: &str = "
    SELECT json_group_array(json_array(n, created, detail -> '$.lines')) FROM orders
    WHERE +shop = ?1 AND n IN (SELECT value FROM json_each(?2)) AND +created >= ?3 AND +stage <> 4";

/// An order without readable lines fails all: a sum without it would be wrong, and nobody would see it.
fn placed(text: &str) -> Result<Vec<Placed>, StoreError> {
    Ok(serde_json::from_str(text)?)
}

impl Sales {
    /// Reads what a shop sold since a moment, in pieces, so that nobody who writes has to wait; what is written
    /// meanwhile is left to [`Sales::catch_up`].
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn read(readers: &SqlitePool, shop: ShopId, since: i64) -> Result<Self, StoreError> {
        let mut sales = Self::new(since, Commit::latest(readers).await?);
        let mut last = (since, i64::MIN);
        loop {
            let piece = sqlx::query_scalar(PLACED).bind(shop.0).bind(last.0).bind(last.1);
            let text: String = piece.fetch_one(readers).await?;
            let orders = placed(&text)?;
            // They come sorted, which SQLite does not promise of what it puts together.
            let Some(end) = orders.iter().map(|(number, created, _)| (*created, i64::from(*number))).max() else {
                return Ok(sales);
            };
            last = end;
            orders.into_iter().for_each(|order| sales.put(order));
        }
    }

    /// Reads again what was written since, as this moment of the cache has it. `false` where that can't be told,
    /// or where it is more than so many rows: then nothing was read. What is given up half-way is read once more.
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn catch_up(
        &mut self,
        moment: &mut Moment,
        shop: ShopId,
        changed: &ChangedOrders,
        at_most: usize,
    ) -> Result<bool, StoreError> {
        let latest = Commit::latest(&mut **moment).await?;
        let rows = changed.between(self.place, latest).filter(|rows| rows.len() <= at_most);
        let Some(rows) = rows else { return Ok(false) };
        for rows in rows.chunks(AT_ONCE) {
            let written = sqlx::query_scalar(WRITTEN).bind(shop.0).bind(json!(rows).to_string()).bind(self.since);
            let text: String = written.fetch_one(&mut **moment).await?;
            let orders = placed(&text)?;
            rows.iter().filter_map(|number| u32::try_from(*number).ok()).for_each(|number| self.take_out(number));
            orders.into_iter().for_each(|order| self.put(order));
        }
        self.place = latest;
        Ok(true)
    }
}
