//! Lists of the stock grid: the row numbers by position, and how many SKUs each tab has.

use domain::{ShopId, WarehouseId};

use crate::{RowNumbers, Store, StoreError, orders::words};

/// Which SKUs the grid shows, and in what order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StockFilter {
    /// One of the grid's tabs.
    pub tab: StockTab,
    /// Words that must all occur in product name, SKU code or id; any script.
    pub search: String,
    /// In what order.
    pub sort: StockSort,
}

/// The tabs of the stock grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StockTab {
    /// Every SKU.
    All,
    /// Some warehouse has some pieces left, and no more than its threshold: see [`domain::StockRule::is_low`].
    Low,
    /// Every known level is 0 or below.
    SoldOut,
    /// An edit is on its way.
    Changed,
    /// An edit met a number that had moved.
    Conflicts,
}

/// How a list of SKUs is sorted. SKUs that are alike in it stand by the product's name, its id, and their place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct StockSort {
    /// By what.
    pub by: StockSortBy,
    /// The largest first. What isn't known is last either way.
    pub descending: bool,
}

/// What a list of SKUs can be sorted by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum StockSortBy {
    /// The product's name, whatever its case.
    #[default]
    Product,
    /// The seller's own code, or the SKU's id where it has none.
    Code,
    /// The sum of its levels; not known where one of them isn't.
    Total,
    /// Its level in this warehouse.
    Level(WarehouseId),
}

/// A list of SKUs and what was counted with it, of one moment of the cache.
#[derive(Clone, Debug)]
pub struct StockListing {
    /// Row numbers by position.
    pub numbers: RowNumbers,
    /// How many match the search on each tab.
    pub counts: StockCounts,
    /// All warehouses that the shop has named, by id.
    pub warehouses: Vec<WarehouseId>,
}

/// How many SKUs each tab has, and how many products they belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockCounts {
    /// [`StockTab::All`]
    pub all: i64,
    /// [`StockTab::Low`]
    pub low: i64,
    /// [`StockTab::SoldOut`]
    pub sold_out: i64,
    /// [`StockTab::Changed`]
    pub changed: i64,
    /// [`StockTab::Conflicts`]
    pub conflicts: i64,
    /// Products behind the SKUs.
    pub products: i64,
}

impl StockFilter {
    /// All SKUs of a tab, by product.
    pub fn of(tab: StockTab) -> Self {
        Self { tab, search: String::new(), sort: StockSort::default() }
    }
}

impl Store {
    /// The SKUs that match, in their order, and how many match the search on each tab. A count always equals its
    /// list, also while levels change: both are read off the same columns.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_list(&self, shop: ShopId, filter: &StockFilter) -> Result<StockListing, StoreError> {
        let stock = self.stock_now(shop).await?;
        let tabs = stock.tabs(stock.with_words(&words(&filter.search)));
        let counts = stock.counts(&tabs);
        let numbers = stock.listed(tabs.of(filter.tab), &filter.sort);
        Ok(StockListing { numbers, counts, warehouses: stock.warehouses() })
    }

    /// Reads what lists of a shop's SKUs go by into memory, so that no list has to wait for that.
    ///
    /// # Errors
    /// [`StoreError`]; whatever is asked for next reads it then.
    pub async fn read_stock_ahead(&self, shop: ShopId) -> Result<(), StoreError> {
        self.stock_now(shop).await.map(drop)
    }
}
