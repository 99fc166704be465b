//! `cargo xtask soak`: the long form of the proofs of which `cargo xtask test` runs the quick one.

use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// Runs every long proof to its end, whatever the others come to. It takes about two hours on two cores.
///
/// # Errors
/// At least one does not hold; the proofs print and keep the seeds with which they failed.
pub(crate) fn run() -> Result<(), Failure> {
    let mut broken = Vec::new();
    for (what, mut command) in proofs() {
        println!("\n-- {what}");
        if let Err(failure) = process::run(&mut command) {
            failure.say();
            broken.push(what);
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(Failure::new(format!("Not everything holds: {}.", broken.join(", ")))) }
}

fn proofs() -> [(&'static str, Command); 4] {
    let mut properties = process::cargo();
    properties.args(["test", "-p", "domain", "-p", "tiktok-shop", "-p", "store", "-p", "sync", "--lib"]);
    properties.args(["--test", "limits_hold", "--test", "cache", "--no-fail-fast"]);
    properties.env("PROPTEST_CASES", "20000");
    // Each case is three whole shops, read to their end while they change.
    let mut moving = process::cargo();
    moving
        .args(["test", "-p", "sync", "--test", "engine", "--test", "engine_signed", "moving::"])
        .env("PROPTEST_CASES", "60");
    let mut simulation = process::cargo();
    simulation.args(["test", "-p", "sync", "--test", "simulation", "--test", "simulation_signed", "--no-fail-fast"]);
    simulation.env("TIKTOKFLOW_SIM_SEEDS", "500").env("TIKTOKFLOW_INTERLEAVED_ROUNDS", "200000");
    let mut killed = process::cargo();
    killed
        .args(["test", "-p", "sync", "--test", "killed", "--test", "killed_signed"])
        .env("TIKTOKFLOW_KILL_ROUNDS", "1000");
    [
        ("20,000 cases of every property", properties),
        ("60 cases of shops that change while they are read", moving),
        ("500 seeds of the whole engine, and 200,000 sales in between, over each contract", simulation),
        ("the engine's process killed 1,000 times over each contract", killed),
    ]
}
