//! What a search for orders asks for.

use serde::Deserialize;

use super::{
    buyer,
    stage::{Stage, Standing},
    visit::invalid,
};
use crate::{
    answer::Refusal,
    settings::{Settings, ShippingType},
    shop::Order,
};

/// Most warehouses asked for at once.
const MOST_WAREHOUSES: usize = 100;
const SHIPPING_TYPES: [&str; 4] = ["TIKTOK", "SELLER", "TIKTOK_DIGITAL", "IN-STORE PICKUP"];

/// The body of a search. Of a time the lower end is in it and the upper is not.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filter {
    order_status: Option<String>,
    create_time_ge: Option<i64>,
    create_time_lt: Option<i64>,
    update_time_ge: Option<i64>,
    update_time_lt: Option<i64>,
    shipping_type: Option<String>,
    buyer_user_id: Option<String>,
    is_buyer_request_cancel: Option<bool>,
    warehouse_ids: Option<Vec<String>>,
}

impl Filter {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let status = self.order_status.as_deref().filter(|status| Stage::named(status).is_none());
        if let Some(status) = status {
            return Err(invalid("order_status", format!("there is no status {status}")));
        }
        let shipping_type = self.shipping_type.as_deref().filter(|name| !SHIPPING_TYPES.contains(name));
        if let Some(name) = shipping_type {
            return Err(invalid("shipping_type", format!("there is no type {name}")));
        }
        if self.warehouse_ids.as_ref().is_some_and(|ids| ids.len() > MOST_WAREHOUSES) {
            return Err(invalid("warehouse_ids", format!("must be at most {MOST_WAREHOUSES}")));
        }
        Ok(())
    }

    pub(super) fn passes(&self, settings: &Settings, order: &Order, standing: &Standing) -> bool {
        let created = order.create_time.as_second();
        let updated = standing.since.as_second();
        self.order_status.as_deref().is_none_or(|status| status == standing.stage.name())
            && within(created, self.create_time_ge, self.create_time_lt)
            && within(updated, self.update_time_ge, self.update_time_lt)
            && self.shipping_type.as_deref().is_none_or(|name| name == settings.shipping_type.name())
            && self.buyer_user_id.as_deref().is_none_or(|id| id == buyer::user_id(order))
            && self.is_buyer_request_cancel.is_none_or(|asked| asked == order.cancel_asked.is_some())
            && self.warehouse_ids.as_ref().is_none_or(|ids| ids.iter().any(|id| id == order.warehouse_id()))
    }
}

fn within(time: i64, from: Option<i64>, to: Option<i64>) -> bool {
    from.is_none_or(|from| from <= time) && to.is_none_or(|to| time < to)
}

impl ShippingType {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Seller => "SELLER",
            Self::TikTok => "TIKTOK",
        }
    }
}
