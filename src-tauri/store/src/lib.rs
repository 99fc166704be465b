//! The SQLite cache: what the shop said, what the person wants, and what was sent.
//!
//! One writer and several readers on one file in WAL mode. Each table has a file of its own
//! holding its rows, reads and writes. After every commit the change feed says which tables
//! changed; nothing else tells a screen to look again.

mod batches;
mod cache_form;
mod cache_key;
mod cancel_requests;
mod changed_orders;
mod changes;
mod checking;
mod choices;
mod conflicts;
mod connecting;
mod converting;
mod corrections;
mod cursors;
mod damaged_files;
mod errand_change;
mod errands;
mod error;
mod every_sku;
mod figures;
mod folded;
mod folder;
mod forgetting;
mod handling;
mod held;
mod ledger;
mod level_past;
mod open;
mod open_error;
mod order_buyer;
mod order_events;
mod order_filter;
mod order_index;
mod order_label;
mod order_list;
mod order_marks;
mod order_memory;
mod orders;
mod orders_held;
mod orders_per_day;
mod orders_placed;
mod orders_put;
mod orders_standing;
mod orders_whole;
mod outbox;
mod outbox_change;
mod outbox_ship;
mod outbox_ship_many;
mod outbox_stock;
mod packing;
#[cfg(test)]
mod plans;
mod prints;
mod products;
mod requests;
mod row_numbers;
mod sales;
mod saved_views;
mod selling;
mod sender;
mod set_aside;
mod shares;
mod sharing;
mod shops;
mod sold;
mod stock;
mod stock_cells;
mod stock_count;
mod stock_drafts;
mod stock_index;
mod stock_levels;
mod stock_list;
mod stock_memory;
mod stock_rules;
mod stock_runs;
mod undo;
mod warehouses;

pub use batches::{BatchKind, BatchRow, Saved};
pub use cache_form::CacheForm;
pub use cache_key::CacheKey;
pub use cancel_requests::KnownRequest;
pub use changes::{Tables, Watch};
pub use conflicts::{Decided, Keep, TakenBack};
pub use cursors::Cursor;
pub use errands::ErrandEntry;
pub use error::StoreError;
pub use every_sku::SkuName;
pub use figures::Figures;
pub use folder::HeldFolder;
pub use ledger::{LedgerEvent, LedgerRow};
pub use level_past::{KnownStep, Mover, PastOf};
pub use open::{Opened, Store};
pub use open_error::OpenError;
pub use order_events::OrderEvent;
pub use order_filter::{Between, Deadlines, Due, Narrow, OrderFilter, OrderSort, Pile, SOON, SortBy};
pub use order_list::{OrderListing, PileCounts, Waiting};
pub use order_marks::OrderChoices;
pub use orders::{OrderDetail, OrderRow};
pub use orders_held::HeldOrder;
pub use orders_per_day::OrderDay;
pub use orders_put::OrderPage;
pub use orders_standing::{Standing, Standings};
pub use outbox::{Counts, Entry, Kind, State, StockTarget, Which};
pub use outbox_ship::Stuck;
pub use outbox_ship_many::ShipmentsQueued;
pub use outbox_stock::StockWish;
pub use prints::Paper;
pub use row_numbers::RowNumbers;
pub use selling::Selling;
pub use set_aside::SetAsideRow;
pub use shares::{HeldLevel, KnownShares};
pub use shops::{NewShop, Shop};
pub use stock::{EditView, LevelView, StockRow};
pub use stock_cells::{KnownLevel, StockCell};
pub use stock_count::{
    CountApplied, CountCounts, CountFilter, CountLine, CountListing, CountRow, CountSums, CountTab, CountUndone,
    StockCount,
};
pub use stock_drafts::StockDraft;
pub use stock_levels::SkuLevels;
pub use stock_list::{
    FoldedProduct, Folds, Pace, StockCounts, StockFilter, StockGroups, StockListing, StockSort, StockSortBy, StockTab,
};
pub use stock_rules::{Own, OwnRules, RuleField, RuleScope, StockRules};
pub use stock_runs::{Run, RunRow};
pub use undo::{UndoCell, UndoPlan};
