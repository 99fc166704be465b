//! Of which shops the stock is kept in memory, and who waits for whom.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::ShopId;
use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::{Store, StoreError, stock_index::StockIndex};

/// What is kept of each shop.
#[derive(Clone, Default)]
pub(crate) struct StockMemory(Arc<Mutex<HashMap<ShopId, Arc<Turn<StockIndex>>>>>);

impl StockMemory {
    /// A shop's own, and no other's: a seller looks at one at a time. A list that is being made keeps what it is
    /// made from until it is there.
    fn of(&self, shop: ShopId) -> Arc<Turn<StockIndex>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|of, _| *of == shop);
        Arc::clone(kept.entry(shop).or_default())
    }

    pub(crate) fn forget(&self, shop: ShopId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&shop);
    }
}

impl Store {
    /// A shop's stock as it is now; whoever else asks waits until the answer is dropped.
    pub(crate) async fn stock_now(&self, shop: ShopId) -> Result<OwnedMutexGuard<StockIndex>, StoreError> {
        let mut stock = self.stock_memory.of(shop).lock_owned().await;
        let mut moment = self.readers.begin().await?;
        stock.catch_up(&mut moment, shop).await?;
        moment.commit().await?;
        Ok(stock)
    }
}
