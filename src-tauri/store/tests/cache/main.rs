//! The cache as the engine and the screens use it, on a real file.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod batches;
mod buyers;
mod conflicts;
mod corrections;
mod counts;
mod desk;
mod drafts;
mod encrypted;
mod errands;
mod forgetting;
mod ledger;
mod lists;
mod migration;
mod orders;
mod outbox;
mod prints;
mod remembering;
mod running;
mod shares;
mod sharing;
mod shelf;
mod shops;
mod sold;
mod standing;
mod stock;
mod stock_lists;
mod stock_rules;
mod trouble;
mod undo;
mod warehouses;
