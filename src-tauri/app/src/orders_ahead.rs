//! Reads the orders and the stock of the shop in view into their columns while nobody waits for them.

use std::{sync::Arc, time::Duration};

use domain::{ShopId, Stage};
use store::{OrderFilter, Pile};

use crate::App;

/// By then the window shows its first list, on a slow computer too: what nobody waits for begins behind it.
pub const FIRST_PICTURE: Duration = Duration::from_secs(2);

impl App {
    /// Once for each shop that comes into view: what is open now, and the rest once the first picture
    /// is there, so that it has the computer for itself.
    pub(crate) fn read_orders_ahead(&self, shop: ShopId) {
        self.orders_ahead.begin_once(shop, || {
            let (store, clock) = (self.store.clone(), Arc::clone(&self.ports.clock));
            // Where it fails, the list that needs the orders reads them itself, and says what went wrong.
            tokio::spawn(async move {
                let _ = store.order_list(shop, &OrderFilter::of(Pile::Of(Stage::ToShip))).await;
                clock.sleep(FIRST_PICTURE).await;
                let _ = store.read_stock_ahead(shop).await;
                let _ = store.read_orders_ahead(shop).await;
            })
        });
    }
}
