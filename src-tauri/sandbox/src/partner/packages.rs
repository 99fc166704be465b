//! Packages: what is in one, and shipping them where the service or a market's custom goes by packages.

use serde::{Deserialize, Serialize};

use super::{
    buyer::{RecipientAddress, address_of},
    carriers,
    line_items::line_item_ids,
    package::{Parcel, orders_of_package, package_id},
    parcel::{AskedParcel, check_waiting},
    route::{Route, Verb},
    seller_shipping::is_marking_market,
    stage::Standing,
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
struct Package<'a> {
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

/// The order whose package the call is for, if there is one by now; the first where several share it.
pub(super) fn packed<'a>(visit: &'a Visit<'_>) -> Result<(&'a Order, Standing), Refusal> {
    let id = visit.id("package_id");
    let order = orders_of_package(visit.shop(), id).into_iter().next().ok_or_else(|| unknown(id))?;
    let standing = Standing::of(order, visit.now);
    package_id(order, &standing, visit.settings).ok_or_else(|| unknown(id))?;
    Ok((order, standing))
}

fn detail(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let (order, standing) = packed(visit)?;
    let Parcel { tracking_number, shipping_provider, shipping_provider_id } = Parcel::of(order, &standing);
    let (delivery_option_id, delivery_option_name) = carriers::DELIVERY_OPTION;
    Done::shown(&Package {
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
        order_line_item_ids: orders_of_package(visit.shop(), visit.id("package_id"))
            .into_iter()
            .flat_map(line_item_ids)
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
    let orders = orders_of_package(visit.shop(), id);
    let first = *orders.first().ok_or_else(|| unknown(id))?;
    for order in &orders {
        let standing = Standing::of(order, visit.now);
        check_waiting(order, &standing)?;
        package_id(order, &standing, visit.settings).ok_or_else(|| unknown(id))?;
    }
    let parcel = match visit.settings.shipping_type {
        ShippingType::TikTok => None,
        ShippingType::Seller => Some(own_parcel(visit, first, asked)?),
    };
    let order_ids: Vec<String> = orders.iter().map(|order| order.order_id.clone()).collect();
    let shop = &mut visit.world.kept.shop;
    let (carrier, number) = match parcel {
        Some((carrier, number)) => (Some(carrier), number),
        None => (None, shop.label_number(&order_ids[0])?),
    };
    for order_id in &order_ids {
        shop.ship(order_id, carrier, &number, visit.now)?;
    }
    Ok(())
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
