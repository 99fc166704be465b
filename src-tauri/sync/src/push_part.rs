//! Shipping part of an order, once.

use domain::{Order, Part, PartPlan, TrackingNumber, plan_part};
use store::{ErrandEntry, State, StoreError};
use tiktok_shop::{Lane, Shipment};

use crate::{
    Hint,
    push::{Pusher, Turn, is_about_these},
    standstill::Work,
};

impl Pusher {
    /// Reads the order, asks the planner, and sends where that says so: the way of every wish.
    pub(crate) async fn ship_part(&self, entry: &ErrandEntry, wanted: &Part) -> Result<Turn, StoreError> {
        let order = match self.read_order(&entry.order).await? {
            Ok(order) => order,
            Err(error) => return self.put_off(entry, &error).await,
        };
        match plan_part(wanted, (&order).into()) {
            PartPlan::Done => self.settle_errand(entry, State::Done, None).await,
            _ if self.await_errand(entry).await? => Ok(Turn::Moved),
            PartPlan::Refuse(why) => self.settle_errand(entry, State::Refused, Some(&why.to_string())).await,
            PartPlan::Send => self.send_part(entry, &order, wanted).await,
        }
    }

    async fn send_part(&self, entry: &ErrandEntry, order: &Order, wanted: &Part) -> Result<Turn, StoreError> {
        let number = match TrackingNumber::parse(&wanted.number) {
            Ok(number) => number,
            Err(error) => return self.settle_errand(entry, State::Refused, Some(&error.to_string())).await,
        };
        let usual = self.store.usual_carrier(self.shop).await?;
        let market = self.market().await?;
        if !self.store.start_errand(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        let (usual_carrier, pieces) = (usual.as_deref(), wanted.pieces.as_slice());
        let shipment = Shipment { order, tracking: &number, usual_carrier, market: &market, pieces };
        match self.client.ship_order(&shipment, Lane::Person).await {
            Ok(answer) => {
                self.signals.standstills.done(Work::Errands);
                // The yes doesn't show what is left: the order is read again.
                self.signals.hints.add(Hint::Order(entry.order.clone()));
                self.settle_errand(entry, State::Done, answer.warning.as_deref()).await
            }
            Err(error) if is_about_these(&error) => {
                let read = self.read_order(&entry.order).await?;
                let is_done = read.map(|order| plan_part(wanted, (&order).into()) == PartPlan::Done);
                self.refused_again(entry, &error, is_done).await
            }
            Err(error) => self.unanswered(entry, &error).await,
        }
    }
}
