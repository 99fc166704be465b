//! Orders on the screen.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Cancellation, Division, DueTime, LabelToBuy, OrderParcel, OutboxItem, PastedOrders, TrackingCorrection};

/// Which orders a list shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderFilter {
    /// One pile, or all.
    pub tab: OrderTab,
    /// Words that must all occur.
    pub search: String,
    /// Text with order ids in it, as it was pasted: those orders alone.
    pub pasted: Option<String>,
    /// The selected orders alone.
    pub selected: bool,
    /// Further conditions, of which all must hold.
    pub chips: OrderChips,
    /// How it is sorted; without one the most urgent first, or the newest.
    pub sort: Option<OrderSort>,
}

/// Conditions on orders. An empty one lets everything pass; of several values of one, any will do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderChips {
    /// The shop's words for where an order stands.
    pub statuses: Vec<String>,
    /// How soon it is due.
    pub due: Option<DueChip>,
    /// The shop's names of warehouses.
    pub warehouses: Vec<String>,
    /// Countries of recipients.
    pub regions: Vec<String>,
    /// The seller's tags.
    pub tags: Vec<String>,
    /// Words that must all occur in what was bought.
    pub goods: String,
    /// Fewest pieces.
    pub quantity_from: Option<u32>,
    /// Most pieces.
    pub quantity_to: Option<u32>,
    /// Smallest total, as decimal text.
    pub total_from: Option<String>,
    /// Largest total, as decimal text.
    pub total_to: Option<String>,
    /// First day on which it was placed, as `2026-03-10` in the seller's time zone.
    pub placed_from: Option<String>,
    /// Last day, included.
    pub placed_to: Option<String>,
}

/// How soon an order that waits is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueChip {
    /// Its deadline has passed.
    Late,
    /// Before the seller's day ends, and not late yet.
    Today,
    /// On the seller's next day.
    Tomorrow,
    /// Within 24 hours, or late.
    Day,
    /// Within three days, or late.
    ThreeDays,
    /// Within a week, or late.
    Week,
}

/// How a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OrderSort {
    /// By what.
    pub by: OrderSortBy,
    /// The largest first.
    pub descending: bool,
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderSortBy {
    /// When it was placed.
    Created,
    /// Deadline; those without one last.
    ShipBy,
    /// Total.
    Total,
    /// Pieces.
    Quantity,
    /// The buyer's name.
    Buyer,
    /// The first line's product.
    Items,
    /// Where it stands.
    Status,
    /// The shop's id.
    Id,
}

/// A filter that the seller named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedView {
    /// The seller's name for it.
    pub name: String,
    /// What it shows.
    pub filter: OrderFilter,
}

/// What a shop's orders can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OrderChoices {
    /// The shop's words.
    pub statuses: Vec<OrderChoice>,
    /// Warehouses that the shop names.
    pub warehouses: Vec<OrderChoice>,
    /// Countries of recipients.
    pub regions: Vec<OrderChoice>,
    /// The seller's tags.
    pub tags: Vec<OrderChoice>,
}

/// A value to narrow by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OrderChoice {
    /// What [`OrderChips`] takes.
    pub value: String,
    /// In plain words.
    pub name: String,
}

/// The selected orders of a shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderSelection {
    /// How many are selected in all.
    pub count: u32,
    /// How many of them the list shows.
    pub in_list: u32,
}

/// The piles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrderTab {
    /// Late, due within 24 hours, refused by the shop, or with a buyer who waits for an answer.
    NeedsAction,
    /// With a buyer who asks to cancel.
    CancelAsked,
    /// Wait for the seller; the most urgent first.
    ToShip,
    /// Wait for the buyer or the shop.
    OnHold,
    /// On their way.
    Sent,
    /// Arrived.
    Delivered,
    /// Cancelled.
    Cancelled,
    /// All of them.
    #[default]
    All,
}

