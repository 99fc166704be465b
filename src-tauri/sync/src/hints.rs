//! What the shop hints at: that something may have changed. A hint is a reason to read, and
//! nothing of it is ever stored.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{Order, OrderId, ProductId, ShopId};
use jiff::Timestamp;
use store::Store;
use tiktok_shop::{Client, Clock, Lane, ShopError, later, until};
use tokio::sync::Notify;

use crate::{
    Pace, Parts, SyncError, cancellations::CancelDesk, engine::Signals, pull_orders::is_unknown_here, standstill::Work,
};

/// Hints that wait at most. Beyond them the regular look has to do.
const MOST_WAITING: usize = 1_000;
const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What the shop may have changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// An order arrived or changed.
    Order(OrderId),
    /// A product or its stock changed.
    Product(ProductId),
}

/// The hints that wait to be followed, each once.
#[derive(Default)]
pub(crate) struct Hints {
    waiting: Mutex<Waiting>,
    arrived: Notify,
}

#[derive(Default)]
struct Waiting {
    line: VecDeque<Hint>,
    known: HashSet<Hint>,
}

impl Hints {
    /// Joins the line, unless it stands there already or the line is full; whether it did.
    pub(crate) fn add(&self, hint: Hint) -> bool {
        let mut waiting = self.waiting();
        if waiting.line.len() >= MOST_WAITING || !waiting.known.insert(hint.clone()) {
            return false;
        }
        waiting.line.push_back(hint);
        drop(waiting);
        self.arrived.notify_one();
        true
    }

    /// Takes the hint that has waited longest.
    fn take(&self) -> Option<Hint> {
        let mut waiting = self.waiting();
        let hint = waiting.line.pop_front()?;
        waiting.known.remove(&hint);
        Some(hint)
    }

    /// Takes up to `most` orders that wait, wherever they stand in the line.
    fn take_orders(&self, most: usize) -> Vec<OrderId> {
        let waiting = &mut *self.waiting();
        let mut taken = Vec::new();
        waiting.line.retain(|hint| match hint {
            Hint::Order(id) if taken.len() < most => {
                taken.push(id.clone());
                !waiting.known.remove(hint)
            }
            _ => true,
        });
        taken
    }

    fn clear(&self) {
        *self.waiting() = Waiting::default();
    }

