//! What is due for an order, each by its own name.

use serde::Serialize;
use ts_rs::TS;

/// Something that is due for an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DueTime {
    /// What it is.
    pub what: DueWhat,
    /// ISO 8601.
    pub at: String,
}

/// What can be due for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DueWhat {
    /// When it is best shipped.
    RecommendedShipping,
    /// Shipped by then, it counts as fast.
    FastDispatch,
    /// Until when it goes with the day's pick-up.
    PickUpCutOff,
    /// Until when the seller hands it over.
    HandOver,
    /// Until when the carrier has scanned it.
    Collection,
    /// Not handed over by then, it is called off by itself.
    HandOverOrCancelled,
    /// Not scanned by then, it is called off by itself.
    CollectionOrCancelled,
    /// Until when it arrives.
    Delivery,
    /// Not arrived by then, it is called off by itself.
    DeliveryOrCancelled,
    /// Until when a buyer's wish to call it off is answered.
    CancelAnswer,
}
