//! A world of rounds: the seller does something with some levels, the engine brings it to the shop, and everybody
//! else comes in between.

use std::time::Duration;

use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use store::{Decided, Entry, Keep, State, StockWish};
use sync::Phase;
use tiktok_shop::Clock as _;

use super::{
    account::{Account, Tally},
    books::{Books, Reading},
    want::Want,
};
use crate::{
    desk::{Desk, Ended, SHOP},
    foreign::Cell,
    model::is_open,
    person::{levels_here, target_of, wishes},
    spoken::{levels_in, writes_stock_of},
};

/// How much of a world that failed is told.
const LAST_LINES: usize = 80;
/// Far more than any edit may need.
const MOST_TURNS: u32 = 400;

pub(super) struct Market {
    pub(super) desk: Desk,
    pub(super) rng: StdRng,
    pub(super) account: Account,
    books: Books,
    /// Every level that there is.
    pub(super) cells: Vec<Cell>,
    /// Orders that can be called off.
    pub(super) orders: Vec<String>,
    /// Up to which call of the journal everything is known.
    known_calls: u64,
    /// A writing that the shop still has before it, from a process that is dead.
    held: Option<(u64, Reading)>,
    decided: Option<Decided>,
    trace: Vec<String>,
}

impl Drop for Market {
    fn drop(&mut self) {
        if std::thread::panicking() {
            println!("{}", self.trace[self.trace.len().saturating_sub(LAST_LINES)..].join("\n"));
        }
    }
}

impl Market {
    /// At least so many rounds, as `seed` decides, to rest.
    pub(super) async fn play(seed: u64, rounds: u32) -> Tally {
        let mut market = Self::open(seed).await;
        while market.account.tally.rounds < rounds {
            market.goes_on().await;
        }
        market.comes_to_rest().await;
        market.account.tally.clone()
    }

    async fn open(seed: u64) -> Self {
        let mut desk = Desk::new(seed, 5, 14).await;
        // What buyers have ordered is not what this is about: it is read by few pages.
        desk.page_size = 100;
        desk.start_again().await;
        desk.process().steps.pull_round(true).await.unwrap();
        let books = Books::open(&desk.shop);
        let cells = books.first().keys().cloned().collect();
        let rng = StdRng::seed_from_u64(seed);
        let (account, orders, trace) = (Account::default(), Vec::new(), Vec::new());
        let mut market =
            Self { desk, rng, account, books, cells, orders, known_calls: 0, held: None, decided: None, trace };
        market.not_ours();
        market
    }

    pub(super) fn tell(&mut self, what: String) {
        self.trace.push(what);
    }

    pub(super) async fn wishes(&self) -> Vec<Entry> {
        wishes(&self.desk).await
    }

    async fn goes_on(&mut self) {
        match self.rng.random_range(0..100) {
            0..=49 => self.edits().await,
            50..=74 => self.decides().await,
            75..=83 => self.takes_a_decision_back().await,
            84..=94 => self.undoes().await,
            _ => self.tries_again().await,
        }
        self.shop_lives().await;
        for _ in 0..self.rng.random_range(1..=2) {
            self.trouble_ahead();
            self.turn().await;
            if self.rng.random_bool(0.3) {
                self.shop_lives().await;
            }
            let pause = self.rng.random_range(1..=20);
            self.desk.clock.pass(Duration::from_secs(pause));
        }
        self.desk.gate.clear_traps();
        self.release().await;
        if self.rng.random_bool(0.3) {
            self.pulls().await;
        }
        self.desk.shop.clear_journal();
    }

