//! Labels that the service sells, in the markets where an order has no package before: what they cost, and buying one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    carriers, code,
    measures::{Dimension, Weight, kept_grams},
    money::{amount, currency},
    package::{Package, another_package_id, serial},
    parcel::{check_hour, check_waiting},
    route::{Route, Verb},
    stage::{Stage, Standing},
    visit::{Visit, body},
};
use crate::{
    answer::{Done, Refusal},
    settings::{Settings, ShippingType},
    shop::Order,
};

pub(super) const ROUTES: &[Route] = &[
    Route {
        verb: Verb::Post,
        pattern: "/fulfillment/202309/orders/{order_id}/shipping_services/query",
        scope: "seller.fulfillment.basic",
        wants_cipher: true,
        work: services,
    },
    Route {
        verb: Verb::Post,
        pattern: "/fulfillment/202512/packages",
        scope: "seller.fulfillment.basic",
        wants_cipher: true,
        work: buy,
    },
];

/// The markets in which an order that the service ships has no package before its label is bought.
const MARKETS: [&str; 2] = ["US", "JP"];
/// All of an order in one package: the one way of packing here.
const WHOLE: &str = "1";

/// How labels are sold from here on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LabelSale {
    /// Each costs so many hundredths more.
    pub(crate) dearer: u64,
    /// It costs so many hundredths more when it is bought than when its price was asked for.
    pub(crate) dearer_when_bought: u64,
    /// The service allots one service to each order and sells no other.
    pub(crate) forced: bool,
    /// A second purchase for an order makes a second package.
    pub(crate) twice: bool,
}

/// A way of sending that labels are sold for.
struct Kind {
    name: &'static str,
    carrier: &'static str,
    /// In hundredths, of what weighs nothing.
    base: u64,
    /// For each hundred grams begun.
    step: u64,
    days: (u32, u32),
}

const KINDS: [Kind; 3] = [
    Kind { name: "USPS Priority Mail", carrier: "USPS", base: 745, step: 15, days: (1, 3) },
    Kind { name: "USPS Ground Advantage", carrier: "USPS", base: 380, step: 8, days: (2, 5) },
    Kind { name: "UPS Ground", carrier: "UPS", base: 690, step: 11, days: (2, 5) },
];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Measured {
    weight: Option<Weight>,
    dimension: Option<Dimension>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    ship_type: String,
    order_id: String,
    shipping_service_id: Option<String>,
    #[serde(flatten)]
    measured: Measured,
}

#[derive(Serialize)]
struct Services<'a> {
    order_id: &'a str,
    shipping_services: Vec<Service>,
    weight: Option<&'a Weight>,
    dimension: Option<&'a Dimension>,
}

#[derive(Serialize)]
struct Service {
    id: String,
    name: &'static str,
    price: String,
    currency: &'static str,
    earliest_delivery_days: u32,
    latest_delivery_days: u32,
    is_default: bool,
    shipping_provider_id: &'static str,
    shipping_provider_name: &'static str,
}

#[derive(Serialize)]
struct Bought<'a> {
    package_id: String,
    create_time: i64,
    weight: Option<&'a Weight>,
    dimension: Option<&'a Dimension>,
    shipping_service_info: Service,
}

/// Whether labels of this shop's orders are bought, and make the package.
pub(super) fn is_selling_market(settings: &Settings) -> bool {
    settings.shipping_type == ShippingType::TikTok && MARKETS.contains(&settings.region.as_str())
}

fn services(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let measured: Measured = body(&visit.call.body)?;
    let order = order_on_sale(visit, visit.id("order_id"))?;
    check_unsold(order, visit, code::SHIPPED_BEFORE)?;
    let shipping_services = offered(order, &measured, visit, 0)?;
    let Measured { weight, dimension } = &measured;
    let order_id = &order.order_id;
    Done::shown(&Services { order_id, shipping_services, weight: weight.as_ref(), dimension: dimension.as_ref() })
}

