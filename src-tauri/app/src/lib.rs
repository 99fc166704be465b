//! What a person can do with TikTokFlow, one file per use case, and the ports through which it
//! reaches the keychain, the browser, the practice shop and the clock. No window in sight.

pub mod boundary;

mod activity;
mod browse_orders;
mod browse_stock;
mod connect;
mod connection;
mod feed;
mod notices;
mod open;
mod ports;
mod practise;
mod save_stock;
mod session;
mod settings;
mod ship_order;
mod state;
mod vault;
mod views;
mod wording;

pub use feed::AppEvent;
pub use open::{App, Blocked};
pub use ports::{Browser, Keychain, KeychainError, Ports, PracticeDoor, PracticeShop, system_clock};
pub use state::blocked_state;
pub use sync::Pace;
