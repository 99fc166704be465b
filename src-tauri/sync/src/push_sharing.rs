//! Letting orders of one buyer leave in one parcel, once.

use domain::{Order, SharedParcel, Sharer, SharingPlan, plan_sharing};
use store::{ErrandEntry, State, StoreError};
use tiktok_shop::{Lane, ShopError, Told};

use crate::{
    Hint,
    push::{Pusher, Turn, is_about_these},
    standstill::Work,
};

impl Pusher {
    /// Reads the orders, asks the planner, and sends where that says so: the way of every wish.
    pub(crate) async fn share_parcel(&self, entry: &ErrandEntry, wanted: &SharedParcel) -> Result<Turn, StoreError> {
        let orders = match self.read_sharers(wanted).await? {
            Ok(orders) => orders,
            Err(error) => return self.put_off(entry, &error).await,
        };
        match planned(wanted, &orders) {
            SharingPlan::Done => self.settle_errand(entry, State::Done, None).await,
            _ if self.await_errand(entry).await? => Ok(Turn::Moved),
            SharingPlan::Refuse(why) => self.settle_errand(entry, State::Refused, Some(&why.to_string())).await,
            SharingPlan::Send => self.send_sharing(entry, wanted).await,
        }
    }

    async fn send_sharing(&self, entry: &ErrandEntry, wanted: &SharedParcel) -> Result<Turn, StoreError> {
        if !self.store.start_errand(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        match self.client.share_parcel(wanted, Lane::Person).await {
            Ok(()) => {
                self.signals.standstills.done(Work::Errands);
                // The yes doesn't show what became of the orders: they are read again.
                for order in &wanted.orders {
                    self.signals.hints.add(Hint::Order(order.clone()));
                }
                self.settle_errand(entry, State::Done, None).await
            }
            // Orders that share a parcel already can't be combined.
            Err(error) if is_about_these(&error) => {
                let read = self.read_sharers(wanted).await?;
                let is_done = read.map(|orders| planned(wanted, &orders) == SharingPlan::Done);
                self.refused_again(entry, &error, is_done).await
            }
            Err(error) => self.unanswered(entry, &error).await,
        }
    }

    /// The orders as the shop has them now, which the cache learns with it; those that it no longer knows are left out.
    async fn read_sharers(&self, wanted: &SharedParcel) -> Result<Result<Vec<Order>, ShopError>, StoreError> {
        let mut orders = Vec::with_capacity(wanted.orders.len());
        for ids in wanted.orders.chunks(self.client.ids_at_once()) {
            let asked = self.clock.now();
            let told = match self.client.orders(ids, Lane::Person).await {
                Ok(told) => told,
                Err(error) => return Ok(Err(error)),
            };
            let mut known = Vec::with_capacity(told.len());
            for (_, told) in told {
                match told {
                    Told::Order(order) => known.push(*order),
                    Told::Missing => {}
                    Told::Unreadable(why) => return Ok(Err(ShopError::ServerTrouble { why })),
                }
            }
            // Those of this request alone: the ones before it were asked for earlier, and are kept so.
            self.store.put_orders(self.shop, &known, &[], asked, None).await?;
            orders.append(&mut known);
        }
        Ok(Ok(orders))
    }
}

fn planned(wanted: &SharedParcel, orders: &[Order]) -> SharingPlan {
    plan_sharing(wanted, &orders.iter().map(Sharer::from).collect::<Vec<_>>())
}
