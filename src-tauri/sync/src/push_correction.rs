//! Putting a tracking number right, once.

use domain::{Correction, CorrectionPlan, Order, Sent, TrackingNumber, plan_correction};
use store::{ErrandEntry, State, StoreError};
use tiktok_shop::{Lane, RightNumber};

use crate::{
    Hint,
    push::{Pusher, Turn, is_about_these},
    standstill::Work,
};

impl Pusher {
    /// Reads the order, asks the planner, and sends where that says so: the way of every wish.
    pub(crate) async fn correct_tracking(&self, entry: &ErrandEntry, wanted: &Correction) -> Result<Turn, StoreError> {
        let order = match self.read_order(&entry.order).await? {
            Ok(order) => order,
            Err(error) => return self.put_off(entry, &error).await,
        };
        match plan_correction((&order).into(), wanted, self.client.shop_now()) {
            CorrectionPlan::Done => self.settle_errand(entry, State::Done, None).await,
            _ if self.await_errand(entry).await? => Ok(Turn::Moved),
            CorrectionPlan::Refuse(why) => self.settle_errand(entry, State::Refused, Some(&why.to_string())).await,
            CorrectionPlan::Send => self.send_correction(entry, &order, wanted).await,
        }
    }

    async fn send_correction(
        &self,
        entry: &ErrandEntry,
        order: &Order,
        wanted: &Correction,
    ) -> Result<Turn, StoreError> {
        let number = match TrackingNumber::parse(&wanted.number) {
            Ok(number) => number,
            Err(error) => return self.settle_errand(entry, State::Refused, Some(&error.to_string())).await,
        };
        // It is the same parcel: a number that doesn't say whose it is leaves it with the carrier that has it.
        let usual = match order.shipping_provider.as_str() {
            "" => self.store.usual_carrier(self.shop).await?,
            known => Some(known.to_owned()),
        };
        if !self.store.start_errand(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        let (carrier, usual_carrier) = (wanted.carrier.as_deref(), usual.as_deref());
        let parcel = wanted.parcel.as_ref();
        let right = RightNumber { order, tracking: &number, carrier, usual_carrier, parcel };
        match self.client.correct_tracking(&right, Lane::Person).await {
            Ok(carrier) => {
                self.signals.standstills.done(Work::Errands);
                if wanted.parcel.is_some() {
                    // Which of its pieces show the number now, the next reading tells.
                    self.signals.hints.add(Hint::Order(entry.order.clone()));
                    return self.settle_errand(entry, State::Done, None).await;
                }
                let now = self.clock.now();
                self.store.finish_correction(self.shop, entry.id, &entry.order, wanted, &carrier, now).await?;
                Ok(Turn::Moved)
            }
            // The shop takes a correction once.
            Err(error) if entry.attempts > 0 && is_about_these(&error) => {
                let read = self.read_order(&entry.order).await?;
                self.refused_again(
                    entry,
                    &error,
                    read.map(|order| wanted.is(Sent::from(&order).number(wanted.parcel.as_ref()))),
                )
                .await
            }
            Err(error) => self.unanswered(entry, &error).await,
        }
    }
}