fn buy(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked: Asked = body(&visit.call.body)?;
    if asked.ship_type != WHOLE {
        return Err(Refusal::new(code::BAD_PARAMETER, "ship_type: only whole orders are packed here"));
    }
    let order = order_on_sale(visit, &asked.order_id)?;
    let sale = &visit.world.label_sale;
    let again = Standing::of(order, visit.now).stage == Stage::AwaitingCollection;
    if !(again && sale.twice) {
        check_unsold(order, visit, code::LABEL_BOUGHT)?;
    }
    let mut services = offered(order, &asked.measured, visit, sale.dearer_when_bought)?;
    // Where the service chooses, what is asked for is not looked at.
    let wanted = asked.shipping_service_id.as_deref().filter(|_| !sale.forced);
    let chosen = services.iter().position(|service| wanted.map_or(service.is_default, |wanted| service.id == wanted));
    let Some(chosen) = chosen else {
        return Err(Refusal::new(code::NO_SUCH_SERVICE, "shipping_service_id: is not offered for this order"));
    };
    let shipping_service_info = services.swap_remove(chosen);
    let order_id = order.order_id.clone();
    let package_id = match again {
        true => another_package(visit, &order_id)?,
        false => pack(visit, &order_id, shipping_service_info.shipping_provider_name)?,
    };
    let Measured { weight, dimension } = &asked.measured;
    let create_time = visit.now.as_second();
    let (weight, dimension) = (weight.as_ref(), dimension.as_ref());
    Done::written(&Bought { package_id, create_time, weight, dimension, shipping_service_info }, true)
}

fn pack(visit: &mut Visit<'_>, order_id: &str, carrier: &str) -> Result<String, Refusal> {
    let shop = &mut visit.world.kept.shop;
    let number = shop.label_number(order_id)?;
    shop.ship(order_id, Some(carrier), &number, visit.now)?;
    let order = shop.order(order_id)?;
    let package_id = Package::of(order, None, visit.now).id(visit.settings);
    package_id.ok_or_else(|| Refusal::new(code::INTERNAL, "package: was not made"))
}

fn another_package(visit: &mut Visit<'_>, order_id: &str) -> Result<String, Refusal> {
    let more: &mut BTreeMap<String, u32> = &mut visit.world.more_packages;
    let nth = more.entry(order_id.to_owned()).or_default();
    *nth += 1;
    let nth = *nth;
    Ok(another_package_id(visit.shop().order(order_id)?, nth))
}

fn order_on_sale<'a>(visit: &'a Visit<'_>, order_id: &str) -> Result<&'a Order, Refusal> {
    let order = visit.order(order_id)?;
    if is_selling_market(visit.settings) {
        return Ok(order);
    }
    Err(Refusal::new(code::NOT_THIS_WAY, "order: no label is bought for it here"))
}

/// Whether it still waits; `sold` is what is said where it has been packed.
fn check_unsold(order: &Order, visit: &Visit<'_>, sold: i64) -> Result<(), Refusal> {
    check_waiting(order, &Standing::of(order, visit.now)).map_err(|refusal| match refusal.code {
        code::SHIPPED_ALREADY => Refusal { code: sold, ..refusal },
        _ => refusal,
    })?;
    check_hour(order, visit)
}

fn offered(order: &Order, measured: &Measured, visit: &Visit<'_>, on_top: u64) -> Result<Vec<Service>, Refusal> {
    let grams = kept_grams(measured.weight.as_ref(), measured.dimension.as_ref(), &visit.settings.region)?;
    let sale = &visit.world.label_sale;
    let currency = currency(&visit.settings.region);
    let kinds = KINDS.iter().enumerate().filter(|(nth, _)| !sale.forced || *nth == 1);
    let service = |(nth, kind): (usize, &Kind)| Service {
        // Of each order its own: nobody is to learn them by heart.
        id: format!("2882{nth}{}", serial(order)),
        name: kind.name,
        price: amount(kind.base + kind.step * grams.div_ceil(100) + sale.dearer + on_top, currency),
        currency,
        earliest_delivery_days: kind.days.0,
        latest_delivery_days: kind.days.1,
        is_default: nth == 1,
        shipping_provider_id: carriers::id_of(kind.carrier),
        shipping_provider_name: kind.carrier,
    };
    Ok(kinds.map(service).collect())
}
