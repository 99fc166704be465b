//! How long calls take.

use std::time::Instant;

/// Milliseconds that 95 of 100 calls take at most. The first one finds cold pages and counts like the others.
pub(crate) async fn p95(rounds: u64, call: impl AsyncFn(u64)) -> f64 {
    p95_of(rounds, async |round| {
        let begun = Instant::now();
        call(round).await;
        begun.elapsed().as_secs_f64() * 1_000.0
    })
    .await
}

/// The same of calls that measure themselves.
pub(crate) async fn p95_of(rounds: u64, call: impl AsyncFn(u64) -> f64) -> f64 {
    let mut took = Vec::new();
    for round in 0..rounds {
        took.push(call(round).await);
    }
    p95_among(took)
}

/// What 95 of 100 are at most.
pub(crate) fn p95_among(mut took: Vec<f64>) -> f64 {
    took.sort_by(f64::total_cmp);
    took[(took.len() * 95).div_ceil(100) - 1]
}
