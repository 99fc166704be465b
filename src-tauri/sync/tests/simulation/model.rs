//! What must be so: the shop as it has to be after everything that happened, and what each call of
//! the engine is allowed to be.
//!
//! The model never asks the engine. It starts from what the shop had, adds what the simulation did
//! there, and replays the calls that the shop's journal says it carried out. A call has to be
//! explained by a wish that the person was told is saved, as it stood before the call.

use std::collections::BTreeMap;

use domain::{OrderId, StockChange};
use store::{Entry, Kind, State};

use crate::{
    foreign::{Cell, Shelf},
    spoken::{levels_in, shipment_in, writes_stock_of},
};

#[derive(Default)]
pub(crate) struct Model {
    pub(crate) shop: Shelf,
    /// The wishes as they stood before the step under way.
    before: Vec<Entry>,
    /// How often each wish has changed something at the shop since the person last decided about it.
    effects: BTreeMap<i64, u32>,
    /// Wishes that changed something in the step under way.
    in_this_step: Vec<i64>,
    /// Wishes that the person was told are saved, as they were then.
    saved: BTreeMap<i64, String>,
}

impl Model {
    pub(crate) fn of(shop: Shelf) -> Self {
        Self { shop, ..Self::default() }
    }

    /// The person decided anew about a wish: what it did before was reported to them.
    pub(crate) fn decided_anew(&mut self, wish: i64) {
        self.effects.remove(&wish);
    }

    /// Wishes as they stand before a step. None that was ever saved may be missing or be about
    /// something else now.
    pub(crate) fn stand(&mut self, wishes: Vec<Entry>) {
        for wish in &wishes {
            let known = self.saved.entry(wish.id).or_insert_with(|| about(wish));
            assert_eq!(*known, about(wish), "wish {} became another one", wish.id);
        }
        for id in self.saved.keys() {
            assert!(wishes.iter().any(|wish| wish.id == *id), "wish {id} was saved and is gone");
        }
        self.before = wishes;
        self.in_this_step.clear();
    }

    /// A write of the engine reached the shop.
    pub(crate) fn call(&mut self, call: &sandbox::Entry) {
        if let Some((order, tracking)) = shipment_in(call) {
            self.shipment(call, &order, &tracking);
        } else if writes_stock_of(call).is_some() {
            self.stock(call);
        }
    }

    fn shipment(&mut self, call: &sandbox::Entry, order: &str, tracking: &str) {
        let standing = self.shop.orders.get_mut(order).expect("the order exists");
        assert_eq!(standing.0, "AWAITING_SHIPMENT", "a shipment was sent for an order that is beyond it: {call:?}");
        let asked = |wish: &&Entry| {
            let is_it = |o: &OrderId, number| o.as_str() == order && number == Some(tracking);
            matches!(&wish.kind, Kind::Ship { order, departure } if is_it(order, departure.number())) && is_open(wish)
        };
        let wish = self.before.iter().find(asked).unwrap_or_else(|| panic!("nobody asked for {call:?}"));
        if call.applied {
            *standing = ("SHIPPED".to_owned(), tracking.to_owned());
            let effects = self.effects.entry(wish.id).or_default();
            *effects += 1;
            assert_eq!(*effects, 1, "an order was shipped twice: {call:?}");
        }
    }

    fn stock(&mut self, call: &sandbox::Entry) {
        if !call.applied {
            return;
        }
        for (cell, level) in levels_in(call) {
            let old = self.shop.levels.insert(cell.clone(), level).expect("the level exists");
            if old != level {
                self.effect(&cell, old, level, call);
            }
        }
    }

    /// A level changed at the shop: a wish for it that has had no effect yet explains it. There may be
    /// two: one that became a conflict in this very step, and the one that waited behind it.
    fn effect(&mut self, cell: &Cell, old: i64, level: i64, call: &sandbox::Entry) {
        let mine = |wish: &&Entry| {
            is_open(wish) && cell_of(wish).as_ref() == Some(cell) && !self.effects.contains_key(&wish.id)
        };
        let explained = self.before.iter().filter(mine).find(|wish| explains(wish, old, level));
        let wish = explained.unwrap_or_else(|| {
            let open: Vec<&Entry> = self.before.iter().filter(mine).collect();
            panic!("{cell:?} went from {old} to {level}, which nobody asked for: {call:?}; there were {open:?}")
        });
        self.effects.insert(wish.id, 1);
        self.in_this_step.push(wish.id);
    }

