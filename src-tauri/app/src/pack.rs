//! Packing: the order that a scanned code stands for, a last look at the shop, and that it is done.

use domain::OrderId;

use crate::{
    App,
    boundary::{AppError, OrderCheck},
    shops::id_of,
};

const NOT_CONNECTED: &str = "The shop isn’t connected, so it can’t be asked.";

impl App {
    /// The order that a scanned code stands for: its id, or the tracking number of its parcel.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn find_order(&self, shop: u32, code: &str) -> Result<Option<String>, AppError> {
        let found = self.store.order_by_code(id_of(shop), code.trim()).await?;
        Ok(found.map(|id| id.to_string()))
    }

    /// Asks the shop how an order stands before it is closed, ahead of everything else. Where the
    /// shop can't be asked, what is known comes with its age and the reason: who packs offline
    /// decides by that. It is one of the two commands that wait for the network; nothing but the
    /// closing of this one order waits for it.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where it isn't in the cache.
    pub async fn check_order(&self, shop: u32, order_id: &str) -> Result<OrderCheck, AppError> {
        let asked = match self.session(id_of(shop)) {
            Some(session) => session.engine.look_at(&OrderId::new(order_id)).await.map_err(|error| error.to_string()),
            None => Err(NOT_CONNECTED.to_owned()),
        };
        let order = self.order_detail(shop, order_id).await?;
        Ok(OrderCheck { order, fresh: asked.is_ok(), problem: asked.err() })
    }

    /// Remembers that an order was packed, item by item.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn mark_packed(&self, shop: u32, order_id: &str) -> Result<(), AppError> {
        let shop = self.known(shop).await?.id;
        Ok(self.store.mark_packed(shop, &OrderId::new(order_id), self.ports.clock.now()).await?)
    }
}
