//! Shipping an order once.

use domain::{Departure, Handover, Order, OrderId, ShipPlan, ShipState, TrackingNumber, plan_ship};
use store::{Entry, Kind, State, StoreError};
use tiktok_shop::{Arrangement, Lane, ShipAnswer, Shipment, ShopError};

use crate::{
    push::{Pusher, Turn},
    standstill::Work,
};

/// A shipment with the platform's label that the planner lets go.
pub(crate) struct Leaving<'a> {
    pub(crate) entry: Entry,
    pub(crate) order: std::borrow::Cow<'a, Order>,
    pub(crate) handover: Handover,
}

/// What the planner made of a shipment.
pub(crate) enum Planned {
    /// It is to be sent now.
    Send,
    /// Something else came of it.
    Over(Turn),
}

impl Pusher {
    /// Reads the order, asks the planner, and sends where that says so. A first try, a try
    /// after a lost answer and a try after a killed process are all this one path.
    pub(crate) async fn ship(&self, entry: Entry) -> Result<Turn, StoreError> {
        match self.read_order_of(&entry).await? {
            Ok(seen) => self.ship_as(entry, &seen).await,
            Err(turn) => Ok(turn),
        }
    }

    /// The order of a shipment as the shop has it now.
    pub(crate) async fn read_order_of(&self, entry: &Entry) -> Result<Result<Order, Turn>, StoreError> {
        let Kind::Ship { order, .. } = &entry.kind else { return Ok(Err(Turn::Moved)) };
        match self.read_order(order).await? {
            Ok(seen) => Ok(Ok(seen)),
            Err(error) => self.postpone(std::slice::from_ref(entry), &error).await.map(Err),
        }
    }

    /// An order as the shop has it now, which the cache learns with it.
    pub(crate) async fn read_order(&self, order: &OrderId) -> Result<Result<Order, ShopError>, StoreError> {
        let asked = self.clock.now();
        let seen = match self.client.order(order, Lane::Person).await {
            Ok(seen) => seen,
            Err(error) => return Ok(Err(error)),
        };
        self.store.put_orders(self.shop, std::slice::from_ref(&seen), &[], asked, None).await?;
        Ok(Ok(seen))
    }

    /// The same from a reading that is at hand.
    pub(crate) async fn ship_as(&self, entry: Entry, seen: &Order) -> Result<Turn, StoreError> {
        let Kind::Ship { departure, .. } = &entry.kind else { return Ok(Turn::Moved) };
        match (self.plan(&entry, departure, seen).await?, departure) {
            (Planned::Over(turn), _) => Ok(turn),
            (Planned::Send, Departure::Number(number)) => self.send_shipment(&entry, seen, number).await,
            (Planned::Send, Departure::Label(handover)) => {
                let (handover, order) = (*handover, std::borrow::Cow::Borrowed(seen));
                let turns = self.send_labels(vec![Leaving { entry, order, handover }]).await?;
                Ok(turns.into_iter().next().unwrap_or(Turn::Moved))
            }
            (Planned::Send, Departure::Bought(purchase)) => self.buy(&entry, seen, purchase).await,
        }
    }

    /// Asks the planner, and does all that it says but sending.
    pub(crate) async fn plan(&self, entry: &Entry, wanted: &Departure, seen: &Order) -> Result<Planned, StoreError> {
        if let Some(turn) = self.wait_for_buyer(entry, seen).await? {
            return Ok(Planned::Over(turn));
        }
        let plan = plan_of(entry, wanted, seen);
        if (plan == ShipPlan::Send || matches!(wanted, Departure::Bought(_)))
            && let Some(turn) = self.let_settle(entry, &plan).await?
        {
            return Ok(Planned::Over(turn));
        }
        match plan {
            ShipPlan::Done => self.is_done(entry).await.map(Planned::Over),
            ShipPlan::Refuse(refusal) => {
                self.refuse(std::slice::from_ref(entry), &refusal.to_string()).await.map(Planned::Over)
            }
            ShipPlan::Send => Ok(Planned::Send),
        }
    }

