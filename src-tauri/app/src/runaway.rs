//! What runs away: watched as orders and levels come, told once for each run, and shown until it is over.

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::{FEWEST_ORDERS, PACE_MINUTES, ProductId, ShopId, SkuId, USUAL_MINUTES};
use jiff::{SignedDuration, Timestamp};
use store::{Run, RunRow, Selling, StoreError, Tables};

use crate::{
    App,
    boundary::{AppError, Notice, NoticeAction, NoticeTone, Runaway, StockWatch},
    notices::notice,
    shops::id_of,
    wording::{count, grouped, iso, many},
};

/// Between two looks, however much changes: orders come in pages, and looking reads those of the last hours.
/// Far less than between two looks for new orders, so that none waits for the next one to be told.
const GAP: Duration = Duration::from_secs(3);
/// A look comes at least so often: a run ends by nobody buying any more.
const SELDOM: Duration = Duration::from_secs(60);
/// The longest that is watched for: a week.
const MOST_HOURS: u32 = 168;

impl App {
    /// What the stock of a shop asks for: how many SKUs are low, and what runs away.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn stock_watch(&self, shop: u32) -> Result<StockWatch, AppError> {
        let shop = id_of(shop);
        let runs = self.store.stock_runs(shop).await?;
        Ok(StockWatch { low: count(self.store.low_count(shop).await?), runs: runs.into_iter().map(shown).collect() })
    }

    /// The seller has seen a run: nothing tells of it any more but the list, until it is over and begins anew.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn see_runaway(&self, shop: u32, product_id: &str, sku_id: &str) -> Result<(), AppError> {
        let shop = id_of(shop);
        self.store.see_stock_run(shop, &ProductId::new(product_id), &SkuId::new(sku_id)).await?;
        self.end_told(shop).await?;
        Ok(())
    }

    /// Within how many hours something has to be sold out to be told as a run; 0 is never.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for more than a week.
    pub async fn set_runaway_hours(&self, shop: u32, hours: u32) -> Result<(), AppError> {
        if hours > MOST_HOURS {
            return Err(AppError::input(
                "hours",
                "This takes 1 to 168 hours, which is a week. What was there before still counts: type another number.",
            ));
        }
        Ok(self.store.set_runaway_hours(id_of(shop), hours).await?)
    }

    /// Looks for runs for as long as the app is there: whenever orders or levels have come, and now and then.
    pub(crate) fn watch_for_runs(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        let mut watch = self.store.watch();
        let clock = Arc::clone(&self.ports.clock);
        tokio::spawn(async move {
            loop {
                let changed = tokio::select! {
                    changed = watch.next() => changed,
                    () = clock.sleep(SELDOM) => Some(Tables::ORDERS),
                };
                let (Some(changed), Some(app)) = (changed, app.upgrade()) else { return };
                if changed.touches(Tables::ORDERS.and(Tables::STOCK)) {
                    app.look_for_runs().await;
                    drop(app);
                    clock.sleep(GAP).await;
                }
            }
        });
    }

    async fn look_for_runs(&self) {
        let shops = self.store.shops().await.unwrap_or_default();
        for shop in shops {
            if let Err(error) = self.look_in(shop.id).await {
                tracing::warn!(%error, "what runs away can't be told");
            }
        }
    }

    async fn look_in(&self, shop: ShopId) -> Result<(), StoreError> {
        let now = self.ports.clock.now();
        let runs = self.runs_in(shop, now).await?;
        let new = self.store.put_stock_runs(shop, &runs, now).await?;
        self.tell_runs(shop, &new).await?;
        self.end_told(shop).await
    }

    /// What runs away now. What is usual is asked only where something sells out soon enough.
    async fn runs_in(&self, shop: ShopId, now: Timestamp) -> Result<Vec<Run>, StoreError> {
        let within = self.store.runaway_hours(shop).await?;
        // During the first pull nobody knows what is usual.
        if within == 0 || !sync::first_pull_is_over(&self.store, shop).await? {
            return Ok(Vec::new());
        }
        let since = PACE_MINUTES.map(|minutes| now - SignedDuration::from_mins(minutes));
        let selling = self.store.selling(shop, since, FEWEST_ORDERS).await?;
        let on = self.store.stock_runs(shop).await?;
        let is_on = |of: &Selling| on.iter().any(|row| row.run.product == of.product && row.run.sku == of.sku);
        let might_begin = |of: &&Selling| !is_on(of) && of.lately.runs_away(0.0, of.left, within).is_some();
        let asked: Vec<_> = selling.iter().filter(might_begin).map(|of| (of.product.clone(), of.sku.clone())).collect();
        let usual = self.usual(shop, &asked, since[2]).await?;
        let run = |of: Selling| {
            let pace = if is_on(&of) {
                of.lately.still_runs(of.left, within)
            } else {
                let usual = usual.get(&(of.product.clone(), of.sku.clone())).copied().unwrap_or_default();
                of.lately.runs_away(usual, of.left, within)
            };
            pace.map(|pace| Run { product: of.product, sku: of.sku, pace, left: of.left })
        };
        Ok(selling.into_iter().filter_map(run).collect())
    }

    /// The pieces an hour of these SKUs over the day before a moment, or since the shop's first order where that is
    /// later: a young shop sold nothing before it.
    async fn usual(
        &self,
        shop: ShopId,
        skus: &[(ProductId, SkuId)],
        to: Timestamp,
    ) -> Result<HashMap<(ProductId, SkuId), f64>, StoreError> {
        if skus.is_empty() {
            return Ok(HashMap::new());
        }
        let first = self.store.first_order_placed(shop).await?;
        let day_before = to - SignedDuration::from_mins(USUAL_MINUTES);
        let from = first.map_or(day_before, |first| first.max(day_before));
        let hours = to.duration_since(from).as_secs_f64() / 3600.0;
        let pieces = self.store.pieces_ordered(shop, skus, (from, to)).await?;
        Ok(pieces.into_iter().map(|(sku, pieces)| (sku, pieces as f64 / hours.max(1.0))).collect())
    }

    /// Tells of runs that have begun, on every screen, in place of what was told before: each once and never again.
    async fn tell_runs(&self, shop: ShopId, new: &[Run]) -> Result<(), StoreError> {
        if new.is_empty() {
            return Ok(());
        }
        let begun = self.store.stock_runs(shop).await?.into_iter().filter(|row| new.contains(&row.run));
        let begun: Vec<RunRow> = begun.collect();
        let shops = self.store.shops().await?;
        let named = shops.iter().find(|it| it.id == shop && shops.len() > 1).map(|shop| shop.name.as_str());
        if let Some(notice) = told(shop, named, &begun) {
            self.tell(notice);
        }
        Ok(())
    }

    /// Takes the notice away where nothing is left that the seller hasn't seen.
    async fn end_told(&self, shop: ShopId) -> Result<(), StoreError> {
        if self.store.stock_runs(shop).await?.iter().all(|row| row.seen) {
            self.untell(&runs_of(shop));
        }
        Ok(())
    }
}

