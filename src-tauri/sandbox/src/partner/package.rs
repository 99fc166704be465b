//! The package an order is sent in: who brings it, and its id, out of which its order is found again.

use serde::Serialize;

use super::{
    carriers,
    label_sale::is_selling_market,
    stage::{Stage, Standing},
};
use crate::{
    settings::{Settings, ShippingType},
    shop::{Order, Shop},
};

/// Who brings it, under which number; empty until it is shipped.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Parcel<'a> {
    pub(super) tracking_number: &'a str,
    pub(super) shipping_provider: &'a str,
    pub(super) shipping_provider_id: &'static str,
}

/// How an order names its packages.
#[derive(Serialize)]
pub(super) struct PackageRef {
    pub(super) id: String,
}

impl<'a> Parcel<'a> {
    pub(super) fn of(order: &'a Order, standing: &Standing) -> Self {
        if standing.shipped.is_none() {
            return Self { tracking_number: "", shipping_provider: "", shipping_provider_id: "" };
        }
        let shipping_provider_id = carriers::id_of(&order.shipping_provider);
        let (tracking_number, shipping_provider) = (&order.tracking_number, &order.shipping_provider);
        Self { tracking_number, shipping_provider, shipping_provider_id }
    }
}

/// The package's id, once there is one: not before it is shipped where a seller ships in the United States or Britain,
/// nor where its label is bought; elsewhere from the payment on.
pub(super) fn package_id(order: &Order, standing: &Standing, settings: &Settings) -> Option<String> {
    let late = match settings.shipping_type {
        ShippingType::Seller => matches!(settings.region.as_str(), "US" | "GB"),
        ShippingType::TikTok => is_selling_market(settings),
    };
    let exists = match standing.stage {
        Stage::Unpaid | Stage::Cancelled => false,
        Stage::OnHold | Stage::AwaitingShipment => !late,
        _ => true,
    };
    exists.then(|| order.parcel.clone().unwrap_or_else(|| format!("1153{}", serial(order))))
}

/// The id of a further package, made by a further purchase.
pub(super) fn another_package_id(order: &Order, nth: u32) -> String {
    format!("1154{nth}{}", serial(order))
}

/// The orders that a package of that id would belong to: one, unless several share it.
pub(super) fn orders_of_package<'a>(shop: &'a Shop, package_id: &str) -> Vec<&'a Order> {
    let own = package_id.strip_prefix("1153").and_then(|serial| shop.orders.get(&format!("5766{serial}")));
    match own {
        Some(order) if order.parcel.is_none() => vec![order],
        _ => shop.orders.iter().filter(|order| order.parcel.as_deref() == Some(package_id)).collect(),
    }
}

/// An order's own digits, behind those with which all order ids begin.
pub(super) fn serial(order: &Order) -> &str {
    order.order_id.get(4..).unwrap_or_default()
}
