//! Removing what the cache has of buyers, by the seller's rule or for one order at once.
//!
//! What is removed is gone from the row, from the search and from the records that could not be read; SQLite writes
//! zeros where it stood (`secure_delete`), and its log is emptied behind it. The order itself stays, marked, and
//! whatever the shop tells of it later comes in without its buyer.

use std::collections::HashSet;

use domain::{OrderId, Retention, ShopId, Stage};
use jiff::Timestamp;
use serde_json::json;
use sqlx::{Sqlite, Transaction};

use crate::{
    Store, StoreError, Tables,
    order_buyer::without_buyer,
    orders::stage_number,
    orders_put::{OrderColumns, fingerprint, haystack},
};

/// Orders that are gone through in one transaction, so that others get their turn.
const AT_ONCE: i64 = 250;

const OVER: [i64; 2] = [stage_number(Stage::Delivered), stage_number(Stage::Cancelled)];

/// Those that the rule is about, behind a row number.
const OVER_SINCE: &str = "
    SELECT n FROM orders
    WHERE +shop = ?1 AND n > ?2 AND stage IN (?3, ?4) AND updated < ?5 AND forgotten = 0 ORDER BY n LIMIT ?6";

/// Asked of every page that comes in: the index holds those orders alone.
pub(crate) const FORGOTTEN: &str = "
    SELECT o.id FROM json_each(?2) a
    CROSS JOIN orders o INDEXED BY orders_forgotten ON o.shop = ?1 AND o.id = a.value WHERE o.forgotten <> 0";

/// What there is of an order to be left without its buyer.
#[derive(sqlx::FromRow)]
struct Known {
    n: i64,
    id: String,
    status: String,
    tracking: String,
    created: i64,
    updated: i64,
    detail: String,
}

const KNOWN: &str = "SELECT n, id, status, tracking, created, updated, detail FROM orders";

impl Store {
    /// How long a shop's buyers are kept.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn buyers_kept(&self, shop: ShopId) -> Result<Retention, StoreError> {
        Ok(rule_of(self.choice(&rule_name(shop)).await?))
    }

    /// Remembers how long a shop's buyers are kept. What comes in goes by it from now on; what is here already, see
    /// [`Self::forget_buyers`].
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_buyers_kept(&self, shop: ShopId, rule: Retention) -> Result<(), StoreError> {
        let days = rule.days().map(|days| days.to_string()).unwrap_or_default();
        self.set_choice(&rule_name(shop), &days).await
    }

    /// Removes what the shop's rule no longer keeps by `now`; answers how many orders that met.
    ///
    /// # Errors
    /// [`StoreError`]; what was removed until then stays so.
    pub async fn forget_buyers(&self, shop: ShopId, now: Timestamp) -> Result<u64, StoreError> {
        let Some(since) = self.buyers_kept(shop).await?.kept_since(now) else { return Ok(0) };
        let since = since.as_millisecond();
        let mut tx = self.begin().await?;
        let records =
            "UPDATE set_aside SET raw = '' WHERE shop = ?1 AND kind = 'order' AND first_seen < ?2 AND raw <> ''";
        let emptied = sqlx::query(records).bind(shop.0).bind(since).execute(&mut *tx).await?.rows_affected();
        self.commit(tx, Tables::default()).await?;
        let (mut behind, mut met) = (0, 0);
        loop {
            let over: Vec<i64> = sqlx::query_scalar(OVER_SINCE)
                .bind(shop.0)
                .bind(behind)
                .bind(OVER[0])
                .bind(OVER[1])
                .bind(since)
                .bind(AT_ONCE)
                .fetch_all(&self.readers)
                .await?;
            let Some(last) = over.last() else { break };
            behind = *last;
            met += self.forget_over(&over, since).await?;
        }
        if met + emptied > 0 {
            self.empty_log().await?;
        }
        Ok(met)
    }

    /// Removes what the cache has of an order's buyer, at once and for good.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] for an order that isn't in the cache.
    pub async fn forget_buyer(&self, shop: ShopId, id: &OrderId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let known: Option<Known> = sqlx::query_as(sqlx::AssertSqlSafe(format!("{KNOWN} WHERE shop = ?1 AND id = ?2")))
            .bind(shop.0)
            .bind(id.as_str())
            .fetch_optional(&mut *tx)
            .await?;
        forget(&mut tx, known.ok_or(StoreError::NotFound)?).await?;
        sqlx::query("UPDATE set_aside SET raw = '' WHERE shop = ?1 AND kind = 'order' AND id = ?2")
            .bind(shop.0)
            .bind(id.as_str())
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::ORDERS).await?;
        self.empty_log().await
    }

    /// Looks at them once more: they may have been written since they were found.
    async fn forget_over(&self, numbers: &[i64], since: i64) -> Result<u64, StoreError> {
        let mut tx = self.begin().await?;
        let still = format!(
            "{KNOWN} WHERE n IN (SELECT value FROM json_each(?1)) AND stage IN (?2, ?3) AND updated < ?4 AND forgotten = 0"
        );
        let known: Vec<Known> = sqlx::query_as(sqlx::AssertSqlSafe(still))
            .bind(json!(numbers).to_string())
            .bind(OVER[0])
            .bind(OVER[1])
            .bind(since)
            .fetch_all(&mut *tx)
            .await?;
        let met = known.len() as u64;
        for known in known {
            forget(&mut tx, known).await?;
        }
        self.commit(tx, if met > 0 { Tables::ORDERS } else { Tables::default() }).await?;
        Ok(met)
    }

    /// Folds SQLite's log into the file and empties it: pages lie in it as they were. Somebody who reads for long
    /// keeps it from that; then the next time has to do.
    async fn empty_log(&self) -> Result<(), StoreError> {
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await?;
        Ok(())
    }
}

