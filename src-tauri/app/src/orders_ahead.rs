//! Reads the orders and the stock of the shop in view into their columns while nobody waits for them.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{ShopId, Stage};
use store::{OrderFilter, Pile};
use tokio::task::JoinHandle;

use crate::App;

/// By then the window shows its first list, on a slow computer too: what nobody waits for begins behind it.
pub const FIRST_PICTURE: Duration = Duration::from_secs(2);

/// The reading that was begun last, and of which shop.
#[derive(Default)]
pub(crate) struct OrdersAhead(Mutex<Option<(ShopId, JoinHandle<()>)>>);

impl Drop for OrdersAhead {
    fn drop(&mut self) {
        self.replace(None);
    }
}

impl OrdersAhead {
    /// Puts another reading in the place of the last one, which ends where it is.
    fn replace(&self, next: Option<(ShopId, JoinHandle<()>)>) -> Option<JoinHandle<()>> {
        let last = std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), next);
        last.map(|(_, reading)| {
            reading.abort();
            reading
        })
    }

    fn is_of(&self, shop: ShopId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_some_and(|(of, _)| *of == shop)
    }
}

impl App {
    /// Once for each shop that comes into view: what is open now, and the rest once the first picture
    /// is there, so that it has the computer for itself.
    pub(crate) fn read_orders_ahead(&self, shop: ShopId) {
        if !self.orders_ahead.is_of(shop) {
            let (store, clock) = (self.store.clone(), Arc::clone(&self.ports.clock));
            // Where it fails, the list that needs the orders reads them itself, and says what went wrong.
            let reading = tokio::spawn(async move {
                let _ = store.order_list(shop, &OrderFilter::of(Pile::Of(Stage::ToShip))).await;
                clock.sleep(FIRST_PICTURE).await;
                let _ = store.read_stock_ahead(shop).await;
                let _ = store.read_orders_ahead(shop).await;
            });
            self.orders_ahead.replace(Some((shop, reading)));
        }
    }

    /// Nothing is being read ahead any more when this returns.
    pub(crate) async fn end_reading_ahead(&self) {
        if let Some(reading) = self.orders_ahead.replace(None) {
            // That it was given up is what was asked for.
            let _ = reading.await;
        }
    }
}
