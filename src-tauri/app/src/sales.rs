//! What sells of the SKUs in sight, and for how long what is left of each will last.

use std::{collections::HashMap, sync::Arc, time::Duration};

use domain::{ProductId, ShopId, SkuId, days_of_cover};
use jiff::Timestamp;
use store::{Deadlines, FoldedProduct, Pace, StoreError};

use crate::{
    App,
    boundary::{ChangedTable, StockRow},
    deadlines::last_days,
    feed::add,
};

/// Days whose sales are shown one by one.
const SHOWN: usize = 12;
/// Days by which the pace is told, today with them: four weeks have each day of the week as often as any other.
const COUNTED: i64 = 28;
/// After a reading that failed it is this long until the next one.
const AFTER_FAILURE: Duration = Duration::from_secs(60);

impl App {
    /// Adds to a window of the grid what sells. Where that isn't known yet, nothing is added, and what is missing is
    /// read in the background; the grid is told when it is there.
    pub(crate) async fn add_sales(
        &self,
        shop: ShopId,
        rows: &mut [StockRow],
        folded: &HashMap<ProductId, FoldedProduct>,
    ) {
        let parts: Vec<Part> = rows.iter().map(|row| part(row, folded)).collect();
        let skus: Vec<_> = parts.iter().flat_map(|part| part.skus.iter().cloned()).collect();
        match self.sold(shop, &skus).await {
            Ok(Some((sold, counted))) => {
                let mut sold = sold.into_iter();
                for (row, part) in rows.iter_mut().zip(parts) {
                    let own: Vec<Vec<u64>> = sold.by_ref().take(part.skus.len()).collect();
                    add_to(row, part.left, &together(&own), counted);
                }
            }
            Ok(None) => {}
            // The levels are worth more than what sells: they are shown without it.
            Err(error) => tracing::warn!(%error, "what sells can't be told"),
        }
    }

    /// The pieces that were sold of each of these SKUs, day by day, and how many of the days count; none before all
    /// orders of these days are here.
    async fn sold(
        &self,
        shop: ShopId,
        skus: &[(ProductId, SkuId)],
    ) -> Result<Option<(Vec<Vec<u64>>, usize)>, StoreError> {
        let Pace { days, counted } = self.pace(shop).await?;
        if days.is_empty() {
            return Ok(None);
        }
        let Some(sold) = self.store.pieces_sold(shop, skus, &days).await? else {
            self.read_sales(shop, days);
            return Ok(None);
        };
        Ok(Some((sold, counted)))
    }

    /// The days by which it is told what lasts; none before all orders of them are here.
    ///
    /// # Errors
    /// [`StoreError`]
    pub(crate) async fn pace(&self, shop: ShopId) -> Result<Pace, StoreError> {
        // During the first pull some orders are here and some are not: a sum would be too small.
        if !sync::first_pull_is_over(&self.store, shop).await? {
            return Ok(Pace::default());
        }
        let days = self.days_counted();
        let first = self.store.first_order_placed(shop).await?;
        Ok(Pace { counted: days_since(first, &days), days })
    }

    fn days_counted(&self) -> Vec<(Timestamp, Timestamp)> {
        let clock = Deadlines { now: self.ports.clock.now(), zone: self.ports.zone.clone(), ..Deadlines::default() };
        last_days(COUNTED, &clock).into_iter().map(|(_, span)| span).collect()
    }

    /// Reads what was sold on these days behind everything else, unless that is going on.
    fn read_sales(&self, shop: ShopId, days: Vec<(Timestamp, Timestamp)>) {
        self.sales_ahead.begin(shop, || {
            let (store, clock, news) = (self.store.clone(), Arc::clone(&self.ports.clock), self.news.clone());
            tokio::spawn(async move {
                match store.read_sales(shop, &days).await {
                    Ok(()) => news.send_modify(|tables| add(tables, ChangedTable::Stock)),
                    Err(error) => {
                        tracing::warn!(%error, "what sells can't be read");
                        clock.sleep(AFTER_FAILURE).await;
                    }
                }
            })
        });
    }
}

/// So many of the days have passed since the shop's first order, the day of it counted: before it nothing could be
/// sold.
fn days_since(first: Option<Timestamp>, days: &[(Timestamp, Timestamp)]) -> usize {
    let passed = days.iter().filter(|(_, end)| first.is_none_or(|first| first < *end)).count();
    passed.max(1)
}

/// What is sold of by a row, and what is known to be left of it.
struct Part {
    skus: Vec<(ProductId, SkuId)>,
    left: Option<i64>,
}

fn part(row: &StockRow, folded: &HashMap<ProductId, FoldedProduct>) -> Part {
    let product = ProductId::new(&row.product_id);
    match folded.get(&product).filter(|_| row.folded.is_some()) {
        Some(all) => Part { skus: all.skus.iter().map(|sku| (product.clone(), sku.clone())).collect(), left: all.left },
        None => Part { skus: vec![(product, SkuId::new(&row.sku_id))], left: known(row) },
    }
}

