//! An order as the Partner API shows it, in lists and alone.

use serde::Serialize;

use super::{
    buyer::{RecipientAddress, address_of, user_id},
    carriers,
    line_items::{LineItem, line_items},
    money::{currency, money},
    package::{Package, PackageRef, Parcel, another_package_id},
    stage::{Stage, Standing},
    visit::Visit,
};
use crate::{
    settings::Settings,
    shop::{Line, Order},
};

const DAY: i64 = 24 * 60 * 60;

#[derive(Serialize)]
pub(super) struct ShownOrder<'a> {
    id: &'a str,
    status: &'static str,
    user_id: String,
    buyer_email: String,
    buyer_message: &'static str,
    create_time: i64,
    update_time: i64,
    #[serde(flatten)]
    moments: Moments,
    #[serde(flatten)]
    deadlines: Deadlines,
    fulfillment_type: &'static str,
    shipping_type: &'static str,
    delivery_type: &'static str,
    delivery_option_id: &'static str,
    delivery_option_name: &'static str,
    warehouse_id: &'a str,
    #[serde(flatten)]
    parcel: Parcel<'a>,
    packages: Vec<PackageRef>,
    order_type: &'static str,
    is_cod: bool,
    is_sample_order: bool,
    is_on_hold_order: bool,
    is_buyer_request_cancel: bool,
    has_updated_recipient_address: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancellation_initiator: Option<&'static str>,
    payment: Payment,
    recipient_address: RecipientAddress,
    line_items: Vec<LineItem<'a>>,
}

/// When what happened to it; what has not happened is not told.
#[derive(Serialize)]
struct Moments {
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rts_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_cancel_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_time: Option<i64>,
}

/// Until when what must have happened; past a due time the service cancels by itself.
#[derive(Serialize)]
struct Deadlines {
    rts_sla_time: i64,
    tts_sla_time: i64,
    shipping_due_time: i64,
    collection_due_time: i64,
}

#[derive(Serialize)]
struct Payment {
    currency: &'static str,
    sub_total: String,
    shipping_fee: String,
    seller_discount: String,
    platform_discount: String,
    tax: String,
    original_total_product_price: String,
    original_shipping_fee: String,
    total_amount: String,
}

impl<'a> ShownOrder<'a> {
    pub(super) fn of(order: &'a Order, visit: &'a Visit<'_>) -> Self {
        let (settings, standing) = (visit.settings, Standing::of(order, visit.now));
        let user_id = user_id(order);
        Self {
            id: &order.order_id,
            status: standing.stage.name(),
            buyer_email: format!("{user_id}@buyers.example"),
            user_id,
            buyer_message: "",
            create_time: order.create_time.as_second(),
            update_time: standing.since.as_second(),
            moments: Moments::of(order, &standing),
            deadlines: Deadlines::of(order),
            fulfillment_type: "FULFILLMENT_BY_SELLER",
            shipping_type: settings.shipping_type.name(),
            delivery_type: "HOME_DELIVERY",
            delivery_option_id: carriers::DELIVERY_OPTION.0,
            delivery_option_name: carriers::DELIVERY_OPTION.1,
            warehouse_id: order.warehouse_id(),
            parcel: Parcel::of_order(order, visit.now),
            packages: packages(order, visit),
            order_type: "NORMAL",
            is_cod: false,
            is_sample_order: false,
            is_on_hold_order: settings.holds_orders,
            is_buyer_request_cancel: order.cancel_asked.is_some(),
            has_updated_recipient_address: false,
            cancellation_initiator: (standing.stage == Stage::Cancelled).then_some("BUYER"),
            payment: Payment::of(order, settings),
            recipient_address: address_of(order, &standing, visit),
            line_items: line_items(order, visit),
        }
    }
}

/// The packages that are there, and what was bought a second time.
fn packages(order: &Order, visit: &Visit<'_>) -> Vec<PackageRef> {
    let own = Package::all_of(order, visit.now).into_iter().filter_map(|package| package.id(visit.settings));
    let more = visit.world.more_packages.get(&order.order_id).copied().unwrap_or_default();
    let others = (1..=more).map(|nth| another_package_id(order, nth));
    own.chain(others).map(|id| PackageRef { id }).collect()
}

impl Moments {
    fn of(order: &Order, standing: &Standing) -> Self {
        let second = |moment: jiff::Timestamp| moment.as_second();
        Self {
            paid_time: (standing.stage != Stage::Unpaid).then_some(order.create_time).map(second),
            rts_time: standing.shipped.map(second),
            collection_time: standing.collected.map(second),
            delivery_time: standing.delivered.map(second),
            request_cancel_time: order.cancel_asked.map(second),
            cancel_time: (standing.stage == Stage::Cancelled).then_some(standing.since).map(second),
        }
    }
}

impl Deadlines {
    fn of(order: &Order) -> Self {
        let (rts_sla_time, tts_sla_time) = order.deadlines();
        let (shipping_due_time, collection_due_time) = (rts_sla_time + DAY, tts_sla_time + DAY);
        Self { rts_sla_time, tts_sla_time, shipping_due_time, collection_due_time }
    }
}

impl Payment {
    fn of(order: &Order, settings: &Settings) -> Self {
        let price = |line: &Line| u64::from(line.price.hundredths()) * u64::from(line.quantity);
        let sum = money(order.items.iter().map(price).sum());
        let nothing = || money(0);
        Self {
            currency: currency(&settings.region),
            sub_total: sum.clone(),
            shipping_fee: nothing(),
            seller_discount: nothing(),
            platform_discount: nothing(),
            tax: nothing(),
            original_total_product_price: sum.clone(),
            original_shipping_fee: nothing(),
            total_amount: sum,
        }
    }
}
