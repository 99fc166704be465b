//! A whole day at a seller's desk with secrets and buyers that are known to the test, and then a
//! look at every byte that the day has left: no secret is anywhere but in the keychain, and no
//! buyer is anywhere but on the screens that show orders, and in the database behind its encryption.
//!
//! The secrets are drawn anew for each run from a seed that is printed. `TIKTOKFLOW_CANARY_SEED`
//! gives a run the seed of another.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail loudly, and prints its seed"
)]

#[path = "../../../sync/tests/engine/clock.rs"]
mod clock;
mod day;
mod fakes;
mod lost_key;
mod net;
mod printed;
mod seller;
mod traces;
