//! An order's pieces.

use serde::Serialize;

use super::{
    money::{currency, money},
    package::{Parcel, package_id, serial},
    stage::Standing,
    visit::Visit,
};
use crate::shop::Order;

/// One piece: what is bought twice is there twice.
#[derive(Serialize)]
pub(super) struct LineItem<'a> {
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

/// The ids of an order's pieces, line by line.
pub(super) fn line_item_ids(order: &Order) -> Vec<String> {
    let pieces: u32 = order.items.iter().map(|line| line.quantity).sum();
    (0..pieces).map(|piece| line_item_id(order, piece)).collect()
}

fn line_item_id(order: &Order, piece: u32) -> String {
    format!("57{}{piece:03}", serial(order))
}

pub(super) fn line_items<'a>(order: &'a Order, standing: &Standing, visit: &'a Visit<'_>) -> Vec<LineItem<'a>> {
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
