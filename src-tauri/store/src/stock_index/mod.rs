//! A shop's stock in columns: what the grid's lists are narrowed, counted and sorted by, and nothing else. It is
//! made from the database and from nowhere else, and the products are read again that were written since (the
//! database notes them, in `stock_commits`), so that it can be thrown away at any time.
//!
//! A *position* is a SKU's place in these columns, for as long as its product has the same SKUs; a *place* is a
//! product's among the products, for as long as the index lives.

mod counting;
mod grouping;
mod keeping;
mod lasting;
mod levels;
mod low;
mod orders;
mod reading;
mod searching;
mod sorting;
mod taking_in;

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use indexmap::IndexMap;

use crate::changed_orders::Commit;

use levels::Levels;
use low::LowAt;
use orders::Order;

/// The stock of one shop. Positions and places fit into 32 bits, and row numbers, too: SQLite counts them up.
pub(crate) struct StockIndex {
    /// Up to this commit the products that were written have been read again.
    place: Commit,
    /// By their id.
    products: IndexMap<Box<str>, Product>,
    /// Row numbers by position.
    numbers: Vec<u32>,
    /// Code and id of each SKU by position, folded, on a line of their own.
    texts: Vec<Box<str>>,
    /// Ids by position, where folding has made another text of them.
    odd_ids: HashMap<u32, Box<str>>,
    levels: Levels,
    low_at: LowAt,
    /// The positions that a SKU has.
    here: FixedBitSet,
    /// Those with an edit on its way.
    changed: FixedBitSet,
    /// Those with an edit that met another number, or was refused.
    conflicts: FixedBitSet,
    /// Positions that a SKU can take.
    free: Vec<u32>,
    by_product: Order,
    by_code: Order,
}

/// What lists go by of a product.
#[derive(Default)]
struct Product {
    /// Its name and id, folded, on a line of their own.
    text: Box<str>,
    /// The positions of its SKUs, in their order.
    skus: Vec<u32>,
}

impl Default for StockIndex {
    /// One that has read nothing yet.
    fn default() -> Self {
        Self {
            place: Commit::NONE,
            products: IndexMap::new(),
            numbers: Vec::new(),
            texts: Vec::new(),
            odd_ids: HashMap::new(),
            levels: Levels::default(),
            low_at: LowAt::default(),
            here: FixedBitSet::new(),
            changed: FixedBitSet::new(),
            conflicts: FixedBitSet::new(),
            free: Vec::new(),
            by_product: Order::default(),
            by_code: Order::default(),
        }
    }
}

impl StockIndex {
    /// The id of the SKU at a position, as the shop wrote it.
    fn sku_id(&self, position: u32) -> &str {
        match self.odd_ids.get(&position) {
            Some(id) => id,
            None => self.texts[position as usize].rsplit_once('\n').map_or("", |(_, id)| id),
        }
    }
}

/// A name or a code, which may be of several lines itself; the last one is an id.
fn first_line(text: &str) -> &str {
    text.rsplit_once('\n').map_or(text, |(name, _)| name)
}
