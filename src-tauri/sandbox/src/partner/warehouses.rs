//! Where the shop keeps its goods, and how they can be sent from there.

use serde::Serialize;

use super::{
    carriers::{CARRIERS, DELIVERY_OPTION},
    route::{Route, Verb},
    visit::{Visit, invalid},
};
use crate::answer::{Done, Refusal};

const fn route(pattern: &'static str, work: fn(&mut Visit<'_>) -> Result<Done, Refusal>) -> Route {
    Route { verb: Verb::Get, pattern, scope: "seller.logistics", wants_cipher: true, work }
}

pub(super) const ROUTES: &[Route] = &[
    route("/logistics/202309/warehouses", warehouses),
    route("/logistics/202309/warehouses/{warehouse_id}/delivery_options", delivery_options),
    route("/logistics/202309/delivery_options/{delivery_option_id}/shipping_providers", shipping_providers),
];

/// Takes what buyers send back; no SKU is kept there.
const RETURNS: &str = "wh_returns";

#[derive(Serialize)]
struct Warehouses {
    warehouses: Vec<Warehouse>,
}

#[derive(Serialize)]
struct Warehouse {
    id: String,
    entity_id: String,
    name: String,
    effect_status: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    sub_type: &'static str,
    is_default: bool,
    address: Address,
}

#[derive(Serialize)]
struct Address {
    region: String,
    region_code: String,
    city: String,
    /// Spelled as the service spells it.
    distict: String,
    full_address: String,
}

#[derive(Serialize)]
struct DeliveryOptions {
    delivery_options: [Named; 1],
}

#[derive(Serialize)]
struct ShippingProviders {
    shipping_providers: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    id: &'static str,
    name: &'static str,
}

fn warehouses(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let region = &visit.settings.region;
    let ids = visit.shop().warehouse_ids();
    let off = &visit.world.switched_off;
    let kept = |(n, id): (usize, &String)| {
        let effect_status = if off.contains(id) { "DISABLED" } else { "ENABLED" };
        Warehouse { effect_status, ..Warehouse::of(id, readable(id), "SALES_WAREHOUSE", n == 0, region) }
    };
    let mut warehouses: Vec<_> = ids.iter().enumerate().map(kept).collect();
    // Named like the first one, since names need not be unique.
    let name = ids.first().map_or_else(|| "Returns".into(), |id| readable(id));
    warehouses.push(Warehouse::of(RETURNS, name, "RETURN_WAREHOUSE", false, region));
    Done::shown(&Warehouses { warehouses })
}

impl Warehouse {
    fn of(id: &str, name: String, kind: &'static str, is_default: bool, region: &str) -> Self {
        let address = Address {
            region: region.into(),
            region_code: region.into(),
            city: name.clone(),
            distict: String::new(),
            full_address: format!("1 Dock Street, {name}, {region}"),
        };
        let (id, entity_id) = (id.to_owned(), format!("entity_{id}"));
        let (effect_status, sub_type) = ("ENABLED", "DOMESTIC_WAREHOUSE");
        Self { id, entity_id, name, effect_status, kind, sub_type, is_default, address }
    }
}

/// `wh_new_york` as people call it.
fn readable(id: &str) -> String {
    let Some(place) = id.strip_prefix("wh_") else { return "Main warehouse".into() };
    let capital = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        first.to_uppercase() + rest
    };
    place.split('_').map(capital).collect::<Vec<_>>().join(" ")
}

fn delivery_options(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let id = visit.id("warehouse_id");
    if !visit.shop().warehouse_ids().iter().any(|known| known == id) {
        return Err(invalid("warehouse_id", format!("no goods are sent from a warehouse {id}")));
    }
    let (id, name) = DELIVERY_OPTION;
    Done::shown(&DeliveryOptions { delivery_options: [Named { id, name }] })
}

fn shipping_providers(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let id = visit.id("delivery_option_id");
    if id != DELIVERY_OPTION.0 {
        return Err(invalid("delivery_option_id", format!("there is no option {id}")));
    }
    let offered = CARRIERS.iter().filter(|carrier| carrier.offered);
    let shipping_providers = offered.map(|carrier| Named { id: carrier.id, name: carrier.name }).collect();
    Done::shown(&ShippingProviders { shipping_providers })
}
