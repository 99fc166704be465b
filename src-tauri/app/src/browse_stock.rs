//! Reading the stock grid.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{Level, ProductId, ShopId, StockRule, WarehouseId};
use store::{FoldedProduct, RowNumbers, StockGroups, StockRules};

use crate::{
    App, activity,
    boundary::{
        AppError, FoldedSkus, OpenedStock, StockCounts, StockEditView, StockFilter, StockFolds, StockLevel,
        StockLevels, StockList, StockPlace, StockRow, StockSort, StockSortBy, StockTab,
    },
    shops::id_of,
    wording::count,
};

/// What a list was opened with, and its windows need.
#[derive(Clone)]
pub(crate) struct StockView {
    pub(crate) shop: ShopId,
    tab: store::StockTab,
    pub(crate) warehouses: Vec<WarehouseId>,
    groups: Arc<StockGroups>,
}

impl App {
    /// Opens a list of a shop's SKUs, and finds these rows again in it.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn open_stock(
        &self,
        shop: u32,
        filter: StockFilter,
        follow: &[StockPlace],
    ) -> Result<StockList, AppError> {
        let shop = id_of(shop);
        let filter = self.store_filter(shop, filter).await?;
        let store::StockListing { numbers, groups, counts, warehouses: places } =
            self.store.stock_list(shop, &filter).await?;
        let mut found = Vec::with_capacity(follow.len());
        for place in follow {
            found.push(self.find_again(shop, place, &numbers, &groups).await?);
        }
        let total = count(numbers.len() as i64);
        let at = |position: usize| count(position as i64);
        let folded = groups.folded_runs().into_iter().map(|(first, rows)| (at(first), at(rows))).collect();
        let names = self.warehouse_names(shop).await?;
        let warehouses = places.iter().map(|id| names.shown(id)).collect();
        let products = count(counts.products);
        let counts = StockCounts {
            all: count(counts.all),
            low: count(counts.low),
            sold_out: count(counts.sold_out),
            changed: count(counts.changed),
            conflicts: count(counts.conflicts),
        };
        let view = StockView { shop, tab: filter.tab, warehouses: places, groups: Arc::new(groups) };
        let view = self.stock_views.keep(numbers, view);
        Ok(StockList { view, total, folded, places: found, warehouses, counts, products })
    }

    /// Opens a list and reads its first rows with it.
    ///
    /// # Errors
    /// As [`App::open_stock`].
    pub async fn open_stock_with_rows(
        &self,
        shop: u32,
        filter: StockFilter,
        follow: &[StockPlace],
        first: u32,
    ) -> Result<OpenedStock, AppError> {
        let list = self.open_stock(shop, filter, follow).await?;
        let first = if first == 0 { Vec::new() } else { self.stock_rows(list.view, 0, first).await? };
        Ok(OpenedStock { list, first })
    }

    async fn store_filter(&self, shop: ShopId, filter: StockFilter) -> Result<store::StockFilter, AppError> {
        let StockFilter { search, tab: of, sort: StockSort { by, descending }, folds } = filter;
        let by = match by {
            StockSortBy::Product => store::StockSortBy::Product,
            StockSortBy::Sku => store::StockSortBy::Code,
            StockSortBy::Level { warehouse_id } => store::StockSortBy::Level(WarehouseId::new(warehouse_id)),
            StockSortBy::Total => store::StockSortBy::Total,
            StockSortBy::Lasts => store::StockSortBy::Lasts(self.pace(shop).await?),
        };
        let StockFolds { all, but } = folds.unwrap_or_default();
        let folds = store::Folds { all, but: but.into_iter().map(ProductId::new).collect() };
        Ok(store::StockFilter { tab: tab(of), search, sort: store::StockSort { by, descending }, folds })
    }

    /// Where a SKU is in a list, or its folded product; of a product that was folded its first row.
    async fn find_again(
        &self,
        shop: ShopId,
        place: &StockPlace,
        numbers: &RowNumbers,
        groups: &StockGroups,
    ) -> Result<Option<u32>, AppError> {
        let skus = self.store.skus_of(shop, &ProductId::new(&place.product_id)).await?;
        let itself = skus.iter().find(|(sku, _)| sku.as_str() == place.sku_id);
        let itself = itself.and_then(|(_, number)| numbers.position(*number));
        let first = || skus.iter().find_map(|(_, number)| numbers.position(*number));
        let stands_for_it = |position: &usize| place.sku_id.is_empty() || groups.is_folded(*position);
        let position = itself.or_else(|| first().filter(stands_for_it));
        Ok(position.map(|position| count(position as i64)))
    }

    /// A window of a list, by position; levels in the order of the list's warehouses,
    /// whatever other warehouses the shop has named since: a level never shifts under another's head.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn stock_rows(&self, view: u32, from: u32, count: u32) -> Result<Vec<StockRow>, AppError> {
        let (numbers, view) = self.stock_views.window(view, from, count)?;
        let first = numbers_where(&numbers, from, |row| view.groups.is_first(row));
        let folded = numbers_where(&numbers, from, |row| view.groups.is_folded(row));
        let rows = self.store.stock_rows(view.shop, &numbers).await?;
        let products = rows.iter().filter(|row| folded.contains(&row.number)).map(|row| row.product.clone()).collect();
        let products = self.folded_products(&view, products).await?;
        let skus: Vec<_> = rows.iter().map(|row| (row.product.clone(), row.sku.clone())).collect();
        let rules = self.store.stock_rules(view.shop, &skus).await?;
        let row = |row: store::StockRow| match folded.contains(&row.number) {
            true => folded_row(&row, &view.warehouses, &products[&row.product]),
            false => StockRow { is_first: first.contains(&row.number), ..stock_row(row, &view.warehouses, &rules) },
        };
        let mut rows: Vec<StockRow> = rows.into_iter().map(row).collect();
        self.add_sales(view.shop, &mut rows, &products).await;
        Ok(rows)
    }

    /// The levels alone of a window of a list, by position and in the order of the list's warehouses.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn stock_levels(&self, view: u32, from: u32, count: u32) -> Result<StockLevels, AppError> {
        let (numbers, view) = self.stock_views.window(view, from, count)?;
        let folded = numbers_where(&numbers, from, |row| view.groups.is_folded(row));
        let mut all = StockLevels::default();
        for sku in self.store.stock_levels(view.shop, &numbers).await? {
            let is_folded = folded.contains(&sku.number);
            add_levels(&mut all, sku, &view.warehouses, is_folded);
        }
        Ok(all)
    }

    /// The row numbers of every SKU that some rows of an open list stand for, in the list's order: a folded product is
    /// all of its SKUs that the list's tab has.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub(crate) async fn skus_within(&self, view: u32, from: u32, rows: u32) -> Result<(Vec<i64>, StockView), AppError> {
        let (numbers, view) =
            self.stock_views.read(view, |list, with| (list.window(from as usize, rows as usize), with.clone()))?;
        let folded = numbers_where(&numbers, from, |row| view.groups.is_folded(row));
        if folded.is_empty() {
            return Ok((numbers, view));
        }
        let first: Vec<i64> = folded.iter().copied().collect();
        let rows = self.store.stock_levels(view.shop, &first).await?;
        let products: HashMap<i64, ProductId> = rows.into_iter().map(|row| (row.number, row.product)).collect();
        let mut within = Vec::new();
        for number in numbers {
            match products.get(&number) {
                Some(product) => within.extend(self.skus_folded_into(&view, product).await?),
                None => within.push(number),
            }
        }
        Ok((within, view))
    }

    async fn skus_folded_into(&self, view: &StockView, product: &ProductId) -> Result<Vec<i64>, AppError> {
        let folded = self.store.folded_products(view.shop, view.tab, std::slice::from_ref(product)).await?;
        let listed: HashSet<_> = folded.into_iter().flat_map(|product| product.skus).collect();
        let skus = self.store.skus_of(view.shop, product).await?;
        Ok(skus.into_iter().filter(|(sku, _)| listed.contains(sku)).map(|(_, number)| number).collect())
    }

    async fn folded_products(
        &self,
        view: &StockView,
        products: Vec<ProductId>,
    ) -> Result<HashMap<ProductId, FoldedProduct>, AppError> {
        // Mostly there are none, and nobody is to wait for a list that is being made.
        if products.is_empty() {
            return Ok(HashMap::new());
        }
        let found = self.store.folded_products(view.shop, view.tab, &products).await?;
        Ok(products.into_iter().zip(found).collect())
    }
}