    /// Types into some levels as the screen shows them, and saves.
    async fn edits(&mut self) {
        let levels: Vec<(Cell, i64)> = levels_here(self.desk.store()).await.into_iter().collect();
        let mut edits: Vec<(Cell, Want, i64)> = Vec::new();
        for _ in 0..self.rng.random_range(1..=40) {
            let (cell, seen) = levels[self.rng.random_range(0..levels.len())].clone();
            if edits.iter().all(|(edited, _, _)| *edited != cell) {
                edits.push((cell, self.any_want(seen), seen));
            }
        }
        let wish = |(cell, want, seen): &(Cell, Want, i64)| StockWish {
            target: target_of(cell),
            change: (*want).into(),
            base: Some(*seen),
        };
        let wanted: Vec<StockWish> = edits.iter().map(wish).collect();
        let saved = self.desk.store().queue_stock(SHOP, &wanted, self.desk.clock.now()).await.unwrap();
        self.tell(format!("saves {edits:?}"));
        self.account.saved(&edits, &self.wishes().await);
        if saved.held.is_some() {
            self.let_go().await;
        }
    }

    fn any_want(&mut self, seen: i64) -> Want {
        match self.rng.random_range(0..20) {
            0..=8 => Want::Add(self.rng.random_range(1..=9)),
            9..=11 => Want::Add(-self.rng.random_range(1..=4)),
            // One or two fewer, or more, than there are: what a sale in between may make true, or undo.
            12..=14 => Want::Set((seen + self.rng.random_range(-3..=3)).max(0)),
            _ => Want::Set(self.rng.random_range(0..200)),
        }
    }

    /// Ends some of the conflicts, all with the same decision.
    async fn decides(&mut self) {
        let asks = |wish: &Entry| (wish.state == State::Conflict).then_some(wish.id);
        let mut conflicts: Vec<i64> = self.wishes().await.iter().filter_map(asks).collect();
        conflicts.retain(|_| self.rng.random_bool(0.7));
        if conflicts.is_empty() {
            return self.edits().await;
        }
        let keep = [Keep::Mine, Keep::Shop, Keep::Difference][self.rng.random_range(0..3)];
        let decided = self.desk.store().decide_conflicts(SHOP, &conflicts, keep, self.desk.clock.now()).await.unwrap();
        self.tell(format!("keeps {keep:?}: {decided:?}"));
        self.account.decided(keep, &decided, &self.wishes().await);
        if decided.held.is_some() {
            self.let_go().await;
        }
        self.decided = Some(decided);
    }

    async fn takes_a_decision_back(&mut self) {
        let Some(Decided { over, batch, .. }) = self.decided.take() else { return self.edits().await };
        let taken = self.desk.store().take_decision_back(SHOP, &over, batch, self.desk.clock.now()).await.unwrap();
        self.tell(format!("takes {over:?} back: {taken:?}"));
        self.account.tally.taken_back += u32::try_from(taken.reopened).unwrap();
        self.account.acted(&self.wishes().await);
    }

    async fn undoes(&mut self) {
        let batches = self.desk.store().batches(SHOP).await.unwrap();
        let undoable: Vec<i64> = batches.iter().filter(|batch| batch.can_undo).map(|batch| batch.id).collect();
        if undoable.is_empty() {
            return self.edits().await;
        }
        let batch = undoable[self.rng.random_range(0..undoable.len())];
        let (made, plan) = self.desk.store().undo_batch(batch, self.desk.clock.now()).await.unwrap();
        self.tell(format!("undoes {batch} as {made:?}: {plan:?}"));
        self.account.acted(&self.wishes().await);
    }

    async fn tries_again(&mut self) {
        let refused: Vec<Entry> = self.wishes().await.into_iter().filter(|wish| wish.state == State::Refused).collect();
        if refused.is_empty() {
            return self.edits().await;
        }
        let id = refused[self.rng.random_range(0..refused.len())].id;
        let again = self.desk.store().retry(id, self.desk.clock.now()).await;
        self.tell(format!("tries {id} again: {again:?}"));
        self.account.acted(&self.wishes().await);
    }

    async fn let_go(&mut self) {
        for batch in self.desk.store().batches(SHOP).await.unwrap().iter().filter(|batch| batch.held.is_some()) {
            self.desk.store().send_held(batch.id, self.desk.clock.now()).await.unwrap();
        }
    }

