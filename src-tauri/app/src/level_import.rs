//! Reading a table of stock levels: what would become of each of its numbers, before anything is in the grid. The
//! table and its verdicts stay here while they are looked at, and are read by position.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{ShopId, StockError, WarehouseId};
use store::{StockDraft, StockTarget};
use tables::{LevelLayout, LevelRole as Column, Place, Purpose, Table};

use crate::{
    App,
    boundary::{AppError, ErrorCode, LevelGroup, LevelLine, LevelRole, LevelVerdict, LevelsRead, TableFrom},
    export_levels::places,
    judge_levels::{self, Known, Line, Lines},
    match_skus::SkuBook,
    read_table::{self, described},
    warehouse_names::WarehouseNames,
    wording::count,
};

/// SKUs whose levels are read at once.
const PAGE: usize = 500;
/// The largest window: a screen shows some 30 lines and reads ahead.
const LARGEST_WINDOW: usize = 500;

/// In the order in which they are shown: what waits for a choice, what is wrong, what needs nothing, what is right.
const VERDICTS: [LevelVerdict; 13] = [
    LevelVerdict::Guess,
    LevelVerdict::Ambiguous,
    LevelVerdict::Contradicted,
    LevelVerdict::Unknown,
    LevelVerdict::UnknownWarehouse,
    LevelVerdict::BadNumber,
    LevelVerdict::Negative,
    LevelVerdict::TooHigh,
    LevelVerdict::NoLevel,
    LevelVerdict::ClosedWarehouse,
    LevelVerdict::Repeated,
    LevelVerdict::Same,
    LevelVerdict::Ready,
];

/// For a broken app only. What broke isn't told: it may hold a cell.
const GONE_WRONG: &str = "This table could not be read. Nothing was changed. Save it as CSV, and choose that file.";
const REPLACED: &str = "This table has been replaced by a newer one. Choose the file again.";

/// The table that is looked at: one at a time, as it may be large.
#[derive(Default)]
pub(crate) struct LevelImports(Mutex<(u32, Option<Arc<LevelImport>>)>);

impl LevelImports {
    fn keep(&self, import: impl FnOnce(u32) -> LevelImport) -> Arc<LevelImport> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.0 = kept.0.wrapping_add(1);
        let import = Arc::new(import(kept.0));
        kept.1 = Some(Arc::clone(&import));
        import
    }

    fn get(&self, name: u32) -> Result<Arc<LevelImport>, AppError> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let import = kept.1.as_ref().filter(|import| import.name == name);
        import.map(Arc::clone).ok_or_else(|| AppError::new(ErrorCode::NotFound, REPLACED))
    }

    /// Lets a table go.
    fn close(&self, is_meant: impl FnOnce(&LevelImport) -> bool) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.1.as_ref().is_some_and(|import| is_meant(import)) {
            kept.1 = None;
        }
    }

    pub(crate) fn forget(&self, shop: ShopId) {
        self.close(|import| import.opened.shop == shop);
    }
}

/// A file as it was opened, however its columns are chosen.
pub(crate) struct OpenedLevels {
    pub(crate) shop: ShopId,
    /// The file's name.
    pub(crate) file: Option<String>,
    pub(crate) table: Table,
    pub(crate) warehouses: Vec<WarehouseId>,
    pub(crate) names: WarehouseNames,
    pub(crate) places: Vec<Place>,
    pub(crate) book: SkuBook,
}

/// A table with its columns and what would become of its lines.
pub(crate) struct LevelImport {
    pub(crate) name: u32,
    pub(crate) opened: Arc<OpenedLevels>,
    pub(crate) layout: LevelLayout,
    pub(crate) lines: Vec<Line>,
    left_out: usize,
    replaced: usize,
    /// The lines of each verdict, by their places.
    groups: HashMap<LevelVerdict, Vec<u32>>,
    /// The lines that are in the grid, once they are.
    pub(crate) taken: Mutex<Option<Arc<Vec<u32>>>>,
}

impl OpenedLevels {
    pub(crate) fn target(&self, line: &Line) -> Option<StockTarget> {
        let sku = self.book.get(line.sku?)?;
        let warehouse = self.warehouses.get(usize::from(line.place?))?.clone();
        Some(StockTarget { product: sku.product.clone(), sku: sku.sku.clone(), warehouse })
    }

    /// Why the shop takes no levels in the warehouse of that place, where it is known not to.
    pub(crate) fn closed(&self, place: u16) -> Option<StockError> {
        self.names.takes_levels(self.warehouses.get(usize::from(place))?).err()
    }

    fn found(&self) -> LevelLayout {
        let known = |role: Column, cell: &str| match role {
            Column::Code => self.book.knows_code(cell),
            Column::Sku => self.book.knows_id(cell),
            _ => false,
        };
        LevelLayout::of(&self.table.sheet, &self.places, &known)
    }
}