fn tab(tab: StockTab) -> store::StockTab {
    match tab {
        StockTab::All => store::StockTab::All,
        StockTab::Low => store::StockTab::Low,
        StockTab::SoldOut => store::StockTab::SoldOut,
        StockTab::Changed => store::StockTab::Changed,
        StockTab::Conflicts => store::StockTab::Conflicts,
    }
}

fn folded_row(row: &store::StockRow, warehouses: &[WarehouseId], product: &FoldedProduct) -> StockRow {
    let known: HashMap<&WarehouseId, Option<Level>> = product.levels.iter().map(|(at, level)| (at, *level)).collect();
    let number = |of: usize| count(of as i64);
    StockRow {
        product_id: row.product.to_string(),
        sku_id: String::new(),
        product: row.name.clone(),
        seller_sku: String::new(),
        skus_in_product: count(row.skus_in_product),
        is_first: false,
        folded: Some(FoldedSkus {
            skus: number(product.skus.len()),
            levels: warehouses.iter().map(|at| known.get(at).copied().flatten()).collect(),
            sold_out: number(product.sold_out),
            changed: number(product.changed),
            conflicts: number(product.conflicts),
        }),
        levels: Vec::new(),
        total: product.total,
        sold: Vec::new(),
        lasts_days: None,
    }
}

