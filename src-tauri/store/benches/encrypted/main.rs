//! `cargo bench -p store --bench encrypted`: what it costs that the cache is encrypted. The two kinds take turns,
//! since a computer's pace changes, and the middle of their ratios counts.
//!
//! `TIKTOKFLOW_BENCH_ORDERS` takes another number of orders.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a bench may fail loudly, and talks to the person at the terminal"
)]

#[path = "../orders/shop.rs"]
#[allow(dead_code, reason = "the orders' own bench changes them, too")]
mod shop;
#[path = "../../../sync/benches/engine/table.rs"]
#[allow(dead_code, reason = "the engine has goals of both kinds")]
mod table;

use std::{path::Path, time::Instant};

use domain::Stage;
use shop::{SHOP, fill, now};
use store::{CacheKey, HeldFolder, OrderFilter, Pile, Store};
use table::{Goal, Table};

const RUNS: usize = 5;
/// Rows that a screen asks for at once.
const WINDOW: usize = 100;

/// What is measured of each kind, in milliseconds.
const FIGURES: [&str; 6] = [
    "writing the orders",
    "opening it again",
    "opening it again, first list and rows",
    "reading all orders into memory",
    "a search",
    "opening one that holds nothing",
];

fn main() {
    let orders = std::env::var("TIKTOKFLOW_BENCH_ORDERS").ok().and_then(|number| number.parse().ok()).unwrap_or(50_000);
    let mut table = Table::default();
    tokio::runtime::Runtime::new().expect("a runtime").block_on(measure(orders, &mut table));
    table.print();
    table.write("encrypted");
}

async fn measure(orders: u64, table: &mut Table) {
    let key = CacheKey::new([7; 32]);
    let mut runs = Vec::new();
    let mut converting = Vec::new();
    for _ in 0..RUNS {
        let folder = tempfile::tempdir().expect("a folder");
        let plain = took(folder.path(), None, orders).await;
        converting.push(convert(folder.path(), None, Some(&key)).await);
        let folder = tempfile::tempdir().expect("a folder");
        let encrypted = took(folder.path(), Some(&key), orders).await;
        runs.push((plain, encrypted));
    }
    for (at, figure) in FIGURES.into_iter().enumerate() {
        table.add(format!("{figure}, plain"), middle(runs.iter().map(|(plain, _)| plain[at])), "ms", Goal::None);
        table.add(format!("{figure}, encrypted"), middle(runs.iter().map(|(_, with)| with[at])), "ms", Goal::None);
        let ratio = middle(runs.iter().map(|(plain, with)| with[at] / plain[at]));
        table.add(format!("{figure}: encrypted to plain"), ratio, "ratio", Goal::None);
    }
    table.add("encrypting it all", middle(converting.into_iter()), "ms", Goal::None);
}

/// Fills a cache and uses it, with a key or without: each of [`FIGURES`].
async fn took(folder: &Path, key: Option<&CacheKey>, orders: u64) -> [f64; FIGURES.len()] {
    let nothing = tempfile::tempdir().expect("a folder");
    open(nothing.path(), key).await.close().await;
    let store = open(folder, key).await;
    let writing = timed(fill(&store, orders)).await.0;
    store.close().await;
    drop(store);
    let begun = Instant::now();
    let store = open(folder, key).await;
    let opening = begun.elapsed().as_secs_f64() * 1_000.0;
    first_rows(&store, &OrderFilter::of(Pile::Of(Stage::ToShip))).await;
    let listing = begun.elapsed().as_secs_f64() * 1_000.0;
    let reading = timed(store.read_orders_ahead(SHOP)).await.0;
    let search = OrderFilter { search: "nguyễn 41".into(), ..OrderFilter::of(Pile::All) };
    let searching = timed(first_rows(&store, &search)).await.0;
    store.close().await;
    let (empty, store) = timed(open(nothing.path(), key)).await;
    store.close().await;
    [writing, opening, listing, reading, searching, empty]
}

async fn open(folder: &Path, key: Option<&CacheKey>) -> Store {
    Store::open_with(folder, key, now()).await.expect("a cache").store
}

/// As a screen does it: the list, and the first window of it.
async fn first_rows(store: &Store, filter: &OrderFilter) {
    let numbers = store.order_list(SHOP, filter).await.expect("a list").numbers;
    store.order_rows(SHOP, &numbers.window(0, WINDOW)).await.expect("rows");
}

async fn convert(folder: &Path, from: Option<&CacheKey>, to: Option<&CacheKey>) -> f64 {
    let (took, outcome) = timed(HeldFolder::hold(folder).expect("nobody else").convert(from, to)).await;
    outcome.expect("room on the disk");
    took
}

async fn timed<T>(deed: impl Future<Output = T>) -> (f64, T) {
    let begun = Instant::now();
    let outcome = deed.await;
    (begun.elapsed().as_secs_f64() * 1_000.0, outcome)
}

/// The middle one of some figures.
fn middle(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
