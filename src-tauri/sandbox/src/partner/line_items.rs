//! An order's pieces.

use serde::Serialize;

use super::{
    money::{currency, money},
    package::{Package, serial},
    visit::{Visit, invalid},
};
use crate::{
    answer::Refusal,
    shop::{Line, Order},
};

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

pub(super) fn line_item_id(order: &Order, piece: u32) -> String {
    format!("57{}{piece:03}", serial(order))
}

/// The pieces of those ids, each once however often it is named.
pub(super) fn pieces_named(order: &Order, ids: &[String]) -> Result<Vec<u32>, Refusal> {
    let all: Vec<(u32, String)> = order.pieces().map(|(piece, _)| (piece, line_item_id(order, piece))).collect();
    if let Some(stranger) = ids.iter().find(|id| all.iter().all(|(_, known)| known != *id)) {
        return Err(invalid("order_line_item_ids", format!("{stranger} is not of this order")));
    }
    Ok(all.into_iter().filter(|(_, id)| ids.contains(id)).map(|(piece, _)| piece).collect())
}

pub(super) fn line_items<'a>(order: &'a Order, visit: &'a Visit<'_>) -> Vec<LineItem<'a>> {
    order.pieces().map(|(piece, line)| LineItem::of(order, piece, line, visit)).collect()
}

impl<'a> LineItem<'a> {
    fn of(order: &'a Order, piece: u32, line: &'a Line, visit: &'a Visit<'_>) -> Self {
        let sku = visit.shop().product(&line.id).ok().and_then(|product| product.sku(&line.sku_id));
        let seller_sku = sku.map_or("", |sku| sku.seller_sku.as_str());
        let package = Package::of(order, order.part_of(piece), visit.now);
        let (package_id, parcel, stage) = (package.id(visit.settings), package.parcel(), package.standing.stage);
        Self {
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
            display_status: stage.of_a_line(),
            package_status: package_id.is_some().then(|| stage.of_a_package()),
            package_id,
            tracking_number: parcel.tracking_number,
            shipping_provider_id: parcel.shipping_provider_id,
            shipping_provider_name: parcel.shipping_provider,
            is_gift: false,
            rts_time: package.standing.shipped.map(jiff::Timestamp::as_second),
        }
    }
}
