//! Labels of TikTok's that are bought: for what, what they cost, and which.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A parcel as it was weighed and measured, in the units of its market; numbers as typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ParcelSize {
    /// With all that is in it.
    pub weight: String,
    /// Its longest side.
    pub length: String,
    /// Its second side.
    pub width: String,
    /// Its third.
    pub height: String,
}

/// What a market weighs and measures with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ParcelUnits {
    /// Pounds and inches.
    Imperial,
    /// Grams and centimetres.
    Metric,
}

/// What an order needs whose label is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LabelToBuy {
    /// What its parcel is weighed and measured with.
    pub units: ParcelUnits,
    /// The parcel that a label was bought for last in this shop; `null` before the first.
    pub last: Option<ParcelSize>,
}

/// What labels for a parcel cost now, the cheapest first; empty where no carrier takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LabelPrices {
    /// Each can be bought.
    pub services: Vec<LabelService>,
}

/// A way in which TikTok would send the parcel. What is bought is this, at this price and no other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LabelService {
    /// The shop's name for it, of this order alone.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Who brings it.
    pub carrier: String,
    /// What the label costs, as decimal text.
    pub price: String,
    /// As the shop writes it; may be empty.
    pub currency: String,
    /// From so many days on it may be there; `null` where it isn't told.
    pub earliest_days: Option<u32>,
    /// After so many days it should be there; `null` where it isn't told.
    pub latest_days: Option<u32>,
}

/// A label to buy.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, TS)]
pub struct LabelPurchase {
    /// The parcel that its price was asked for.
    pub parcel: ParcelSize,
    /// The service, with the price that was seen.
    pub service: LabelService,
}
