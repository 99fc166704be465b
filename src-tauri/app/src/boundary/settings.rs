//! What the settings screen shows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{CacheProtection, Endpoints, KeychainKind, ShopView, Theme, WebhookView};

/// The settings screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// The connected shop.
    pub shop: Option<ShopView>,
    /// Enough of the app key to recognise it.
    pub app_key_hint: Option<String>,
    /// The shop's addresses.
    pub endpoints: Option<Endpoints>,
    /// Where keys are kept.
    pub keychain: KeychainKind,
    /// Why they aren't in the system's keychain: a sentence.
    pub keychain_note: Option<String>,
    /// How the database is protected.
    pub cache: CacheProtection,
    /// Where the database is.
    pub data_folder: String,
    /// Light, dark, or the system's.
    pub theme: Theme,
    /// Currency that the seller chose to see prices in.
    pub currency: Option<String>,
    /// The one that they are in by the shop's word, where it tells.
    pub told_currency: Option<String>,
    /// Until when orders should leave of which the shop tells no deadline.
    pub handling: HandlingRule,
    /// The carrier of numbers whose form doesn't say whose they are; empty where none was chosen. `None` where the shop
    /// asks for no carrier.
    pub usual_carrier: Option<String>,
    /// What TikTok's labels are printed on; `None` where the shop has none.
    pub label_sheet: Option<LabelSheet>,
    /// For how many days after its last change an order that is over keeps its buyer here; none: for good.
    pub buyers_kept: Option<u32>,
    /// What stands on papers as the sender, line by line; empty where nothing does.
    pub sender: String,
    /// The seller's time zone, by its name: `America/New_York`.
    pub time_zone: String,
    /// Requests left in this rolling day.
    pub requests_left_today: u32,
    /// Requests a rolling day allows.
    pub requests_per_day: u32,
    /// Of those, how many are kept for what the person saves.
    pub requests_kept: u32,
    /// The door for the shop's own news.
    pub webhooks: WebhookView,
    /// Where the log is.
    pub log_folder: String,
    /// Records that could not be read.
    pub set_aside: Vec<SetAside>,
    /// The app's version.
    pub version: String,
}

/// Until when orders should leave of which the shop tells no deadline: the end of a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandlingRule {
    /// Working days after the day of the order.
    pub days: u32,
    /// The days of the week on which the seller works, Monday first.
    pub working: [bool; 7],
}

/// What the platform's label is printed on, and whether what is in the parcel is printed with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum LabelSheet {
    /// The label on A6.
    #[serde(rename = "a6")]
    A6,
    /// Label and packing slip on A6.
    #[serde(rename = "a6_with_slip")]
    A6WithSlip,
    /// The label on A5.
    #[serde(rename = "a5")]
    A5,
    /// Label and packing slip on A5.
    #[serde(rename = "a5_with_slip")]
    A5WithSlip,
}

impl From<domain::LabelSheet> for LabelSheet {
    fn from(sheet: domain::LabelSheet) -> Self {
        match sheet {
            domain::LabelSheet::A6 => Self::A6,
            domain::LabelSheet::A6WithSlip => Self::A6WithSlip,
            domain::LabelSheet::A5 => Self::A5,
            domain::LabelSheet::A5WithSlip => Self::A5WithSlip,
        }
    }
}

impl From<LabelSheet> for domain::LabelSheet {
    fn from(sheet: LabelSheet) -> Self {
        match sheet {
            LabelSheet::A6 => Self::A6,
            LabelSheet::A6WithSlip => Self::A6WithSlip,
            LabelSheet::A5 => Self::A5,
            LabelSheet::A5WithSlip => Self::A5WithSlip,
        }
    }
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetAside {
    /// `order` or `product`: with the id it names the record in `set_aside_record`.
    pub kind: String,
    /// The record's id.
    pub id: String,
    /// What was wrong with it.
    pub reason: String,
    /// ISO 8601.
    pub seen_at: String,
}
