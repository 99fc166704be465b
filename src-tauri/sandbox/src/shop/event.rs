//! What happened in the shop, in the contract's webhook payload.

use jiff::Timestamp;
use serde::Serialize;

use super::{CancelRequest, Status};

/// One webhook payload: thin, as the contract has it, so that the receiver reads the rest anew.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Event {
    pub(crate) event_type: &'static str,
    pub(crate) timestamp: Timestamp,
    #[serde(rename = "data")]
    pub(crate) subject: Subject,
    #[serde(skip)]
    pub(crate) outcome: Outcome,
}

#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Subject {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) product_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sku_id: Option<String>,
}

/// What came of it, which the contract does not tell and the Partner API does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    /// Where the order stands since.
    Order(Status),
    /// Some of the order has left.
    PartShipped,
    Product,
    /// A buyer's request to cancel was made or is over. The documented contract has no event for it.
    Request(CancelRequest),
    /// How many of the SKU there are since, over all warehouses, and what moved them.
    Stock {
        left: u32,
        cause: Cause,
    },
}

/// What moves a level.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cause {
    Ordered,
    CalledOff,
    /// Sold without an order.
    SoldElsewhere,
    /// Written by an app.
    Written,
}

impl Event {
    pub(crate) fn order_created(order_id: &str, status: Status, timestamp: Timestamp) -> Self {
        let subject = Subject { order_id: Some(order_id.into()), ..Subject::default() };
        Self { event_type: "order.created", timestamp, subject, outcome: Outcome::Order(status) }
    }

    pub(crate) fn order_updated(order_id: &str, status: Status, timestamp: Timestamp) -> Self {
        Self { event_type: "order.updated", ..Self::order_created(order_id, status, timestamp) }
    }

    pub(crate) fn shipped_in_part(order_id: &str, timestamp: Timestamp) -> Self {
        Self { outcome: Outcome::PartShipped, ..Self::order_updated(order_id, Status::AwaitingShipment, timestamp) }
    }

    pub(crate) fn request_moved(order_id: &str, request: CancelRequest) -> Self {
        let subject = Subject { order_id: Some(order_id.into()), ..Subject::default() };
        let (event_type, outcome) = ("cancellation.updated", Outcome::Request(request));
        Self { event_type, timestamp: request.moved, subject, outcome }
    }

    /// Whether the documented contract has an event for it.
    pub(crate) const fn is_documented(&self) -> bool {
        !matches!(self.outcome, Outcome::Request(_))
    }

    pub(crate) fn product_updated(product_id: &str, timestamp: Timestamp) -> Self {
        let subject = Subject { product_id: Some(product_id.into()), ..Subject::default() };
        Self { event_type: "product.updated", timestamp, subject, outcome: Outcome::Product }
    }

    pub(crate) fn inventory_updated(
        product_id: &str,
        sku_id: &str,
        left: u32,
        cause: Cause,
        timestamp: Timestamp,
    ) -> Self {
        let subject =
            Subject { product_id: Some(product_id.into()), sku_id: Some(sku_id.into()), ..Subject::default() };
        Self { event_type: "inventory.updated", timestamp, subject, outcome: Outcome::Stock { left, cause } }
    }
}