    async fn is_done(&self, entry: &Entry) -> Result<Turn, StoreError> {
        let now = self.clock.now();
        self.store.settle(&[entry.id], State::Done, None, now, now).await?;
        Ok(Turn::Moved)
    }

    async fn send_shipment(&self, entry: &Entry, order: &Order, tracking: &str) -> Result<Turn, StoreError> {
        let number = match TrackingNumber::parse(tracking) {
            Ok(number) => number,
            Err(error) => return self.refuse(std::slice::from_ref(entry), &error.to_string()).await,
        };
        let usual = self.store.usual_carrier(self.shop).await?;
        let market = self.market().await?;
        if !self.store.start_shipment(entry.id, self.clock.now()).await? {
            return Ok(Turn::Moved);
        }
        let shipment =
            Shipment { order, tracking: &number, usual_carrier: usual.as_deref(), market: &market, pieces: &[] };
        let outcome = self.client.ship_order(&shipment, Lane::Person).await;
        self.conclude(entry, &order.id, outcome).await
    }

    /// The shop's market; empty where nobody knows it.
    pub(crate) async fn market(&self) -> Result<String, StoreError> {
        Ok(self.store.shop_of(self.shop).await?.map(|shop| shop.region).unwrap_or_default())
    }

    /// Sends shipments with labels in one request. Each has an outcome of its own; those that the person
    /// dropped meanwhile have none.
    pub(crate) async fn send_labels(&self, leaving: Vec<Leaving<'_>>) -> Result<Vec<Turn>, StoreError> {
        let mut started = Vec::with_capacity(leaving.len());
        for one in leaving {
            if self.store.start_shipment(one.entry.id, self.clock.now()).await? {
                started.push(one);
            }
        }
        let arrangement = |one| {
            let Leaving { order, handover, .. }: &Leaving<'_> = one;
            Arrangement { order, handover: *handover }
        };
        let arrangements: Vec<Arrangement<'_>> = started.iter().map(arrangement).collect();
        let outcomes = self.client.arrange(&arrangements, Lane::Person).await;
        let mut turns = Vec::with_capacity(started.len());
        for (Leaving { entry, order, .. }, outcome) in started.iter().zip(outcomes) {
            turns.push(self.conclude(entry, &order.id, outcome).await?);
        }
        Ok(turns)
    }

    pub(crate) async fn conclude(
        &self,
        entry: &Entry,
        order: &OrderId,
        outcome: Result<ShipAnswer, ShopError>,
    ) -> Result<Turn, StoreError> {
        match outcome {
            Ok(ShipAnswer { status, warning, .. }) => {
                self.signals.standstills.done(Work::Shipments);
                let now = self.clock.now();
                self.store.finish_shipment(self.shop, entry.id, &status, warning.as_deref(), now).await?;
                Ok(Turn::Moved)
            }
            Err(error) if error.was_done_before() => self.conclude_from_reading(entry, order, &error).await,
            Err(error) => self.unconfirmed(std::slice::from_ref(entry), &error).await,
        }
    }

    /// The shop says that it is shipped already. That counts as it is read: what doesn't show is refused in the
    /// shop's own words, as sending it again would only bring them again.
    pub(crate) async fn conclude_from_reading(
        &self,
        entry: &Entry,
        order: &OrderId,
        said: &ShopError,
    ) -> Result<Turn, StoreError> {
        let Kind::Ship { departure, .. } = &entry.kind else { return Ok(Turn::Moved) };
        let entries = std::slice::from_ref(entry);
        match self.read_order(order).await? {
            Err(error) => {
                let lost = ShopError::UnknownOutcome { why: error.to_string() };
                self.unconfirmed(entries, &lost).await
            }
            Ok(seen) => match plan_of(entry, departure, &seen) {
                ShipPlan::Done => self.is_done(entry).await,
                ShipPlan::Refuse(refusal) => self.refuse(entries, &refusal.to_string()).await,
                ShipPlan::Send => self.refuse(entries, &said.to_string()).await,
            },
        }
    }
}

/// What the planner says of a wish by a reading.
fn plan_of(entry: &Entry, wanted: &Departure, seen: &Order) -> ShipPlan {
    plan_ship(ShipState { asked_before: entry.attempts > 0, ..seen.into() }, wanted)
}
