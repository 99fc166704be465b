//! What sells: pieces of each SKU by day, told at once or not yet.

use std::sync::Arc;

use domain::{ProductId, ShopId, SkuId};
use jiff::Timestamp;
use tokio::sync::{MappedMutexGuard, Mutex as Turn, MutexGuard};

use crate::{
    Store, StoreError,
    sales::{Day, Sales},
};

/// Where more orders than this were written since the last look, nobody is let wait until they have been read: some
/// 30 ms on a slow computer.
const AT_ONCE: usize = 5_000;

/// What is kept: the sales of one shop, the one whose stock is looked at.
#[derive(Clone, Default)]
pub(crate) struct SalesMemory(Arc<Kept>);

#[derive(Default)]
struct Kept {
    /// Held by whoever reads them, so that nobody else does.
    reading: Turn<()>,
    sales: Turn<Option<(ShopId, Sales)>>,
}

impl SalesMemory {
    pub(crate) async fn forget(&self, shop: ShopId) {
        let mut sales = self.0.sales.lock().await;
        sales.take_if(|(of, _)| *of == shop);
    }
}

impl Store {
    /// How many pieces of each of these SKUs were sold on each of these days, as [`Store::orders_per_day`]
    /// takes them, one after the other without a gap; cancelled orders don't count. A SKU that nobody bought
    /// or knows has zeros. `None` where that would have to be read first: see [`Store::read_sales`].
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn pieces_sold(
        &self,
        shop: ShopId,
        skus: &[(ProductId, SkuId)],
        days: &[(Timestamp, Timestamp)],
    ) -> Result<Option<Vec<Vec<u64>>>, StoreError> {
        let days = in_milliseconds(days);
        let Some(mut sales) = self.sales_now(shop, &days).await? else { return Ok(None) };
        Ok(Some(skus.iter().map(|sku| sales.sold(sku, &days)).collect()))
    }

    /// The sales of a shop as they are now, with all of these days; whoever else asks waits until they are dropped.
    /// `None` where they would have to be read first.
    pub(crate) async fn sales_now(
        &self,
        shop: ShopId,
        days: &[Day],
    ) -> Result<Option<MappedMutexGuard<'_, Sales>>, StoreError> {
        let kept = self.sales.0.sales.lock().await;
        let reaches = |of: ShopId, sales: &Sales| of == shop && sales.reaches(days);
        let sales = MutexGuard::try_map(kept, |kept| {
            kept.as_mut().filter(|(of, sales)| reaches(*of, sales)).map(|(_, sales)| sales)
        });
        let Ok(mut sales) = sales else { return Ok(None) };
        let mut moment = self.readers.begin().await?;
        let is_here = sales.catch_up(&mut moment, shop, &self.changed_orders, AT_ONCE).await?;
        Ok(is_here.then_some(sales))
    }

    /// Reads what was sold on these days and since, so that [`Store::pieces_sold`] can tell it. Whoever asks
    /// meanwhile doesn't wait, and is told nothing. The sales of another shop are let go.
    ///
    /// # Errors
    /// [`StoreError`]; then they aren't there.
    pub async fn read_sales(&self, shop: ShopId, days: &[(Timestamp, Timestamp)]) -> Result<(), StoreError> {
        let days = in_milliseconds(days);
        let since = days.first().map_or(i64::MAX, |(from, _)| *from);
        let _turn = self.sales.0.reading.lock().await;
        let known = self.sales.0.sales.lock().await.take();
        let mut known = known.filter(|(of, sales)| *of == shop && sales.reaches(&days)).map(|(_, sales)| sales);
        let sales = loop {
            let mut sales = match known.take() {
                Some(sales) => sales,
                None => Sales::read(&self.readers, shop, since).await?,
            };
            let mut moment = self.readers.begin().await?;
            if sales.catch_up(&mut moment, shop, &self.changed_orders, usize::MAX).await? {
                break sales;
            }
        };
        *self.sales.0.sales.lock().await = Some((shop, sales));
        Ok(())
    }
}

pub(crate) fn in_milliseconds(days: &[(Timestamp, Timestamp)]) -> Vec<Day> {
    days.iter().map(|(from, to)| (from.as_millisecond(), to.as_millisecond())).collect()
}
