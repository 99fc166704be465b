//! `cargo xtask bench orders`: what the order desk's lists cost at a million orders, from the question
//! to the rows. What a window adds to it is not in these figures, and figures of a window are not here.
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

mod sales;
mod shop;
#[path = "../../../sync/benches/engine/table.rs"]
#[allow(dead_code, reason = "the engine has goals of both kinds")]
mod table;
mod timing;

use std::{cell::Cell, time::Instant};

use domain::{ShipByRule, Stage};
use jiff::tz::TimeZone;
use shop::{SHOP, change_one, fill, id, now, scattered};
use store::{Deadlines, OrderFilter, OrderSort, Pile, SortBy, Store};
use table::{Goal, Table};
use timing::{p95, p95_among, p95_of};

const ROUNDS: u64 = 40;
/// Rows that a screen asks for at once.
const WINDOW: usize = 100;

fn main() {
    let orders =
        std::env::var("TIKTOKFLOW_BENCH_ORDERS").ok().and_then(|number| number.parse().ok()).unwrap_or(1_000_000);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let mut table = Table::default();
    runtime.block_on(measure(orders, &mut table));
    table.print();
    table.write("orders");
}

async fn measure(orders: u64, table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path(), now()).await.expect("a cache").store;
    let begun = Instant::now();
    fill(&store, orders).await;
    table.add("orders in the cache", orders as f64, "orders", Goal::None);
    table.add("filling it", orders as f64 / begun.elapsed().as_secs_f64(), "orders/s", Goal::None);
    let begun = Instant::now();
    first_rows(&store, &list(Pile::Of(Stage::ToShip))).await;
    let first = begun.elapsed().as_secs_f64() * 1_000.0;
    table.add("To ship, before the others were read", first, "ms", Goal::AtMost(100.0));
    let (begun, before) = (Instant::now(), resident());
    store.read_orders_ahead(SHOP).await.expect("orders");
    table.add("reading all of them into memory", begun.elapsed().as_secs_f64(), "s", Goal::None);
    if let (Some(before), Some(after)) = (before, resident()) {
        table.add("memory that they take", (after - before) / 1e6, "MB", Goal::None);
    }
    for (name, filter) in lists() {
        let figure = format!("opening {name}, first rows here (p95)");
        table.add(figure, p95(ROUNDS, async |_| first_rows(&store, &filter).await).await, "ms", Goal::AtMost(100.0));
    }
    let everything = store.order_list(SHOP, &list(Pile::All)).await.expect("a list").numbers;
    let rows = async |n: u64| {
        let at = scattered(n) as usize % everything.len().saturating_sub(WINDOW).max(1);
        store.order_rows(SHOP, &everything.window(at, WINDOW)).await.expect("rows");
    };
    table.add("100 rows anywhere in the list (p95)", p95(ROUNDS * 5, rows).await, "ms", Goal::AtMost(5.0));
    reopened(&store, orders, table).await;
    sales::measure(&store, orders, table).await;
    for (name, words) in searches(orders) {
        let filter = |search: &str| OrderFilter { search: search.into(), ..list(Pile::All) };
        let figure = format!("searching {name}, first rows here (p95)");
        let whole = p95(ROUNDS / 2, async |_| first_rows(&store, &filter(&words)).await).await;
        table.add(figure, whole, "ms", Goal::AtMost(50.0));
        let (begun, typed) = typed(&store, &words).await;
        table.add(format!("typing {name}, its first three characters (p95)"), begun, "ms", Goal::AtMost(10.0));
        table.add(format!("typing {name}, each character behind them (p95)"), typed, "ms", Goal::AtMost(10.0));
    }
    store.close().await;
}

/// Lists that a screen opens again because one order has changed. It keeps the last one until then.
async fn reopened(store: &Store, orders: u64, table: &mut Table) {
    for (at, (name, filter)) in (0..).zip(lists()) {
        let shown = Cell::new(store.order_list(SHOP, &filter).await.expect("a list"));
        let again = async |n: u64| {
            change_one(store, at * ROUNDS + n, orders).await;
            let begun = Instant::now();
            shown.set(store.order_list(SHOP, &filter).await.expect("a list"));
            begun.elapsed().as_secs_f64() * 1_000.0
        };
        let figure = format!("opening {name} again after a change, with all counts (p95)");
        table.add(figure, p95_of(ROUNDS, again).await, "ms", Goal::AtMost(3.0));
    }
}

/// What the list costs with the first three characters of words, and with each further one. A screen
/// shows the last list until the next one is there.
async fn typed(store: &Store, words: &str) -> (f64, f64) {
    let (mut begun, mut further) = (Vec::new(), Vec::new());
    let mut shown = store.order_list(SHOP, &list(Pile::All)).await.expect("a list");
    for _ in 0..ROUNDS / 2 {
        for (typed, (end, letter)) in words.char_indices().enumerate().skip(2) {
            let filter = OrderFilter { search: words[..end + letter.len_utf8()].into(), ..list(Pile::All) };
            let asked = Instant::now();
            shown = store.order_list(SHOP, &filter).await.expect("a list");
            let took = if typed == 2 { &mut begun } else { &mut further };
            took.push(asked.elapsed().as_secs_f64() * 1_000.0);
        }
    }
    drop(shown);
    (p95_among(begun), p95_among(further))
}

fn clock() -> Deadlines {
    Deadlines { now: now(), rule: ShipByRule::default(), zone: TimeZone::UTC }
}

fn list(pile: Pile) -> OrderFilter {
    OrderFilter { clock: clock(), ..OrderFilter::of(pile) }
}

fn lists() -> Vec<(&'static str, OrderFilter)> {
    let sorted = |by| OrderFilter { sort: Some(OrderSort { by, descending: true }), ..list(Pile::All) };
    vec![
        ("Needs action", list(Pile::NeedsAction)),
        ("To ship", list(Pile::Of(Stage::ToShip))),
        ("Sent", list(Pile::Of(Stage::Sent))),
        ("Delivered", list(Pile::Of(Stage::Delivered))),
        ("All", list(Pile::All)),
        ("All by total", sorted(SortBy::Value)),
        ("All by buyer", sorted(SortBy::Buyer)),
    ]
}

fn searches(orders: u64) -> Vec<(&'static str, String)> {
    vec![("an id", id(orders / 2).to_string()), ("a buyer", "nguyễn 41".into()), ("a product", "earbuds".into())]
}

/// Bytes of this process that lie in memory, where the system tells (Linux).
fn resident() -> Option<f64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse::<f64>().ok()?;
    Some(pages * 4_096.0)
}

/// As a screen does it: the list, and the first window of it.
async fn first_rows(store: &Store, filter: &OrderFilter) {
    let numbers = store.order_list(SHOP, filter).await.expect("a list").numbers;
    store.order_rows(SHOP, &numbers.window(0, WINDOW)).await.expect("rows");
}
