//! Shipping an order.

use domain::{OrderId, TrackingNumber};
use store::StoreError;

use crate::{
    App, activity,
    boundary::{AppError, ErrorCode, OutboxItem},
    session::SHOP,
};

impl App {
    /// Saves the wish to ship an order; from then on it survives everything. Asking twice is
    /// asking once.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for a number that can't be one, [`ErrorCode::Busy`] where
    /// another number is under way, [`ErrorCode::NotFound`] for an unknown order.
    pub async fn ship_order(&self, order_id: &str, tracking_number: &str) -> Result<OutboxItem, AppError> {
        let number = TrackingNumber::parse(tracking_number)?;
        let order = OrderId::new(order_id);
        let queued = self.store.queue_shipment(SHOP, &order, &number, self.ports.clock.now()).await;
        let entry = queued.map_err(|error| match error {
            StoreError::NotFound => AppError::new(
                ErrorCode::NotFound,
                "This order is not in the list any more. Nothing was sent, and your number is still in the field.",
            ),
            other => other.into(),
        })?;
        self.wake_push();
        Ok(activity::item(entry))
    }

    pub(crate) fn wake_push(&self) {
        if let Some(session) = self.session() {
            session.engine.outbox_changed();
        }
    }
}
