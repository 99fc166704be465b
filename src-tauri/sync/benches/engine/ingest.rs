//! The first pull of a large shop, over HTTP, beside what SQLite alone could take.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sync::{Step, Steps};
use tempfile::TempDir;
use tiktok_shop::SystemClock;
use tokio::task::JoinHandle;

use crate::{
    desk::{Desk, LIFTED, SHOP},
    memory,
    other_process::NextDoor,
    plain,
    speech::Speech,
    table::{Goal, Table},
};

const ORDERS: u32 = 100_000;
/// The pull and SQLite alone take turns, since a computer's pace changes; the middle counts.
const RUNS: usize = 5;

/// Memory in use when so many orders had come.
struct Sample {
    done: u64,
    mib: f64,
}

pub(crate) async fn measure(table: &mut Table, speech: Speech) {
    let shop = NextDoor::open(ORDERS);
    let (mut pulls, mut plains, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let mut samples = Vec::new();
    for _ in 0..RUNS {
        let (pulled, seen) = pull(&shop, speech).await;
        let plain = plain::rate(&plain::rows(pulled.folder.path())).await;
        pulls.push(pulled.rate);
        plains.push(plain);
        ratios.push(pulled.rate / plain);
        // What a process keeps of an earlier run is not this run's.
        if samples.is_empty() {
            samples = seen;
        }
    }
    let page = speech.page();
    table.add(
        speech.named(&format!("first pull of 100,000 orders over HTTP, by {page}")),
        middle(pulls),
        "orders/s",
        Goal::None,
    );
    table.add(speech.named("plain SQLite, the same rows"), middle(plains), "orders/s", Goal::None);
    let goal = if speech == Speech::Documented { Goal::AtLeast(0.4) } else { Goal::None };
    table.add(speech.named("first pull to plain SQLite"), middle(ratios), "ratio", goal);
    if speech == Speech::Documented {
        tell_memory(table, &samples);
    }
}

/// What a first pull left behind.
struct Pulled {
    folder: TempDir,
    /// Orders a second.
    rate: f64,
}

/// Pulls the whole shop into an empty cache.
async fn pull(shop: &NextDoor, speech: Speech) -> (Pulled, Vec<Sample>) {
    let desk = Desk::at(&shop.base_url, speech, Arc::new(SystemClock), LIFTED).await;
    let watching = watch_memory(Arc::clone(&desk.steps));
    let begun = Instant::now();
    desk.steps.pull_round(false).await.expect("the pull succeeds");
    let (samples, ended) = watching.await.expect("the watch ends with the pull of orders");
    let rate = f64::from(ORDERS) / (ended - begun).as_secs_f64();
    let pulled =
        desk.store.orders_seen_in_window(SHOP, jiff::Timestamp::MIN, jiff::Timestamp::MAX, jiff::Timestamp::MIN);
    assert_eq!(pulled.await.expect("a count"), u64::from(ORDERS), "every order is in the cache");
    desk.store.close().await;
    (Pulled { folder: desk.folder, rate }, samples)
}

/// The middle one of some figures.
fn middle(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// Notes the memory in use until the first pull of orders is over, and when that was.
fn watch_memory(steps: Arc<Steps>) -> JoinHandle<(Vec<Sample>, Instant)> {
    tokio::spawn(async move {
        let mut samples = Vec::new();
        let mut begun = false;
        loop {
            let status = steps.status();
            let pulling = status.step == Some(Step::Orders);
            if begun && !pulling {
                return (samples, Instant::now());
            }
            begun |= pulling;
            if let (true, Some(mib)) = (pulling, memory::in_use()) {
                samples.push(Sample { done: status.done, mib });
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
}

/// The most memory in the rest of the pull beside that in its second fifth. What grows with the
/// number of orders would make it two and a half; SQLite's caches fill up by a MiB or two.
fn tell_memory(table: &mut Table, samples: &[Sample]) {
    let most = |from: f64, to: f64| {
        let part = samples.iter().filter(|sample| (from..to).contains(&(sample.done as f64 / f64::from(ORDERS))));
        part.map(|sample| sample.mib).reduce(f64::max)
    };
    let (Some(early), Some(late)) = (most(0.2, 0.4), most(0.4, 1.1)) else { return };
    table.add("most memory in the second fifth of the pull", early, "MiB", Goal::None);
    table.add("most memory in the rest of the pull", late, "MiB", Goal::None);
    table.add("memory: rest of the pull to its second fifth", late / early, "ratio", Goal::AtMost(1.25));
}
