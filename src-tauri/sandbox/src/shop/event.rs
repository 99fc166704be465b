//! What happened in the shop, in the contract's webhook payload.

use jiff::Timestamp;
use serde::Serialize;

/// One webhook payload: thin, as the contract has it, so that the receiver reads the rest anew.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Event {
    pub(crate) event_type: &'static str,
    pub(crate) timestamp: Timestamp,
    data: Subject,
}

#[derive(Clone, Debug, Default, Serialize)]
struct Subject {
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    product_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sku_id: Option<String>,
}

impl Event {
    pub(crate) fn order_created(order_id: &str, timestamp: Timestamp) -> Self {
        let data = Subject { order_id: Some(order_id.into()), ..Subject::default() };
        Self { event_type: "order.created", timestamp, data }
    }

    pub(crate) fn order_updated(order_id: &str, timestamp: Timestamp) -> Self {
        Self { event_type: "order.updated", ..Self::order_created(order_id, timestamp) }
    }

    pub(crate) fn product_updated(product_id: &str, timestamp: Timestamp) -> Self {
        let data = Subject { product_id: Some(product_id.into()), ..Subject::default() };
        Self { event_type: "product.updated", timestamp, data }
    }

    pub(crate) fn inventory_updated(product_id: &str, sku_id: &str, timestamp: Timestamp) -> Self {
        let data = Subject { product_id: Some(product_id.into()), sku_id: Some(sku_id.into()), ..Subject::default() };
        Self { event_type: "inventory.updated", timestamp, data }
    }
}
