//! The practice shop as an app meets it: over HTTP, with a raw client that knows nothing of its types.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]

mod consent;
mod controls;
mod faults;
mod life;
mod limits;
mod orders;
mod partner;
mod permission;
mod practice;
mod products;
mod program;
mod restart;
mod seed;
mod stocks;
mod tokens;
mod webhooks;
