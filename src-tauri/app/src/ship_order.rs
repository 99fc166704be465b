//! Shipping: one order, or thousands with one press.

use domain::{OrderId, TrackingNumber};
use jiff::Timestamp;
use store::StoreError;
use tiktok_shop::later;

use crate::{
    App, activity,
    boundary::{AppError, ErrorCode, OutboxItem},
};

const GONE: &str = "This order is not in the list any more. Nothing was sent, and your number is still in the field.";

impl App {
    /// Saves the wish to ship an order of a shop; from then on it survives everything. Asking
    /// twice is asking once.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for a number that can't be one, [`ErrorCode::Busy`] where
    /// another number is under way, [`ErrorCode::NotFound`] for an unknown order or shop.
    pub async fn ship_order(&self, shop: u32, order_id: &str, tracking_number: &str) -> Result<OutboxItem, AppError> {
        let number = TrackingNumber::parse(tracking_number)?;
        let (shop, order) = (self.known(shop).await?.id, OrderId::new(order_id));
        let (now, due) = self.now_and_after_grace();
        let queued = self.store.queue_shipment(shop, &order, &number, now, due).await;
        let entry = queued.map_err(refusal)?;
        self.wake_push();
        Ok(activity::item(entry, None))
    }
}

impl App {
    /// Now, and when a shipment that is saved now may leave: until then it can be taken back.
    pub(crate) fn now_and_after_grace(&self) -> (Timestamp, Timestamp) {
        let now = self.ports.clock.now();
        (now, later(now, self.ports.pace.grace))
    }
}

/// Why an order can't be shipped, in words for the one who has typed its number.
pub(crate) fn refusal(error: StoreError) -> AppError {
    match error {
        StoreError::NotFound => AppError::new(ErrorCode::NotFound, GONE),
        other => other.into(),
    }
}
