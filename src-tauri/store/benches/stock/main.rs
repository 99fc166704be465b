//! `cargo bench -p store --bench stock`: what the stock grid's lists cost at 100,000 SKUs in five warehouses,
//! from the question to the rows. What a window adds to it is not in these figures.
//!
//! `TIKTOKFLOW_BENCH_SKUS` takes another number of SKUs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a bench may fail loudly, and talks to the person at the terminal"
)]

mod shelf;
#[path = "../../../sync/benches/engine/table.rs"]
#[allow(dead_code, reason = "the engine has goals of both kinds")]
mod table;
#[path = "../orders/timing.rs"]
mod timing;

use std::time::Instant;

use domain::{StockChange, WarehouseId};
use shelf::{SEARCHES, SHOP, WAREHOUSES, cell, fill, now};
use store::{State, StockFilter, StockSort, StockSortBy, StockTab, StockWish, Store};
use table::{Goal, Table};
use timing::{p95, p95_among, p95_of};

const ROUNDS: u64 = 40;
/// Rows that a screen asks for at once.
const WINDOW: usize = 100;
/// Edits that wait, and so many that the shop refused.
const EDITS: u64 = 1_000;
const REFUSED: usize = 100;
/// The store's part of the 100 ms from a key to the rows.
const LIST: Goal = Goal::AtMost(30.0);

fn main() {
    let skus = std::env::var("TIKTOKFLOW_BENCH_SKUS").ok().and_then(|number| number.parse().ok()).unwrap_or(100_000);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut table = Table::default();
    runtime.block_on(measure(skus, &mut table));
    table.print();
    table.write("stock");
}

async fn measure(skus: u64, table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), now()).await.expect("a cache").store;
    let begun = Instant::now();
    fill(&store, skus).await;
    table.add("SKUs in the cache", skus as f64, "SKUs", Goal::None);
    table.add("filling it", skus as f64 / begun.elapsed().as_secs_f64(), "SKUs/s", Goal::None);
    edit_some(&store).await;
    let (begun, before) = (Instant::now(), resident());
    store.read_stock_ahead(SHOP).await.expect("SKUs");
    table.add("reading all of them into memory", begun.elapsed().as_secs_f64(), "s", Goal::None);
    if let (Some(before), Some(after)) = (before, resident()) {
        table.add("memory that they take", (after - before) / 1e6, "MB", Goal::None);
    }
    for (name, filter) in lists() {
        let figure = format!("opening {name}, first rows here (p95)");
        table.add(figure, p95(ROUNDS, async |_| first_rows(&store, &filter).await).await, "ms", LIST);
    }
    for (name, words) in SEARCHES {
        let took = p95_among(typed(&store, words).await);
        table.add(format!("typing {name}, each character, first rows here (p95)"), took, "ms", LIST);
    }
    for (name, filter) in lists() {
        let again = async |n| {
            change_one(&store, n).await;
            let begun = Instant::now();
            first_rows(&store, &filter).await;
            begun.elapsed().as_secs_f64() * 1_000.0
        };
        let figure = format!("opening {name} again after one level changed (p95)");
        table.add(figure, p95_of(ROUNDS, again).await, "ms", LIST);
    }
    store.close().await;
}

/// The shop's answer to a write: one level is another.
async fn change_one(store: &Store, n: u64) {
    store.put_levels(SHOP, &[(cell(n), n as i64)], now()).await.expect("room on the disk");
}

/// What the list costs with each character of words, in milliseconds.
async fn typed(store: &Store, words: &str) -> Vec<f64> {
    let mut took = Vec::new();
    for _ in 0..ROUNDS / 4 {
        for (end, letter) in words.char_indices() {
            let search = words[..end + letter.len_utf8()].into();
            let begun = Instant::now();
            first_rows(store, &StockFilter { search, ..StockFilter::of(StockTab::All) }).await;
            took.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    took
}

/// Bytes of this process that lie in memory, where the system tells (Linux).
fn resident() -> Option<f64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse::<f64>().ok()?;
    Some(pages * 4_096.0)
}

/// Edits that wait, and some that were refused.
async fn edit_some(store: &Store) {
    let wish = |n| StockWish { target: cell(n), change: StockChange::Add { amount: 1 }, base: None };
    let wishes: Vec<StockWish> = (0..EDITS).map(wish).collect();
    let saved = store.queue_stock(SHOP, &wishes, now()).await.expect("edits are saved");
    let waiting = store.batch_items(saved.batch).await.expect("edits");
    let refused: Vec<i64> = waiting.iter().take(REFUSED).map(|entry| entry.id).collect();
    store.settle(&refused, State::Refused, Some("no"), now(), now()).await.expect("outcomes are noted");
}

fn lists() -> Vec<(&'static str, StockFilter)> {
    let sorted = |by, descending| StockFilter { sort: StockSort { by, descending }, ..StockFilter::of(StockTab::All) };
    let level = || StockSortBy::Level(WarehouseId::new(WAREHOUSES[0]));
    vec![
        ("All", StockFilter::of(StockTab::All)),
        ("Low", StockFilter::of(StockTab::Low)),
        ("Sold out", StockFilter::of(StockTab::SoldOut)),
        ("Changed", StockFilter::of(StockTab::Changed)),
        ("Conflicts", StockFilter::of(StockTab::Conflicts)),
        ("All by product, descending", sorted(StockSortBy::Product, true)),
        ("All by code", sorted(StockSortBy::Code, false)),
        ("All by code, descending", sorted(StockSortBy::Code, true)),
        ("All by total", sorted(StockSortBy::Total, false)),
        ("All by total, descending", sorted(StockSortBy::Total, true)),
        ("All by a level", sorted(level(), false)),
        ("All by a level, descending", sorted(level(), true)),
    ]
}

/// As a screen does it: the list, and the first window of it.
async fn first_rows(store: &Store, filter: &StockFilter) {
    let numbers = store.stock_list(SHOP, filter).await.expect("a list").numbers;
    store.stock_rows(SHOP, &numbers.window(0, WINDOW)).await.expect("rows");
}
