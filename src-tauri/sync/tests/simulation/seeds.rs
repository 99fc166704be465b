//! Which plays are played.

use crate::{play::Play, spoken::PLAYS};

/// Seeds that failed once. They are played first, always; a line says what each one taught.
const KEPT: &str = include_str!("seeds.txt");
const HOW_MANY: &str = "TIKTOKFLOW_SIM_SEEDS";

fn kept() -> Vec<u64> {
    let numbers = KEPT.lines().filter_map(|line| line.split_whitespace().next());
    numbers.filter(|word| !word.starts_with('#')).map(|word| word.parse().unwrap()).collect()
}

/// Plays a seed, saying which one it was should it fail.
async fn play(seed: u64) -> Vec<String> {
    match tokio::spawn(Play::of(seed)).await {
        Ok(trace) => trace,
        Err(_) => panic!("seed {seed} failed: add it to seeds.txt when it is understood"),
    }
}

#[tokio::test]
async fn whatever_happens_nothing_is_lost_and_nothing_is_done_twice() {
    let count = std::env::var(HOW_MANY).ok().map_or(PLAYS.end - PLAYS.start, |count| count.parse().unwrap());
    let first = std::env::var("TIKTOKFLOW_SIM_FIRST").ok().map_or(PLAYS.start, |first| first.parse().unwrap());
    for seed in kept().into_iter().chain(first..first + count) {
        let once = play(seed).await;
        let again = play(seed).await;
        let differs = once.iter().zip(&again).find(|(one, other)| one != other);
        assert_eq!(differs, None, "seed {seed} does not play the same twice");
        assert_eq!(once.len(), again.len(), "seed {seed} does not play the same twice");
    }
}
