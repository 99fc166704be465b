//! A shop's orders in columns: what lists are narrowed, counted and sorted by, and nothing else. They lie
//! in files without a name, which are gone with the process, and a few bits and bytes of each order in
//! memory. They are made from the database and from nowhere else, and the rows are read again that were
//! written since ([`crate::changed_orders`]), so that they can be thrown away at any time.
//!
//! A *position* is an order's place in these columns, and stays its own for as long as the index lives.

mod codes;
mod column;
mod condition;
mod keys;
mod passing;
mod reading;
mod sorting;
mod texts;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use domain::Stage;
use fixedbitset::FixedBitSet;
use indexmap::IndexSet;
use sqlx::{Sqlite, Transaction};

use crate::{
    StoreError,
    changed_orders::Place,
    orders::{STAGES, stage_number},
};

use codes::Codes;
use column::Column;
pub(crate) use condition::Shipments;
use sorting::Sorted;
use texts::Texts;

/// What is read within one sees one state of the cache.
pub(crate) type Moment = Transaction<'static, Sqlite>;

/// Which of a shop's orders an index holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Those that wait for the seller or are on hold: some thousands, read in a moment.
    Open,
    /// All of them.
    All,
}

/// The orders of one shop. Positions fit into 32 bits.
pub(crate) struct OrderIndex {
    folder: PathBuf,
    reach: Reach,
    /// Up to where the rows that were written have been read again.
    place: Place,
    /// Row numbers by position, ascending.
    numbers: Vec<i64>,
    created: Column<i64>,
    value: Column<i64>,
    quantity: Column<u32>,
    /// Which of `classes` each is of.
    class: Column<u32>,
    classes: IndexSet<Class>,
    /// Which of `goods_texts` each was bought with.
    goods: Column<u32>,
    goods_texts: IndexSet<Box<str>>,
    codes: Codes,
    texts: Texts,
    /// The shop's deadlines of those that wait for the seller.
    ship_by: HashMap<u32, i64>,
    /// The positions in each stage; one that was removed is in none.
    stages: [FixedBitSet; STAGES],
    sorted: Vec<Sorted>,
    /// How many orders each stage of the shop has, and up to which place that counts.
    counted: Option<(Place, Vec<(i64, i64)>)>,
}

/// What many orders have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Class {
    stage: usize,
    status: String,
    warehouse: String,
    region: String,
}

/// One order as it is read out of the database.
#[derive(Clone, sqlx::FromRow)]
struct Facts {
    n: i64,
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
    fn new(folder: &Path, reach: Reach, place: Place) -> Self {
        Self {
            folder: folder.to_owned(),
            reach,
            place,
            numbers: Vec::new(),
            created: Column::new(folder),
            value: Column::new(folder),
            quantity: Column::new(folder),
            class: Column::new(folder),
            classes: IndexSet::new(),
            goods: Column::new(folder),
            goods_texts: IndexSet::new(),
            codes: Codes::default(),
            texts: Texts::new(folder),
            ship_by: HashMap::new(),
            stages: Default::default(),
            sorted: Vec::new(),
            counted: None,
        }
    }

    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }

    /// Takes an order in as it is now. `false` where its place is between others: then the index has to
    /// be made anew.
    fn put(&mut self, facts: Facts) -> Result<bool, StoreError> {
        match self.numbers.binary_search(&facts.n) {
            Ok(position) => self.replace(position, facts)?,
            Err(position) if position == self.numbers.len() => self.push(facts),
            Err(_) => return Ok(false),
        }
        Ok(true)
    }

    fn push(&mut self, facts: Facts) {
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
        self.sorted.iter_mut().for_each(|sorted| sorted.changed(at));
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
    fn remove(&mut self, number: i64) {
        let Ok(position) = self.numbers.binary_search(&number) else { return };
        if self.stages.iter().any(|stage| stage.contains(position)) {
            self.stages.iter_mut().for_each(|stage| stage.set(position, false));
            self.ship_by.remove(&(position as u32));
            self.sorted.iter_mut().for_each(|sorted| sorted.changed(position as u32));
        }
    }

    /// Whether more places are empty than taken: then it is time to make the index anew.
    fn is_worn(&self) -> bool {
        let here: usize = self.stages.iter().map(|stage| stage.count_ones(..)).sum();
        self.numbers.len() > 1_000 + 2 * here
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
