//! The engine in a process of its own, killed in the middle of its work and started again, round
//! after round: nothing that was acknowledged is lost, and nothing is done twice.
//!
//! This program is both sides. Started by `cargo test` it is the shop and whoever kills; with an
//! [`Errand`](errand::Errand) in its environment it is the seller's computer. So it has a `main` of
//! its own and tells its result in the words of the test harness.
//!
//! `TIKTOKFLOW_KILL_ROUNDS` sets how often the process is killed (50), `TIKTOKFLOW_KILL_SEED` what is
//! drawn (1). The same seed draws the same deeds and moments; where exactly a kill hits is left to
//! the computer, as in life.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and this one speaks for itself"
)]

mod account;
mod cells;
mod computer;
mod errand;
mod kept;
mod rounds;
mod seller;
mod town;
mod verdict;

use std::{env, panic, process::ExitCode};

const NAME: &str = "a_seller_whose_computer_is_killed_again_and_again_loses_nothing_and_does_nothing_twice";

fn main() -> ExitCode {
    let runtime = |mut builder: tokio::runtime::Builder| builder.enable_all().build().unwrap();
    if let Some(errand) = errand::from_environment() {
        runtime(tokio::runtime::Builder::new_multi_thread()).block_on(seller::work(errand));
        return ExitCode::SUCCESS;
    }
    // What the harness would do with a filter or a wish for a list.
    let arguments: Vec<String> = env::args().skip(1).collect();
    let filters: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        println!("{NAME}: test");
        return ExitCode::SUCCESS;
    }
    if !filters.is_empty() && !filters.iter().any(|filter| NAME.contains(filter.as_str())) {
        return ExitCode::SUCCESS;
    }
    // One thread, so that what a dead process had sent is dealt with before anything that follows.
    let proof = || runtime(tokio::runtime::Builder::new_current_thread()).block_on(rounds::prove());
    let held = panic::catch_unwind(proof).is_ok();
    let (word, passed) = if held { ("ok", 1) } else { ("FAILED", 0) };
    println!("test {NAME} ... {word}\n\ntest result: {word}. {passed} passed; {} failed", 1 - passed);
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
