//! The engine in a process of its own, killed in the middle of its work and started again, round
//! after round: nothing that was acknowledged is lost, and nothing is done twice.
//!
//! This program is both sides. Started by `cargo test` it is the shop and whoever kills; with an
//! [`Errand`](errand::Errand) in its environment it is the seller's computer. So it has a `main` of
//! its own and tells its result in the words of the test harness.
//!
//! `TIKTOKFLOW_KILL_ROUNDS` sets how often the process is killed, `TIKTOKFLOW_KILL_SEED` what is
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
#![allow(dead_code, reason = "the simulation says more to the shop")]

mod account;
mod cells;
mod computer;
mod errand;
mod kept;
mod program;
mod rounds;
mod seller;
#[path = "../simulation/spoken.rs"]
mod spoken;
mod town;
mod verdict;

fn main() -> std::process::ExitCode {
    program::run("a_seller_whose_computer_is_killed_again_and_again_loses_nothing_and_does_nothing_twice", 50)
}