impl App {
    /// Reads a table and says of each of its numbers what would become of it in this shop. Nothing is saved, nothing
    /// is sent, and nothing is in the grid. `sheet` is the worksheet that the person has chosen; without it the one
    /// with levels is found.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for what can't be read, with the field `file`; [`AppError`] where the shop isn't
    /// connected or the cache can't be read.
    pub async fn read_levels(&self, shop: u32, source: TableFrom, sheet: Option<u32>) -> Result<LevelsRead, AppError> {
        let shop = self.known(shop).await?.id;
        let sheet = sheet.map(|sheet| sheet as usize);
        let read = apart(move || read_table::table(source, sheet, Purpose::Levels)).await?;
        let (file, table) = read?;
        let warehouses = self.store.stock_list(shop, &store::StockFilter::of(store::StockTab::All)).await?.warehouses;
        let book = SkuBook::of(self.store.every_sku(shop).await?);
        let names = self.warehouse_names(shop).await?;
        let places = places(&warehouses, &names);
        let opened = Arc::new(OpenedLevels { shop, file, table, warehouses, names, places, book });
        let layout = opened.found();
        self.judged(opened, layout).await
    }

    /// Judges the table anew, with its columns taken for what the person has chosen.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a table that is no longer kept; [`AppError`] where the cache can't be read.
    pub async fn choose_level_columns(&self, import: u32, roles: Vec<LevelRole>) -> Result<LevelsRead, AppError> {
        let opened = Arc::clone(&self.level_imports.get(import)?.opened);
        let roles = roles.into_iter().map(|role| column(role, &opened.warehouses)).collect();
        let layout = LevelLayout::chosen(&opened.table.sheet, &opened.places, roles);
        self.judged(opened, layout).await
    }

    async fn judged(&self, opened: Arc<OpenedLevels>, layout: LevelLayout) -> Result<LevelsRead, AppError> {
        let (of, by) = (Arc::clone(&opened), layout.clone());
        let read = apart(move || judge_levels::read(&of.table.sheet, &by, &of.places, &of.book)).await?;
        let Lines { mut lines, left_out } = read;
        let known = self.known_of(&opened, &lines).await?;
        let drafts = self.store.stock_drafts(opened.shop).await?;
        let of = Arc::clone(&opened);
        let (lines, replaced) = apart(move || {
            let is_closed = |place| of.closed(place).is_some();
            judge_levels::judge(&mut lines, |sku, place| known.get(&(sku, place)).copied(), is_closed);
            let typed = drafts.iter().map(|draft| &draft.target);
            let replaced = judge_levels::note_drafts(&mut lines, typed, |line| of.target(line));
            (lines, replaced)
        })
        .await?;
        let mut groups: HashMap<LevelVerdict, Vec<u32>> = HashMap::new();
        for (line, place) in lines.iter().zip(0..) {
            groups.entry(line.verdict).or_default().push(place);
        }
        let taken = Mutex::default();
        let import = |name| LevelImport { name, opened, layout, lines, left_out, replaced, groups, taken };
        Ok(told(&self.level_imports.keep(import)))
    }

    /// What the grid shows of the SKUs that lines are about.
    async fn known_of(&self, opened: &OpenedLevels, lines: &[Line]) -> Result<HashMap<(u32, u16), Known>, AppError> {
        let mut skus: Vec<(i64, u32)> = lines
            .iter()
            .filter(|line| line.is_open())
            .filter_map(|line| Some((opened.book.get(line.sku?)?.number, line.sku?)))
            .collect();
        skus.sort_unstable();
        skus.dedup();
        let places: HashMap<&WarehouseId, u16> = opened.warehouses.iter().zip(0..).collect();
        let mut known = HashMap::with_capacity(skus.len() * opened.warehouses.len());
        for page in skus.chunks(PAGE) {
            let numbers: Vec<i64> = page.iter().map(|(number, _)| *number).collect();
            let rows = self.store.stock_rows(opened.shop, &numbers).await?;
            let by_id: HashMap<_, u32> = page
                .iter()
                .filter_map(|(_, sku)| opened.book.get(*sku).map(|name| ((&name.product, &name.sku), *sku)))
                .collect();
            for row in &rows {
                let Some(sku) = by_id.get(&(&row.product, &row.sku)) else { continue };
                for cell in &row.levels {
                    let Some(place) = places.get(&cell.warehouse) else { continue };
                    known.insert((*sku, *place), seen(cell));
                }
            }
        }
        Ok(known)
    }

