//! The time in which a sale can still be lost: from the shop's reading of a level for us to its
//! writing of ours, as the shop's own journal has it. The contract has no conditional write, so it
//! can be short and not nothing; on a real line, the way to the shop and back is added.

use std::sync::Arc;

use domain::StockChange;
use sandbox::{Sandbox, Settings};
use store::{StockFilter, StockTab, StockTarget, StockWish, Store};
use tiktok_shop::{Clock as _, SystemClock};

use crate::{
    desk::{Desk, LIFTED, SHOP},
    speech::{Purpose, Speech, purpose},
    table::{Goal, Table},
};

const EDITS: usize = 200;

pub(crate) async fn measure(table: &mut Table, speech: Speech) {
    let settings = Settings { per_minute: u32::MAX, per_day: u32::MAX, ..Settings::default() };
    let shop = sandbox::start(settings).await.expect("the sandbox opens");
    let desk = Desk::at(&shop.base_url(), speech, Arc::new(SystemClock), LIFTED).await;
    desk.steps.pull_round(true).await.expect("the pull succeeds");
    shop.clear_journal();
    let cells = cells(&desk.store).await;
    for target in cells.iter().cycle().take(EDITS) {
        let edit = StockWish { target: target.clone(), change: StockChange::Add { amount: 1 }, base: None };
        desk.store.queue_stock(SHOP, &[edit], SystemClock.now()).await.expect("an edit is saved");
        desk.push().await;
    }
    let mut windows = windows(&shop);
    windows.sort_by(f64::total_cmp);
    shop.stop().await;
    if windows.len() == EDITS {
        table.add(speech.named("reading to writing of a stock edit, p50"), windows[EDITS / 2], "ms", Goal::None);
        table.add(speech.named("reading to writing of a stock edit, p95"), windows[EDITS * 95 / 100], "ms", Goal::None);
    }
}

/// Every level that the shop tells, one of each product first.
pub(crate) async fn cells(store: &Store) -> Vec<StockTarget> {
    let numbers = store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.expect("a list").numbers;
    let rows = store.stock_rows(SHOP, &numbers.to_vec()).await.expect("rows");
    let of_row = |row: &store::StockRow| {
        let cell = row.levels.iter().find(|cell| cell.level.is_some())?;
        let (product, sku) = (row.product.clone(), row.sku.clone());
        Some(StockTarget { product, sku, warehouse: cell.warehouse.clone() })
    };
    let mut products = std::collections::HashSet::new();
    rows.iter().filter_map(of_row).filter(|target| products.insert(target.product.clone())).collect()
}

/// For each write, how long before it the shop told the product's levels, in milliseconds.
fn windows(shop: &Sandbox) -> Vec<f64> {
    let (mut read, mut windows) = (None, Vec::new());
    for call in shop.journal() {
        match (purpose(&call), read) {
            (Purpose::OneProduct, _) => read = Some(call.at),
            (Purpose::Levels, Some(read)) => windows.push(call.at.duration_since(read).as_secs_f64() * 1_000.0),
            _ => {}
        }
    }
    windows
}
