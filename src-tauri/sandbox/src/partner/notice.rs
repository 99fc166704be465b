//! What happened in the shop, in the Partner API's webhook payload.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    cancellations::{cancel_id, status},
    stage::Stage,
};
use crate::{
    settings::Settings,
    shop::{Cause, Event, Outcome, Status},
};

const ORDER_STATUS_CHANGE: u32 = 1;
const CANCELLATION_STATUS_CHANGE: u32 = 11;
const PRODUCT_INFORMATION_CHANGE: u32 = 15;
const INVENTORY_CHANGED_BY_SHOP: u32 = 71;

#[derive(Serialize)]
pub(crate) struct Notice<'a> {
    #[serde(rename = "type")]
    kind: u32,
    tts_notification_id: String,
    shop_id: &'a str,
    timestamp: i64,
    data: Value,
}

impl<'a> Notice<'a> {
    /// The `n`th thing that happened since the shop opened.
    pub(crate) fn of(event: &Event, n: u64, settings: &'a Settings) -> Self {
        let timestamp = event.timestamp.as_second();
        let id = format!("{timestamp}{n:09}");
        let subject = &event.subject;
        let (kind, data) = match event.outcome {
            Outcome::Order(status) => (ORDER_STATUS_CHANGE, order_status(event, name_in_a_notice(status))),
            Outcome::PartShipped => (ORDER_STATUS_CHANGE, order_status(event, Stage::PartiallyShipping.name())),
            Outcome::Request(request) => {
                let order_id = subject.order_id.as_deref().unwrap_or_default();
                let data = json!({
                    "order_id": order_id, "cancellations_role": "BUYER", "cancel_status": status(request.standing),
                    "cancel_id": cancel_id(order_id, request.number), "create_time": request.asked.as_second(),
                });
                (CANCELLATION_STATUS_CHANGE, data)
            }
            Outcome::Product => {
                (PRODUCT_INFORMATION_CHANGE, json!({ "product_id": subject.product_id, "update_time": timestamp }))
            }
            Outcome::Stock { left, cause } => {
                let change = json!({ "idempotency_key": id, "trigger_source": trigger_of(cause) });
                let data = json!({
                    "event_id": id, "occurred_at": format!("{:.9}", event.timestamp),
                    "product_id": number(subject.product_id.as_deref()), "sku_id": number(subject.sku_id.as_deref()),
                    "quantity_snapshot_after_change": left, "change_detail": [change],
                });
                (INVENTORY_CHANGED_BY_SHOP, data)
            }
        };
        Self { kind, tts_notification_id: id, shop_id: &settings.shop_id, timestamp, data }
    }
}

fn order_status(event: &Event, name: &str) -> Value {
    json!({
        "order_id": event.subject.order_id, "order_status": name, "is_on_hold_order": true,
        "update_time": event.timestamp.as_second(),
    })
}

/// Notices spell one status differently from orders.
const fn name_in_a_notice(status: Status) -> &'static str {
    match status {
        Status::Cancelled => "CANCEL",
        Status::Shipped => Stage::AwaitingCollection.name(),
        other => other.name(),
    }
}

const fn trigger_of(cause: Cause) -> &'static str {
    match cause {
        Cause::Ordered => "order_created",
        Cause::CalledOff => "order_canceled",
        Cause::SoldElsewhere => "manual_adjustment",
        Cause::Written => "api_sync",
    }
}

/// These notices have their ids as numbers, and larger ones than a float can hold.
fn number(id: Option<&str>) -> Option<u64> {
    id.and_then(|id| id.parse().ok())
}
