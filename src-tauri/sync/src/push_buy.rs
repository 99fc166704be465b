//! Buying a label: by the order and the price as the shop has them right before, or not at all.

use domain::{Order, Purchase, ShipPlan, check_price};
use store::{Entry, State, StoreError};
use tiktok_shop::{LabelPurchase, Lane, later};

use crate::push::{Pusher, Turn, is_about_these};

impl Pusher {
    /// Asks what the label costs now, and buys it where that is what the seller saw. The order was read a moment ago
    /// and has no parcel.
    pub(crate) async fn buy(&self, entry: &Entry, order: &Order, wanted: &Purchase) -> Result<Turn, StoreError> {
        let entries = std::slice::from_ref(entry);
        let offered = match self.client.shipping_services(&order.id, &wanted.parcel, Lane::Person).await {
            Ok(offered) => offered,
            // What the last reading didn't show yet may be what was asked for before.
            Err(error) if error.was_done_before() && entry.attempts > 0 => {
                return self.conclude_from_reading(entry, &order.id, &error).await;
            }
            Err(error) if is_about_these(&error) => return self.refuse(entries, &error.to_string()).await,
            Err(error) => return self.postpone(entries, &error).await,
        };
        if let Err(refusal) = check_price(wanted, &offered) {
            return self.refuse(entries, &refusal.to_string()).await;
        }
        let leave_by = later(self.clock.now(), self.pace.prompt);
        if !self.store.start_shipment(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        let purchase = LabelPurchase { order: &order.id, purchase: wanted, leave_by };
        let outcome = self.client.buy_label(&purchase, Lane::Person).await;
        let is_bought = outcome.is_ok();
        let turn = self.conclude(entry, &order.id, outcome).await?;
        if is_bought {
            // The parcel that came of it is what the label is printed by. Where it can't be read, the next look tells.
            _ = self.read_order(&order.id).await?;
        }
        Ok(turn)
    }

    /// Whether a purchase that isn't found done may still be under way: until then nothing is concluded, a refusal
    /// included, for it might speak of money that is just being spent.
    pub(crate) async fn let_settle(&self, entry: &Entry, plan: &ShipPlan) -> Result<Option<Turn>, StoreError> {
        let Some(settled) = self.unsettled_until(entry).filter(|_| *plan != ShipPlan::Done) else { return Ok(None) };
        self.store.settle(&[entry.id], State::Checking, entry.reason.as_deref(), settled, self.clock.now()).await?;
        Ok(Some(Turn::Moved))
    }
}
