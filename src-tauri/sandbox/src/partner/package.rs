//! The packages an order is sent in: who brings them, and their ids, out of which their order is found again.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    carriers,
    label_sale::is_selling_market,
    line_items::line_item_id,
    stage::{Stage, Standing},
};
use crate::{
    settings::{Settings, ShippingType},
    shop::{Order, Part, Shop},
};

/// One package of an order, whether or not it is there by now.
#[derive(Clone, Copy)]
pub(super) struct Package<'a> {
    pub(super) order: &'a Order,
    /// The part of the order that is in it; what is in none, where there is none.
    pub(super) part: Option<&'a Part>,
    pub(super) standing: Standing,
}

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

impl<'a> Package<'a> {
    pub(super) fn of(order: &'a Order, part: Option<&'a Part>, now: Timestamp) -> Self {
        Self { order, part, standing: Standing::of_package(order, part, now) }
    }

    /// All packages of an order; the last is what is in no part, unless that is nothing.
    pub(super) fn all_of(order: &'a Order, now: Timestamp) -> Vec<Self> {
        let parts = order.parts.iter().map(Some);
        let rest = (!order.rest().is_empty()).then_some(None);
        parts.chain(rest).map(|part| Self::of(order, part, now)).collect()
    }

    /// Its id, once it is there: not before it is shipped where a seller ships in the United States or Britain, nor
    /// where its label is bought; elsewhere from the payment on.
    pub(super) fn id(&self, settings: &Settings) -> Option<String> {
        let late = match settings.shipping_type {
            ShippingType::Seller => matches!(settings.region.as_str(), "US" | "GB"),
            ShippingType::TikTok => is_selling_market(settings),
        };
        let exists = match self.standing.stage {
            Stage::Unpaid | Stage::Cancelled => false,
            Stage::OnHold | Stage::AwaitingShipment => !late,
            _ => true,
        };
        let own = || self.order.parcel.clone().unwrap_or_else(|| format!("1153{}", serial(self.order)));
        exists.then(|| self.part.map_or_else(own, |part| part.id.clone()))
    }

    pub(super) fn parcel(&self) -> Parcel<'a> {
        if self.standing.shipped.is_none() {
            return Parcel::NONE;
        }
        let sent = self.part.and_then(|part| part.sent.as_ref());
        let (tracking_number, shipping_provider) = match sent {
            Some(sent) => (&sent.tracking_number, &sent.carrier),
            None => (&self.order.tracking_number, &self.order.shipping_provider),
        };
        Parcel { tracking_number, shipping_provider, shipping_provider_id: carriers::id_of(shipping_provider) }
    }

    /// Whether its tracking number is another than it left with.
    pub(super) fn is_corrected(&self) -> bool {
        let sent = self.part.and_then(|part| part.sent.as_ref());
        sent.map_or(self.order.tracking_corrected, |sent| sent.corrected)
    }

    /// The ids of its pieces.
    pub(super) fn line_item_ids(&self) -> Vec<String> {
        let pieces = self.part.map_or_else(|| self.order.rest(), |part| part.pieces.clone());
        pieces.into_iter().map(|piece| line_item_id(self.order, piece)).collect()
    }
}

impl<'a> Parcel<'a> {
    const NONE: Parcel<'static> = Parcel { tracking_number: "", shipping_provider: "", shipping_provider_id: "" };

    /// Who brings an order: told only while all of it that has left goes under one number.
    pub(super) fn of_order(order: &'a Order, now: Timestamp) -> Self {
        let packages = Package::all_of(order, now).into_iter();
        let mut sent = packages.filter(|package| package.standing.shipped.is_some()).map(|package| package.parcel());
        match sent.next() {
            Some(first) if sent.all(|other| other.tracking_number == first.tracking_number) => first,
            _ => Self::NONE,
        }
    }
}

/// The id of a further package, made by a further purchase.
pub(super) fn another_package_id(order: &Order, nth: u32) -> String {
    format!("1154{nth}{}", serial(order))
}

/// The id of an order's next part.
pub(super) fn part_id(order: &Order, nth: usize) -> String {
    format!("1155{nth}{}", serial(order))
}

/// What of which orders is in the package of that id: all or a part of one, unless several share it.
pub(super) fn packages_of_id<'a>(shop: &'a Shop, package_id: &str, now: Timestamp) -> Vec<Package<'a>> {
    let own = package_id.strip_prefix("1153").and_then(|serial| shop.orders.get(&format!("5766{serial}")));
    match own {
        Some(order) if order.parcel.is_none() && !order.rest().is_empty() => vec![Package::of(order, None, now)],
        _ => shop.orders.iter().filter_map(|order| sharing(order, package_id, now)).collect(),
    }
}

/// What of an order is in the package of that id, where it is not the order's own.
fn sharing<'a>(order: &'a Order, package_id: &str, now: Timestamp) -> Option<Package<'a>> {
    let part = order.parts.iter().find(|part| part.id == package_id);
    let shares = part.is_some() || order.parcel.as_deref() == Some(package_id);
    shares.then(|| Package::of(order, part, now))
}

/// An order's own digits, behind those with which all order ids begin.
pub(super) fn serial(order: &Order) -> &str {
    order.order_id.get(4..).unwrap_or_default()
}