/// A list of orders, to be read by position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderList {
    /// Names this list in `order_rows`.
    pub view: u32,
    /// How many it holds.
    pub total: u32,
    /// How many match the search on each pile.
    pub counts: OrderCounts,
    /// How many wait for the seller, whatever is searched.
    pub to_ship: u32,
    /// How many need the seller now, whatever is searched.
    pub needs_action: u32,
    /// What came of the pasted text, where there is one.
    pub pasted: Option<PastedOrders>,
    /// What is selected.
    pub selection: OrderSelection,
}

/// A list that was just opened, with its first rows: a list that is shown from its top is one question then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct OpenedOrders {
    /// The list.
    #[serde(flatten)]
    pub list: OrderList,
    /// As many of its first rows as were asked for; fewer at its end.
    pub first: Vec<OrderRow>,
}

/// The list that a window begins with, which asks for it before it knows whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct FirstOrders {
    /// The shop in view.
    pub shop: u32,
    /// A list of its orders.
    pub orders: OpenedOrders,
}

/// How many orders match on each pile.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
pub struct OrderCounts {
    /// [`OrderTab::NeedsAction`]
    pub needs_action: u32,
    /// [`OrderTab::CancelAsked`]
    pub cancel_asked: u32,
    /// [`OrderTab::ToShip`]
    pub to_ship: u32,
    /// [`OrderTab::OnHold`]
    pub on_hold: u32,
    /// [`OrderTab::Sent`]
    pub sent: u32,
    /// [`OrderTab::Delivered`]
    pub delivered: u32,
    /// [`OrderTab::Cancelled`]
    pub cancelled: u32,
    /// [`OrderTab::All`]
    pub all: u32,
}

/// One line of the order table. Its `Debug` names no buyer.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderRow {
    /// The shop's id.
    pub id: String,
    /// The shop's word.
    pub status: String,
    /// How it looks.
    pub look: Look,
    /// The buyer's name.
    pub buyer: String,
    /// The first line's product.
    pub items: String,
    /// Further lines.
    pub more_items: u32,
    /// Pieces.
    pub quantity: u32,
    /// Sum of the lines, as decimal text.
    pub total: String,
    /// What that is in, where the shop told it with the order.
    pub currency: Option<String>,
    /// ISO 8601.
    pub created_at: String,
    /// ISO 8601.
    pub updated_at: String,
    /// Until when it should leave, for orders that wait: ISO 8601.
    pub ship_by: Option<String>,
    /// Whether that is the estimate of the seller's rule, because the shop tells none.
    pub ship_by_estimated: bool,
    /// Until when the carrier must scan it, where the shop tells so, for orders that aren't there
    /// yet: ISO 8601.
    pub collect_by: Option<String>,
    /// Where it is shipped from, in plain words; empty where the shop doesn't tell.
    pub warehouse: String,
    /// The recipient's country.
    pub region: String,
    /// Who sends it.
    pub shipper: Shipper,
    /// Whether TikTok's label is bought for it, by itself, before it can leave.
    pub buys_label: bool,
    /// Whether its buyer asks to cancel it.
    pub cancel_asked: bool,
    /// The seller's tags.
    pub tags: Vec<String>,
    /// Whether the seller wrote a note about it.
    pub has_note: bool,
    /// Whether it is selected.
    pub selected: bool,
    /// Why shipping waits or was refused.
    pub note: Option<String>,
}

/// Who sends an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Shipper {
    /// The seller, with a carrier and a number of their own.
    Seller,
    /// The seller hands it over with a label of the platform's.
    Platform,
    /// The platform, out of its own warehouse: there is nothing to do.
    Warehouse,
}

impl From<domain::Shipper> for Shipper {
    fn from(shipper: domain::Shipper) -> Self {
        match shipper {
            domain::Shipper::Seller => Self::Seller,
            domain::Shipper::Platform => Self::Platform,
            domain::Shipper::Warehouse => Self::Warehouse,
        }
    }
}

