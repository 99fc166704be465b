//! Dividing an order into several parcels, once.

use domain::{Split, SplitPlan, plan_split};
use store::{ErrandEntry, State, StoreError};
use tiktok_shop::Lane;

use crate::{
    Hint,
    push::{Pusher, Turn, is_about_these},
    standstill::Work,
};

impl Pusher {
    /// Reads the order, asks the planner, and sends where that says so: the way of every wish.
    pub(crate) async fn split(&self, entry: &ErrandEntry, wanted: &Split) -> Result<Turn, StoreError> {
        let order = match self.read_order(&entry.order).await? {
            Ok(order) => order,
            Err(error) => return self.put_off(entry, &error).await,
        };
        match plan_split(wanted, (&order).into()) {
            SplitPlan::Done => self.settle_errand(entry, State::Done, None).await,
            _ if self.await_errand(entry).await? => Ok(Turn::Moved),
            SplitPlan::Refuse(why) => self.settle_errand(entry, State::Refused, Some(&why.to_string())).await,
            SplitPlan::Send => self.send_split(entry, wanted).await,
        }
    }

    async fn send_split(&self, entry: &ErrandEntry, wanted: &Split) -> Result<Turn, StoreError> {
        if !self.store.start_errand(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        match self.client.split_order(&entry.order, wanted, Lane::Person).await {
            Ok(()) => {
                self.signals.standstills.done(Work::Errands);
                // The yes names the parcels, and not what is in the order besides: it is read again.
                self.signals.hints.add(Hint::Order(entry.order.clone()));
                self.settle_errand(entry, State::Done, None).await
            }
            Err(error) if is_about_these(&error) => {
                let read = self.read_order(&entry.order).await?;
                let is_done = read.map(|order| plan_split(wanted, (&order).into()) == SplitPlan::Done);
                self.refused_again(entry, &error, is_done).await
            }
            Err(error) => self.unanswered(entry, &error).await,
        }
    }
}
