//! What a person does at the screen, decided by chance. Everything goes by what the cache shows.

use std::collections::BTreeMap;

use domain::{Departure, OrderId, ProductId, SkuId, Stage, StockChange, WarehouseId};
use rand::Rng as _;
use store::{Entry, Keep, Kind, OrderFilter, Pile, State, StockFilter, StockTab, StockTarget, StockWish, Store, Which};
use tiktok_shop::Clock as _;

use crate::{
    desk::{Desk, SHOP},
    foreign::{Cell, Shelf},
    model::{cell_of, is_open},
    play::Play,
    spoken::standing,
};

impl Play {
    pub(crate) async fn person_edits(&mut self) {
        let levels: Vec<(Cell, i64)> = levels_here(self.desk.store()).await.into_iter().collect();
        let many = if self.chance(0.2) { 12 } else { 3 };
        let mut wishes: Vec<StockWish> = Vec::new();
        for _ in 0..self.rng.random_range(1..=many) {
            let (cell, level) = &levels[self.rng.random_range(0..levels.len())];
            let target = target_of(cell);
            if wishes.iter().all(|wish| wish.target != target) {
                wishes.push(StockWish { target, change: self.any_change(*level), base: Some(*level) });
            }
        }
        let before = self.wishes().await;
        let saved = self.desk.store().queue_stock(SHOP, &wishes, self.desk.clock.now()).await.unwrap();
        self.tell(format!("edits {wishes:?}: batch {} held {:?}", saved.batch, saved.held));
        let after = self.wishes().await;
        for wish in &wishes {
            is_saved(wish, &before, &after);
        }
    }

    fn any_change(&mut self, level: i64) -> StockChange {
        if self.chance(0.5) {
            let amount = self.rng.random_range(-4..=9);
            return StockChange::Add { amount: if amount == 0 { 10 } else { amount } };
        }
        StockChange::Set { level: if self.chance(0.1) { level } else { self.rng.random_range(0..300) } }
    }

    /// Ships some of what waits, at most so many.
    pub(crate) async fn person_ships(&mut self, many: usize) {
        self.ships(many, 0.6).await;
    }

    /// Ships all that waits.
    pub(crate) async fn person_ships_all(&mut self) {
        self.ships(usize::MAX, 1.0).await;
    }

    async fn ships(&mut self, many: usize, likely: f64) {
        let filter = OrderFilter::of(Pile::Of(Stage::ToShip));
        let store = self.desk.store();
        let numbers = store.order_list(SHOP, &filter).await.unwrap().numbers.to_vec();
        let rows = store.order_rows(SHOP, &numbers).await.unwrap();
        let mut shipments: Vec<(OrderId, Departure)> = Vec::new();
        for row in rows {
            if shipments.len() < many && self.chance(likely) {
                let number = format!("TK{}", self.rng.random_range(100..999));
                shipments.push((row.id, Departure::Number(number)));
            }
        }
        let now = self.desk.clock.now();
        let saved = self.desk.store().queue_shipments(SHOP, &shipments, now, now).await.unwrap();
        let orders: Vec<&str> = shipments.iter().map(|(order, _)| order.as_str()).collect();
        self.tell(format!("ships {orders:?}: {} queued, {} refused", saved.queued, saved.refused.len()));
        let after = self.wishes().await;
        for (place, (order, wanted)) in shipments.iter().enumerate() {
            let refused = saved.refused.iter().any(|(refused, _)| *refused == place);
            let waits = after.iter().any(|wish| {
                matches!(&wish.kind, Kind::Ship { order: o, departure } if o == order && departure == wanted)
                    && is_open(wish)
            });
            assert!(refused || waits, "told as saved, and is not: {order}");
        }
    }

    /// Answers something that waits for the person.
    pub(crate) async fn person_decides(&mut self) {
        let wishes = self.wishes().await;
        let open: Vec<&Entry> =
            wishes.iter().filter(|wish| matches!(wish.state, State::Refused | State::Conflict)).collect();
        let conflicts: Vec<i64> =
            open.iter().filter(|wish| wish.state == State::Conflict).map(|wish| wish.id).collect();
        if self.decided.is_some() && self.chance(0.5) {
            return self.takes_back().await;
        }
        if open.is_empty() {
            return;
        }
        if !conflicts.is_empty() && self.chance(0.5) {
            return self.decides_together(&conflicts).await;
        }
        let wish = open[self.rng.random_range(0..open.len())];
        let (store, now) = (self.desk.store().clone(), self.desk.clock.now());
        let (what, done) = match (wish.state, self.rng.random_range(0..3)) {
            (State::Refused, 0) => ("drops", store.discard(wish.id, now).await),
            (State::Refused, _) => ("retries", store.retry(wish.id, now).await),
            (_, 0) => ("keeps the shop's", store.discard(wish.id, now).await),
            (_, 1) => ("keeps the difference of", store.keep_difference(wish.id, now).await),
            _ => ("keeps mine", store.keep_mine(wish.id, now).await),
        };
        if done.is_ok() {
            self.model.decided_anew(wish.id);
        }
        self.tell(format!("{what} {}: {}", wish.id, done.is_ok()));
    }

