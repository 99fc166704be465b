//! The door for the shop's own news.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The webhook receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WebhookView {
    /// Whether the person has switched it on.
    pub on: bool,
    /// The port that it listens at, on this computer only.
    pub port: u16,
    /// The address to forward events to; `null` while it doesn't listen.
    pub address: Option<String>,
    /// Why it doesn't listen: a sentence.
    pub problem: Option<String>,
    /// Whether events without the right signature are turned away.
    pub signed_only: bool,
    /// Events taken since the app was started.
    pub taken: u32,
    /// Events turned away since the app was started.
    pub turned_away: u32,
    /// The last one.
    pub last: Option<WebhookSeen>,
}

/// An event that came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WebhookSeen {
    /// When, ISO 8601.
    pub at: String,
    /// `order.created` and the like; empty where it could not be read.
    pub event: String,
    /// The order's or product's id.
    pub subject: String,
    /// What was done about it: a few words.
    pub verdict: String,
}

/// What the person chooses about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WebhookChoice {
    /// On or off.
    pub on: bool,
    /// 1,024 to 65,535.
    pub port: u16,
    /// Turn unsigned events away.
    pub signed_only: bool,
}
