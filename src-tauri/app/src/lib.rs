//! What a person can do with TikTokFlow, one file per use case, and the ports through which it
//! reaches the keychain, the browser, the practice shop and the clock. No window in sight.

pub mod boundary;

mod activity;
mod batches;
mod browse_orders;
mod browse_stock;
mod budgets;
mod connect;
mod connection;
mod diagnosis;
mod export_file;
mod export_orders;
mod export_rows;
mod feed;
mod judge_shipments;
mod level_history;
pub mod log;
mod match_orders;
mod notices;
mod open;
mod ports;
mod practise;
mod read_shipments;
mod save_stock;
mod session;
mod set_aside;
mod settings;
mod ship_order;
mod ship_orders;
mod shop_tokens;
mod shops;
mod state;
mod undo;
mod vault;
mod views;
mod webhooks;
mod wording;

pub use feed::AppEvent;
pub use open::{App, Blocked};
pub use ports::{Browser, Keychain, KeychainError, Ports, PracticeDoor, PracticeShop, system_clock};
pub use state::blocked_state;
pub use sync::Pace;
