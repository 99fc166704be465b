//! Taking orders in as they are now.

use domain::Stage;

use super::{Class, OrderIndex};
use crate::{
    StoreError,
    orders::{STAGES, stage_number},
};

/// One order as it is read out of the database.
#[derive(Clone, serde::Deserialize, sqlx::FromRow)]
pub(super) struct Facts {
    pub(super) n: u32,
    stage: i64,
    status: String,
    warehouse: String,
    region: String,
    created: i64,
    value: i64,
    quantity: i64,
    ship_by: Option<i64>,
    haystack: String,
    goods: String,
}

impl OrderIndex {
    /// Takes an order in as it is now. `false` where its place is between others: then the index has to
    /// be made anew.
    pub(super) fn put(&mut self, facts: Facts) -> Result<bool, StoreError> {
        match self.numbers.binary_search(&facts.n) {
            Ok(position) => self.replace(position, facts)?,
            Err(position) if position == self.numbers.len() => self.push(facts),
            Err(_) => return Ok(false),
        }
        Ok(true)
    }

    pub(super) fn push(&mut self, facts: Facts) {
        let position = self.numbers.len();
        self.numbers.push(facts.n);
        self.created.push(facts.created);
        self.value.push(facts.value);
        self.quantity.push(pieces(facts.quantity));
        self.texts.push(&facts.haystack);
        let goods = self.goods_of(&facts.goods);
        self.goods.push(goods);
        self.stages.iter_mut().for_each(|stage| stage.grow(position + 1));
        self.sort_in(position, &facts);
        let class = self.class_of(facts);
        self.class.push(class);
    }

    fn replace(&mut self, position: usize, facts: Facts) -> Result<(), StoreError> {
        let text = self.texts.get(position)?;
        let (goods, class) = (self.goods_of(&facts.goods), self.class_of(facts.clone()));
        let known = (self.created.get(position)?, self.value.get(position)?, self.quantity.get(position)?);
        let same = self.stages[stage(&facts)].contains(position)
            && (self.goods.get(position)?, self.class.get(position)?) == (goods, class)
            && known == (facts.created, facts.value, pieces(facts.quantity))
            && self.ship_by.get(&(position as u32)).copied() == deadline(&facts)
            && text == facts.haystack.as_bytes();
        // To have been seen again is no news.
        if same {
            return Ok(());
        }
        self.created.set(position, facts.created)?;
        self.value.set(position, facts.value)?;
        self.quantity.set(position, pieces(facts.quantity))?;
        self.goods.set(position, goods)?;
        self.class.set(position, class)?;
        if text != facts.haystack.as_bytes() {
            self.texts.replace(position, &facts.haystack)?;
        }
        self.sort_in(position, &facts);
        Ok(())
    }

    fn sort_in(&mut self, position: usize, facts: &Facts) {
        let at = position as u32;
        match deadline(facts) {
            Some(deadline) => _ = self.ship_by.insert(at, deadline),
            None => _ = self.ship_by.remove(&at),
        }
        for (number, stage_of) in self.stages.iter_mut().enumerate() {
            stage_of.set(position, number == stage(facts));
        }
        self.touched(at);
    }

    /// Where an order stood among others, and what was found in it, may be so no longer.
    fn touched(&mut self, position: u32) {
        self.sorted.iter_mut().for_each(|sorted| sorted.changed(position));
        self.made.iter_mut().for_each(|made| made.changed(position));
        self.searched.iter_mut().for_each(|searched| searched.changed(position as usize));
    }

    fn goods_of(&mut self, text: &str) -> u32 {
        match self.goods_texts.get_index_of(text) {
            Some(known) => known as u32,
            None => self.goods_texts.insert_full(text.into()).0 as u32,
        }
    }

    fn class_of(&mut self, facts: Facts) -> u32 {
        let stage = stage(&facts);
        let Facts { status, warehouse, region, .. } = facts;
        self.classes.insert_full(Class { stage, status, warehouse, region }).0 as u32
    }

    /// An order is no longer here, or no longer within reach.
    pub(super) fn remove(&mut self, number: i64) {
        let Some(position) = self.position(number) else { return };
        if self.stages.iter().any(|stage| stage.contains(position)) {
            self.stages.iter_mut().for_each(|stage| stage.set(position, false));
            self.ship_by.remove(&(position as u32));
            self.touched(position as u32);
        }
    }
}

fn stage(facts: &Facts) -> usize {
    usize::try_from(facts.stage).map_or(STAGES - 1, |stage| stage.min(STAGES - 1))
}

/// The shop's deadline, which matters for as long as the order waits for the seller.
fn deadline(facts: &Facts) -> Option<i64> {
    facts.ship_by.filter(|_| facts.stage == stage_number(Stage::ToShip))
}

/// More pieces than fit into 32 bits are as many as fit.
fn pieces(quantity: i64) -> u32 {
    u32::try_from(quantity.max(0)).unwrap_or(u32::MAX)
}
