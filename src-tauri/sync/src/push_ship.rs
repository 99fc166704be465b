//! Shipping an order once.

use domain::{Order, ShipPlan, TrackingNumber, plan_shipment};
use store::{Entry, Kind, State, StoreError};
use tiktok_shop::{Lane, ShipAnswer, Shipment};

use crate::{
    push::{Pusher, Turn},
    standstill::Work,
};

impl Pusher {
    /// Reads the order, asks the planner, and sends where that says so. A first try, a try
    /// after a lost answer and a try after a killed process are all this one path.
    pub(crate) async fn ship(&self, entry: Entry) -> Result<Turn, StoreError> {
        let Kind::Ship { order, .. } = &entry.kind else { return Ok(Turn::Moved) };
        let asked = self.clock.now();
        let seen = match self.client.order(order, Lane::Person).await {
            Ok(seen) => seen,
            Err(error) => return self.postpone(std::slice::from_ref(&entry), &error).await,
        };
        self.store.put_orders(self.shop, std::slice::from_ref(&seen), &[], asked, None).await?;
        self.ship_as(entry, &seen).await
    }

    /// The same from a reading that is at hand.
    pub(crate) async fn ship_as(&self, entry: Entry, seen: &Order) -> Result<Turn, StoreError> {
        let Kind::Ship { tracking, .. } = &entry.kind else { return Ok(Turn::Moved) };
        self.follow(&entry, tracking, seen).await
    }

    async fn follow(&self, entry: &Entry, tracking: &str, seen: &Order) -> Result<Turn, StoreError> {
        if let Some(turn) = self.wait_for_buyer(entry, seen).await? {
            return Ok(turn);
        }
        let now = self.clock.now();
        match plan_shipment(seen, tracking) {
            ShipPlan::Done => {
                self.store.settle(&[entry.id], State::Done, None, now, now).await?;
                Ok(Turn::Moved)
            }
            ShipPlan::Refuse(refusal) => self.refuse(std::slice::from_ref(entry), &refusal.to_string()).await,
            ShipPlan::Send => match self.unsettled_until(entry) {
                Some(settled) => {
                    let reason = entry.reason.as_deref();
                    self.store.settle(&[entry.id], State::Checking, reason, settled, now).await?;
                    Ok(Turn::Moved)
                }
                None => self.send_shipment(entry, seen, tracking).await,
            },
        }
    }

    async fn send_shipment(&self, entry: &Entry, order: &Order, tracking: &str) -> Result<Turn, StoreError> {
        let number = match TrackingNumber::parse(tracking) {
            Ok(number) => number,
            Err(error) => return self.refuse(std::slice::from_ref(entry), &error.to_string()).await,
        };
        let usual = self.store.usual_carrier(self.shop).await?;
        if !self.store.start_shipment(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        let shipment = Shipment { order, tracking: &number, usual_carrier: usual.as_deref() };
        match self.client.ship_order(&shipment, Lane::Person).await {
            Ok(answer) => {
                self.signals.standstills.done(Work::Shipments);
                let now = self.clock.now();
                let ShipAnswer { status, warning, .. } = &answer;
                self.store.finish_shipment(self.shop, entry.id, status, warning.as_deref(), now).await?;
                Ok(Turn::Moved)
            }
            Err(error) => self.unconfirmed(std::slice::from_ref(entry), &error).await,
        }
    }
}
