//! `cargo xtask test`: every test there is, to the end, whatever fails on the way.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::packages::Need;
use crate::tally::Tally;
use crate::{install, process, ui};

/// The window's tests about what is asked of a shop. They are driven over either contract; the others are about the
/// window alone, or about one contract.
const FLOWS: [&str; 12] = [
    "bulk::",
    "counting::",
    "desk::",
    "history::",
    "imports::",
    "levels::",
    "offline::",
    "orders::",
    "review::",
    "saves::",
    "shops::",
    "stock::",
];

/// No test is silent for so long.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Runs everything and ends with two lines: one for a person, one for a machine.
///
/// # Errors
/// Anything failed; the lines have said what.
pub(crate) fn run() -> Result<(), Failure> {
    let began = Instant::now();
    install::run(Need::Tests)?;
    let mut report = Report::default();
    report.check("the formatting of the Rust code", process::cargo().args(["fmt", "--all", "--check"]));
    report.step("fetching the UI's packages", ui::fetch);
    report.check("the UI's types", process::npm().args(["run", "check"]));
    report.tests("the UI's tests", process::npm().args(["test"]));
    report.step("building the UI", ui::build);
    report.step("building the tests", || process::run(process::cargo().args(["test", "--workspace", "--no-run"])));
    // One invocation for the libraries and the window, so that every dependency is compiled once.
    report.tests("the Rust and window tests", process::cargo().args(["test", "--workspace", "--no-fail-fast"]));
    report.tests("the window's flows over the signed contract", &mut flows_signed());
    report.close(began.elapsed())
}

/// The same window again, with a shop that is spoken to by the signed contract.
fn flows_signed() -> Command {
    let mut flows = process::cargo();
    // The whole workspace, as above: nothing is compiled anew.
    flows.args(["test", "--workspace", "--test", "window", "--"]).args(FLOWS);
    flows.env("TIKTOKFLOW_WINDOW_SPEAKS", "signed");
    flows
}

/// What has been found so far.
#[derive(Default)]
struct Report {
    tally: Tally,
    broken: Vec<&'static str>,
}

impl Report {
    /// A command that either holds or does not.
    fn check(&mut self, what: &'static str, command: &mut Command) {
        self.step(what, || process::run(command));
    }

    /// As [`Self::check`], for a chore of our own.
    fn step(&mut self, what: &'static str, chore: impl FnOnce() -> Result<(), Failure>) {
        println!("\n-- {what}");
        if let Err(failure) = chore() {
            failure.say();
            self.broken.push(what);
        }
    }

    /// A command whose tests count one by one.
    fn tests(&mut self, what: &'static str, command: &mut Command) {
        println!("\n-- {what}");
        let mut seen = Tally::default();
        let ended = process::watch(command, PATIENCE, |line| seen.see(line));
        if let Err(failure) = ended {
            failure.say();
            self.broken.push(what);
        }
        self.tally.passed += seen.passed;
        self.tally.failed += seen.failed;
    }

    /// The closing lines. A step that broke without a failed test of its own, say because it did not compile,
    /// still counts as a failure: a run that tested nothing must not look green.
    fn close(self, took: Duration) -> Result<(), Failure> {
        let Tally { passed, failed } = self.tally;
        let failed = failed.max(self.broken.len() as u64);
        let minutes = took.as_secs().div_ceil(60);
        if failed == 0 && passed > 0 {
            println!("\nAll {passed} tests passed, in {minutes} min.\ntests: {passed} passed, 0 failed");
            return Ok(());
        }
        println!("\nNot everything holds: {}. {passed} tests passed, in {minutes} min.", self.broken.join(", "));
        println!("tests: {passed} passed, {failed} failed");
        Err(Failure::already_said())
    }
}
