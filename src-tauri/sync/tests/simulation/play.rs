//! A play: what happens next is drawn, done, written down, and held against the model.

use std::time::Duration;

use domain::{OrderId, ProductId};
use jiff::SignedDuration;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sandbox::{FaultKind, NewOrder, When};
use store::{Decided, Entry, State};
use sync::{Hint, Phase, Steps};

use crate::{
    desk::{Desk, Ended},
    gate::Trap,
    model::Model,
    person,
    spoken::{FORBIDDEN, INVALID, TROUBLE, without_times},
};

/// Things that happen in a play.
const SCENES: u32 = 50;

pub(crate) struct Play {
    pub(crate) desk: Desk,
    pub(crate) model: Model,
    pub(crate) rng: StdRng,
    /// What happened, without times and addresses: the same for the same seed.
    trace: Vec<String>,
    /// Up to which call of the shop's journal the model knows.
    known_calls: u64,
    /// Calls that the shop holds back.
    held: Vec<u64>,
    /// The wishes' states as they were last told.
    states: Vec<(i64, State)>,
    /// How long a call of a dead process has been before the shop, as far as time was let pass.
    held_for: Duration,
    /// The conflicts that the person decided together last.
    pub(crate) decided: Option<Decided>,
}

/// How much of a failed play is told.
const LAST_LINES: usize = 60;

impl Drop for Play {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let skipped = self.trace.len().saturating_sub(LAST_LINES);
            println!("{}", self.trace[skipped..].join("\n"));
        }
    }
}

impl Play {
    /// Plays what `seed` decides, to its end and to rest; answers the trace.
    pub(crate) async fn of(seed: u64) -> Vec<String> {
        let mut play = Self::open(seed).await;
        for _ in 0..SCENES {
            play.scene().await;
        }
        play.comes_to_rest().await;
        std::mem::take(&mut play.trace)
    }

    /// A shop that is all in the cache.
    async fn open(seed: u64) -> Self {
        let mut play = Self::connected(seed, 14, 6).await;
        play.pulls_all().await;
        play
    }

    /// A shop that has just been connected, of which nothing is known here.
    pub(crate) async fn connected(seed: u64, orders: u32, products: u32) -> Self {
        let desk = Desk::new(seed, orders, products).await;
        let model = Model::of(desk.foreign.look().await);
        let rng = StdRng::seed_from_u64(seed);
        let mut play = Self {
            desk,
            model,
            rng,
            trace: Vec::new(),
            known_calls: 0,
            held: Vec::new(),
            states: Vec::new(),
            held_for: Duration::ZERO,
            decided: None,
        };
        play.not_ours();
        play
    }

