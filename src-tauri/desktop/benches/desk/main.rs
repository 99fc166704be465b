//! `cargo xtask bench orders`, the window's half: the built app in its real window, over a cache that was filled
//! before it opened. What the figures begin and end with stands in `page.js`.
//!
//! `TIKTOKFLOW_BENCH_ORDERS` takes another number of orders; names of parts as arguments (`lists`, `start`,
//! `memory`, `queue`) measure those alone. With `grid` it is the window's half of `cargo xtask bench stock`, over
//! `TIKTOKFLOW_BENCH_SKUS` SKUs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "a bench may fail loudly, and talks to the person at the terminal"
)]
// Only Linux has a driver for the window.
#![cfg_attr(not(target_os = "linux"), allow(unused))]

#[cfg(target_os = "linux")]
mod computer;
#[cfg(target_os = "linux")]
mod counts;
mod empty_window;
mod figures;
#[cfg(target_os = "linux")]
mod grid;
#[cfg(target_os = "linux")]
mod lists;
#[cfg(target_os = "linux")]
mod memory;
#[cfg(target_os = "linux")]
mod queue;
#[path = "../../rendering.rs"]
mod rendering;
#[path = "../../../store/benches/stock/shelf.rs"]
#[allow(dead_code, reason = "the store's half edits cells by their number")]
mod shelf;
#[path = "../../../store/benches/orders/shop.rs"]
#[allow(dead_code, reason = "the store's half looks orders up by their number")]
mod shop;
#[cfg(target_os = "linux")]
mod start;
#[path = "../../../sync/benches/engine/table.rs"]
#[allow(dead_code, reason = "the engine has goals of both kinds")]
mod table;
#[path = "../../../../tests/window"]
mod window {
    #[cfg(target_os = "linux")]
    #[allow(dead_code, unused_imports, reason = "the tests do more in it")]
    pub(crate) mod world;
}

#[cfg(target_os = "linux")]
use computer::Computer;
use table::Table;

/// The argument for the stock grid, over a cache of its own.
#[cfg(target_os = "linux")]
const GRID: &str = "grid";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).collect();
    match args.first().map(String::as_str) {
        Some(empty_window::EMPTY) => return empty_window::be_one(true),
        Some(empty_window::PLAIN_EMPTY) => return empty_window::be_one(false),
        _ => {}
    }
    #[cfg(target_os = "linux")]
    {
        if args.first().is_some_and(|part| part == start::CLOCKED) {
            return start::clocked(&args[1..]);
        }
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        if args.first().is_some_and(|part| part == GRID) {
            let mut table = Table::going_on_from("stock");
            runtime.block_on(async {
                grid::measure(&Computer::with_skus(number_of("TIKTOKFLOW_BENCH_SKUS", 100_000)).await, &mut table).await
            });
            table.print();
            return table.write("stock");
        }
        let asked_for = |part: &str| args.is_empty() || args.iter().any(|arg| arg == part);
        let mut table = Table::going_on_from("orders");
        runtime.block_on(measure(&mut table, asked_for));
        table.print();
        table.write("orders");
    }
    #[cfg(not(target_os = "linux"))]
    println!("The window's figures are measured through WebKitWebDriver, which only Linux has.");
}

#[cfg(target_os = "linux")]
fn number_of(variable: &str, usual: u64) -> u64 {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}

#[cfg(target_os = "linux")]
async fn measure(table: &mut Table, asked_for: impl Fn(&str) -> bool) {
    let orders = number_of("TIKTOKFLOW_BENCH_ORDERS", 1_000_000);
    let computer = Computer::with_orders(orders).await;
    if asked_for("start") {
        start::measure(&computer, table).await;
    }
    if asked_for("memory") {
        memory::measure(&computer, table).await;
    }
    if asked_for("lists") {
        lists::measure(&computer, orders, table).await;
        counts::measure(&computer, table).await;
    }
    // Last, as it leaves wishes behind.
    if asked_for("queue") {
        queue::measure(&computer, table).await;
    }
}
