//! The main flows, with each of their requests and each of their writes to the disk failing in turn.

use std::time::Duration;

use domain::StockChange;
use sandbox::{FaultKind, NewOrder, When};
use store::{State, StockWish};
use tiktok_shop::Clock as _;

use crate::{
    desk::SHOP,
    gate::Trap,
    model::is_open,
    person::{levels_here, target_of},
    play::Play,
};

/// What a seller does all day.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Flow {
    FirstPull,
    NewOrders,
    Ship,
    BulkShip,
    StockSave,
    Undo,
}

/// What fails.
#[derive(Clone, Copy, Debug)]
enum Failure {
    /// The request reaches nobody who does it.
    RequestBefore,
    /// It is done, and its answer is lost.
    RequestAfter,
    /// From this write on, the disk is full, until somebody clears it or the process ends.
    Disk,
}

impl Flow {
    /// Orders and products of the shop: three pages of orders where that matters.
    fn shop(self) -> (u32, u32) {
        if self == Self::FirstPull { (25, 3) } else { (10, 4) }
    }

    /// Everything that this flow begins with, before anything fails.
    async fn begin(self, play: &mut Play) {
        match self {
            Self::FirstPull => {}
            Self::NewOrders => {
                for _ in 0..3 {
                    play.desk.clock.pass(Duration::from_secs(1));
                    play.desk.shop.order(NewOrder::default()).await.unwrap();
                }
                play.shop_has_moved().await;
            }
            Self::Ship => play.arrive_and_ship(1).await,
            Self::BulkShip => play.arrive_and_ship(5).await,
            Self::StockSave => drop(play.save_some_levels().await),
            Self::Undo => {
                let batch = play.save_some_levels().await;
                while play.open_wishes().await > 0 {
                    play.pushes().await;
                }
                play.desk.store().undo_batch(batch, play.desk.clock.now()).await.unwrap();
            }
        }
    }

    /// The engine's part; whether every step of it ended well.
    async fn run(self, play: &mut Play) -> bool {
        if matches!(self, Self::FirstPull | Self::NewOrders) {
            return play.pulls_all().await;
        }
        let mut well = true;
        for _ in 0..4 {
            well &= play.pushes().await;
            play.desk.clock.pass(Duration::from_secs(1));
        }
        well && play.open_wishes().await == 0
    }
}

impl Failure {
    fn arm(self, play: &Play, behind: u64) {
        let spoil = |kind, when| play.desk.gate.trap(behind, Trap::Spoil(kind, when));
        match self {
            Self::RequestBefore => spoil(FaultKind::Http { status: 500 }, Some(When::Before)),
            Self::RequestAfter => spoil(FaultKind::LoseAnswer, None),
            Self::Disk => play.desk.store().writes_before_failure(Some(behind)),
        }
    }

    /// Whether it has struck: requests by the trap, the disk by what came of the flow.
    fn struck(self, play: &Play, went_well: bool) -> bool {
        match self {
            Self::RequestBefore | Self::RequestAfter => !play.desk.gate.has_traps(),
            Self::Disk => !went_well,
        }
    }
}

impl Play {
    async fn open_wishes(&self) -> usize {
        self.wishes().await.iter().filter(|wish| is_open(wish)).count()
    }

    async fn arrive_and_ship(&mut self, many: usize) {
        for _ in 0..many {
            self.desk.clock.pass(Duration::from_secs(1));
            self.desk.shop.order(NewOrder::default()).await.unwrap();
        }
        self.shop_has_moved().await;
        assert!(self.pulls_all().await);
        self.person_ships_all().await;
    }

    /// Saves levels of several products, absolute and relative; answers the batch.
    async fn save_some_levels(&mut self) -> i64 {
        let levels = levels_here(self.desk.store()).await;
        let some = levels.iter().enumerate().filter(|(place, _)| place % 3 == 0).take(5);
        let wishes: Vec<StockWish> = some
            .map(|(place, (cell, level))| {
                let set = StockChange::Set { level: (level + 17) % 90 };
                let change = if place % 2 == 0 { set } else { StockChange::Add { amount: 3 } };
                StockWish { target: target_of(cell), change, base: Some(*level) }
            })
            .collect();
        self.desk.store().queue_stock(SHOP, &wishes, self.desk.clock.now()).await.unwrap().batch
    }

    /// All that was asked for is done; nothing was refused because something failed for a while.
    async fn all_is_done(&self) {
        for wish in self.wishes().await {
            assert_eq!(wish.state, State::Done, "{wish:?}");
        }
    }
}

/// Lets the first, second, third … request or write of `flow` fail, each in a run of its own, until
/// a run no longer meets the failure.
async fn sweep(flow: Flow, failure: Failure) {
    let (orders, products) = flow.shop();
    let mut play = Play::connected(7, orders, products).await;
    if flow != Flow::FirstPull {
        assert!(play.pulls_all().await);
    }
    for behind in 0.. {
        flow.begin(&mut play).await;
        failure.arm(&play, behind);
        let went_well = flow.run(&mut play).await;
        let struck = failure.struck(&play, went_well);
        if struck && behind % 2 == 1 {
            play.desk.start_again().await;
        }
        play.settles(1).await;
        play.is_right().await;
        play.all_is_done().await;
        if !struck {
            assert!(behind > 0, "{flow:?} asks and writes nothing");
            return;
        }
        if flow == Flow::FirstPull {
            play = Play::connected(7, orders, products).await;
        }
    }
}

macro_rules! sweeps {
    ($($name:ident: $flow:ident, $failure:ident;)*) => {
        $(#[tokio::test]
        async fn $name() {
            sweep(Flow::$flow, Failure::$failure).await;
        })*
    };
}

sweeps! {
    a_first_pull_survives_each_of_its_requests_failing: FirstPull, RequestBefore;
    a_first_pull_survives_each_of_its_answers_being_lost: FirstPull, RequestAfter;
    a_first_pull_survives_a_disk_that_fills_at_any_write: FirstPull, Disk;
    new_orders_survive_each_request_failing: NewOrders, RequestBefore;
    new_orders_survive_each_answer_being_lost: NewOrders, RequestAfter;
    new_orders_survive_a_disk_that_fills_at_any_write: NewOrders, Disk;
    a_shipment_survives_each_request_failing: Ship, RequestBefore;
    a_shipment_survives_each_answer_being_lost: Ship, RequestAfter;
    a_shipment_survives_a_disk_that_fills_at_any_write: Ship, Disk;
    a_bulk_survives_each_request_failing: BulkShip, RequestBefore;
    a_bulk_survives_each_answer_being_lost: BulkShip, RequestAfter;
    a_bulk_survives_a_disk_that_fills_at_any_write: BulkShip, Disk;
    saved_levels_survive_each_request_failing: StockSave, RequestBefore;
    saved_levels_survive_each_answer_being_lost: StockSave, RequestAfter;
    saved_levels_survive_a_disk_that_fills_at_any_write: StockSave, Disk;
    an_undo_survives_each_request_failing: Undo, RequestBefore;
    an_undo_survives_each_answer_being_lost: Undo, RequestAfter;
    an_undo_survives_a_disk_that_fills_at_any_write: Undo, Disk;
}
