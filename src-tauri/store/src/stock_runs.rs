//! What runs away at the moment, and what the seller has seen of it.

use std::collections::HashMap;

use domain::{Level, Pace, ProductId, ShopId, SkuId};
use jiff::Timestamp;

use crate::{Store, StoreError, Tables, orders::time};

/// A SKU that runs away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The product.
    pub product: ProductId,
    /// The variant.
    pub sku: SkuId,
    /// How fast it sells.
    pub pace: Pace,
    /// What is left in all warehouses together.
    pub left: Level,
}

/// A run by the names that the seller knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunRow {
    /// What runs.
    pub run: Run,
    /// The product's name; empty where it is no longer in the shop.
    pub name: String,
    /// The seller's own code.
    pub seller_sku: String,
    /// Since when it is known.
    pub began: Timestamp,
    /// The seller said so.
    pub seen: bool,
}

type RawRun = (String, String, String, String, i64, i64, i64, Level, bool);

const RUNS: &str = "
    SELECT r.product, r.sku, coalesce(p.name, ''), coalesce(k.seller_sku, ''), r.began, r.pieces, r.minutes, r.rest, r.seen
    FROM stock_runs r
    LEFT JOIN products p ON p.shop = r.shop AND p.id = r.product
    LEFT JOIN skus k ON k.shop = r.shop AND k.product = r.product AND k.id = r.sku
    WHERE r.shop = ?1 ORDER BY r.began DESC, r.product, r.sku";

const PUT: &str = "
    INSERT INTO stock_runs (shop, product, sku, began, pieces, minutes, rest)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE EXISTS (SELECT 1 FROM shops WHERE id = ?1)
    ON CONFLICT (shop, product, sku) DO UPDATE SET pieces = ?5, minutes = ?6, rest = ?7";

impl Store {
    /// What runs away in a shop as it was found last, the newest first.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_runs(&self, shop: ShopId) -> Result<Vec<RunRow>, StoreError> {
        let rows: Vec<RawRun> = sqlx::query_as(RUNS).bind(shop.0).fetch_all(&self.readers).await?;
        Ok(rows.into_iter().map(run_row).collect())
    }

    /// Puts what runs away now in the place of what did: what is new begins now, what is known goes on, and what isn't
    /// among them is over. Where nothing has changed nothing is written. Answers what is new.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing has changed.
    pub async fn put_stock_runs(&self, shop: ShopId, runs: &[Run], now: Timestamp) -> Result<Vec<Run>, StoreError> {
        let known: HashMap<_, _> =
            self.stock_runs(shop).await?.into_iter().map(|row| (key(&row.run), row.run)).collect();
        let changed: Vec<&Run> = runs.iter().filter(|run| known.get(&key(run)) != Some(*run)).collect();
        let over: Vec<&Run> = known.values().filter(|run| runs.iter().all(|it| key(it) != key(run))).collect();
        if changed.is_empty() && over.is_empty() {
            return Ok(Vec::new());
        }
        let mut tx = self.begin_observing().await?;
        for run in over {
            sqlx::query("DELETE FROM stock_runs WHERE shop = ?1 AND product = ?2 AND sku = ?3")
                .bind(shop.0)
                .bind(run.product.as_str())
                .bind(run.sku.as_str())
                .execute(&mut *tx)
                .await?;
        }
        for run in &changed {
            sqlx::query(PUT)
                .bind(shop.0)
                .bind(run.product.as_str())
                .bind(run.sku.as_str())
                .bind(now.as_millisecond())
                .bind(i64::try_from(run.pace.pieces).unwrap_or(i64::MAX))
                .bind(run.pace.minutes)
                .bind(run.left)
                .execute(&mut *tx)
                .await?;
        }
        self.commit(tx, Tables::STOCK).await?;
        Ok(changed.into_iter().filter(|run| !known.contains_key(&key(run))).cloned().collect())
    }

    /// The seller has seen a run: it is told no more, until it is over and begins anew.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn see_stock_run(&self, shop: ShopId, product: &ProductId, sku: &SkuId) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE stock_runs SET seen = 1 WHERE shop = ?1 AND product = ?2 AND sku = ?3")
            .bind(shop.0)
            .bind(product.as_str())
            .bind(sku.as_str())
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::STOCK).await
    }

    /// Within how many hours something has to be sold out to be told; 0 is never, and so it is for a shop that isn't
    /// connected.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn runaway_hours(&self, shop: ShopId) -> Result<u32, StoreError> {
        let hours: Option<u32> = sqlx::query_scalar("SELECT runaway_hours FROM shops WHERE id = ?1")
            .bind(shop.0)
            .fetch_optional(&self.readers)
            .await?;
        Ok(hours.unwrap_or(0))
    }

    /// Sets [`Store::runaway_hours`].
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn set_runaway_hours(&self, shop: ShopId, hours: u32) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE shops SET runaway_hours = ?2 WHERE id = ?1")
            .bind(shop.0)
            .bind(hours)
            .execute(&mut *tx)
            .await?;
        self.commit(tx, Tables::STOCK).await
    }

    /// How many SKUs of a shop are low, whatever is searched for.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn low_count(&self, shop: ShopId) -> Result<i64, StoreError> {
        Ok(self.stock_now(shop).await?.low_count())
    }
}

fn key(run: &Run) -> (ProductId, SkuId) {
    (run.product.clone(), run.sku.clone())
}

fn run_row((product, sku, name, seller_sku, began, pieces, minutes, left, seen): RawRun) -> RunRow {
    let pace = Pace { pieces: pieces.unsigned_abs(), minutes };
    let run = Run { product: ProductId::new(product), sku: SkuId::new(sku), pace, left };
    RunRow { run, name, seller_sku, began: time(began), seen }
}
