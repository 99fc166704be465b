//! Orders whose hold is over. A shop that holds an order for its buyer's hour tells when that ends, so that nobody has
//! to wait until a list mentions it again: nothing says that the end of a hold moves `update_time`.

use domain::OrderId;
use jiff::Timestamp;
use store::HeldOrder;
use tiktok_shop::{Lane, later, until};

use crate::{
    SyncError,
    pull::Puller,
    push_hold::{FOR_CERTAIN, LATE, MINUTE, WHY},
};

impl Puller {
    /// Reads the orders whose hold has ended since they were last asked about; one that is on hold all the same is asked
    /// about again for a while. Then shipments go that wait for an order which is free, also where its hold ended
    /// early. Returns the requests that it took: none where a look has met them all, as it mostly has.
    pub(crate) async fn held_orders(&self, lane: Lane) -> Result<u32, SyncError> {
        let (now, at_the_shop) = (self.clock.now(), self.client.shop_now());
        let held = self.store.held_orders(self.shop).await?;
        let over: Vec<OrderId> =
            held.into_iter().filter(|order| is_to_be_read(order, now, at_the_shop)).map(|order| order.id).collect();
        let mut requests = 0;
        for ids in over.chunks(self.client.ids_at_once()) {
            requests += self.stragglers(ids, lane).await?;
        }
        if self.store.hurry_freed(self.shop, WHY, self.clock.now()).await? {
            self.wake_push();
        }
        Ok(requests)
    }
}

/// Whether the shop has not been asked since the hold ended, or says for no more than a while that it goes on.
fn is_to_be_read(order: &HeldOrder, now: Timestamp, at_the_shop: Timestamp) -> bool {
    let end = later(order.until, FOR_CERTAIN);
    if at_the_shop < end {
        return false;
    }
    let since_end = until(end, at_the_shop);
    let since_asked = until(order.asked, now);
    since_asked > since_end || since_end < LATE && since_asked >= MINUTE
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// An order whose hold ended so many seconds ago by the shop's clock, asked about so many ago by ours.
    fn is_read(ended: u64, asked: u64) -> bool {
        let (now, at_the_shop) = (at(1_000_000), at(2_000_000));
        let order = HeldOrder { id: OrderId::new("1"), until: at(2_000_000 - ended), asked: at(1_000_000 - asked) };
        is_to_be_read(&order, now, at_the_shop)
    }

    fn at(second: u64) -> Timestamp {
        later(Timestamp::UNIX_EPOCH, Duration::from_secs(second))
    }

    #[test]
    fn an_order_is_read_once_its_hold_is_over_whatever_our_own_clock_says() {
        assert!(!is_read(4, 3_000), "the shop may count from another moment of the second");
        assert!(is_read(5, 3_000));
        assert!(is_read(7_200, 7_300), "the app was not there when it ended");
    }

    #[test]
    fn one_that_is_held_all_the_same_is_asked_about_every_minute_for_a_quarter_of_an_hour() {
        assert!(!is_read(100, 59));
        assert!(is_read(100, 60));
        assert!(is_read(900, 70));
        assert!(!is_read(905, 70) && !is_read(90_000, 80_000), "whoever still holds it then tells so by a list");
    }
}