    /// A turn of the engine's push, and everything that must be so after it.
    async fn turn(&mut self) {
        self.books.begin_turn();
        let ended = self.desk.step(async |steps| steps.push_turn().await).await;
        self.take_calls();
        match ended {
            Ended::Well(turn) => {
                self.tell(format!("turn: {turn:?}"));
                turn.unwrap();
                if self.desk.process().steps.status().phase == Phase::NeedsConnect {
                    self.desk.connect_again().await;
                    self.not_ours();
                }
            }
            Ended::Killed => {
                self.tell("killed".to_owned());
                self.account.tally.restarts += 1;
                if self.rng.random_bool(0.5) {
                    self.release().await;
                }
                self.desk.start_again().await;
            }
        }
        self.account.look(&self.wishes().await, &self.books);
    }

    async fn pulls(&mut self) {
        let ended = self.desk.step(async |steps| steps.pull_round(true).await.is_ok()).await;
        assert!(matches!(ended, Ended::Well(true)), "nothing stands in the way of a pull");
        self.take_calls();
    }

    /// The shop does what it still had before it.
    async fn release(&mut self) {
        if self.desk.gate.holds_a_call() {
            self.desk.release().await;
            self.tell("released".to_owned());
            self.take_calls();
        }
    }

    /// Calls up to now were not the engine's.
    pub(super) fn not_ours(&mut self) {
        self.known_calls = self.desk.last_call().max(self.known_calls);
    }

    /// Learns what the engine asked of the shop since the last look.
    pub(super) fn take_calls(&mut self) {
        self.books.know_movements(&self.desk.shop);
        let holds = self.desk.gate.holds_a_call();
        for call in self.desk.shop.journal() {
            if let Some((_, reading)) = self.held.filter(|(n, _)| *n == call.n && !holds) {
                self.held = None;
                self.carried_out(&call, reading);
            }
            if call.n <= self.known_calls {
                continue;
            }
            self.known_calls = call.n;
            let sandbox::Entry { n, path, query, body, answer_code, books, faults, .. } = &call;
            self.trace.push(format!("{n} {path} {query} {body} {answer_code:?} books {books:?} {faults:?}"));
            match writes_stock_of(&call) {
                Some(product) => self.takes_a_writing(&call, &product, holds),
                None => self.books.reading(&call),
            }
        }
    }

    fn takes_a_writing(&mut self, call: &sandbox::Entry, product: &str, holds: bool) {
        let reading = self.books.reading_before(call, product);
        for (cell, level) in levels_in(call) {
            self.account.sent(&cell, self.books.said(&cell, reading), level);
        }
        if call.books.is_some() {
            self.carried_out(call, reading);
        } else if holds && call.answer_code.is_none() && call.faults.iter().any(|fault| fault == "slow") {
            self.held = Some((call.n, reading));
            self.books.spend(product);
        }
    }

    fn carried_out(&mut self, call: &sandbox::Entry, reading: Reading) {
        let (Some(books), Some(product)) = (call.books, writes_stock_of(call)) else { return };
        self.books.spend(&product);
        for write in self.books.written(call, reading, books) {
            self.account.written(&write);
        }
    }

    /// Nothing goes wrong any more: every edit comes to an end, and all adds up, here and there.
    async fn comes_to_rest(&mut self) {
        self.let_go().await;
        self.desk.clock.pass(Duration::from_secs(20_000));
        for _ in 0..MOST_TURNS {
            if !self.wishes().await.iter().any(is_open) {
                break;
            }
            self.turn().await;
            self.desk.clock.pass(Duration::from_secs(20));
        }
        self.pulls().await;
        self.books.others_until_now();
        let there = self.desk.shop.levels().into_iter().map(|(cell, level)| (cell, i64::from(level))).collect();
        self.account.adds_up(&self.books, &there);
        assert_eq!(levels_here(self.desk.store()).await, there, "the cache says something else than the shop");
        let before = self.wishes().await;
        self.desk.start_again().await;
        assert_eq!(self.wishes().await, before, "a restart changes nothing");
    }
}