    async fn next(&self) -> Hint {
        loop {
            let arrived = self.arrived.notified();
            if let Some(hint) = self.take() {
                return hint;
            }
            arrived.await;
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many hints may be followed: anybody who finds the receiver can forge one, and a flood of
/// them must eat neither the minute nor the day.
#[derive(Debug, Default)]
struct Allowance {
    /// When each of the last day's hints was followed, oldest first.
    followed: VecDeque<Timestamp>,
}

impl Allowance {
    /// When the next hint may be followed; `now` or earlier means now.
    fn next(&mut self, pace: &Pace, now: Timestamp) -> Timestamp {
        self.followed.iter_mut().for_each(|moment| *moment = (*moment).min(now));
        while self.followed.front().is_some_and(|moment| later(*moment, DAY) <= now) {
            self.followed.pop_front();
        }
        let room = |places: u32, window: Duration| {
            let blocking = self.followed.len().checked_sub(places.max(1) as usize);
            blocking.and_then(|index| self.followed.get(index)).map_or(now, |moment| later(*moment, window))
        };
        room(pace.hints_a_minute, MINUTE).max(room(pace.hints_a_day, DAY))
    }

    fn spend(&mut self, now: Timestamp) {
        self.followed.push_back(now);
    }
}

/// Follows hints, gently.
pub(crate) struct HintReader {
    store: Store,
    client: Client,
    shop: ShopId,
    clock: Arc<dyn Clock>,
    pace: Pace,
    allowance: Mutex<Allowance>,
    signals: Arc<Signals>,
}

impl HintReader {
    pub(crate) fn new(parts: Parts, signals: Arc<Signals>) -> Self {
        let Parts { store, client, shop, clock, pace, .. } = parts;
        Self { store, client, shop, clock, pace, allowance: Mutex::default(), signals }
    }

    /// Follows hints until the sign-in ends. What can't be followed soon is dropped: the regular
    /// look reads it as well, and by then the hint would be old news.
    pub(crate) async fn run(self: Arc<Self>) {
        loop {
            let hint = self.signals.hints.next().await;
            if !self.gets_a_turn().await {
                continue;
            }
            match self.follow(hint).await {
                Ok(()) => {}
                Err(SyncError::Shop(ShopError::NeedsConnect { .. })) => return,
                Err(error) => self.leave_to_the_look(&error).await,
            }
        }
    }

    /// Follows a hint that has its turn: one of an order along with others that wait, as many as the contract takes at
    /// once. Where the shop refuses them, one may be what is wrong with all, so they are asked for by halves, each of
    /// which waits for a turn: a forged hint costs those beside it a few questions, and none of them its answer.
    async fn follow(&self, hint: Hint) -> Result<(), SyncError> {
        let Hint::Order(first) = hint else { return self.read(hint, Lane::Hint).await };
        let mut ids = vec![first];
        ids.extend(self.signals.hints.take_orders(self.client.ids_at_once().saturating_sub(1)));
        let mut halves = Vec::new();
        loop {
            match self.read_orders(&ids).await {
                Err(SyncError::Shop(error)) if is_unknown_here(&error) => {
                    let behind = ids.split_off(ids.len().div_ceil(2));
                    halves.extend([behind, ids]);
                }
                outcome => outcome?,
            }
            match halves.pop() {
                Some(half) if self.gets_a_turn().await => ids = half,
                _ => return Ok(()),
            }
        }
    }

    /// One order as by itself, several in one request. One of which the shop then says nothing is no news.
    async fn read_orders(&self, ids: &[OrderId]) -> Result<(), SyncError> {
        if let [id] = ids {
            return self.read(Hint::Order(id.clone()), Lane::Hint).await;
        }
        let asked = self.clock.now();
        if self.signals.standstills.holds(Work::Orders, asked) {
            return Ok(());
        }
        let told = self.client.orders(ids, Lane::Hint).await?;
        let orders: Vec<Order> = told.into_iter().filter_map(|(_, told)| told.into_order()).collect();
        self.store.put_orders(self.shop, &orders, &[], asked, None).await?;
        self.cancel_desk().behind(&orders, Lane::Hint).await
    }

    /// Waits for the minute's room; false where the day has none.
    async fn gets_a_turn(&self) -> bool {
        let now = self.clock.now();
        let turn = self.allowance().next(&self.pace, now);
        if turn > later(now, MINUTE) {
            return false;
        }
        if turn > now {
            self.clock.sleep(until(now, turn)).await;
        }
        self.allowance().spend(self.clock.now());
        true
    }

    async fn leave_to_the_look(&self, error: &SyncError) {
        tracing::info!(%error, "a hint is left to the regular look");
        if error.closes_the_way() {
            self.signals.hints.clear();
            let resume = error.resume().unwrap_or_else(|| later(self.clock.now(), self.pace.first_backoff));
            self.clock.sleep(until(self.clock.now(), resume)).await;
        }
    }

    /// Reads what a hint is about. What the shop doesn't know is no news.
    pub(crate) async fn read(&self, hint: Hint, lane: Lane) -> Result<(), SyncError> {
        let asked = self.clock.now();
        let work = match &hint {
            Hint::Order(_) => Work::Orders,
            Hint::Product(_) => Work::Products,
        };
        if lane == Lane::Hint && self.signals.standstills.holds(work, asked) {
            return Ok(());
        }
        let outcome = match &hint {
            Hint::Order(id) => match self.client.order(id, lane).await {
                Ok(order) => {
                    let order = std::slice::from_ref(&order);
                    self.store.put_orders(self.shop, order, &[], asked, None).await?;
                    return self.cancel_desk().behind(order, lane).await;
                }
                Err(error) => Err(error),
            },
            Hint::Product(id) => match self.client.product(id, lane).await {
                Ok(product) => Ok(self.store.put_products(self.shop, &[product], &[], asked, None).await?),
                Err(error) => Err(error),
            },
        };
        match outcome {
            Err(ShopError::Refused { .. }) => Ok(()),
            other => Ok(other?),
        }
    }

    fn cancel_desk(&self) -> CancelDesk<'_> {
        CancelDesk { store: &self.store, client: &self.client, shop: self.shop, clock: &*self.clock }
    }

    fn allowance(&self) -> MutexGuard<'_, Allowance> {
        self.allowance.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(n: usize) -> Hint {
        Hint::Order(OrderId::new(n.to_string()))
    }

    #[test]
    fn a_hint_stands_in_line_once_and_may_come_again_when_it_was_followed() {
        let hints = Hints::default();
        assert!(hints.add(order(1)) && hints.add(order(2)) && !hints.add(order(1)));
        assert!(hints.add(Hint::Product(ProductId::new("1"))), "a product is no order");
        assert_eq!(hints.take(), Some(order(1)));
        assert!(hints.add(order(1)));
        assert_eq!(hints.take(), Some(order(2)));
    }

    #[test]
    fn orders_are_taken_together_and_what_else_waits_keeps_its_place() {
        let hints = Hints::default();
        let product = Hint::Product(ProductId::new("1"));
        [order(1), product.clone(), order(2), order(3)].into_iter().for_each(|hint| _ = hints.add(hint));
        assert_eq!(hints.take_orders(2), [OrderId::new("1"), OrderId::new("2")]);
        assert!(hints.add(order(1)) && !hints.add(order(3)), "what was taken may come again");
        assert_eq!(
            [hints.take(), hints.take(), hints.take(), hints.take()],
            [Some(product), Some(order(3)), Some(order(1)), None]
        );
    }

    #[test]
    fn a_flood_of_hints_fills_the_line_and_no_more() {
        let hints = Hints::default();
        let joined = (0..5_000).filter(|n| hints.add(order(*n))).count();
        assert_eq!(joined, MOST_WAITING);
        assert_eq!(std::iter::from_fn(|| hints.take()).count(), MOST_WAITING);
    }

    /// How many hints are followed in a time by somebody who always has another one.
    fn followed_within(time: Duration) -> usize {
        let (pace, start) = (Pace::default(), Timestamp::UNIX_EPOCH);
        let (mut allowance, mut now, mut followed) = (Allowance::default(), start, 0);
        loop {
            now = now.max(allowance.next(&pace, now));
            if now >= later(start, time) {
                return followed;
            }
            allowance.spend(now);
            followed += 1;
        }
    }

    #[test]
    fn a_flood_of_hints_takes_thirty_requests_a_minute_and_a_tenth_of_the_day() {
        assert_eq!(followed_within(MINUTE), 30);
        assert_eq!(followed_within(MINUTE * 10), 300);
        assert_eq!(followed_within(DAY), 1_000);
    }

    #[test]
    fn a_clock_that_is_set_back_holds_no_hint_for_longer_than_the_minute() {
        let (pace, now) = (Pace::default(), Timestamp::UNIX_EPOCH);
        let mut allowance = Allowance::default();
        (0..30).for_each(|_| allowance.spend(later(now, DAY)));
        assert_eq!(allowance.next(&pace, now), later(now, MINUTE));
    }
}