async fn forget(tx: &mut Transaction<'static, Sqlite>, known: Known) -> Result<(), StoreError> {
    let Known { n, id, status, tracking, created, updated, detail } = known;
    let (_, detail) = without_buyer(&detail)?;
    sqlx::query(
        "UPDATE orders SET buyer = '', haystack = ?2, fingerprint = ?3, detail = ?4, forgotten = 1 WHERE n = ?1",
    )
    .bind(n)
    .bind(haystack(&id, "", &tracking))
    .bind(fingerprint(&status, &tracking, (created, updated), &detail))
    .bind(&detail)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Takes the buyers out of rows that come in: of orders that were left without them before, and of those that the
/// shop's rule no longer keeps. `ids` are the rows', as a JSON list.
pub(crate) async fn forget_incoming(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    rows: &mut [OrderColumns],
    ids: &str,
    kept_since: Option<i64>,
) -> Result<(), StoreError> {
    let forgotten: Vec<String> = sqlx::query_scalar(FORGOTTEN).bind(shop.0).bind(ids).fetch_all(&mut **tx).await?;
    let forgotten: HashSet<String> = forgotten.into_iter().collect();
    let is_over = |row: &OrderColumns| OVER.contains(&row.stage) && kept_since.is_some_and(|since| row.updated < since);
    for row in rows {
        if forgotten.contains(&row.id) || is_over(row) {
            row.forget()?;
        }
    }
    Ok(())
}

/// Since when orders that are over have their buyers, for what was asked for at `asked`.
pub(crate) async fn kept_since(
    tx: &mut Transaction<'static, Sqlite>,
    shop: ShopId,
    asked: Timestamp,
) -> Result<Option<i64>, StoreError> {
    let rule: Option<String> = sqlx::query_scalar("SELECT value FROM choices WHERE name = ?1")
        .bind(rule_name(shop))
        .fetch_optional(&mut **tx)
        .await?;
    Ok(rule_of(rule).kept_since(asked).map(Timestamp::as_millisecond))
}

fn rule_name(shop: ShopId) -> String {
    format!("buyers kept of {}", shop.0)
}

fn rule_of(choice: Option<String>) -> Retention {
    let days = choice.and_then(|days| days.parse().ok());
    Retention::new(days).unwrap_or_default()
}
