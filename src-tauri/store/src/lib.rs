//! The SQLite cache: what the shop said, what the person wants, and what was sent.
//!
//! One writer and several readers on one file in WAL mode. Each table has a file of its own
//! holding its rows, reads and writes. After every commit the change feed says which tables
//! changed; nothing else tells a screen to look again.

mod batches;
mod changes;
mod choices;
mod cursors;
mod error;
mod figures;
mod folded;
mod held;
mod ledger;
mod open;
mod orders;
mod orders_placed;
mod orders_put;
mod orders_standing;
mod orders_whole;
mod outbox;
mod outbox_change;
mod outbox_ship;
mod outbox_ship_many;
mod outbox_stock;
mod products;
mod requests;
mod set_aside;
mod shops;
mod stock;
mod undo;

pub use batches::{BatchKind, BatchRow, Saved};
pub use changes::{Tables, Watch};
pub use cursors::Cursor;
pub use error::StoreError;
pub use figures::Figures;
pub use ledger::{LedgerEvent, LedgerRow};
pub use open::{OpenError, Opened, Store};
pub use orders::{OrderDetail, OrderFilter, OrderListing, OrderRow, StageCounts};
pub use orders_put::OrderPage;
pub use orders_standing::{Standing, Standings};
pub use outbox::{Counts, Entry, Kind, State, StockTarget, Which};
pub use outbox_ship_many::ShipmentsQueued;
pub use outbox_stock::StockWish;
pub use set_aside::SetAsideRow;
pub use shops::{NewShop, Shop};
pub use stock::{EditView, LevelView, StockCounts, StockFilter, StockRow, StockTab};
pub use undo::{UndoCell, UndoPlan};
