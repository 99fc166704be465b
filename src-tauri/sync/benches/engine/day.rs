//! A scripted day on a virtual clock: 5,000 new orders, 400 status changes and 600 stock edits,
//! with the window in view for all 24 hours, against the smallest number of requests that could do
//! it at the freshness that is asked for.
//!
//! **The smallest number.** The contract has no "what is new since" and this day has no webhooks,
//! so news is found by looking, and who looks must not know when orders come:
//!
//! - *New orders* in p95 <= 15 s. Orders come at any moment, so looks that are `d` apart find 95 of
//!   100 within `0.95 d`: `d` may be 15.79 s at most, which is 5,473 looks of one page each. Nobody
//!   could do with fewer and be sure of the same.
//! - *Status changes.* Nothing in the contract lists what has changed, so at the end of the day
//!   every order that was open must have been listed once more: the open orders by the page. No
//!   freshness is asked for, so this is what a client would need that lets the seller wait all day.
//! - *Stock edits* are read, compared, written and read back. Reading right before writing is what
//!   keeps the time short in which a sale is lost, so it can't be shared between products: two
//!   requests for each product of a save, and one page to read all of them back.
//!
//! Tokens, retries and the limiter's own bookkeeping cost nothing on this day.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use domain::{OrderId, OrderStatus, StockChange};
use jiff::Timestamp;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::SliceRandom as _};
use sandbox::{NewOrder, Sandbox, Settings};
use store::{StockTarget, StockWish};
use sync::{Circumstances, SyncError};
use tiktok_shop::{Clock, Lane, Limits, ShopError, until};

use crate::{
    desk::{Desk, SHOP},
    speech::{Purpose, Speech, purpose},
    stock_window::cells,
    table::{Goal, Table},
};

const SEED: u64 = 20_260_310;
const DAY: Duration = Duration::from_secs(86_400);
const NEW_ORDERS: usize = 5_000;
const CHANGES: usize = 400;
/// Edits saved one at a time, and saves of ten products each: 600 edits in all.
const SINGLE_EDITS: usize = 300;
const SAVES: usize = 30;
const EDITS_A_SAVE: usize = 10;
/// The sandbox's largest page.
const PAGE: f64 = 100.0;

/// Stands until the day moves on.
struct DayClock(Mutex<Timestamp>);

impl DayClock {
    fn set(&self, now: Timestamp) {
        *self.0.lock().expect("nobody panics") = now;
    }
}

#[async_trait]
impl Clock for DayClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("nobody panics")
    }

    async fn sleep(&self, delay: Duration) {
        self.set(self.now() + delay);
    }
}

#[derive(Clone, Copy)]
enum Event {
    Order,
    Change,
    Save { edits: usize },
}

/// The shop, the desk, and what has not come from one to the other yet.
struct Day {
    clock: Arc<DayClock>,
    shop: Sandbox,
    desk: Desk,
    random: StdRng,
    cells: Vec<StockTarget>,
    open: Vec<OrderId>,
    awaited: HashMap<OrderId, Timestamp>,
    /// Seconds from an order's placing to its being in the cache.
    delays: Vec<f64>,
    cancelled: Vec<OrderId>,
}

pub(crate) async fn measure(table: &mut Table, speech: Speech) {
    let mut day = Day::begin(speech).await;
    let start = day.clock.now();
    day.live(start, script(&mut day.random.clone())).await;
    let used = day.shop.journal().len() as f64;
    let open = day.shop.counts().orders as f64;
    day.check().await;
    let (looks, listing) = ((DAY.as_secs_f64() / (15.0 / 0.95)).ceil(), (open / PAGE).ceil());
    let edits = (2 * SINGLE_EDITS + SINGLE_EDITS + SAVES * (2 * EDITS_A_SAVE + 1)) as f64;
    let least = looks + listing + edits;
    day.tell_parts(table, speech);
    day.delays.sort_by(f64::total_cmp);
    let p95 = day.delays[day.delays.len() * 95 / 100];
    table.add(speech.named("a scripted day: order placed to in the cache, p95"), p95, "s", Goal::AtMost(15.0));
    let seen = day.changes_seen().await as f64 / day.cancelled.len() as f64;
    table.add(speech.named("a scripted day: status changes seen by its end"), seen, "share", Goal::AtLeast(0.95));
    table.add(speech.named("a scripted day: requests used"), used, "requests", Goal::AtMost(10_000.0));
    table.add(speech.named("a scripted day: the smallest number that could do it"), least, "requests", Goal::None);
    table.add(speech.named("a scripted day: used to smallest"), used / least, "ratio", Goal::AtMost(1.3));
}

/// Everything that happens, by its second of the day.
fn script(random: &mut StdRng) -> Vec<(u64, Event)> {
    let kinds = [
        (NEW_ORDERS, Event::Order),
        (CHANGES, Event::Change),
        (SINGLE_EDITS, Event::Save { edits: 1 }),
        (SAVES, Event::Save { edits: EDITS_A_SAVE }),
    ];
    let mut events = Vec::new();
    for (count, event) in kinds {
        events.extend((0..count).map(|_| (random.random_range(0..DAY.as_secs()), event)));
    }
    events.sort_by_key(|(second, _)| *second);
    events
}

