//! The app without its window, between a practice shop and fakes of the keychain and the browser,
//! on a clock that the tests move.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail loudly"
)]

mod approvals;
mod bulk;
mod buying;
mod cache;
#[path = "../../../sync/tests/engine/clock.rs"]
mod clock;
mod corrections;
mod counting;
mod currency;
mod desk;
mod dividing;
mod errors;
mod fakes;
mod folding;
mod forgetting;
mod in_view;
mod keychain;
mod labels;
mod leaving;
mod levels;
mod lists;
mod many_levels;
mod neighbour;
mod never_waiting;
mod one_sign_in;
mod opening;
mod order_desk;
mod packing;
mod practising;
mod printing;
mod remaining_shops;
mod review;
mod runaway;
mod safety_rules;
mod sealed;
mod selling;
mod several_shops;
mod sharing;
mod shipping;
mod sign_in;
mod sign_in_refused;
mod signed;
mod signed_levels;
mod stock;
mod tables;
mod unbidden;
mod undoing;
mod webhooks;
