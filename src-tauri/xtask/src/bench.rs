//! `cargo xtask bench`.

use clap::ValueEnum;

use crate::failure::Failure;
use crate::process;

/// What can be measured.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Bench {
    /// The engine: first pull, requests of a scripted day, what the limiter costs.
    Engine,
    /// The order desk's lists at a million orders, from the question to the rows.
    Orders,
}

/// Measures, prints a table, and leaves the same figures in `target/bench`.
///
/// # Errors
/// It does not build, or what is measured does not work. A figure that falls short of its goal is none.
pub(crate) fn run(bench: Bench) -> Result<(), Failure> {
    let (package, name) = match bench {
        Bench::Engine => ("sync", "engine"),
        Bench::Orders => ("store", "orders"),
    };
    process::run(process::cargo().args(["bench", "--package", package, "--bench", name]))
}
