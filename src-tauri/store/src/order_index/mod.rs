//! A shop's orders in columns: what lists are narrowed, counted and sorted by, and nothing else. They lie
//! in files without a name, which are gone with the process, and a few bits and bytes of each order in
//! memory. They are made from the database and from nowhere else, and the rows are read again that were
//! written since ([`crate::changed_orders`]), so that they can be thrown away at any time.
//!
//! A *position* is an order's place in these columns, and stays its own for as long as the index lives.

mod chunk;
pub(crate) mod codes;
mod column;
mod condition;
mod key;
mod keys;
mod made;
mod occurring;
mod passing;
mod read_at;
mod reading;
mod searching;
mod side_by_side;
mod sorting;
mod taking_in;
mod texts;

use std::{collections::HashMap, path::Path, sync::Arc};

use fixedbitset::FixedBitSet;
use indexmap::IndexSet;
use sqlx::{Sqlite, Transaction};

use crate::{changed_orders::Commit, orders::STAGES};

use codes::Codes;
use column::Column;
pub(crate) use condition::Shipments;
use made::Made;
use searching::Searched;
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

/// Where files without a name may lie.
#[derive(Clone)]
pub(crate) struct Beside {
    /// For numbers, which name nobody.
    pub(crate) numbers: Arc<Path>,
    /// For buyers' names and what else is searched; none where the cache is encrypted.
    pub(crate) texts: Option<Arc<Path>>,
}

/// The orders of one shop. Positions fit into 32 bits, and row numbers, too: SQLite counts them up.
pub(crate) struct OrderIndex {
    beside: Beside,
    reach: Reach,
    /// Up to this commit the rows that were written have been read again.
    place: Commit,
    /// Row numbers by position, ascending.
    numbers: Vec<u32>,
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
    made: Vec<Made>,
    searched: Option<Searched>,
    /// How many orders each stage of the shop has, and behind which commit.
    counted: Option<(Commit, Vec<(i64, i64)>)>,
}

/// What many orders have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Class {
    stage: usize,
    status: String,
    warehouse: String,
    region: String,
}

impl OrderIndex {
    fn new(beside: &Beside, reach: Reach, place: Commit) -> Self {
        let folder = &beside.numbers;
        Self {
            beside: beside.clone(),
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
            texts: Texts::new(beside.texts.as_deref()),
            ship_by: HashMap::new(),
            stages: Default::default(),
            sorted: Vec::new(),
            made: Vec::new(),
            searched: None,
            counted: None,
        }
    }

    pub(crate) fn reach(&self) -> Reach {
        self.reach
    }

    /// Where an order is kept, by its row number.
    fn position(&self, number: i64) -> Option<usize> {
        u32::try_from(number).ok().and_then(|number| self.numbers.binary_search(&number).ok())
    }

    /// The positions of all orders that are here.
    pub(crate) fn here(&self) -> FixedBitSet {
        let mut here = FixedBitSet::with_capacity(self.numbers.len());
        self.stages.iter().for_each(|stage| here.union_with(stage));
        here
    }

    /// Whether more places are empty than taken: then it is time to make the index anew.
    fn is_worn(&self) -> bool {
        let here: usize = self.stages.iter().map(|stage| stage.count_ones(..)).sum();
        self.numbers.len() > 1_000 + 2 * here
    }
}
