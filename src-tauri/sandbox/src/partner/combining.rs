//! Orders of one buyer in one parcel, where the service ships: which could share one, and putting them together.
//!
//! A parcel's id is the one that the search gave out for the group; orders that arrive meanwhile belong to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    buyer::user_id,
    code,
    package::serial,
    packages::Failure,
    page_token,
    route::{Route, Verb},
    stage::{Stage, Standing},
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    settings::ShippingType,
    shop::Order,
};

const SEARCH: &str = "/fulfillment/202309/combinable_packages/search";
const LARGEST_PAGE: u32 = 50;
const SCOPE: &str = "seller.fulfillment.package.write";

pub(super) const ROUTES: &[Route] = &[
    Route { verb: Verb::Get, pattern: SEARCH, scope: SCOPE, wants_cipher: true, work: search },
    Route {
        verb: Verb::Post,
        pattern: "/fulfillment/202309/packages/combine",
        scope: SCOPE,
        wants_cipher: true,
        work: combine,
    },
];

/// Orders that could share a parcel, and the parcel's id.
#[derive(Clone, Serialize, Deserialize)]
struct Group {
    id: String,
    order_ids: Vec<String>,
}

#[derive(Serialize)]
struct Found {
    combinable_packages: Vec<Group>,
    next_page_token: String,
    total_count: usize,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    combinable_packages: Vec<Group>,
}

#[derive(Serialize)]
struct Combined {
    packages: Vec<Group>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Failure>,
}

fn search(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let params = &visit.call.params;
    let size = params.text("page_size").ok_or_else(|| invalid("page_size", "is missing"))?;
    let size = size.parse().ok().filter(|size| (1..=LARGEST_PAGE).contains(size));
    let size = size.ok_or_else(|| invalid("page_size", format!("must be 1 to {LARGEST_PAGE}")))? as usize;
    let secret = &visit.settings.app_secret;
    let mut groups = groups(visit);
    let total_count = groups.len();
    if let Some(token) = params.text("page_token") {
        let last = page_token::row(secret, SEARCH, token)?;
        groups.retain(|group| group.id > last);
    }
    let more = groups.len() > size;
    groups.truncate(size);
    let next_page_token = match groups.last() {
        Some(last) if more => page_token::after(secret, SEARCH, &last.id),
        _ => String::new(),
    };
    Done::shown(&Found { combinable_packages: groups, next_page_token, total_count })
}

/// Each group for itself: what keeps one apart keeps no other.
fn combine(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let Asked { combinable_packages } = body(&visit.call.body)?;
    if combinable_packages.is_empty() {
        return Err(invalid("combinable_packages", "is missing"));
    }
    let (mut packages, mut errors) = (Vec::new(), Vec::new());
    for asked in combinable_packages {
        if !may_share(visit, &asked) {
            let message = "packages: these orders can't be combined".to_owned();
            errors.push(Failure::of(&asked.id, code::NOT_COMBINABLE, message));
            continue;
        }
        for order_id in &asked.order_ids {
            visit.world.kept.shop.put_into_parcel(order_id, &asked.id)?;
        }
        packages.push(asked);
    }
    let applied = !packages.is_empty();
    Done::written(&Combined { packages, errors }, applied)
}

fn may_share(visit: &Visit<'_>, asked: &Group) -> bool {
    let several = asked.order_ids.len() > 1;
    let of_one = |group: &Group| {
        group.id == asked.id && asked.order_ids.iter().all(|order_id| group.order_ids.contains(order_id))
    };
    several && groups(visit).iter().any(of_one)
}

/// Orders of one buyer that wait in one warehouse, by the id that their parcel would have.
fn groups(visit: &Visit<'_>) -> Vec<Group> {
    if visit.settings.shipping_type == ShippingType::Seller {
        return Vec::new();
    }
    let mut together: BTreeMap<(String, &str), Vec<&Order>> = BTreeMap::new();
    for order in visit.shop().orders.iter() {
        let waits = Standing::of(order, visit.now).stage == Stage::AwaitingShipment;
        if waits && order.parcel.is_none() && order.parts.is_empty() && order.cancel_asked.is_none() {
            together.entry((user_id(order), order.warehouse_id())).or_default().push(order);
        }
    }
    let several = together.into_values().filter(|orders| orders.len() > 1);
    let mut groups: Vec<Group> = several.map(group).collect();
    groups.sort_by(|one, other| one.id.cmp(&other.id));
    groups
}

fn group(orders: Vec<&Order>) -> Group {
    let mut order_ids: Vec<String> = orders.iter().map(|order| order.order_id.clone()).collect();
    order_ids.sort();
    let first = orders.iter().map(|order| serial(order)).min().unwrap_or_default();
    Group { id: format!("1154{first}"), order_ids }
}
