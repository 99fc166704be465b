//! An order that leaves in several parcels.

use serde::Serialize;
use ts_rs::TS;

use super::TrackingCorrection;

/// How an order can be divided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Division {
    /// By which way.
    pub way: DivisionWay,
    /// What can be put into one parcel or another.
    pub rows: Vec<DivisionRow>,
}

/// By which way an order is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DivisionWay {
    /// The shop is asked to make several parcels of it, and those are shipped afterwards.
    Split,
    /// Some of it is shipped now, under a number of the seller's, and the rest later.
    Part,
}

/// What of an order can be chosen by its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DivisionRow {
    /// What it is, in words.
    pub name: String,
    /// The seller's own code, or else the SKU's id.
    pub code: String,
    /// Pieces by their ids: those in one list go together.
    pub units: Vec<Vec<String>>,
}

/// What the shop says of dividing an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DivisionTerms {
    /// Why the shop doesn't take it: a sentence. None where it does.
    pub why_not: Option<String>,
    /// What the shop wants of the parcels: a sentence.
    pub wants: Option<String>,
}

/// One of several parcels of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OrderParcel {
    /// The shop's id, where it gives one.
    pub id: Option<String>,
    /// What is in it, in words: `2 × Mug`.
    pub contents: Vec<String>,
    /// Its number; empty where the shop shows none.
    pub tracking_number: String,
    /// Whether it waits to leave.
    pub waits: bool,
    /// Whether its number can be corrected; none where nothing is to be said of it.
    pub correction: Option<TrackingCorrection>,
}
