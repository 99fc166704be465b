//! The door for the shop's events, knocked at over HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod bounds;
#[allow(dead_code, reason = "one test of the engine alone hurries")]
#[path = "../engine/clock.rs"]
mod clock;
mod from_the_shop;
mod knock;
mod partner;
#[path = "../engine/seller.rs"]
#[allow(dead_code, reason = "the engine's own tests do more with it")]
mod seller;
mod signed;
#[path = "../engine/spoken.rs"]
#[allow(dead_code, reason = "the engine's own tests say more with it")]
mod spoken;
mod taken;
