//! The same computer is killed as in `killed`, with a shop that speaks the signed Partner API.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and this one speaks for itself"
)]
#![allow(dead_code, reason = "the simulation says more to the shop")]

#[path = "../killed/account.rs"]
mod account;
#[path = "../killed/cells.rs"]
mod cells;
#[path = "../killed/computer.rs"]
mod computer;
#[path = "../killed/errand.rs"]
mod errand;
#[path = "../killed/kept.rs"]
mod kept;
#[path = "../killed/program.rs"]
mod program;
#[path = "../killed/rounds.rs"]
mod rounds;
#[path = "../killed/seller.rs"]
mod seller;
#[path = "../signed/sign_in.rs"]
mod sign_in_signed;
#[path = "../simulation_signed/spoken.rs"]
mod spoken;
#[path = "../killed/town.rs"]
mod town;
#[path = "../killed/verdict.rs"]
mod verdict;

fn main() -> std::process::ExitCode {
    program::run("a_seller_of_a_signed_shop_whose_computer_is_killed_loses_nothing_and_does_nothing_twice", 20)
}
