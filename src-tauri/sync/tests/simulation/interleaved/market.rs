//! What happens to the shop and to the requests while the seller's edits are on their way.

use std::time::Duration;

use rand::Rng as _;
use sandbox::{FaultKind, NewOrder, Wanted, When};
use serde_json::Value;

use super::round::Market;
use crate::{
    foreign::Cell,
    gate::Trap,
    spoken::{INVALID, TROUBLE},
};

impl Market {
    /// Buyers order, call off and the seller restocks elsewhere, while no request is under way.
    pub(super) async fn shop_lives(&mut self) {
        for _ in 0..self.rng.random_range(4..=16) {
            // Times tell whole seconds there; two changes in one are as one.
            self.desk.clock.pass(Duration::from_secs(1));
            match self.rng.random_range(0..10) {
                0..=6 => self.somebody_buys().await,
                7..=8 => self.somebody_calls_off().await,
                _ => self.seller_restocks_elsewhere().await,
            }
        }
        self.desk.clock.pass(Duration::from_secs(1));
    }

    async fn somebody_buys(&mut self) {
        let item = self.something(&self.account.open_cells());
        self.tell(format!("{item:?} is bought"));
        let order = NewOrder { items: vec![item], ..NewOrder::default() };
        let Ok(order) = self.desk.shop.order(order).await else { return };
        let order: Value = serde_json::from_str(&order).unwrap();
        self.orders.push(order["order_id"].as_str().unwrap().to_owned());
        self.account.tally.sales += 1;
    }

    /// A few of something, mostly of what is being edited.
    fn something(&mut self, open: &[Cell]) -> Wanted {
        let cells = if open.is_empty() || self.rng.random_bool(0.2) { &self.cells } else { open };
        let (_, sku, warehouse) = cells[self.rng.random_range(0..cells.len())].clone();
        Wanted { sku_id: sku, quantity: self.rng.random_range(1..=3), warehouse_id: Some(warehouse) }
    }

    async fn somebody_calls_off(&mut self) {
        if self.orders.is_empty() {
            return;
        }
        let order = self.orders.swap_remove(self.rng.random_range(0..self.orders.len()));
        self.tell(format!("{order} is called off"));
        self.desk.shop.cancel(&order).await.unwrap();
        self.account.tally.restocks += 1;
    }

    async fn seller_restocks_elsewhere(&mut self) {
        let cell = self.cells[self.rng.random_range(0..self.cells.len())].clone();
        let level = i64::from(self.desk.shop.levels()[&cell]) + self.rng.random_range(1..=40);
        self.tell(format!("{cell:?} is set to {level} elsewhere"));
        self.take_calls();
        self.desk.foreign.restock(&cell, level).await;
        self.not_ours();
        self.account.tally.restocks += 1;
    }

    /// What is to happen during the next turn: buyers at chosen requests, and sometimes one that goes wrong.
    pub(super) fn trouble_ahead(&mut self) {
        let cells = self.account.open_cells();
        let mut products: Vec<&String> = Vec::new();
        for (product, _, _) in &cells {
            if !products.contains(&product) {
                products.push(product);
            }
        }
        let requests = 2 * products.len() as u64 + 2;
        let goes_wrong = self.rng.random_bool(0.4);
        // An answer that was lost and two sales of one second could cancel each other out, and nothing would tell.
        let buyers = if goes_wrong { self.rng.random_range(0..=1) } else { self.rng.random_range(3..=14) };
        for _ in 0..buyers {
            self.a_buyer_comes(&cells, &products, requests);
        }
        if goes_wrong {
            let (trap, at) = (self.goes_wrong(), self.rng.random_range(0..requests));
            self.tell(format!("{trap:?} at {at}"));
            self.desk.gate.trap(at, trap);
        }
    }

    /// Mostly between the reading of a product and its writing, where no client could help.
    fn a_buyer_comes(&mut self, cells: &[Cell], products: &[&String], requests: u64) {
        let item = self.something(cells);
        let own = cells.iter().find(|cell| cell.1 == item.sku_id).map(|cell| &cell.0);
        let place = own.and_then(|own| products.iter().position(|product| *product == own));
        let (at, when) = match place {
            Some(place) if self.rng.random_bool(0.6) => (2 * place as u64 + 1, When::Before),
            _ => {
                let when = if self.rng.random_bool(0.5) { When::Before } else { When::After };
                (self.rng.random_range(0..requests), when)
            }
        };
        self.tell(format!("{item:?} is bought {when:?} request {at}"));
        self.account.tally.sales += 1;
        self.desk.gate.trap(at, Trap::Spoil(FaultKind::Buy { item }, Some(when)));
    }

    fn goes_wrong(&mut self) -> Trap {
        let before = |kind| Trap::Spoil(kind, Some(When::Before));
        let after = |kind| Trap::Spoil(kind, Some(When::After));
        let code = |code| FaultKind::Code { code, message: None };
        let trap = match self.rng.random_range(0..14) {
            0..=2 => Trap::Spoil(FaultKind::LoseAnswer, None),
            3 => Trap::Spoil(FaultKind::Cut, None),
            4 => before(FaultKind::Http { status: 500 }),
            5 => after(FaultKind::Http { status: 500 }),
            6 => after(code(TROUBLE)),
            7 => before(code(INVALID)),
            8 => before(FaultKind::Limit { retry_after: Some(self.rng.random_range(1..=50)) }),
            9 => Trap::Spoil(FaultKind::ExpireToken, None),
            10 => Trap::DieUndone,
            11 => Trap::DieWhileUnderWay,
            _ => Trap::DieDone,
        };
        let loses = matches!(&trap, Trap::Spoil(FaultKind::LoseAnswer | FaultKind::Cut, _) | Trap::DieDone);
        self.account.tally.lost_answers += u32::from(loses);
        trap
    }
}
