//! The seller's computer: the process that is killed. It starts as the app does, and then a
//! hasty seller edits and ships while the engine works.

use std::{io::Write as _, sync::Arc, time::Duration};

use domain::{Departure, Level, OrderId, Stage, StockChange};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};
use store::{Entry, OrderFilter, Pile, Shop, State, StockFilter, StockTab, StockTarget, StockWish, Store, Which};
use sync::{Engine, Pace, Parts, RequestLog};
use tiktok_shop::{Clock as _, SystemClock};

use crate::{
    computer::{SHOP, client},
    errand::{Deed, Errand, Line},
};

/// Shorter delays than the app's: this shop answers at once, and what it was sent arrives within the
/// slowness that the other side sets.
const SETTLE: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(10);
/// Rounds of reading at the end: one reads no more than so many orders one by one.
const LAST_ROUNDS: usize = 4;
/// Levels that are set in one round, so that a thousand rounds find room below the greatest.
const MOST_SETS: i64 = 60;

struct Seller {
    store: Store,
    engine: Engine,
    errand: Errand,
    dice: StdRng,
    deeds: u32,
    sets: i64,
}

/// Works until killed or, on the last errand, until everything has come to rest.
pub(crate) async fn work(errand: Errand) {
    let mut seller = Seller::start(errand).await;
    seller.let_go_of_what_is_held().await;
    if seller.errand.rest {
        seller.rest().await;
        return;
    }
    loop {
        seller.settle_conflicts().await;
        seller.do_something().await;
        let pause = seller.dice.random_range(0..15);
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
}

fn say(line: &Line) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(line).unwrap()).unwrap();
    out.flush().unwrap();
}

impl Seller {
    async fn start(errand: Errand) -> Self {
        let now = SystemClock.now();
        let store = Store::open(&errand.folder, now).await.unwrap().store;
        let shop = Shop {
            id: SHOP,
            name: "Linh Kay Studio".into(),
            region: "US".into(),
            practice: false,
            currency: None,
            told_currency: None,
            seller: String::new(),
        };
        store.put_shop(&shop).await.unwrap();
        // The form of this seller's numbers doesn't say whose they are.
        store.set_usual_carrier(SHOP, Some("USPS")).await.unwrap();
        let last_batch = store.batches(SHOP).await.unwrap().first().map_or(0, |batch| batch.id);
        let recovered = store.recover_outbox(SHOP, now).await.unwrap();
        say(&Line::Opened { last_batch, recovered });
        let log = RequestLog { store: store.clone(), app: "app".into() };
        let (client, budget) = client(&errand.shop, &errand.link, Arc::new(log)).await;
        let first_backoff = Duration::from_millis(50);
        let pace = Pace { settle: SETTLE, first_backoff, ..Pace::default() };
        let clock = Arc::new(SystemClock);
        let engine = Engine::start(Parts { store: store.clone(), client, shop: SHOP, clock, pace, budget });
        let dice = StdRng::seed_from_u64(errand.seed);
        Self { store, engine, errand, dice, deeds: 0, sets: 0 }
    }

    /// A question about a large change is answered at once: this seller means it.
    async fn let_go_of_what_is_held(&self) {
        for batch in self.store.batches(SHOP).await.unwrap().into_iter().filter(|batch| batch.held.is_some()) {
            self.store.send_held(batch.id, SystemClock.now()).await.unwrap();
        }
    }

    /// What the shop has is right where the two disagree.
    async fn settle_conflicts(&self) {
        for wish in self.wishes(State::Conflict).await {
            // The engine may have got ahead of us.
            let _ = self.store.discard(wish.id, SystemClock.now()).await;
        }
    }

    async fn wishes(&self, state: State) -> Vec<Entry> {
        let open = self.store.outbox(SHOP, Which::Open).await.unwrap();
        open.into_iter().filter(|wish| wish.state == state).collect()
    }