impl Day {
    /// The shop has been connected for more than a day: the first pull is long over and paid for.
    async fn begin(speech: Speech) -> Self {
        let connected: Timestamp = "2026-03-08T12:00:00Z".parse().expect("a moment");
        let clock = Arc::new(DayClock(Mutex::new(connected)));
        let shops = Arc::clone(&clock);
        let now: sandbox::Clock = Arc::new(move || shops.now());
        let shop = sandbox::start(Settings { products: 200, now, ..Settings::default() }).await.expect("it opens");
        let desk = Desk::at(&shop.base_url(), speech, Arc::clone(&clock) as _, Limits::default()).await;
        desk.steps.pull_round(true).await.expect("the pull succeeds");
        clock.set(connected + 2 * DAY);
        shop.clear_journal();
        let (random, cells) = (StdRng::seed_from_u64(SEED), cells(&desk.store).await);
        let (open, awaited, delays, cancelled) = Default::default();
        Self { clock, shop, desk, random, cells, open, awaited, delays, cancelled }
    }

    async fn live(&mut self, start: Timestamp, script: Vec<(u64, Event)>) {
        let mut next_look = start;
        for (second, event) in script {
            let at = start + Duration::from_secs(second);
            next_look = self.look_until(at, next_look).await;
            self.clock.set(at);
            self.happen(event).await;
        }
        self.look_until(start + DAY, next_look).await;
        self.clock.set(start + DAY);
    }

    /// Looks as often as the rhythm has it until `end`, and says when the next look is.
    async fn look_until(&mut self, end: Timestamp, mut next_look: Timestamp) -> Timestamp {
        while next_look < end {
            self.clock.set(next_look);
            next_look = match self.desk.steps.pull_round(false).await {
                Ok(()) => next_look + self.desk.pace.rhythm(&self.circumstances()).1,
                Err(SyncError::Shop(ShopError::DayIsSpent { resume })) => resume,
                Err(other) => panic!("a quiet network, and {other}"),
            };
            self.desk.push().await;
            self.note_arrivals().await;
        }
        next_look
    }

    fn circumstances(&self) -> Circumstances {
        let budget = &self.desk.budget;
        let since_limited = budget.last_limited().map(|moment| until(moment, self.clock.now()));
        let (spent, left) = (budget.spent_today(), budget.left(Lane::Poll));
        Circumstances { in_view: true, since_order: None, spent, left, since_limited }
    }

    async fn happen(&mut self, event: Event) {
        match event {
            Event::Order => self.order_placed().await,
            Event::Change => self.order_cancelled().await,
            Event::Save { edits } => self.stock_saved(edits).await,
        }
    }

    async fn order_placed(&mut self) {
        let told = self.shop.order(NewOrder::default()).await.expect("something is in stock");
        let order: serde_json::Value = serde_json::from_str(&told).expect("an order in JSON");
        let id = OrderId::new(order["order_id"].as_str().expect("an id"));
        self.awaited.insert(id.clone(), self.clock.now());
        self.open.push(id);
    }

    async fn order_cancelled(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let id = self.open.swap_remove(self.random.random_range(0..self.open.len()));
        self.shop.cancel(id.as_str()).await.expect("an open order can be cancelled");
        self.cancelled.push(id);
    }

    async fn stock_saved(&mut self, edits: usize) {
        self.cells.shuffle(&mut self.random);
        let edit = |target: &StockTarget| StockWish {
            target: target.clone(),
            change: StockChange::Add { amount: 20 },
            base: None,
        };
        let wishes: Vec<StockWish> = self.cells.iter().take(edits).map(edit).collect();
        self.desk.store.queue_stock(SHOP, &wishes, self.clock.now()).await.expect("edits are saved");
        self.desk.push().await;
    }

    async fn note_arrivals(&mut self) {
        let now = self.clock.now();
        let awaited: Vec<OrderId> = self.awaited.keys().cloned().collect();
        for id in awaited {
            if self.desk.store.order(SHOP, &id).await.is_ok()
                && let Some(placed) = self.awaited.remove(&id)
            {
                self.delays.push(now.duration_since(placed).as_secs_f64());
            }
        }
    }

    /// A day that left something undone would be a cheap one.
    async fn check(&mut self) {
        let end = self.clock.now();
        // Not there yet: they take at least this long, and count.
        let late = self.awaited.values().map(|placed| end.duration_since(*placed).as_secs_f64());
        self.delays.extend(late);
        let outbox = self.desk.store.outbox_counts(SHOP).await.expect("counts");
        let undone = outbox.queued + outbox.sending + outbox.checking + outbox.refused + outbox.conflict + outbox.held;
        assert_eq!(undone, 0, "every edit went out: {outbox:?}");
    }

    /// What the requests were for.
    fn tell_parts(&self, table: &mut Table, speech: Speech) {
        let journal = self.shop.journal();
        let mut tell = |what: &str, purposes: &[Purpose]| {
            let count = journal.iter().filter(|call| purposes.contains(&purpose(call))).count() as f64;
            table.add(speech.named(&format!("a scripted day: {what}")), count, "requests", Goal::None);
        };
        tell("looks for orders", &[Purpose::Look]);
        tell("open orders listed", &[Purpose::Sweep]);
        tell("orders read singly", &[Purpose::OneOrder]);
        tell("products listed", &[Purpose::Catalogue]);
        tell("products read and written singly", &[Purpose::OneProduct, Purpose::Levels]);
        tell("anything else", &[Purpose::Other]);
    }

    /// How many of the changed orders the cache shows as the shop has them.
    async fn changes_seen(&self) -> usize {
        let mut seen = 0;
        for id in &self.cancelled {
            let order = self.desk.store.order(SHOP, id).await;
            seen += usize::from(order.is_ok_and(|order| order.row.status == OrderStatus::Cancelled));
        }
        seen
    }
}
