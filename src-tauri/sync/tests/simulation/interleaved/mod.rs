//! A buyer buys while the seller edits: rounds by the thousand, each one level that the seller changes and what buyers
//! do to it meanwhile, before, between and behind the requests that carry it.
//!
//! What is true is what the shop's own books say: its journal of calls, and every movement of a level in order. The
//! seller's side is an account of its own (`account.rs`), kept from what was typed and what the screen said.

mod account;
mod books;
mod market;
mod round;
mod want;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

use round::Market;

use crate::spoken::ROUNDS;

/// Seeds that failed once, with what each one taught. They are played first, always.
const KEPT: &str = include_str!("seeds.txt");
/// Rounds of one world: as many levels are edited, decided about or taken back in it.
const OF_A_WORLD: u32 = 250;
const HOW_MANY: &str = "TIKTOKFLOW_INTERLEAVED_ROUNDS";
/// Worlds at the same time, each on a thread of its own, where everything happens in the order that its seed decides.
const AT_ONCE: usize = 2;

/// Plays a world, saying which one it was should it fail.
fn play(seed: u64) -> account::Tally {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let played = catch_unwind(AssertUnwindSafe(|| runtime.block_on(Market::play(seed, OF_A_WORLD))));
    played.unwrap_or_else(|_| panic!("seed {seed} failed: add it to interleaved/seeds.txt when it is understood"))
}

#[test]
fn no_sale_is_lost_outside_the_window_and_every_conflict_is_shown() {
    let rounds = std::env::var(HOW_MANY).ok().map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let first = std::env::var("TIKTOKFLOW_INTERLEAVED_FIRST").ok().map_or(1, |seed| seed.parse().unwrap());
    let kept = KEPT.lines().filter_map(|line| line.split_whitespace().next()).filter_map(|word| word.parse().ok());
    let (seeds, seen) = (Mutex::new(kept.chain(first..)), Mutex::new(account::Tally::default()));
    let worlds = || {
        while seen.lock().unwrap().rounds < rounds {
            let seed = seeds.lock().unwrap().next().unwrap();
            let tally = play(seed);
            seen.lock().unwrap().add(&tally);
        }
    };
    std::thread::scope(|threads| {
        let worlds: Vec<_> = (0..AT_ONCE).map(|_| threads.spawn(worlds)).collect();
        worlds.into_iter().for_each(|world| world.join().unwrap());
    });
    let seen = seen.into_inner().unwrap();
    println!("{seen:?}");
    seen.has_met_everything();
}
