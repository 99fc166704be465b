//! The program's two sides, and how it tells its result.

use std::{env, panic, process::ExitCode};

use crate::{errand, rounds, seller};

/// Runs whichever side this process is. The proof goes by `name`, and kills so many times in a quick run.
pub(crate) fn run(name: &str, kills: u32) -> ExitCode {
    let runtime = |mut builder: tokio::runtime::Builder| builder.enable_all().build().unwrap();
    if let Some(errand) = errand::from_environment() {
        runtime(tokio::runtime::Builder::new_multi_thread()).block_on(seller::work(errand));
        return ExitCode::SUCCESS;
    }
    // What the harness would do with a filter or a wish for a list.
    let arguments: Vec<String> = env::args().skip(1).collect();
    let filters: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        println!("{name}: test");
        return ExitCode::SUCCESS;
    }
    if !filters.is_empty() && !filters.iter().any(|filter| name.contains(filter.as_str())) {
        return ExitCode::SUCCESS;
    }
    // One thread, so that what a dead process had sent is dealt with before anything that follows.
    let proof = || runtime(tokio::runtime::Builder::new_current_thread()).block_on(rounds::prove(kills));
    let held = panic::catch_unwind(proof).is_ok();
    let (word, passed) = if held { ("ok", 1) } else { ("FAILED", 0) };
    println!("test {name} ... {word}\n\ntest result: {word}. {passed} passed; {} failed", 1 - passed);
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
