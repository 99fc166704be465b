//! What a person can do with TikTokFlow, one file per use case, and the ports through which it
//! reaches the keychain, the browser, the viewer, the practice shop and the clock. No window in sight.

pub mod boundary;

mod activity;
mod batches;
mod browse_orders;
mod browse_stock;
mod budgets;
mod connect;
mod connection;
mod deadlines;
mod decide_conflicts;
mod diagnosis;
mod export_file;
mod export_left_levels;
mod export_levels;
mod export_orders;
mod export_pages;
mod export_rows;
mod feed;
mod judge_levels;
mod judge_shipments;
mod keep_drafts;
mod level_history;
mod level_import;
mod level_words;
pub mod log;
mod mark_orders;
mod match_orders;
mod match_skus;
mod notices;
mod open;
mod order_filter;
mod orders_ahead;
mod pack;
mod paper_files;
mod paper_job;
mod pasted_orders;
mod ports;
mod practise;
mod print_orders;
mod private_files;
mod read_shipments;
mod read_table;
mod reading_ahead;
mod review_stock;
mod sales;
mod save_stock;
mod selection;
mod sender;
mod session;
mod set_aside;
mod settings;
mod ship_order;
mod ship_orders;
mod shop_tokens;
mod shops;
mod state;
mod stock_cost;
mod take_levels;
mod today;
mod undo;
mod vault;
mod views;
mod webhooks;
mod wording;

pub use feed::AppEvent;
pub use open::{App, Blocked};
pub use orders_ahead::FIRST_PICTURE;
pub use ports::{
    Browser, Keychain, KeychainError, Ports, PracticeDoor, PracticeShop, Viewer, system_clock, system_zone,
};
pub use state::blocked_state;
pub use sync::Pace;
