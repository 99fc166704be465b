//! A conversion that is killed before each of its steps in turn: the next opening finds the cache whole, in the old
//! form or the new one, with every wish.
//!
//! This program is both sides, so it has a `main` of its own and tells its result in the words of the test harness:
//! started with a folder and a step, it is the process that dies there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and this one speaks for itself"
)]

#[path = "../cache/encrypted/filled.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod filled;
#[path = "../cache/shelf.rs"]
#[allow(dead_code, reason = "the other tests need more of it")]
mod shelf;

use std::{
    env, panic,
    path::Path,
    process::{Command, ExitCode},
};

use store::{CacheForm, CacheKey, HeldFolder};

const NAME: &str = "a_conversion_that_is_killed_at_any_step_leaves_the_old_or_the_new_cache_whole";
/// Names the side that dies.
const VICTIM: &str = "--die-while-converting";

fn main() -> ExitCode {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [VICTIM, folder, step, way] = &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        runtime.block_on(die(Path::new(folder), step.parse().unwrap(), way));
        return ExitCode::SUCCESS;
    }
    let mut filters = arguments.iter().filter(|argument| !argument.starts_with('-')).peekable();
    if arguments.iter().any(|argument| argument == "--list") {
        println!("{NAME}: test");
        return ExitCode::SUCCESS;
    }
    if filters.peek().is_some() && !filters.any(|filter| NAME.contains(filter.as_str())) {
        return ExitCode::SUCCESS;
    }
    let prove = || ["encrypt", "decrypt"].into_iter().for_each(|way| runtime.block_on(prove(way)));
    let held = panic::catch_unwind(panic::AssertUnwindSafe(prove)).is_ok();
    let (word, passed) = if held { ("ok", 1) } else { ("FAILED", 0) };
    println!("test {NAME} ... {word}\n\ntest result: {word}. {passed} passed; {} failed", 1 - passed);
    if held { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// From which key to which.
fn keys(way: &str) -> (Option<CacheKey>, Option<CacheKey>) {
    if way == "encrypt" { (None, Some(filled::key())) } else { (Some(filled::key()), None) }
}

/// Converts, and ends the process before a step: nothing is closed, flushed or cleaned up.
async fn die(folder: &Path, at: usize, way: &str) {
    let (from, to) = keys(way);
    let mut step = 0;
    let mut kill = |_: &'static str| {
        step += 1;
        if step > at { std::process::abort() } else { Ok(()) }
    };
    HeldFolder::hold(folder).unwrap().convert_step_by_step(from.as_ref(), to.as_ref(), &mut kill).await.unwrap();
}

async fn prove(way: &str) {
    let (from, to) = keys(way);
    let (mut old, mut new) = (0, 0);
    for step in 0.. {
        // Closed in no good order either: its log is still beside it.
        let (folder, store) = filled::filled(from.as_ref()).await;
        let left = tempfile::tempdir().unwrap();
        for (name, bytes) in filled::files(folder.path()) {
            std::fs::write(left.path().join(name), bytes).unwrap();
        }
        store.close().await;
        let mut victim = Command::new(env::current_exe().unwrap());
        let victim = victim.arg(VICTIM).arg(left.path()).args([&step.to_string(), way]);
        let survived = victim.status().unwrap().success();
        let is_encrypted = HeldFolder::hold(left.path()).unwrap().form().unwrap() == CacheForm::Encrypted;
        let key = is_encrypted.then(filled::key);
        *(if is_encrypted == to.is_some() { &mut new } else { &mut old }) += 1;
        let store = filled::open(left.path(), key.as_ref()).await;
        filled::holds_everything(&store).await;
        store.close().await;
        let names: Vec<_> = filled::files(left.path()).into_keys().collect();
        assert_eq!(names, ["tiktokflow.db", "tiktokflow.lock"], "{way}, killed at step {step}");
        if survived {
            break;
        }
    }
    assert_eq!((old, new), if way == "encrypt" { (9, 5) } else { (9, 4) }, "{way}");
}
