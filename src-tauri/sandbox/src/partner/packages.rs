//! Packages: what is in one, and shipping them where the service or a market's custom goes by packages.

use serde::{Deserialize, Serialize};

use super::{
    buyer::{RecipientAddress, address_of},
    carriers,
    package::{Package, Parcel, packages_of_id},
    parcel::{AskedParcel, check_waiting},
    route::{Route, Verb},
    seller_shipping::is_marking_market,
    splitting::too_many_together,
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    partner::code,
    settings::ShippingType,
    shop::Order,
};

const fn route(verb: Verb, pattern: &'static str, work: fn(&mut Visit<'_>) -> Result<Done, Refusal>) -> Route {
    Route { verb, pattern, scope: "seller.fulfillment.basic", wants_cipher: true, work }
}

pub(super) const ROUTES: &[Route] = &[
    route(Verb::Get, "/fulfillment/202309/packages/{package_id}", detail),
    route(Verb::Post, "/fulfillment/202309/packages/{package_id}/ship", ship),
    route(Verb::Post, "/fulfillment/202309/packages/ship", ship_several),
];

#[derive(Serialize)]
struct ShownPackage<'a> {
    package_id: &'a str,
    package_status: &'static str,
    create_time: i64,
    update_time: i64,
    shipping_type: &'static str,
    delivery_option_id: &'static str,
    delivery_option_name: &'static str,
    warehouse_id: &'a str,
    tracking_number: &'a str,
    shipping_provider_id: &'static str,
    shipping_provider_name: &'a str,
    order_line_item_ids: Vec<String>,
    recipient_address: RecipientAddress,
}

/// How a package is handed over. The practice shop's carriers come at any hour, so a pick-up's is not looked at.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    handover_method: Option<String>,
    self_shipment: Option<AskedParcel>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Several {
    packages: Vec<OneOfSeveral>,
}

#[derive(Deserialize)]
struct OneOfSeveral {
    id: String,
    #[serde(flatten)]
    asked: Asked,
}

#[derive(Serialize)]
struct Shipped {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Failure>,
}

/// Why a package among several was left as it is.
#[derive(Serialize)]
pub(super) struct Failure {
    code: i64,
    message: String,
    detail: Detail,
}

#[derive(Serialize)]
struct Detail {
    package_id: String,
}

impl Failure {
    pub(super) fn of(package_id: &str, code: i64, message: String) -> Self {
        Self { code, message, detail: Detail { package_id: package_id.to_owned() } }
    }
}

/// The package the call is for, if it is there by now; what the first order has in it where several share it.
pub(super) fn packed<'a>(visit: &'a Visit<'_>) -> Result<Package<'a>, Refusal> {
    let id = visit.id("package_id");
    let package = packages_of_id(visit.shop(), id, visit.now).into_iter().next().ok_or_else(|| unknown(id))?;
    package.id(visit.settings).ok_or_else(|| unknown(id))?;
    Ok(package)
}

fn detail(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let package = packed(visit)?;
    let Package { order, standing, .. } = package;
    let Parcel { tracking_number, shipping_provider, shipping_provider_id } = package.parcel();
    let (delivery_option_id, delivery_option_name) = carriers::DELIVERY_OPTION;
    Done::shown(&ShownPackage {
        package_id: visit.id("package_id"),
        package_status: standing.stage.of_a_package(),
        create_time: order.create_time.as_second(),
        update_time: standing.since.as_second(),
        shipping_type: visit.settings.shipping_type.name(),
        delivery_option_id,
        delivery_option_name,
        warehouse_id: order.warehouse_id(),
        tracking_number,
        shipping_provider_id,
        shipping_provider_name: shipping_provider,
        order_line_item_ids: packages_of_id(visit.shop(), visit.id("package_id"), visit.now)
            .iter()
            .flat_map(Package::line_item_ids)
            .collect(),
        recipient_address: address_of(order, &standing, visit),
    })
}

fn ship(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked: Asked = body(&visit.call.body)?;
    let id = visit.id("package_id").to_owned();
    ship_one(visit, &id, &asked)?;
    Done::written(&Shipped { errors: Vec::new() }, true)
}

/// Each package for itself: what keeps one from being shipped keeps no other.
fn ship_several(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let Several { packages } = body(&visit.call.body)?;
    if packages.is_empty() {
        return Err(invalid("packages", "is missing"));
    }
    let mut errors = Vec::new();
    for OneOfSeveral { id, asked } in &packages {
        if let Err(Refusal { code, message, .. }) = ship_one(visit, id, asked) {
            errors.push(Failure::of(id, code, message));
        }
    }
    let applied = errors.len() < packages.len();
    Done::written(&Shipped { errors }, applied)
}

fn ship_one(visit: &mut Visit<'_>, id: &str, asked: &Asked) -> Result<(), Refusal> {
    if asked.handover_method.as_deref().is_some_and(|method| !matches!(method, "PICKUP" | "DROP_OFF")) {
        return Err(invalid("handover_method", "must be PICKUP or DROP_OFF"));
    }
    let packages = packages_of_id(visit.shop(), id, visit.now);
    let first = packages.first().ok_or_else(|| unknown(id))?.order;
    for package in &packages {
        check_waiting(package.order, &package.standing)?;
        package.id(visit.settings).ok_or_else(|| unknown(id))?;
        check_size(package, visit)?;
    }
    let parcel = match visit.settings.shipping_type {
        ShippingType::TikTok => None,
        ShippingType::Seller => Some(own_parcel(visit, first, asked)?),
    };
    let first = first.order_id.clone();
    let contents: Vec<(String, bool)> =
        packages.iter().map(|package| (package.order.order_id.clone(), package.part.is_some())).collect();
    let shop = &mut visit.world.kept.shop;
    let (carrier, number) = match parcel {
        Some((carrier, number)) => (Some(carrier), number),
        None => (None, shop.label_number(&first)?),
    };
    for (order_id, in_part) in &contents {
        match in_part {
            true => shop.ship_part(order_id, id, carrier, &number, visit.now)?,
            false => shop.ship(order_id, carrier, &number, visit.now)?,
        }
    }
    Ok(())
}

fn check_size(package: &Package<'_>, visit: &Visit<'_>) -> Result<(), Refusal> {
    match too_many_together(package.order, visit) {
        Some(most) => {
            Err(Refusal::new(code::MUST_SPLIT, format!("package: holds {most} pieces at most; split the order")))
        }
        None => Ok(()),
    }
}

/// What a seller who ships has to bring along. In some markets sellers mark orders as shipped instead.
fn own_parcel(visit: &Visit<'_>, order: &Order, asked: &Asked) -> Result<(&'static str, String), Refusal> {
    if is_marking_market(visit.settings) {
        return Err(Refusal::new(code::NOT_THIS_WAY, "package: in this market orders are marked as shipped"));
    }
    let own = asked.self_shipment.as_ref().ok_or_else(|| invalid("self_shipment", "is missing"))?;
    let parcel = own.checked(visit, order)?;
    Ok((parcel.carrier.name, parcel.tracking_number))
}

fn unknown(id: &str) -> Refusal {
    invalid("package_id", format!("there is no package {id}"))
}