/// How an order looks. The last four come from the outbox and win: the screen never says
/// *sent* before the shop does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Waits for the seller.
    ToShip,
    /// Waits for the buyer or the shop.
    OnHold,
    /// On its way.
    Sent,
    /// Arrived.
    Delivered,
    /// Cancelled.
    Cancelled,
    /// A status that this version doesn't know.
    Other,
    /// Shipping is saved here.
    Queued,
    /// Shipping is on its way to the shop.
    Sending,
    /// The answer was lost; the shop is asked.
    Checking,
    /// The shop said no.
    Refused,
}

/// All about one order. Its `Debug` names no buyer.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderDetail {
    /// What the table shows.
    #[serde(flatten)]
    pub row: OrderRow,
    /// The shop's word in plain words.
    pub status_text: String,
    /// As the shop sends it.
    pub phone: String,
    /// Line by line, as on a label.
    pub address: Vec<String>,
    /// What was bought.
    pub lines: Vec<OrderLine>,
    /// The shop's word.
    pub payment_method: String,
    /// The shop's word.
    pub shipping_provider: String,
    /// Empty before shipping.
    pub tracking_number: String,
    /// The seller's own words about it; empty where there are none.
    pub own_note: String,
    /// Whether what was here of its buyer was removed.
    pub buyer_removed: bool,
    /// Until when it may not be shipped, because its buyer may still change their mind: ISO 8601.
    pub held_until: Option<String>,
    /// What is due for it, each by its own name, in the order in which that comes.
    pub due: Vec<DueTime>,
    /// When it was packed here, item by item: ISO 8601.
    pub packed_at: Option<String>,
    /// When the shop was last asked about it: ISO 8601.
    pub asked_at: String,
    /// What buying its label begins with; `null` where none is to be bought.
    pub label_to_buy: Option<LabelToBuy>,
    /// The latest wish to ship it.
    pub shipping: Option<OutboxItem>,
    /// Whether its tracking number can be corrected; none where nothing is to be said of it.
    pub correction: Option<TrackingCorrection>,
    /// The orders that it shares its parcel with.
    pub shares_with: Vec<String>,
    /// How it can be divided; none where it can't now.
    pub division: Option<Division>,
    /// Its parcels, where there are several.
    pub parcels: Vec<OrderParcel>,
    /// What its buyer asks, where the shop has told it.
    pub cancellation: Option<Cancellation>,
    /// The latest wish about it beside shipping it.
    pub errand: Option<OutboxItem>,
    /// What happened, oldest first.
    pub history: Vec<HistoryEntry>,
}

/// How an order stands that somebody is about to close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderCheck {
    /// As it is known now.
    pub order: OrderDetail,
    /// Whether the shop answered just now. Otherwise [`OrderDetail::asked_at`] tells how old it is.
    pub fresh: bool,
    /// Why the shop could not be asked.
    pub problem: Option<String>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderLine {
    /// The product.
    pub product_id: String,
    /// The variant.
    pub sku_id: String,
    /// Name on the day of the order.
    pub name: String,
    /// The seller's own code, where known.
    pub seller_sku: Option<String>,
    /// Pieces.
    pub quantity: u32,
    /// Those that are still to be packed: all of them, unless part of the order has left.
    pub left: u32,
    /// Of one piece, as decimal text.
    pub price: String,
}

/// Something that happened to an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// ISO 8601.
    pub at: String,
    /// A few words.
    pub text: String,
}

impl fmt::Debug for OrderRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, status, look, note, .. } = self;
        f.debug_struct("OrderRow")
            .field("id", id)
            .field("status", status)
            .field("look", look)
            .field("note", note)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for OrderDetail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, lines, shipping, history, .. } = self;
        f.debug_struct("OrderDetail")
            .field("row", row)
            .field("lines", lines)
            .field("shipping", shipping)
            .field("history", history)
            .finish_non_exhaustive()
    }
}
