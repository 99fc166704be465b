//! The same engine, between a real cache and a practice shop that speaks the signed Partner API: every test of `engine`
//! again but those of what that contract alone has: levels by product, campaigns by warehouse, the size of a page.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]
#[path = "../engine/arriving.rs"]
mod arriving;
#[path = "../engine/bad_record.rs"]
mod bad_record;
#[path = "../engine/bulk.rs"]
mod bulk;
mod buying;
mod by_ids;
mod cancelling;
#[path = "../signed/catalogue.rs"]
mod catalogue;
mod changes;
#[path = "../engine/clock.rs"]
mod clock;
mod correcting;
#[path = "../engine/disk.rs"]
mod disk;
mod dividing;
mod errands;
mod held;
#[path = "../engine/hints.rs"]
mod hints;
#[path = "../engine/interrupted.rs"]
mod interrupted;
mod labels;
#[path = "../engine/limits.rs"]
mod limits;
#[path = "../engine/lost.rs"]
mod lost;
#[path = "../engine/moving.rs"]
mod moving;
#[path = "../engine/offline.rs"]
mod offline;
#[path = "../engine/rhythm.rs"]
mod rhythm;
#[path = "../engine/seller.rs"]
mod seller;
#[path = "../signed/shares.rs"]
mod shares;
mod sharing;
#[path = "../engine/shipping.rs"]
mod shipping;
#[path = "../engine/sign_in.rs"]
mod sign_in;
#[path = "../signed/sign_in.rs"]
mod sign_in_signed;
mod spoken;
#[path = "../engine/stock.rs"]
mod stock;
#[path = "../engine/stock_trouble.rs"]
mod stock_trouble;
#[path = "../engine/turnstile.rs"]
mod turnstile;
#[path = "../engine/undo.rs"]
mod undo;
#[path = "../signed/warehouses.rs"]
mod warehouses;