    /// Ends all conflicts with one decision: each is over, or named with what keeps it open.
    async fn decides_together(&mut self, conflicts: &[i64]) {
        let keep = [Keep::Mine, Keep::Shop, Keep::Difference][self.rng.random_range(0..3)];
        let (store, now) = (self.desk.store().clone(), self.desk.clock.now());
        let decided = store.decide_conflicts(SHOP, conflicts, keep, now).await.unwrap();
        assert_eq!(decided.over.len() + decided.left.len(), conflicts.len(), "{conflicts:?}: {decided:?}");
        self.tell(format!("keeps {keep:?} of {conflicts:?}: {:?}, {} stay", decided.batch, decided.left.len()));
        self.decided = Some(decided);
    }

    /// Takes the last such decision back: no conflict comes back beside an edit of its level that is on its way.
    async fn takes_back(&mut self) {
        let Some(decided) = self.decided.take() else { return };
        let (store, now) = (self.desk.store().clone(), self.desk.clock.now());
        let taken = store.take_decision_back(SHOP, &decided.over, decided.batch, now).await.unwrap();
        let wishes = self.wishes().await;
        let again = wishes.iter().filter(|wish| decided.over.contains(&wish.id) && wish.state == State::Conflict);
        for wish in again {
            let later = |other: &&Entry| cell_of(other) == cell_of(wish) && other.id > wish.id && is_open(other);
            assert_eq!(wishes.iter().find(later), None, "{wish:?} came back beside another edit of its level");
            self.model.decided_anew(wish.id);
        }
        self.tell(format!("takes it back: {taken:?}"));
    }

    /// Something with a whole batch: its failed ones again, or all of it back.
    pub(crate) async fn person_meets_a_batch(&mut self) {
        let batches = self.desk.store().batches(SHOP).await.unwrap();
        if batches.is_empty() {
            return;
        }
        let batch = &batches[self.rng.random_range(0..batches.len())];
        let (store, now) = (self.desk.store().clone(), self.desk.clock.now());
        let refused: Vec<i64> =
            self.wishes().await.iter().filter(|wish| wish.state == State::Refused).map(|wish| wish.id).collect();
        let what = match self.rng.random_range(0..3) {
            _ if batch.held.is_some() && self.chance(0.3) => {
                format!("drops held {:?}", store.drop_batch(batch.id, now).await.is_ok())
            }
            _ if batch.held.is_some() => format!("lets go {:?}", store.send_held(batch.id, now).await.is_ok()),
            0 => format!("retries {:?} of", store.retry_failed(batch.id, now).await.ok()),

            _ if batch.can_undo => {
                let (made, plan) = store.undo_batch(batch.id, now).await.unwrap();
                format!("undoes as {made:?}, restores {}, leaves {}", plan.restored.len(), plan.left_alone.len())
            }
            _ => return,
        };
        for wish in self.wishes().await.iter().filter(|wish| refused.contains(&wish.id) && wish.state == State::Queued)
        {
            self.model.decided_anew(wish.id);
        }
        self.tell(format!("{what} batch {}", batch.id));
    }
}

/// A saved edit is there: alone, or behind the one that waited for the same level already.
fn is_saved(wish: &StockWish, before: &[Entry], after: &[Entry]) {
    let waits = |wishes: &[Entry]| {
        let here = |entry: &&Entry| {
            matches!(&entry.kind, Kind::Stock { target, .. } if *target == wish.target) && entry.state == State::Queued
        };
        wishes.iter().find(here).and_then(|entry| match &entry.kind {
            Kind::Stock { change, .. } => Some(*change),
            Kind::Ship { .. } => None,
        })
    };
    let expected = waits(before).map_or(wish.change, |earlier| earlier.then(wish.change));
    assert_eq!(waits(after), Some(expected), "told as saved, and is not: {wish:?}");
}

pub(crate) fn target_of((product, sku, warehouse): &Cell) -> StockTarget {
    StockTarget { product: ProductId::new(product), sku: SkuId::new(sku), warehouse: WarehouseId::new(warehouse) }
}

/// All wishes ever made.
pub(crate) async fn wishes(desk: &Desk) -> Vec<Entry> {
    let mut all = desk.store().outbox(SHOP, Which::All).await.unwrap();
    all.sort_by_key(|wish| wish.id);
    all
}

/// What the cache says that the shop has.
pub(crate) async fn here(store: &Store) -> Shelf {
    let mut shelf = Shelf { levels: levels_here(store).await, ..Shelf::default() };
    let numbers = store.order_list(SHOP, &OrderFilter::default()).await.unwrap().numbers.to_vec();
    for row in store.order_rows(SHOP, &numbers).await.unwrap() {
        let detail = store.order(SHOP, &row.id).await.unwrap();
        shelf.orders.insert(row.id.to_string(), (standing(row.status.as_shop()).to_owned(), detail.tracking));
    }
    shelf
}

pub(crate) async fn levels_here(store: &Store) -> BTreeMap<Cell, i64> {
    let mut levels = BTreeMap::new();
    let numbers = store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.unwrap().numbers;
    for row in store.stock_rows(SHOP, &numbers.to_vec()).await.unwrap() {
        for cell in &row.levels {
            let place = (row.product.to_string(), row.sku.to_string(), cell.warehouse.to_string());
            levels.extend(cell.level.map(|level| (place, level)));
        }
    }
    levels
}

/// The cell that a wish is about, where it is open.
pub(crate) fn open_cell(wish: &Entry) -> Option<Cell> {
    cell_of(wish).filter(|_| is_open(wish))
}
