//! The files that sellers have, made here: whatever they are, they are read or refused with one
//! sentence, in bounded memory.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod any_bytes;
mod levels;
mod memory;
mod refused;
mod round_trip;
mod sellers;
mod workbook;
mod workbooks;
