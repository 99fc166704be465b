//! `cargo xtask bench engine`: what the engine costs, each figure as a ratio within one run, over both contracts.
//!
//! A figure that could not be measured here is not printed. Names of parts as arguments (`call`,
//! `stock`, `day`, `ingest`) measure those alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a bench may fail loudly, and talks to the person at the terminal"
)]

mod call_cost;
mod day;
mod desk;
mod ingest;
mod memory;
mod other_process;
mod plain;
mod speech;
mod stock_window;
#[allow(dead_code, reason = "another bench goes on in a table that was left")]
mod table;

use speech::BOTH;
use table::Table;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if let Some(orders) = other_process::orders_asked_for() {
        return runtime.block_on(other_process::be_a_shop(orders));
    }
    let mut table = Table::default();
    runtime.block_on(async {
        if asked_for("call") {
            call_cost::measure(&mut table).await;
        }
        if asked_for("stock") {
            for speech in BOTH {
                stock_window::measure(&mut table, speech).await;
            }
        }
        if asked_for("day") {
            for speech in BOTH {
                day::measure(&mut table, speech).await;
            }
        }
        if asked_for("ingest") {
            for speech in BOTH {
                ingest::measure(&mut table, speech).await;
            }
        }
    });
    table.print();
    table.write("engine");
}

/// Whether the arguments name this part, or none. Cargo adds switches of its own.
fn asked_for(part: &str) -> bool {
    let mut named = std::env::args().skip(1).filter(|arg| !arg.starts_with("--")).peekable();
    named.peek().is_none() || named.any(|arg| arg == part)
}
