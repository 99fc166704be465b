//! Of which shops the columns are kept, and who waits for whom.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::ShopId;
use tokio::{
    sync::{Mutex as Turn, OwnedMappedMutexGuard, OwnedMutexGuard},
    task::spawn_blocking,
};

use crate::{
    SortBy, Store, StoreError,
    order_index::{Moment, OrderIndex, Reach},
};

/// What is kept of each shop.
#[derive(Clone, Default)]
pub(crate) struct OrderMemory(Arc<Mutex<HashMap<ShopId, Kept>>>);

/// The open orders stand beside all of them, so that they need not wait while a million is read.
#[derive(Clone, Default)]
struct Kept {
    open: Arc<Turn<Option<OrderIndex>>>,
    all: Arc<Turn<Option<OrderIndex>>>,
}

/// A shop's orders as they are now, for one question.
pub(crate) struct OrdersNow {
    pub(crate) index: OwnedMappedMutexGuard<Option<OrderIndex>, OrderIndex>,
    /// For what stands in no column.
    pub(crate) moment: Moment,
}

/// In what order orders are sorted ahead: a seller's usual ones first.
const AHEAD: [SortBy; 4] = [SortBy::Placed, SortBy::Value, SortBy::Buyer, SortBy::Id];

impl OrderMemory {
    fn of(&self, shop: ShopId) -> Kept {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(shop).or_default().clone()
    }

    pub(crate) fn forget(&self, shop: ShopId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&shop);
    }

    /// Drops all orders of every shop but one: a seller looks at one at a time. A list that is being
    /// made keeps its own until it is there.
    fn keep_all_of_one(&self, shop: ShopId) {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (_, other) in kept.iter().filter(|(of, _)| **of != shop) {
            if let Ok(mut all) = other.all.try_lock() {
                *all = None;
            }
        }
    }
}

impl Store {
    /// Reads a shop's orders into columns and sorts them, so that no list has to wait for that. Lists of
    /// open orders go on meanwhile, others wait until all are read, and nobody waits while they are sorted.
    ///
    /// # Errors
    /// [`StoreError`]; whatever is asked for next reads them then.
    pub async fn read_orders_ahead(&self, shop: ShopId) -> Result<(), StoreError> {
        for by in AHEAD {
            let unsorted = self.orders_now(shop, Reach::All).await?.index.unsorted(by)?;
            let Some(unsorted) = unsorted else { continue };
            if let Ok(ahead) = spawn_blocking(|| unsorted.sorted()).await {
                self.orders_now(shop, Reach::All).await?.index.keep(ahead);
            }
        }
        Ok(())
    }

    /// The orders within reach, or more, as they are now; whoever else asks waits until the answer is
    /// dropped.
    pub(crate) async fn orders_now(&self, shop: ShopId, reach: Reach) -> Result<OrdersNow, StoreError> {
        let kept = self.order_memory.of(shop);
        match kept.all.clone().try_lock_owned() {
            Ok(all) if all.is_some() => return self.brought_up_to_date(all, shop, Reach::All).await,
            _ => {}
        }
        match reach {
            Reach::Open => self.brought_up_to_date(kept.open.lock_owned().await, shop, Reach::Open).await,
            Reach::All => {
                let all = kept.all.lock_owned().await;
                self.order_memory.keep_all_of_one(shop);
                self.brought_up_to_date(all, shop, Reach::All).await
            }
        }
    }

    async fn brought_up_to_date(
        &self,
        mut kept: OwnedMutexGuard<Option<OrderIndex>>,
        shop: ShopId,
        reach: Reach,
    ) -> Result<OrdersNow, StoreError> {
        loop {
            // Taken out: what is given up half-way is not kept.
            let mut index = match kept.take() {
                Some(index) => index,
                None => OrderIndex::read(&self.readers, &self.beside, shop, reach).await?,
            };
            let mut moment = self.readers.begin().await?;
            if index.catch_up(&mut moment, shop, &self.changed_orders).await? {
                return Ok(OrdersNow { index: OwnedMutexGuard::map(kept, |kept| kept.insert(index)), moment });
            }
        }
    }
}
