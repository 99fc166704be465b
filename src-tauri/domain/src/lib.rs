//! What a shop is made of: orders, lines, recipients, products, SKUs, stock levels, money.
//!
//! Pure: no clock, no I/O, no knowledge of HTTP, SQL or windows. Everything here can be
//! built, compared and decided on in a test without setting anything up.

mod cancellation;
mod carrier;
mod clocks;
mod correction;
mod currency;
mod departure;
mod doubt;
mod errand;
mod ids;
mod label_sheet;
mod masking;
mod money;
mod order;
mod parcel;
mod part;
mod pasted;
mod piece;
mod plan;
#[cfg(test)]
mod plan_properties;
mod private;
mod product;
mod purchase;
mod retention;
mod runaway;
mod shares;
mod sharing;
mod ship_by;
mod splitting;
mod stock;
mod stock_rules;
mod tracking;
mod warehouse;

pub use cancellation::{AnswerPlan, CancelAnswer, CancelRequest, CancelState, NoAnswer, RejectReason, plan_answer};
pub use carrier::{Carrier, carrier_of};
pub use clocks::{Clocks, Deadline};
pub use correction::{Correction, CorrectionPlan, NoCorrection, Sent, plan_correction};
pub use currency::{Currency, NoCurrency};
pub use departure::{Departure, Handover, PickupSlot};
pub use doubt::{Doubt, LevelChange, ShopLevels, implausible};
pub use errand::Errand;
pub use ids::{
    CancelId, DeliveryOptionId, OrderId, PackageId, PieceId, ProductId, ServiceId, ShopId, SkuId, WarehouseId,
};
pub use label_sheet::LabelSheet;
pub use money::{Money, MoneyError};
pub use order::{Handling, Line, Order, OrderStatus, Recipient, Shipper, Stage};
pub use parcel::{Measure, MeasureError, Parcel, Units};
pub use part::{NoPart, Part, PartPlan, plan_part, ships_by_parcel};
pub use pasted::pasted_ids;
pub use piece::{Contents, Piece};
pub use plan::{Refusal, ShipPlan, ShipState, StockPlan, plan_ship, plan_stock};
pub use private::Private;
pub use product::{Product, Sku, SkuLevel, StockInfo};
pub use purchase::{Price, Purchase, ShippingService, check_price};
pub use retention::{LONGEST_KEPT, Retention};
pub use runaway::{FEWEST_ORDERS, Lately, PACE_MINUTES, Pace, USUAL_MINUTES};
pub use shares::StockShares;
pub use sharing::{NoSharing, SharedParcel, Sharer, SharingPlan, plan_sharing};
pub use ship_by::{LONGEST_HANDLING, ShipByRule};
pub use splitting::{NoSplit, Split, SplitPlan, SplitTerms, divisible, keeps_skus_together, plan_split};
pub use stock::{Level, MAX_LEVEL, StockChange, StockError, beside_campaign, beside_campaigns, days_of_cover};
pub use stock_rules::{StockRule, USUAL_LOW_AT};
pub use tracking::{MAX_TRACKING_CHARS, TrackingError, TrackingNumber};
pub use warehouse::{Warehouse, WarehouseKind, WarehouseStatus, Warehouses};
