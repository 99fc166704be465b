//! What crosses to the screen, and back. Rust is the source: the TypeScript of
//! `ui/src/host/types/` is made from these types, and a test fails when it differs.
//!
//! Ids and money cross as text. A number never needs more than 53 bits.

mod activity;
mod connect;
mod error;
mod orders;
mod settings;
mod state;
mod stock;

pub use activity::{ActivityFilter, Keep, OutboxItem, OutboxKind, OutboxState};
pub use connect::{ConnectForm, Endpoints, Market, PendingConnect};
pub use error::{AppError, ErrorCode};
pub use orders::{HistoryEntry, Look, OrderCounts, OrderDetail, OrderFilter, OrderLine, OrderList, OrderRow, OrderTab};
pub use settings::{SetAside, SettingsView};
pub use state::{
    AppState, Changed, ChangedTable, KeychainKind, Notice, NoticeAction, NoticeTone, OutboxCounts, Phase, ShopView,
    SyncState, SyncStep, SyncView, Theme,
};
pub use stock::{
    RefusedEdit, SaveResult, StockChange, StockCounts, StockEdit, StockEditView, StockFilter, StockLevel, StockList,
    StockRow, StockTab, Warehouse,
};
