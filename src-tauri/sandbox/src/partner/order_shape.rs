//! An order as the Partner API shows it, in lists and alone.

use serde::Serialize;

use super::{
    buyer::{RecipientAddress, address_of, user_id},
    carriers,
    money::{currency, money},
    stage::{Stage, Standing},
    visit::Visit,
};
use crate::{
    settings::{Settings, ShippingType},
    shop::{Line, Order, Shop},
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
    packages: Vec<Package>,
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

/// Who brings it, under which number; empty until it is shipped.
#[derive(Clone, Copy, Serialize)]
struct Parcel<'a> {
    tracking_number: &'a str,
    shipping_provider: &'a str,
    shipping_provider_id: &'static str,
}

#[derive(Serialize)]
struct Package {
    id: String,
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

/// One piece: what is bought twice is there twice.
#[derive(Serialize)]
struct LineItem<'a> {
    id: String,
    product_id: &'a str,
    product_name: &'a str,
    sku_id: &'a str,
    sku_name: &'a str,
    sku_image: &'static str,
    seller_sku: &'a str,
    currency: &'static str,
    sale_price: String,
    original_price: String,
    seller_discount: String,
    platform_discount: String,
    display_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    package_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    package_status: Option<&'static str>,
    tracking_number: &'a str,
    shipping_provider_id: &'static str,
    shipping_provider_name: &'a str,
    is_gift: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    rts_time: Option<i64>,
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
            parcel: Parcel::of(order, &standing),
            packages: package_id(order, &standing, settings).into_iter().map(|id| Package { id }).collect(),
            order_type: "NORMAL",
            is_cod: false,
            is_sample_order: false,
            is_on_hold_order: true,
            is_buyer_request_cancel: false,
            has_updated_recipient_address: false,
            cancellation_initiator: (standing.stage == Stage::Cancelled).then_some("BUYER"),
            payment: Payment::of(order, settings),
            recipient_address: address_of(order, &standing, visit),
            line_items: line_items(order, &standing, visit),
        }
    }
}

impl Moments {
    fn of(order: &Order, standing: &Standing) -> Self {
        let second = |moment: jiff::Timestamp| moment.as_second();
        Self {
            paid_time: (standing.stage != Stage::Unpaid).then_some(order.create_time).map(second),
            rts_time: standing.shipped.map(second),
            collection_time: standing.collected.map(second),
            delivery_time: standing.delivered.map(second),
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

impl<'a> Parcel<'a> {
    fn of(order: &'a Order, standing: &Standing) -> Self {
        if standing.shipped.is_none() {
            return Self { tracking_number: "", shipping_provider: "", shipping_provider_id: "" };
        }
        let shipping_provider_id = carriers::id_of(&order.shipping_provider);
        let (tracking_number, shipping_provider) = (&order.tracking_number, &order.shipping_provider);
        Self { tracking_number, shipping_provider, shipping_provider_id }
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

/// The package's id, once there is one: in the United States and Britain not before it is shipped, unless the service
/// ships it; elsewhere from the payment on.
pub(super) fn package_id(order: &Order, standing: &Standing, settings: &Settings) -> Option<String> {
    let late = matches!(settings.region.as_str(), "US" | "GB") && settings.shipping_type == ShippingType::Seller;
    let exists = match standing.stage {
        Stage::Unpaid | Stage::Cancelled => false,
        Stage::OnHold | Stage::AwaitingShipment => !late,
        _ => true,
    };
    exists.then(|| format!("1153{}", serial(order)))
}

/// The order that a package of that id would belong to.
pub(super) fn order_of_package<'a>(shop: &'a Shop, package_id: &str) -> Option<&'a Order> {
    shop.orders.get(&format!("5766{}", package_id.strip_prefix("1153")?))
}

/// The ids of an order's pieces, line by line.
pub(super) fn line_item_ids(order: &Order) -> Vec<String> {
    let pieces: u32 = order.items.iter().map(|line| line.quantity).sum();
    (0..pieces).map(|piece| line_item_id(order, piece)).collect()
}

fn line_item_id(order: &Order, piece: u32) -> String {
    format!("57{}{piece:03}", serial(order))
}

/// An order's own digits, behind those with which all order ids begin.
fn serial(order: &Order) -> &str {
    order.order_id.get(4..).unwrap_or_default()
}

fn line_items<'a>(order: &'a Order, standing: &Standing, visit: &'a Visit<'_>) -> Vec<LineItem<'a>> {
    let package = package_id(order, standing, visit.settings);
    let parcel = Parcel::of(order, standing);
    let mut piece = 0;
    let mut items = Vec::new();
    for line in &order.items {
        let sku = visit.shop().product(&line.id).ok().and_then(|product| product.sku(&line.sku_id));
        let seller_sku = sku.map_or("", |sku| sku.seller_sku.as_str());
        for _ in 0..line.quantity {
            items.push(LineItem {
                id: line_item_id(order, piece),
                product_id: &line.id,
                product_name: &line.product_name,
                sku_id: &line.sku_id,
                sku_name: seller_sku,
                sku_image: "",
                seller_sku,
                currency: currency(&visit.settings.region),
                sale_price: money(line.price.hundredths().into()),
                original_price: money(line.price.hundredths().into()),
                seller_discount: money(0),
                platform_discount: money(0),
                display_status: standing.stage.of_a_line(),
                package_id: package.clone(),
                package_status: package.is_some().then(|| standing.stage.of_a_package()),
                tracking_number: parcel.tracking_number,
                shipping_provider_id: parcel.shipping_provider_id,
                shipping_provider_name: parcel.shipping_provider,
                is_gift: false,
                rts_time: standing.shipped.map(jiff::Timestamp::as_second),
            });
            piece += 1;
        }
    }
    items
}