fn known(row: &StockRow) -> Option<i64> {
    row.levels.iter().filter_map(|level| level.level).reduce(i64::saturating_add)
}

/// The pieces of some SKUs, day by day.
fn together(sold: &[Vec<u64>]) -> Vec<u64> {
    let days = sold.iter().map(Vec::len).max().unwrap_or(0);
    (0..days).map(|day| sold.iter().filter_map(|of| of.get(day)).sum()).collect()
}

fn add_to(row: &mut StockRow, left: Option<i64>, sold: &[u64], counted: usize) {
    let shown = sold.iter().skip(sold.len().saturating_sub(SHOWN));
    row.sold = shown.map(|pieces| u32::try_from(*pieces).unwrap_or(u32::MAX)).collect();
    row.lasts_days = days_of_cover(left, sold.iter().sum(), counted);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::boundary::StockLevel;

    fn row(levels: &[Option<i64>]) -> StockRow {
        let level = |level: &Option<i64>| StockLevel { level: *level, ..StockLevel::default() };
        StockRow {
            product_id: "product_1".into(),
            sku_id: "a".into(),
            product: "Linen Tote".into(),
            seller_sku: String::new(),
            skus_in_product: 1,
            is_first: false,
            folded: None,
            levels: levels.iter().map(level).collect(),
            total: None,
            sold: Vec::new(),
            lasts_days: None,
        }
    }

    fn cover(levels: &[Option<i64>], sold: &[u64], counted: usize) -> Option<f64> {
        let mut row = row(levels);
        let left = known(&row);
        add_to(&mut row, left, sold, counted);
        row.lasts_days
    }

    fn days(count: i64) -> Vec<(Timestamp, Timestamp)> {
        let at = |day: i64| Timestamp::from_second(day * 86_400).unwrap();
        (0..count).map(|day| (at(day), at(day + 1))).collect()
    }

    #[test]
    fn what_is_left_lasts_as_long_as_the_mean_of_the_days_says() {
        assert_eq!(cover(&[Some(10)], &[28; 28], 28), Some(10.0 / 28.0));
        let mut one_a_day = [1; 28];
        assert_eq!(cover(&[Some(10)], &one_a_day, 28), Some(10.0));
        (one_a_day[0], one_a_day[27]) = (0, 2);
        assert_eq!(cover(&[Some(3)], &one_a_day, 28), Some(3.0), "today counts as any day");
    }

    #[test]
    fn whole_days_are_whole_so_that_a_border_is_met_and_not_missed() {
        let mut seldom = [0; 28];
        seldom[3] = 28;
        for left in [3, 90, 99_999] {
            assert_eq!(cover(&[Some(left)], &seldom, 28), Some(left as f64));
        }
        seldom[4] = 1;
        assert!(cover(&[Some(3)], &seldom, 28).unwrap() < 3.0);
    }

    #[test]
    fn nothing_sold_and_no_level_known_tell_no_number() {
        assert_eq!(cover(&[Some(10)], &[0; 28], 28), None);
        assert_eq!(cover(&[None, None], &[1; 28], 28), None);
        assert_eq!(cover(&[], &[1; 28], 28), None);
    }

    #[test]
    fn the_levels_that_are_known_are_what_is_left_and_below_nothing_is_nothing() {
        assert_eq!(cover(&[Some(4), None, Some(6)], &[1; 28], 28), Some(10.0));
        assert_eq!(cover(&[Some(0)], &[1; 28], 28), Some(0.0));
        assert_eq!(cover(&[Some(-7), Some(2)], &[1; 28], 28), Some(0.0));
    }

    #[test]
    fn the_last_twelve_days_are_shown_oldest_first_and_all_of_them_counted() {
        let mut row = row(&[Some(10)]);
        let sold: Vec<u64> = (1..=28).collect();
        add_to(&mut row, Some(10), &sold, 28);
        assert_eq!(row.sold, (17..=28).collect::<Vec<u32>>());
        assert_eq!(row.lasts_days, Some(10.0 * 28.0 / 406.0));
        add_to(&mut row, Some(10), &[u64::MAX, 0], 28);
        assert_eq!(row.sold, [u32::MAX, 0], "as many as fit");
    }

    #[test]
    fn a_young_shop_counts_the_days_since_its_first_order_and_one_at_least() {
        let at = |second| Some(Timestamp::from_second(second).unwrap());
        let (days, day) = (days(28), 86_400);
        assert_eq!(days_since(at(-5), &days), 28);
        assert_eq!(days_since(at(0), &days), 28);
        assert_eq!(days_since(at(day - 1), &days), 28);
        assert_eq!(days_since(at(day), &days), 27);
        assert_eq!(days_since(at(28 * day - 1), &days), 1);
        assert_eq!(days_since(at(40 * day), &days), 1, "the shop's clock is ahead");
        assert_eq!(days_since(None, &days), 28);
    }
}
