//! What sells, as the stock grid shows it beside the SKUs in sight.

use std::time::Instant;

use domain::{ProductId, SkuId};
use jiff::{Timestamp, ToSpan as _};
use store::Store;

use crate::{
    ROUNDS, p95, p95_of, resident,
    shop::{SHOP, change_one, now, scattered},
    table::{Goal, Table},
};

/// Days of the sums.
const DAYS: i64 = 28;
/// SKUs that the grid has in sight and right beside it.
const SKUS: u64 = 50;
/// Orders that are written between two looks: behind those that others have changed.
const CHANGED_BEFORE: u64 = 1_000;

pub(crate) async fn measure(store: &Store, orders: u64, table: &mut Table) {
    let days = days();
    let (begun, before) = (Instant::now(), resident());
    store.read_sales(SHOP, &days).await.expect("orders");
    table.add("reading what sells, of 28 days", begun.elapsed().as_secs_f64() * 1_000.0, "ms", Goal::None);
    if let (Some(before), Some(after)) = (before, resident()) {
        table.add("memory that it takes", (after - before) / 1e6, "MB", Goal::None);
    }
    let look = async |n: u64| look(store, n, &days).await;
    table.add("what sells of 50 SKUs (p95)", p95(ROUNDS * 5, look).await, "ms", Goal::AtMost(3.0));
    let again = async |n: u64| {
        change_one(store, CHANGED_BEFORE + n, orders).await;
        let begun = Instant::now();
        look(n).await;
        begun.elapsed().as_secs_f64() * 1_000.0
    };
    table.add("what sells of 50 SKUs, after a change (p95)", p95_of(ROUNDS, again).await, "ms", Goal::AtMost(3.0));
}

async fn look(store: &Store, n: u64, days: &[(Timestamp, Timestamp)]) {
    let sku =
        |draw: u64| (ProductId::new(format!("1729{:06}", draw % 400)), SkuId::new(format!("1730{:06}", draw % 1_200)));
    let skus: Vec<_> = (n * SKUS..(n + 1) * SKUS).map(scattered).map(sku).collect();
    let sold = store.pieces_sold(SHOP, &skus, days).await.expect("sums").expect("they were read");
    assert!(sold.iter().flatten().sum::<u64>() > 0, "these sell");
}

fn days() -> Vec<(Timestamp, Timestamp)> {
    let ago = |days: i64| now().checked_sub((days * 24).hours()).expect("a time");
    (0..DAYS).rev().map(|day| (ago(day + 1), ago(day))).collect()
}
