//! All that `simulation` plays, with a shop that speaks the signed Partner API. A write there names every warehouse of
//! a SKU, so that more can be overwritten: by the same window, and by no more than that.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and says which seed it was"
)]

#[path = "../simulation/bulk.rs"]
mod bulk;
#[path = "../simulation/clock.rs"]
mod clock;
#[path = "../simulation/desk.rs"]
mod desk;
#[path = "../simulation/foreign.rs"]
mod foreign;
#[path = "../simulation/gate.rs"]
mod gate;
#[path = "../simulation/interleaved/mod.rs"]
mod interleaved;
#[path = "../simulation/model.rs"]
mod model;
#[path = "../simulation/person.rs"]
mod person;
#[path = "../simulation/play.rs"]
mod play;
#[path = "../simulation/rest.rs"]
mod rest;
#[path = "../simulation/seeds.rs"]
mod seeds;
#[path = "../signed/sign_in.rs"]
mod sign_in_signed;
mod spoken;
#[path = "../simulation/sweep.rs"]
mod sweep;
