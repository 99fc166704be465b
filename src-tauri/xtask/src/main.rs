//! The chores, as `cargo xtask <chore>`: one file each, and nothing in them but the standard library and `clap`,
//! so that the first thing a newcomer builds takes seconds.
#![allow(clippy::print_stdout, reason = "a chore talks to the person at the terminal")]

mod bench;
mod failure;
mod install;
mod lint;
mod packages;
mod process;
mod run;
mod sandbox;
mod soak;
mod tally;
mod test;
mod tour;
mod types;
mod ui;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The chores of TikTokFlow.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Chores {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds the app and opens it; without a display, takes the tour instead.
    Run,
    /// Runs every test there is: Rust, the UI, and the real window.
    Test,
    /// Does the main job by itself in the real window and leaves a picture of each step in `target/tour`.
    Tour,
    /// Runs a TikTok Shop on this machine: real HTTP, sign-in, limits and faults.
    #[command(disable_help_flag = true)]
    Sandbox {
        /// Handed on to the sandbox; `--help` tells them all.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Runs the long form of the proofs: as many cases, seeds and kills as an evening has room for.
    Soak,
    /// Measures, prints a table and leaves the figures in `target/bench`.
    Bench {
        /// What is measured.
        which: bench::Bench,
    },
    /// Asks clippy about every line.
    Lint,
    /// Writes the screens' TypeScript types anew from Rust's.
    Types,
}

fn main() -> ExitCode {
    let done = match Chores::parse().chore {
        Chore::Run => run::run(),
        Chore::Test => test::run(),
        Chore::Tour => tour::run(),
        Chore::Sandbox { args } => sandbox::run(&args),
        Chore::Soak => soak::run(),
        Chore::Bench { which } => bench::run(which),
        Chore::Lint => lint::run(),
        Chore::Types => types::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.say();
            ExitCode::FAILURE
        }
    }
}