    /// Some lines of one verdict, by position.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] for a table that is no longer kept; [`AppError`] where the cache can't be read.
    pub async fn level_lines(
        &self,
        import: u32,
        verdict: LevelVerdict,
        from: u32,
        count: u32,
    ) -> Result<Vec<LevelLine>, AppError> {
        let import = self.level_imports.get(import)?;
        let of_verdict = import.groups.get(&verdict).map_or(&[][..], Vec::as_slice);
        let places: Vec<u32> =
            of_verdict.iter().skip(from as usize).take(LARGEST_WINDOW.min(count as usize)).copied().collect();
        let lines: Vec<(u32, Line)> =
            places.iter().filter_map(|place| Some((*place, *import.lines.get(*place as usize)?))).collect();
        let targets: Vec<Option<StockTarget>> = lines.iter().map(|(_, line)| import.opened.target(line)).collect();
        let asked: Vec<StockTarget> = targets.iter().flatten().cloned().collect();
        let mut cells = self.store.stock_cells(import.opened.shop, &asked).await?.into_iter();
        let has_drafts = lines.iter().any(|(_, line)| line.replaces);
        let drafts = if has_drafts { self.store.stock_drafts(import.opened.shop).await? } else { Vec::new() };
        let shown = lines.iter().zip(targets).map(|((place, line), target)| {
            let product = match &target {
                Some(_) => cells.next().map(|cell| cell.name).unwrap_or_default(),
                None => String::new(),
            };
            let typed = target.filter(|_| line.replaces).and_then(|target| typed_in(&drafts, &target));
            import.shown(*place, line, product, typed)
        });
        Ok(shown.collect())
    }

    pub(crate) fn level_import(&self, import: u32) -> Result<Arc<LevelImport>, AppError> {
        self.level_imports.get(import)
    }

    /// Lets a table go that is looked at no more.
    pub fn close_levels(&self, import: u32) {
        self.level_imports.close(|kept| kept.name == import);
    }
}

/// Half a second of work for the largest of files: not on a thread that others wait for.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| AppError::new(ErrorCode::Internal, GONE_WRONG))
}

fn seen(cell: &store::LevelView) -> Known {
    let is_under_way = |edit: &&store::EditView| !matches!(edit.state, store::State::Refused | store::State::Conflict);
    let pending = cell.edit.as_ref().filter(is_under_way).and_then(|edit| edit.change.target(cell.level).ok());
    Known { level: cell.level, shown: pending.or(cell.level) }
}

fn typed_in(drafts: &[StockDraft], target: &StockTarget) -> Option<String> {
    drafts.iter().find(|draft| draft.target == *target).map(|draft| draft.typed.clone())
}

fn column(role: LevelRole, warehouses: &[WarehouseId]) -> Column {
    match role {
        LevelRole::Other => Column::Other,
        LevelRole::Product => Column::Product,
        LevelRole::Sku => Column::Sku,
        LevelRole::Code => Column::Code,
        LevelRole::Warehouse => Column::Warehouse,
        LevelRole::Level { warehouse_id, adjusts } => {
            let place = warehouse_id.and_then(|id| warehouses.iter().position(|it| it.as_str() == id));
            Column::Level { place, adjusts }
        }
    }
}

fn role(column: &Column, warehouses: &[WarehouseId]) -> LevelRole {
    match *column {
        Column::Other => LevelRole::Other,
        Column::Product => LevelRole::Product,
        Column::Sku => LevelRole::Sku,
        Column::Code => LevelRole::Code,
        Column::Warehouse => LevelRole::Warehouse,
        Column::Level { place, adjusts } => {
            let warehouse_id = place.and_then(|place| warehouses.get(place)).map(ToString::to_string);
            LevelRole::Level { warehouse_id, adjusts }
        }
    }
}

fn told(import: &LevelImport) -> LevelsRead {
    let LevelImport { name, opened, layout, groups, left_out, replaced, .. } = import;
    let sheet = &opened.table.sheet;
    let lines = |verdict: &LevelVerdict| groups.get(verdict).map_or(0, Vec::len);
    let group = |verdict: &LevelVerdict| LevelGroup { verdict: *verdict, lines: count(lines(verdict) as i64) };
    LevelsRead {
        import: *name,
        source: described(opened.file.clone(), opened.table.format.clone()),
        columns: layout.columns(sheet).into_iter().map(read_table::column).collect(),
        roles: layout.roles.iter().map(|column| role(column, &opened.warehouses)).collect(),
        rows: count(layout.body(sheet).len() as i64),
        warehouses: opened.warehouses.iter().map(|id| opened.names.shown(id)).collect(),
        groups: VERDICTS.iter().map(group).filter(|group| group.lines > 0).collect(),
        left_out: count(*left_out as i64),
        replaced: count(*replaced as i64),
    }
}