fn stock_row(row: store::StockRow, warehouses: &[WarehouseId], rules: &StockRules) -> StockRow {
    let mut cells = row.levels;
    let levels: Vec<StockLevel> = warehouses
        .iter()
        .map(|warehouse| {
            let place = cells.iter().position(|cell| cell.warehouse == *warehouse);
            let rule = rules.of(&row.product, &row.sku, warehouse);
            place.map_or_else(StockLevel::default, |place| cell(cells.swap_remove(place), rule))
        })
        .collect();
    StockRow {
        product_id: row.product.to_string(),
        sku_id: row.sku.to_string(),
        product: row.name,
        seller_sku: row.seller_sku,
        skus_in_product: count(row.skus_in_product),
        is_first: false,
        folded: None,
        total: levels.iter().map(|level| level.level).sum(),
        levels,
        sold: Vec::new(),
        lasts_days: None,
    }
}

/// The row numbers of the positions in a window from `from` on for which `is` holds.
fn numbers_where(numbers: &[i64], from: u32, is: impl Fn(usize) -> bool) -> HashSet<i64> {
    numbers.iter().zip(from as usize..).filter(|(_, position)| is(*position)).map(|(number, _)| *number).collect()
}

fn add_levels(all: &mut StockLevels, sku: store::SkuLevels, warehouses: &[WarehouseId], is_folded: bool) {
    let first = all.levels.len();
    all.levels.resize(first + warehouses.len(), None);
    if is_folded {
        return all.skus.push((sku.product.to_string(), String::new()));
    }
    all.skus.push((sku.product.to_string(), sku.sku.to_string()));
    let place = |of: &WarehouseId| Some(first + warehouses.iter().position(|warehouse| warehouse == of)?);
    let told = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    for (warehouse, level, campaign) in sku.levels {
        let Some(at) = place(&warehouse) else { continue };
        all.levels[at] = Some(level);
        all.campaigns.extend(campaign.map(|held| (told(at), held)));
    }
    for (warehouse, edit) in sku.edits {
        let Some(at) = place(&warehouse) else { continue };
        let edit = edit_of(edit, all.levels[at]);
        all.edits.push((told(at), edit));
    }
}

fn cell(cell: store::LevelView, rule: StockRule) -> StockLevel {
    level(cell.level, cell.product_level, cell.campaign, cell.edit, rule)
}

/// A level as a cell shows it.
pub(crate) fn level(
    level: Option<Level>,
    product_level: Option<Level>,
    campaign: Option<Level>,
    edit: Option<store::EditView>,
    rule: StockRule,
) -> StockLevel {
    let edit = edit.map(|edit| edit_of(edit, level));
    let low = level.is_some_and(|level| rule.is_low(level));
    StockLevel { level, product_level, campaign, edit, low, kept_back: rule.keeps_back() }
}

fn edit_of(edit: store::EditView, level: Option<Level>) -> StockEditView {
    StockEditView {
        id: edit.id.to_string(),
        state: activity::outbox_state(edit.state),
        wanted: edit.change.target(level).ok(),
        change: edit.change.into(),
        reason: edit.reason,
        by_campaign: edit.by_campaign,
    }
}
