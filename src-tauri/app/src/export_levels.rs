//! Writing levels into a file, as the shop has them: what is typed and not saved is no level.

use std::collections::HashMap;

use domain::{ShopId, WarehouseId};
use store::{KnownShares, StockRow, StoreError};
use tables::{Cell, Place, RowWriter, WriteError, level_headings};

use crate::{
    App,
    boundary::{AppError, ErrorCode, ExportFile, Exported, LevelShares},
    browse_stock::StockView,
    export_file::Title,
    export_orders::ALREADY,
    export_pages::{Export, Written},
    level_shares::shown,
    private_files::EXPORTS,
    warehouse_names::WarehouseNames,
    wording::count,
};

/// SKUs that are read at once.
const PAGE: usize = 500;

const NO_LEVELS: &str = "There is no SKU to write, so nothing was written. Choose another list first.";

impl App {
    /// Writes the levels of some rows of an open list into a file, in the list's order, and says where it is. One that
    /// isn't in the cache any more is left out and counted. The file goes with its shop.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where the list is no longer kept, [`ErrorCode::InvalidInput`] for no rows,
    /// [`ErrorCode::Busy`] while another file is written, [`ErrorCode::Storage`] where the cache can't be read or the
    /// file can't be written: then there is none.
    pub async fn export_levels(&self, view: u32, from: u32, rows: u32, form: ExportFile) -> Result<Exported, AppError> {
        // Looked up behind the gate: a shop that goes waits for it, and takes the file along.
        let _one_at_a_time = self.exporting.try_lock().map_err(|_| AppError::new(ErrorCode::Busy, ALREADY))?;
        let (numbers, StockView { shop, warehouses, .. }) = self.skus_within(view, from, rows).await?;
        let shop = self.known(count(shop.0)).await?.id;
        if numbers.is_empty() {
            return Err(AppError::input("rows", NO_LEVELS));
        }
        let shares = self.store.tells_shares(shop).await?;
        let levels = Levels { names: self.warehouse_names(shop).await?, warehouses, shares };
        let pages = numbers.chunks(PAGE).map(|numbers| self.skus_with_shares(shop, numbers, shares));
        let written = self.levels_file(shop, form).write(self.ports.clock.now(), levels, pages).await?;
        let missing = count(numbers.len().saturating_sub(written.found) as i64);
        Ok(Exported { path: written.path.display().to_string(), rows: written.rows, missing })
    }

    /// SKUs by their row numbers, with whom their stock is kept for where that is to be written.
    async fn skus_with_shares(&self, shop: ShopId, numbers: &[i64], shares: bool) -> Result<Vec<Sku>, StoreError> {
        let rows = self.store.stock_rows(shop, numbers).await?;
        let mut known = if shares { self.store.shares_of_rows(shop, numbers).await? } else { HashMap::new() };
        Ok(rows.into_iter().map(|row| (known.remove(&row.number), row)).collect())
    }

    fn levels_file(&self, shop: ShopId, form: ExportFile) -> Export {
        let title = Title { file: "stock", sheet: "Stock" };
        Export { folder: EXPORTS.folder_of(&self.folder, shop), title, form, what: "levels" }
    }
}

/// The warehouses as the columns of a table name them.
pub(crate) fn places(warehouses: &[WarehouseId], names: &WarehouseNames) -> Vec<Place> {
    let place = |id: &WarehouseId| Place { id: id.to_string(), name: names.of(id.as_str()) };
    warehouses.iter().map(place).collect()
}

/// What stands behind the levels where the shop tells whom they are kept for: the words of a SKU's history. No warehouse
/// is meant by them, so that the table comes back with the levels alone.
const SHARES: [&str; 4] = ["Promised to orders", "Campaigns", "Creators", "Free for anybody"];

/// A SKU with its levels, and whom they are kept for.
type Sku = (Option<KnownShares>, StockRow);

/// How SKUs become rows: with a column for each warehouse.
struct Levels {
    warehouses: Vec<WarehouseId>,
    names: WarehouseNames,
    /// Whether the shop tells whom stock is kept for.
    shares: bool,
}

impl Written for Levels {
    type Item = Sku;

    fn headings(&self, writer: &mut dyn RowWriter) -> Result<(), WriteError> {
        let levels = level_headings(&places(&self.warehouses, &self.names));
        let shares = SHARES.into_iter().filter(|_| self.shares);
        writer.row(&levels.iter().map(String::as_str).chain(shares).map(Cell::Text).collect::<Vec<_>>())
    }

    /// A level that the shop doesn't tell is an empty cell, and so is the total then: empty is not zero.
    fn item(&self, (shares, sku): &Sku, writer: &mut dyn RowWriter) -> Result<u32, WriteError> {
        let level = |warehouse: &WarehouseId| {
            sku.levels.iter().find(|cell| cell.warehouse == *warehouse).and_then(|cell| cell.level)
        };
        let levels: Vec<Option<i64>> = self.warehouses.iter().map(level).collect();
        let total: Option<i64> = levels.iter().copied().sum();
        let shares = self.shares.then(|| kept_for(shares.as_ref())).into_iter().flatten();
        let numbers: Vec<String> = levels
            .into_iter()
            .chain([total])
            .chain(shares)
            .map(|level| level.map_or_else(String::new, |level| level.to_string()))
            .collect();
        let mut cells = vec![
            Cell::Id(sku.product.as_str()),
            Cell::Id(sku.sku.as_str()),
            Cell::Id(&sku.seller_sku),
            Cell::Text(&sku.name),
        ];
        cells.extend(numbers.iter().map(|number| Cell::Amount(number)));
        writer.row(&cells)?;
        Ok(1)
    }
}

/// In the order of [`SHARES`].
fn kept_for(known: Option<&KnownShares>) -> [Option<i64>; 4] {
    let Some(known) = known else { return [None; 4] };
    let LevelShares { committed, campaign, creator, free, .. } = shown(known, None);
    [committed, campaign, creator, free]
}
