//! Reading the stock grid.

use domain::{Level, WarehouseId};

use crate::{
    App, activity,
    boundary::{
        AppError, StockCounts, StockEditView, StockFilter, StockLevel, StockLevels, StockList, StockRow, StockSort,
        StockSortBy, StockTab, Warehouse,
    },
    shops::id_of,
    wording::{count, warehouse_name},
};

impl App {
    /// Opens a list of a shop's SKUs.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn open_stock(&self, shop: u32, filter: StockFilter) -> Result<StockList, AppError> {
        let shop = id_of(shop);
        let filter = store::StockFilter { tab: tab(filter.tab), search: filter.search, sort: sort(filter.sort) };
        let store::StockListing { numbers, counts, warehouses: places } = self.store.stock_list(shop, &filter).await?;
        let total = count(numbers.len() as i64);
        let warehouses = places.iter().map(warehouse).collect();
        let products = count(counts.products);
        let counts = StockCounts {
            all: count(counts.all),
            low: count(counts.low),
            sold_out: count(counts.sold_out),
            changed: count(counts.changed),
            conflicts: count(counts.conflicts),
        };
        Ok(StockList { view: self.stock_views.keep(numbers, (shop, places)), total, warehouses, counts, products })
    }

    /// A window of a list, by position; levels in the order of the list's warehouses,
    /// whatever other warehouses the shop has named since: a level never shifts under another's head.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn stock_rows(&self, view: u32, from: u32, count: u32) -> Result<Vec<StockRow>, AppError> {
        let (numbers, (shop, warehouses)) = self.stock_views.window(view, from, count)?;
        let rows = self.store.stock_rows(shop, &numbers).await?;
        let mut rows: Vec<StockRow> = rows.into_iter().map(|row| stock_row(row, &warehouses)).collect();
        self.add_sales(shop, &mut rows).await;
        Ok(rows)
    }

    /// The levels alone of a window of a list, by position and in the order of the list's warehouses.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept.
    pub async fn stock_levels(&self, view: u32, from: u32, count: u32) -> Result<StockLevels, AppError> {
        let (numbers, (shop, warehouses)) = self.stock_views.window(view, from, count)?;
        let mut all = StockLevels::default();
        for sku in self.store.stock_levels(shop, &numbers).await? {
            add_levels(&mut all, sku, &warehouses);
        }
        Ok(all)
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

fn sort(StockSort { by, descending }: StockSort) -> store::StockSort {
    let by = match by {
        StockSortBy::Product => store::StockSortBy::Product,
        StockSortBy::Sku => store::StockSortBy::Code,
        StockSortBy::Level { warehouse_id } => store::StockSortBy::Level(WarehouseId::new(warehouse_id)),
        StockSortBy::Total => store::StockSortBy::Total,
    };
    store::StockSort { by, descending }
}

fn warehouse(id: &WarehouseId) -> Warehouse {
    Warehouse { id: id.to_string(), name: warehouse_name(id.as_str()) }
}

fn stock_row(row: store::StockRow, warehouses: &[WarehouseId]) -> StockRow {
    let mut cells = row.levels;
    let levels: Vec<StockLevel> = warehouses
        .iter()
        .map(|warehouse| {
            let place = cells.iter().position(|cell| cell.warehouse == *warehouse);
            place.map_or_else(StockLevel::default, |place| cell(cells.swap_remove(place)))
        })
        .collect();
    StockRow {
        product_id: row.product.to_string(),
        sku_id: row.sku.to_string(),
        product: row.name,
        seller_sku: row.seller_sku,
        skus_in_product: count(row.skus_in_product),
        total: levels.iter().map(|level| level.level).sum(),
        levels,
        sold: Vec::new(),
        lasts_days: None,
    }
}

fn add_levels(all: &mut StockLevels, sku: store::SkuLevels, warehouses: &[WarehouseId]) {
    let first = all.levels.len();
    let place = |of: &WarehouseId| warehouses.iter().position(|warehouse| warehouse == of);
    all.skus.push((sku.product.to_string(), sku.sku.to_string()));
    all.levels.resize(first + warehouses.len(), None);
    for (warehouse, level) in sku.levels {
        place(&warehouse).into_iter().for_each(|at| all.levels[first + at] = Some(level));
    }
    for (warehouse, edit) in sku.edits {
        let Some(at) = place(&warehouse).map(|at| first + at) else { continue };
        let edit = edit_of(edit, all.levels[at]);
        all.edits.push((u32::try_from(at).unwrap_or(u32::MAX), edit));
    }
}

fn cell(cell: store::LevelView) -> StockLevel {
    level(cell.level, cell.product_level, cell.edit)
}

/// A level as a cell shows it.
pub(crate) fn level(level: Option<Level>, product_level: Option<Level>, edit: Option<store::EditView>) -> StockLevel {
    StockLevel { level, product_level, edit: edit.map(|edit| edit_of(edit, level)) }
}

fn edit_of(edit: store::EditView, level: Option<Level>) -> StockEditView {
    StockEditView {
        id: edit.id.to_string(),
        state: activity::outbox_state(edit.state),
        wanted: edit.change.target(level).ok(),
        change: edit.change.into(),
        reason: edit.reason,
    }
}
