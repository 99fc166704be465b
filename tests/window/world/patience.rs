//! Waiting for what must come, and saying what was waited for when it does not.

use std::time::{Duration, Instant};

/// Longer than the engine waits before it asks again about a lost answer (35 s) on a busy machine. Only a failing test
/// waits it out.
const PATIENCE: Duration = Duration::from_secs(75);
const PAUSE: Duration = Duration::from_millis(40);

/// Asks again and again until there is an answer.
///
/// # Panics
/// Nothing came; the message says what was waited for.
pub(crate) async fn until<T>(what: &str, probe: impl AsyncFnMut() -> Option<T>) -> T {
    match patiently(probe).await {
        Some(found) => found,
        None => panic!("waited {} s in vain for {what}", PATIENCE.as_secs()),
    }
}

/// As [`until`], for a caller with more to say about the failure.
pub(crate) async fn patiently<T>(mut probe: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = probe().await {
            return Some(found);
        }
        if Instant::now() > deadline {
            return None;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// As [`until`], where nothing asynchronous runs yet.
pub(crate) fn until_blocking<T>(what: &str, mut probe: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = probe() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited {} s in vain for {what}", PATIENCE.as_secs());
        std::thread::sleep(PAUSE);
    }
}