    async fn scene(&mut self) {
        match self.rng.random_range(0..100) {
            0..=13 => self.person_edits().await,
            14..=20 => self.person_ships(1).await,
            21..=24 => self.person_ships(9).await,
            25..=29 => self.person_decides().await,
            30..=33 => self.person_meets_a_batch().await,
            34..=43 => self.shop_lives().await,
            44..=55 => self.trouble_ahead(),
            56..=58 => self.dies_here().await,
            59..=66 => self.time_passes(),
            67..=74 => self.pulls().await,
            75..=77 => self.follows_a_hint().await,
            _ => drop(self.pushes().await),
        }
        if self.desk.gate.holds_a_call() && self.chance(0.4) {
            self.release().await;
        }
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    pub(crate) fn tell(&mut self, what: String) {
        self.trace.push(what);
    }

    pub(crate) async fn wishes(&self) -> Vec<Entry> {
        person::wishes(&self.desk).await
    }

    /// Buyers, Seller Center and other channels. While the shop holds a call of a dead process back,
    /// nothing else happens there: a sale just then is one that no client could save, because the
    /// contract's write has no condition.
    async fn shop_lives(&mut self) {
        if self.desk.gate.holds_a_call() {
            return;
        }
        // Times tell whole seconds there; two changes in one are as one.
        self.desk.clock.pass(Duration::from_secs(1));
        let (waiting, sent) = (self.orders_there("AWAITING_SHIPMENT"), self.orders_there("SHIPPED"));
        let any = |rng: &mut StdRng, list: &[String]| {
            (!list.is_empty()).then(|| list[rng.random_range(0..list.len())].clone())
        };
        let shop = &self.desk.shop;
        let what = match self.rng.random_range(0..10) {
            0..=2 => shop.order(NewOrder::default()).await.map(|_| "an order arrives".to_owned()).ok(),
            3..=4 => match any(&mut self.rng, &waiting) {
                Some(order) => shop.cancel(&order).await.map(|()| format!("{order} is cancelled")).ok(),
                None => None,
            },
            5 => match any(&mut self.rng, &waiting) {
                Some(order) => {
                    let tracking = if self.rng.random_bool(0.3) { "TK500" } else { "ELSEWHERE7" };
                    self.desk.foreign.ship(&order, tracking).await;
                    Some(format!("{order} is shipped elsewhere"))
                }
                None => None,
            },
            6 => match any(&mut self.rng, &sent) {
                Some(order) => shop.deliver(&order).await.map(|()| format!("{order} is delivered")).ok(),
                None => None,
            },
            _ => self.sale().await,
        };
        self.shop_has_moved().await;
        self.tell(what.unwrap_or_else(|| "nothing happens".to_owned()));
    }

    /// Goods are sold elsewhere, mostly such as somebody edits just now.
    async fn sale(&mut self) -> Option<String> {
        let mut cells: Vec<_> = self.wishes().await.iter().filter_map(person::open_cell).collect();
        if cells.is_empty() || self.chance(0.3) {
            cells = self.model.shop.levels.keys().cloned().collect();
        }
        let (product, sku, warehouse) = cells[self.rng.random_range(0..cells.len())].clone();
        let pieces = self.rng.random_range(1..=3);
        let left = self.desk.shop.sale(&product, &sku, &warehouse, pieces).await.ok()?;
        Some(format!("{pieces} of {sku} in {warehouse} are sold, {left} left"))
    }

    fn orders_there(&self, status: &str) -> Vec<String> {
        self.model.shop.orders.iter().filter(|(_, standing)| standing.0 == status).map(|(id, _)| id.clone()).collect()
    }

    /// The model takes what the simulation itself did at the shop.
    pub(crate) async fn shop_has_moved(&mut self) {
        self.model.shop = self.desk.foreign.look().await;
        self.not_ours();
    }

    /// Calls up to now were not the engine's.
    pub(crate) fn not_ours(&mut self) {
        self.known_calls = self.desk.last_call();
    }

    fn trouble_ahead(&mut self) {
        let spoil = |kind| (kind, None);
        let before = |kind| (kind, Some(When::Before));
        let after = |kind| (kind, Some(When::After));
        let code = |code| FaultKind::Code { code, message: None };
        let trap = match self.rng.random_range(0..22) {
            0..=2 => spoil(FaultKind::LoseAnswer),
            3..=4 => spoil(FaultKind::Cut),
            5 => before(FaultKind::Http { status: 500 }),
            6 => after(FaultKind::Http { status: 500 }),
            7 => before(FaultKind::Html),
            8 => after(FaultKind::Html),
            9 => before(code(TROUBLE)),
            10 => after(code(TROUBLE)),
            11 => before(code(INVALID)),
            12 => before(code(FORBIDDEN)),
            13 => before(FaultKind::Limit { retry_after: Some(1) }),
            14 => before(FaultKind::Limit { retry_after: Some(120) }),
            15..=16 => spoil(FaultKind::ExpireToken),
            17..=18 => return self.sets_a_trap(Trap::DieUndone),
            19..=20 => return self.sets_a_trap(Trap::DieWhileUnderWay),
            _ => return self.sets_a_trap(Trap::DieDone),
        };
        self.sets_a_trap(Trap::Spoil(trap.0, trap.1));
    }

    fn sets_a_trap(&mut self, trap: Trap) {
        let behind = self.rng.random_range(0..5);
        self.tell(format!("trap {behind} requests ahead: {trap:?}"));
        self.desk.gate.trap(behind, trap);
    }

    async fn dies_here(&mut self) {
        self.tell("the process is killed between two steps".to_owned());
        self.desk.start_again().await;
    }

    /// Time passes, or the computer's clock is set.
    fn time_passes(&mut self) {
        let seconds = self.rng.random_range(1..=60);
        if self.chance(0.15) {
            let by = self.rng.random_range(-4_000..=4_000);
            self.desk.clock.set(SignedDuration::from_secs(by));
            self.tell(format!("the clock is set by {by} s"));
        }
        // A call that the shop still has before it arrived within the client's patience.
        let most = Duration::from_secs(30).saturating_sub(self.held_for);
        let time = Duration::from_secs(seconds);
        let time = if self.desk.gate.holds_a_call() { time.min(most) } else { time };
        self.held_for += time;
        self.desk.clock.pass(time);
        self.tell(format!("{} s pass", time.as_secs()));
    }

    pub(crate) async fn release(&mut self) {
        self.desk.release().await;
        self.tell("the shop does what it still had before it".to_owned());
        self.take_calls();
    }

    async fn pulls(&mut self) {
        let full = self.chance(0.5);
        self.engine(async |steps| steps.pull_round(full).await.map_err(|error| error.to_string())).await;
    }

    /// A round that reads everything; whether it ended well.
    pub(crate) async fn pulls_all(&mut self) -> bool {
        self.engine(async |steps| steps.pull_round(true).await.map_err(|error| error.to_string())).await.is_some()
    }

    /// A turn of the push; whether the process and its database lived through it.
    pub(crate) async fn pushes(&mut self) -> bool {
        self.engine(async |steps| steps.push_turn().await.map_err(|error| error.to_string())).await.is_some()
    }

    async fn follows_a_hint(&mut self) {
        let orders: Vec<String> = self.model.shop.orders.keys().cloned().collect();
        let order = orders[self.rng.random_range(0..orders.len())].clone();
        let product = self.model.shop.levels.keys().next().unwrap().0.clone();
        let hint =
            if self.chance(0.5) { Hint::Order(OrderId::new(order)) } else { Hint::Product(ProductId::new(product)) };
        self.engine(async |steps| steps.read_hint(hint).await.map_err(|error| error.to_string())).await;
    }

    /// One step of the engine, and everything that must be so after it.
    /// Answers what it came to, where it came to an end and to anything.
    async fn engine<T: std::fmt::Debug>(&mut self, step: impl AsyncFnOnce(&Steps) -> Result<T, String>) -> Option<T> {
        let before = self.wishes().await;
        self.model.stand(before);
        self.held_for = if self.desk.gate.holds_a_call() { self.held_for } else { Duration::ZERO };
        let ended = self.desk.step(step).await;
        self.take_calls();
        let mut came_to = None;
        match ended {
            Ended::Well(outcome) => {
                self.tell(without_minutes(&format!("step: {outcome:?}")));
                came_to = outcome.ok();
                let after = self.tell_states().await;
                self.model.judge(&after);
                if self.desk.process().steps.status().phase == Phase::NeedsConnect {
                    self.tell("connects anew".to_owned());
                    self.desk.connect_again().await;
                }
            }
            Ended::Killed => {
                self.tell("killed in the middle of a step".to_owned());
                self.desk.start_again().await;
                self.tell_states().await;
            }
        }
        came_to
    }

    /// The model learns what the engine asked of the shop. A call that the shop holds back is
    /// learned of when it has been carried out.
    fn take_calls(&mut self) {
        let (holds, known) = (self.desk.gate.holds_a_call(), self.known_calls);
        let held = std::mem::take(&mut self.held);
        for call in self.desk.shop.journal() {
            if call.n <= known && !held.contains(&call.n) {
                continue;
            }
            self.known_calls = self.known_calls.max(call.n);
            if holds && call.answer_code.is_none() && call.faults.iter().any(|fault| fault == "slow") {
                self.held.push(call.n);
                continue;
            }
            let sandbox::Entry { method, path, answer_code, applied, faults, .. } = &call;
            let asked = without_times(&call);
            self.tell(format!("{method} {path} {asked} {answer_code:?} {applied} {faults:?}"));
            if call.method == "POST" {
                self.model.call(&call);
            }
        }
    }

    /// Which wishes have another state than they had; answers all of them.
    async fn tell_states(&mut self) -> Vec<Entry> {
        let now = self.wishes().await;
        let states: Vec<(i64, State)> = now.iter().map(|wish| (wish.id, wish.state)).collect();
        let moved: Vec<_> = states.iter().filter(|state| !self.states.contains(state)).cloned().collect();
        if !moved.is_empty() {
            self.tell(format!("{moved:?}"));
        }
        self.states = states;
        now
    }
}

/// A sentence with the minutes that it names left out. Each look at the clock takes a millisecond, how often it is
/// looked at while the database's own thread works is not in the seed's hands, and a millisecond can end a minute.
fn without_minutes(words: &str) -> String {
    let is_time = |sign: char| sign.is_ascii_digit() || sign == ':';
    let masked = |part: &str| match part.strip_suffix(" UTC") {
        Some(before) => format!("{} UTC", before.trim_end_matches(is_time)),
        None => part.to_owned(),
    };
    words.split_inclusive(" UTC").map(masked).collect()
}
