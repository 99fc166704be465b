//! Orders and revenue day by day.

use domain::ShopId;
use jiff::Timestamp;
use serde_json::json;

use crate::{Store, StoreError};

/// What one day brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrderDay {
    /// Orders that were placed on it and not cancelled.
    pub orders: i64,
    /// Their totals together, in ten-thousandths.
    pub value: i64,
}

const PER_DAY: &str = "
    SELECT count(o.n), coalesce(sum(o.value), 0)
    FROM json_each(?2) day
    LEFT JOIN orders o ON o.shop = ?1 AND o.created >= day.value->>0 AND o.created < day.value->>1 AND o.stage <> 4
    GROUP BY day.key ORDER BY day.key";

impl Store {
    /// What each of these days brought, each from its beginning to its end, which isn't in it.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn orders_per_day(
        &self,
        shop: ShopId,
        days: &[(Timestamp, Timestamp)],
    ) -> Result<Vec<OrderDay>, StoreError> {
        let spans: Vec<[i64; 2]> = days.iter().map(|(from, to)| [from.as_millisecond(), to.as_millisecond()]).collect();
        let rows: Vec<(i64, i64)> =
            sqlx::query_as(PER_DAY).bind(shop.0).bind(json!(spans).to_string()).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(|(orders, value)| OrderDay { orders, value }).collect())
    }
}
