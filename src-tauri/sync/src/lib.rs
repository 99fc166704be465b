//! The engine that makes the cache and the shop agree.
//!
//! Three loops run beside each other. The *pull* reads the shop and puts what it says into the
//! store. The *push* takes wishes out of the outbox, reads their targets, asks the planner and
//! sends. The third follows *hints* of the shop that something may have changed. None ever waits
//! for a screen, no screen waits for them, and a failure of one round, be it a panic, is told and
//! followed by the next round.

mod cancellations;
mod changes_pass;
mod changes_place;
mod engine;
mod error;
mod hints;
mod pace;
mod page_size;
mod pass;
mod pull;
mod pull_changes;
mod pull_held;
mod pull_orders;
mod pull_products;
mod pull_shares;
mod pull_warehouses;
mod push;
mod push_bulk;
mod push_buy;
mod push_correction;
mod push_cost;
mod push_errand;
mod push_hold;
mod push_labels;
mod push_part;
mod push_read_back;
mod push_readings;
mod push_shares;
mod push_sharing;
mod push_ship;
mod push_splitting;
mod push_stock;
mod request_log;
mod slices;
mod standstill;
mod status;
mod steps;
mod timetable;
pub mod webhook;
mod window;

pub use engine::{Engine, Parts};
pub use error::SyncError;
pub use hints::Hint;
pub use pace::{Circumstances, Pace, Rhythm};
pub use page_size::known_page_size;
pub use pull_orders::first_pull_is_over;
pub use push_cost::{Requests, requests_of_save};
pub use request_log::RequestLog;
pub use status::{Phase, Step, SyncStatus};
pub use steps::Steps;
