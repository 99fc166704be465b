//! The first pull of a large shop, over HTTP, beside what SQLite alone could take.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use sync::{Step, Steps};
use tiktok_shop::SystemClock;
use tokio::task::JoinHandle;

use crate::{
    desk::{Desk, LIFTED, SHOP},
    memory,
    other_process::NextDoor,
    plain,
    table::{Goal, Table},
};

const ORDERS: u32 = 100_000;
/// SQLite alone is quick enough to be asked more than once; the middle counts.
const PLAIN_RUNS: usize = 3;

/// Memory in use when so many orders had come.
struct Sample {
    done: u64,
    mib: f64,
}

pub(crate) async fn measure(table: &mut Table) {
    let shop = NextDoor::open(ORDERS);
    let desk = Desk::at(&shop.base_url, Arc::new(SystemClock), LIFTED).await;
    let watching = watch_memory(Arc::clone(&desk.steps));
    let begun = Instant::now();
    desk.steps.pull_round(false).await.expect("the pull succeeds");
    let pull = f64::from(ORDERS) / begun.elapsed().as_secs_f64();
    let samples = watching.await.expect("the watch ends with the pull");
    let pulled =
        desk.store.orders_seen_in_window(SHOP, jiff::Timestamp::MIN, jiff::Timestamp::MAX, jiff::Timestamp::MIN);
    assert_eq!(pulled.await.expect("a count"), u64::from(ORDERS), "every order is in the cache");
    desk.store.close().await;

    let rows = plain::rows(desk.folder.path());
    let mut rates = Vec::new();
    for _ in 0..PLAIN_RUNS {
        rates.push(plain::rate(&rows).await);
    }
    rates.sort_by(f64::total_cmp);
    let plain = rates[PLAIN_RUNS / 2];
    table.add("first pull of 100,000 orders over HTTP, by 500", pull, "orders/s", Goal::None);
    table.add("plain SQLite, the same rows", plain, "orders/s", Goal::None);
    table.add("first pull to plain SQLite", pull / plain, "ratio", Goal::AtLeast(0.4));
    tell_memory(table, &samples);
}

/// Notes the memory in use until the first pull of orders is over.
fn watch_memory(steps: Arc<Steps>) -> JoinHandle<Vec<Sample>> {
    tokio::spawn(async move {
        let mut samples = Vec::new();
        let mut begun = false;
        loop {
            let status = steps.status();
            let pulling = status.step == Some(Step::Orders);
            if begun && !pulling {
                return samples;
            }
            begun |= pulling;
            if let (true, Some(mib)) = (pulling, memory::in_use()) {
                samples.push(Sample { done: status.done, mib });
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
}

/// The most memory in the rest of the pull beside that after its first fifth. What grows with the
/// number of orders would make it five; SQLite's caches fill up by a MiB or two.
fn tell_memory(table: &mut Table, samples: &[Sample]) {
    let after = |share: f64| samples.iter().filter(move |sample| sample.done as f64 >= share * f64::from(ORDERS));
    let Some(early) = after(0.2).next() else { return };
    let late = after(0.2).map(|sample| sample.mib).fold(0.0, f64::max);
    table.add("memory in use after a fifth of the pull", early.mib, "MiB", Goal::None);
    table.add("most memory in the rest of the pull", late, "MiB", Goal::None);
    table.add("memory: rest of the pull to its first fifth", late / early.mib, "ratio", Goal::AtMost(1.25));
}
