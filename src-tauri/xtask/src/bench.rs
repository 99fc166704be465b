//! `cargo xtask bench`.

use clap::ValueEnum;

use crate::failure::Failure;
use crate::packages::Need;
use crate::{install, process, ui};

/// What can be measured.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Bench {
    /// The engine: first pull, requests of a scripted day, what the limiter costs.
    Engine,
    /// The order desk at a million orders: its lists in the store, then everything in the real window.
    Orders,
    /// The stock grid at 100,000 SKUs in five warehouses: its lists in the store, then everything in the real window.
    Stock,
}

/// Measures, prints a table, and leaves the same figures in `target/bench`.
///
/// # Errors
/// It does not build, or what is measured does not work. A figure that falls short of its goal is none.
pub(crate) fn run(bench: Bench) -> Result<(), Failure> {
    match bench {
        Bench::Engine => measure("sync", "engine", &[]),
        Bench::Stock => {
            measure("store", "stock", &[])?;
            in_the_window(&["grid"])
        }
        Bench::Orders => {
            measure("store", "orders", &[])?;
            in_the_window(&[])
        }
    }
}

/// The half that needs the built app. It goes on in the table of the half before it.
fn in_the_window(parts: &[&str]) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        println!("The window is measured through WebKitWebDriver, which only Linux has.");
        return Ok(());
    }
    install::run(Need::Tests)?;
    ui::fetch()?;
    ui::build()?;
    measure("tiktokflow", "desk", parts)
}

fn measure(package: &str, name: &str, parts: &[&str]) -> Result<(), Failure> {
    process::run(process::cargo().args(["bench", "--package", package, "--bench", name, "--"]).args(parts))
}
