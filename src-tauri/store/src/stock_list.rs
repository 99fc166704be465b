//! Lists of the stock grid: the row numbers by position, and how many SKUs each tab has. A row is a SKU, or a product
//! whose SKUs are folded into it.

use domain::{Level, ProductId, ShopId, SkuId, WarehouseId};
use fixedbitset::FixedBitSet;
use jiff::Timestamp;

use crate::{RowNumbers, Store, StoreError, orders::words, sold::in_milliseconds};

/// Which SKUs the grid shows, and in what order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StockFilter {
    /// One of the grid's tabs.
    pub tab: StockTab,
    /// Words that must all occur in product name, SKU code or id; any script.
    pub search: String,
    /// In what order.
    pub sort: StockSort,
    /// Which products are folded into a row each, where the list goes by product and nothing is searched.
    pub folds: Folds,
}

/// Which products are folded. One of which only one SKU is listed never is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Folds {
    /// Every product is folded that isn't in `but`; otherwise those in it are, and no other.
    pub all: bool,
    /// Those that are otherwise than `all` says.
    pub but: Vec<ProductId>,
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
    /// In how many days its known levels are gone ([`domain::days_of_cover`]). Not known where nothing is sold.
    Lasts(Pace),
}

/// The days by which it is told how fast pieces sell. Without any, and before [`Store::read_sales`], nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pace {
    /// One after the other, as [`Store::pieces_sold`] takes them.
    pub days: Vec<(Timestamp, Timestamp)>,
    /// How many of them count.
    pub counted: usize,
}

/// Which rows of a list stand for a product, by position. There are none in a list that doesn't go by product, or in
/// which something is searched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StockGroups {
    /// The first SKU of several of a product that isn't folded.
    pub(crate) first: FixedBitSet,
    /// A folded product, by the row number of its first SKU.
    pub(crate) folded: FixedBitSet,
}

impl StockGroups {
    /// Whether the row at a position is the first of several SKUs of a product.
    pub fn is_first(&self, position: usize) -> bool {
        self.first.contains(position)
    }

    /// Whether the row at a position is a folded product.
    pub fn is_folded(&self, position: usize) -> bool {
        self.folded.contains(position)
    }

    /// Where folded products stand, as runs of rows one after the other: the first position of each, and how many.
    pub fn folded_runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for position in self.folded.ones() {
            match runs.last_mut().filter(|(first, rows)| first + rows == position) {
                Some((_, rows)) => *rows += 1,
                None => runs.push((position, 1)),
            }
        }
        runs
    }
}

/// What the SKUs of a folded product come to together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedProduct {
    /// Those that the list would show, in their order.
    pub skus: Vec<SkuId>,
    /// The sum of each warehouse; `None` where one of them isn't known.
    pub levels: Vec<(WarehouseId, Option<Level>)>,
    /// The sum of all; `None` where one of them isn't known.
    pub total: Option<Level>,
    /// The sum of those that are known; `None` where none is.
    pub left: Option<Level>,
    /// How many of the SKUs have nothing left.
    pub sold_out: usize,
    /// How many have an edit on its way.
    pub changed: usize,
    /// How many have an edit that met another number, or was refused.
    pub conflicts: usize,
}

/// A list of SKUs and what was counted with it, of one moment of the cache.
#[derive(Clone, Debug)]
pub struct StockListing {
    /// Row numbers by position.
    pub numbers: RowNumbers,
    /// Which of the rows stand for a product.
    pub groups: StockGroups,
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
        Self { tab, search: String::new(), sort: StockSort::default(), folds: Folds::default() }
    }
}

impl Store {
    /// The SKUs that match, in their order, and how many match the search on each tab. A count always equals its
    /// list, also while levels change: both are read off the same columns.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn stock_list(&self, shop: ShopId, filter: &StockFilter) -> Result<StockListing, StoreError> {
        let StockFilter { tab, search, sort, folds } = filter;
        let mut sales = match &sort.by {
            StockSortBy::Lasts(pace) => self.sales_now(shop, &in_milliseconds(&pace.days)).await?,
            _ => None,
        };
        let stock = self.stock_now(shop).await?;
        let words = words(search);
        let tabs = stock.tabs(stock.with_words(&words));
        let (counts, among) = (stock.counts(&tabs), tabs.of(*tab));
        let (numbers, groups) = match sort.by {
            StockSortBy::Product if words.is_empty() => stock.grouped(among, sort.descending, folds),
            _ => (stock.listed(among, sort, sales.as_deref_mut()), StockGroups::default()),
        };
        Ok(StockListing { numbers, groups, counts, warehouses: stock.warehouses() })
    }

    /// What each of these products comes to on a tab as it is now, in their order; of one that is gone, nothing.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn folded_products(
        &self,
        shop: ShopId,
        tab: StockTab,
        products: &[ProductId],
    ) -> Result<Vec<FoldedProduct>, StoreError> {
        let stock = self.stock_now(shop).await?;
        Ok(products.iter().map(|product| stock.folded(product.as_str(), tab)).collect())
    }

    /// The SKUs of a product in their order, with their row numbers.
    ///
    /// # Errors
    /// [`StoreError`]
    pub async fn skus_of(&self, shop: ShopId, product: &ProductId) -> Result<Vec<(SkuId, i64)>, StoreError> {
        let skus: Vec<(String, i64)> =
            sqlx::query_as("SELECT id, n FROM skus WHERE shop = ?1 AND product = ?2 ORDER BY position, n")
                .bind(shop.0)
                .bind(product.as_str())
                .fetch_all(&self.readers)
                .await?;
        Ok(skus.into_iter().map(|(id, number)| (SkuId::new(id), number)).collect())
    }

    /// Reads what lists of a shop's SKUs go by into memory, so that no list has to wait for that.
    ///
    /// # Errors
    /// [`StoreError`]; whatever is asked for next reads it then.
    pub async fn read_stock_ahead(&self, shop: ShopId) -> Result<(), StoreError> {
        self.stock_now(shop).await.map(drop)
    }
}
