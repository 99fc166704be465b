//! The whole engine against a practice shop, step by step, on a clock that jumps instead of waiting:
//! person, shop, network, disk and kills in a random order that a seed decides.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and says which seed it was"
)]

mod bulk;
mod clock;
mod desk;
mod foreign;
mod gate;
mod interleaved;
mod model;
mod person;
mod play;
mod rest;
mod seeds;
mod spoken;
mod sweep;
