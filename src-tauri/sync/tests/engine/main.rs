//! The engine at work between a real cache and a practice shop, on a clock that the tests move.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod arriving;
mod bad_record;
mod bulk;
mod by_product;
mod campaigns;
mod clock;
mod disk;
mod hints;
mod interrupted;
mod limits;
mod lost;
mod moving;
mod offline;
mod rhythm;
mod seller;
mod shipping;
mod sign_in;
mod small_pages;
mod spoken;
mod stock;
mod stock_trouble;
mod turnstile;
mod undo;