/// The notice about what runs away in a shop: the screen finds the shop by its number.
pub(crate) fn runs_of(shop: ShopId) -> String {
    format!("runaway {}", shop.0)
}

fn told(shop: ShopId, named: Option<&str>, runs: &[RunRow]) -> Option<Notice> {
    let first = runs.first()?;
    let title = match runs.len() {
        1 => format!("{} is running out.", name_of(first)),
        more => format!("{} are running out.", many(more as i64, "SKU")),
    };
    let each: Vec<String> = runs.iter().take(3).map(|run| pace_of(run, runs.len() > 1)).collect();
    let body = named.map_or_else(String::new, |name| format!("{name}: ")) + &each.join(" ");
    Some(notice(&runs_of(shop), NoticeTone::Warn, &title, body, Some(NoticeAction::Stock)))
}

fn name_of(row: &RunRow) -> &str {
    [&row.name, &row.seller_sku].into_iter().find(|name| !name.is_empty()).map_or(row.run.sku.as_str(), String::as_str)
}

fn pace_of(row: &RunRow, with_name: bool) -> String {
    let name = if with_name { format!("{}: ", name_of(row)) } else { String::new() };
    let pace = grouped(row.run.pace.per_hour().round() as i64);
    match (row.run.left, row.run.pace.hours_for(row.run.left)) {
        (..=0, _) => format!("{name}{pace} an hour, nothing left."),
        (left, ..1.0) => format!("{name}{pace} an hour, {} left for less than an hour.", grouped(left)),
        (left, hours) => {
            format!("{name}{pace} an hour, {} left for about {}.", grouped(left), many(hours.round() as i64, "hour"))
        }
    }
}

fn shown(row: RunRow) -> Runaway {
    Runaway {
        product_id: row.run.product.to_string(),
        sku_id: row.run.sku.to_string(),
        per_hour: row.run.pace.per_hour(),
        left: row.run.left.max(0),
        hours_left: row.run.pace.hours_for(row.run.left),
        product: row.name,
        seller_sku: row.seller_sku,
        began: iso(row.began),
        seen: row.seen,
    }
}