    /// Wishes as they stand after a step: what became of each has to be true.
    pub(crate) fn judge(&mut self, after: &[Entry]) {
        self.tell_twins_apart(after);
        for wish in after {
            let was = self.before.iter().find(|entry| entry.id == wish.id);
            if was.is_some_and(|was| was.state != wish.state) {
                self.judge_one(wish);
            }
        }
    }

    /// Two wishes can explain the same change of a level; it was made by the one that is done with it.
    fn tell_twins_apart(&mut self, after: &[Entry]) {
        for id in std::mem::take(&mut self.in_this_step) {
            let Some(wish) = after.iter().find(|wish| wish.id == id && wish.state != State::Done) else { continue };
            let twin = after.iter().find(|other| {
                let ended_now =
                    other.state == State::Done && self.before.iter().any(|was| was.id == other.id && is_open(was));
                ended_now && !self.effects.contains_key(&other.id) && wants_the_same(wish, other)
            });
            if let Some(twin) = twin {
                self.effects.remove(&id);
                self.effects.insert(twin.id, 1);
            }
        }
    }

    fn judge_one(&self, wish: &Entry) {
        let effects = self.effects.get(&wish.id).copied().unwrap_or_default();
        let reason = wish.reason.as_deref().unwrap_or_default();
        match (&wish.kind, wish.state) {
            (Kind::Ship { order, departure }, State::Done) => {
                let there = self.shop.orders[order.as_str()].1.as_str();
                assert_eq!(Some(there), departure.number(), "not shipped, and called done: {wish:?}");
            }
            (Kind::Stock { change, .. }, State::Done) if effects == 0 => {
                let now = self.shop.levels[&cell_of(wish).unwrap()];
                assert_eq!(change.target(Some(now)).ok(), Some(now), "nothing was sent, and called done: {wish:?}");
            }
            (Kind::Ship { .. }, State::Refused) => {
                assert_eq!(effects, 0, "shipped, and called refused: {wish:?}");
                assert!(!reason.is_empty(), "refused without a reason: {wish:?}");
            }
            (_, State::Refused | State::Conflict) => assert!(!reason.is_empty(), "without a reason: {wish:?}"),
            _ => {}
        }
    }
}

/// Whether a wish wants just this step, and from a level that somebody had seen.
fn explains(wish: &Entry, old: i64, level: i64) -> bool {
    let Kind::Stock { change, base, .. } = &wish.kind else { return false };
    match change {
        StockChange::Add { amount } => level - old == *amount,
        StockChange::Set { level: wanted } | StockChange::Restore { level: wanted } => {
            level == *wanted && *base == Some(old)
        }
    }
}

fn wants_the_same(wish: &Entry, other: &Entry) -> bool {
    match (&wish.kind, &other.kind) {
        (Kind::Stock { target, change, .. }, Kind::Stock { target: t, change: c, .. }) => target == t && change == c,
        _ => false,
    }
}

/// What a wish is about, which never changes.
fn about(wish: &Entry) -> String {
    match &wish.kind {
        Kind::Ship { order, departure } => format!("ship {order} with {}", departure.number().unwrap_or("a label")),
        Kind::Stock { .. } => format!("{:?}", cell_of(wish)),
    }
}

pub(crate) fn is_open(wish: &Entry) -> bool {
    matches!(wish.state, State::Queued | State::Sending | State::Checking)
}

pub(crate) fn cell_of(wish: &Entry) -> Option<Cell> {
    let Kind::Stock { target, .. } = &wish.kind else { return None };
    Some((target.product.to_string(), target.sku.to_string(), target.warehouse.to_string()))
}