    async fn do_something(&mut self) {
        self.deeds += 1;
        let cells = self.errand.cells.clone();
        match self.dice.random_range(0..10) {
            0..4 => self.ship().await,
            4..9 => {
                let count = self.dice.random_range(1..=3);
                let mut numbers: Vec<usize> = cells.added_to().collect();
                while numbers.len() > count {
                    numbers.remove(self.dice.random_range(0..numbers.len()));
                }
                let edits = numbers.into_iter().map(|number| (number, self.pieces())).collect();
                self.save(Deed::Add(edits)).await;
            }
            _ => {
                let number = self.dice.random_range(cells.set());
                // No two deeds set the same level, so each is known by it in the shop's journal.
                self.sets = (self.sets + 1).min(MOST_SETS);
                let level = 20_000 + i64::from(self.errand.round) * MOST_SETS + self.sets;
                if self.sets < MOST_SETS {
                    self.save(Deed::Set(number, level)).await;
                }
            }
        }
        self.engine.outbox_changed();
    }

    /// More than a buyer takes or gives back in an order, and fewer than a sale elsewhere takes: see
    /// `Town::lives`.
    fn pieces(&mut self) -> i64 {
        *[-7, -6, 6, 7, 8, 9, 11].choose(&mut self.dice).unwrap()
    }

    /// Ships some orders: one, or enough to go as a bulk.
    async fn ship(&mut self) {
        let filter = OrderFilter::of(Pile::Of(Stage::ToShip));
        let numbers = self.store.order_list(SHOP, &filter).await.unwrap().numbers.to_vec();
        let rows = self.store.order_rows(SHOP, &numbers).await.unwrap();
        let count = if self.dice.random_bool(0.2) { 6 } else { 1 };
        let (round, deeds) = (self.errand.round, self.deeds);
        let chosen = rows.choose_multiple(&mut self.dice, count).enumerate();
        let parcels: Vec<(String, String)> =
            chosen.map(|(n, row)| (row.id.as_str().to_owned(), format!("TK{round}X{deeds}X{n}"))).collect();
        if parcels.is_empty() {
            return;
        }
        say(&Line::About(Deed::Ship(parcels.clone())));
        let shipments: Vec<(OrderId, Departure)> = parcels
            .iter()
            .map(|(order, number)| (OrderId::new(order.clone()), Departure::Number(number.clone())))
            .collect();
        let now = SystemClock.now();
        let queued = self.store.queue_shipments(SHOP, &shipments, now, now).await.unwrap();
        let refused = queued.refused.iter().map(|(place, _)| *place).collect();
        say(&Line::Saved { batch: queued.batch, refused });
    }

    async fn save(&self, deed: Deed) {
        let edits: Vec<(usize, StockChange)> = match &deed {
            Deed::Add(edits) => {
                edits.iter().map(|(cell, amount)| (*cell, StockChange::Add { amount: *amount })).collect()
            }
            Deed::Set(cell, level) => vec![(*cell, StockChange::Set { level: *level })],
            Deed::Ship(_) => unreachable!("parcels are no levels"),
        };
        let mut wishes = Vec::new();
        for (cell, change) in edits {
            let target = self.errand.cells.target(cell);
            // Before the first reading there is nothing to edit in the grid.
            let Some(base) = self.level(&target).await else { return };
            wishes.push(StockWish { target, change, base: Some(base) });
        }
        say(&Line::About(deed));
        let saved = self.store.queue_stock(SHOP, &wishes, SystemClock.now()).await.unwrap();
        say(&Line::Saved { batch: Some(saved.batch), refused: Vec::new() });
        self.let_go_of_what_is_held().await;
    }

    /// The level in the grid.
    async fn level(&self, target: &StockTarget) -> Option<Level> {
        let numbers = self.store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.unwrap().numbers;
        let rows = self.store.stock_rows(SHOP, &numbers.to_vec()).await.unwrap();
        let row = rows.into_iter().find(|row| row.product == target.product && row.sku == target.sku)?;
        row.levels.into_iter().find(|cell| cell.warehouse == target.warehouse)?.level
    }

    async fn rest(&self) {
        loop {
            self.settle_conflicts().await;
            let counts = self.store.outbox_counts(SHOP).await.unwrap();
            if counts.queued + counts.sending + counts.checking + counts.conflict == 0 {
                break;
            }
            tokio::time::sleep(LOOK).await;
        }
        for _ in 0..LAST_ROUNDS {
            let mut status = self.engine.status();
            let before = status.borrow().last_ok;
            self.engine.sync_now();
            status.wait_for(|status| status.last_ok > before).await.unwrap();
        }
        self.engine.stop().await;
        say(&Line::Rested);
    }
}
