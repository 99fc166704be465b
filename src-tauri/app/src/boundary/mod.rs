//! What crosses to the screen, and back. Rust is the source: the TypeScript of
//! `ui/src/host/types/` is made from these types, and a test fails when it differs.
//!
//! Ids and money cross as text. A number never needs more than 53 bits.

mod activity;
mod batches;
mod cache;
mod cancellations;
mod connect;
mod corrections;
mod counts;
mod diagnosis;
mod division;
mod due_times;
mod error;
mod exports;
mod handover;
mod history;
mod levels;
mod orders;
mod pasted_orders;
mod prints;
mod purchases;
mod safety_rules;
mod settings;
mod sharing;
mod shipments;
mod shops;
mod state;
mod stock;
mod stock_review;
mod today;
mod webhooks;

pub use activity::{ActivityFilter, Keep, OutboxItem, OutboxKind, OutboxState};
pub use batches::{Batch, BatchKind, Shipment, ShipmentsSaved, Undo, UndoLine};
pub use cache::{CacheForm, CacheProtection, RecoveryCode, SealReason, SealedCache};
pub use cancellations::{CancelAnswer, Cancellation, RejectReason};
pub use connect::{ConnectForm, Contract, Endpoints, KeptApp, Market, OfferedShop, PendingConnect, UnbiddenSignIn};
pub use corrections::TrackingCorrection;
pub use counts::{
    CountApplied, CountCounts, CountFilter, CountList, CountRow, CountSums, CountTab, CountUndone, Counted, Scanned,
    SkuName, StockCount,
};
pub use diagnosis::{Diagnosis, RequestLine, SetAsideRecord};
pub use division::{Division, DivisionRow, DivisionTerms, DivisionWay, OrderParcel};
pub use due_times::{DueTime, DueWhat};
pub use error::{AppError, ErrorCode};
pub use exports::{ExportFile, ExportFormat, ExportRows, Exported};
pub use handover::{Handover, HandoverWays, PickupSlot};
pub use history::{
    ChartLine, ChartMark, ChartRange, ChartStep, History, HistoryOf, LedgerEvent, LedgerLine, LevelChart, LevelShares,
    MovedBy,
};
pub use levels::{LevelGroup, LevelLine, LevelRole, LevelVerdict, LevelsRead};
pub use orders::{
    DueChip, FirstOrders, HistoryEntry, Look, OpenedOrders, OrderCheck, OrderChips, OrderChoice, OrderChoices,
    OrderCounts, OrderDetail, OrderFilter, OrderLine, OrderList, OrderRow, OrderSelection, OrderSort, OrderSortBy,
    OrderTab, SavedView, Shipper,
};
pub use pasted_orders::{KeptOrders, PastedOrders};
pub use prints::{LeftOut, Paper, PrintedBefore, PrintsMade};
pub use purchases::{LabelPrices, LabelPurchase, LabelService, LabelToBuy, ParcelSize, ParcelUnits};
pub use safety_rules::{OwnRule, RuleAbout, RuleField, Runaway, SafetyRules, SkuRules, StockWatch, WarehouseRule};
pub use settings::{HandlingRule, LabelSheet, SetAside, SettingsView};
pub use sharing::{ParcelToShare, ParcelsShared, ShareableParcel, SharingOrder};
pub use shipments::{
    ColumnChoice, ShipmentCounts, ShipmentRow, ShipmentVerdict, ShipmentsRead, TableColumn, TableFormat, TableFrom,
    TableSource,
};
pub use shops::{Approval, ShopHealth};
pub use state::{
    AppState, Changed, ChangedTable, KeychainKind, Notice, NoticeAction, NoticeTone, OutboxCounts, Phase, ShopView,
    SyncRhythm, SyncState, SyncStep, SyncView, Theme,
};
pub use stock::{
    FoldedSkus, OpenedStock, RefusedEdit, SaveResult, StockCell, StockChange, StockCounts, StockDraft, StockEdit,
    StockEditView, StockFilter, StockFolds, StockLevel, StockLevels, StockList, StockPlace, StockRow, StockSort,
    StockSortBy, StockTab, Warehouse,
};
pub use stock_review::{ConflictsDecided, ReviewedCell, StockCost, StockReview, TakenBack, Undecided};
pub use today::{DayFigures, Today};
pub use webhooks::{WebhookChoice, WebhookSeen, WebhookView};
