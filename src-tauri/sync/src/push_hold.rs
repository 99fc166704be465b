//! Shipments of orders whose buyer may still change their mind: they wait, where the shop would refuse them.

use std::time::Duration;

use domain::{Order, OrderStatus};
use store::{Entry, StoreError};
use tiktok_shop::{later, until};

use crate::push::{Pusher, Turn};

/// Why they wait.
pub(crate) const WHY: &str = "For an hour after paying the buyer may still change their mind, and TikTok Shop takes no shipment. This one leaves by itself when that hour is over.";
/// The shop may count the hour from another moment of the second that it tells.
pub(crate) const FOR_CERTAIN: Duration = Duration::from_secs(5);
/// A shop may end a hold of its own somewhat late: so long it is asked again, every minute.
pub(crate) const LATE: Duration = Duration::from_secs(15 * 60);
pub(crate) const MINUTE: Duration = Duration::from_secs(60);

impl Pusher {
    /// Puts a shipment off until its order is free, by the shop's own clock; `None` where it is.
    pub(crate) async fn wait_for_buyer(&self, entry: &Entry, seen: &Order) -> Result<Option<Turn>, StoreError> {
        let (now, at_the_shop) = (self.clock.now(), self.client.shop_now());
        let Some(free) = seen.handling.clocks.held_until(&seen.status) else { return Ok(None) };
        let is_late = seen.status == OrderStatus::OnHold && at_the_shop < later(free, LATE);
        let wait = match until(at_the_shop, free) {
            Duration::ZERO if is_late => MINUTE,
            Duration::ZERO => return Ok(None),
            left => left + FOR_CERTAIN,
        };
        let due = later(now, wait);
        self.store.settle(&[entry.id], entry.state, Some(WHY), due, now).await?;
        Ok(Some(Turn::Moved))
    }
}
