//! One order in several packages, where it has its package before that is shipped: which orders can be split, and
//! splitting them.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{
    code,
    label_sale::is_selling_market,
    line_items::pieces_named,
    package::part_id,
    parcel::check_waiting,
    route::{Route, Verb},
    seller_shipping::is_marking_market,
    stage::Standing,
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    settings::{Settings, ShippingType},
    shop::{Order, Part},
};

const SCOPE: &str = "seller.fulfillment.package.write";
/// Most orders asked about at once.
const MOST_IDS: usize = 50;
/// The markets in which all pieces of a SKU stay together.
const WHOLE_SKUS: [&str; 7] = ["BR", "ID", "MY", "PH", "SG", "TH", "VN"];

pub(super) const ROUTES: &[Route] = &[
    Route {
        verb: Verb::Get,
        pattern: "/fulfillment/202309/orders/split_attributes",
        scope: SCOPE,
        wants_cipher: true,
        work: attributes,
    },
    Route {
        verb: Verb::Post,
        pattern: "/fulfillment/202309/orders/{order_id}/split",
        scope: SCOPE,
        wants_cipher: true,
        work: split,
    },
];

#[derive(Serialize)]
struct Told<'a> {
    split_attributes: Vec<Attributes<'a>>,
}

#[derive(Serialize)]
struct Attributes<'a> {
    order_id: &'a str,
    can_split: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    must_split: bool,
    must_split_reasons: Vec<Limitation>,
}

/// What keeps an order from leaving whole. The shop has no categories, and so no limitation of theirs.
#[derive(Serialize)]
struct Limitation {
    #[serde(rename = "type")]
    kind: &'static str,
    category_id: &'static str,
    max_count: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    splittable_groups: Vec<Group>,
}

/// Pieces that are to share a package, and the caller's own name for them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Group {
    id: String,
    order_line_item_ids: Vec<String>,
}

#[derive(Serialize)]
struct Split {
    packages: Vec<OfGroup>,
}

#[derive(Serialize)]
struct OfGroup {
    id: String,
    splittable_group_id: String,
}

fn attributes(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let ids = visit.call.params.text("order_ids").ok_or_else(|| invalid("order_ids", "is missing"))?;
    let mut seen = HashSet::new();
    let ids: Vec<&str> = ids.split(',').filter(|id| seen.insert(*id)).collect();
    if ids.len() > MOST_IDS {
        return Err(invalid("order_ids", format!("must be at most {MOST_IDS}")));
    }
    let told = |id| Ok(Attributes::of(visit.order(id)?, visit));
    Done::shown(&Told { split_attributes: ids.into_iter().map(told).collect::<Result<_, Refusal>>()? })
}

impl<'a> Attributes<'a> {
    fn of(order: &'a Order, visit: &Visit<'_>) -> Self {
        let reason = check_splittable(order, visit).err().map(|refusal| refusal.message);
        let limit = too_many_together(order, visit);
        Self {
            order_id: &order.order_id,
            can_split: reason.is_none(),
            reason,
            must_split: limit.is_some(),
            must_split_reasons: limit.map(Limitation::of_count).into_iter().collect(),
        }
    }
}

impl Limitation {
    fn of_count(most: usize) -> Self {
        Self { kind: "TOTAL_COUNT_LIMITATION", category_id: "", max_count: most.to_string() }
    }
}

fn split(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let Asked { splittable_groups } = body(&visit.call.body)?;
    let order = visit.order(visit.id("order_id"))?;
    check_splittable(order, visit)?;
    let parts = parts_asked(order, &splittable_groups)?;
    check_skus(order, &parts, visit.settings)?;
    check_counts(order, &parts, visit)?;
    let named = |(part, group): (&Part, Group)| OfGroup { id: part.id.clone(), splittable_group_id: group.id };
    let packages = parts.iter().zip(splittable_groups).map(named).collect();
    let order_id = order.order_id.clone();
    visit.world.kept.shop.part_off(&order_id, parts, visit.now)?;
    Done::written(&Split { packages }, true)
}

/// Whether the service would split it, and if not, why.
fn check_splittable(order: &Order, visit: &Visit<'_>) -> Result<(), Refusal> {
    if !ships_by_packages(visit.settings) {
        return Err(Refusal::new(code::NOT_THIS_WAY, "order: is not shipped by packages here"));
    }
    check_waiting(order, &Standing::of(order, visit.now))?;
    let (things, what) = match WHOLE_SKUS.contains(&visit.settings.region.as_str()) {
        true => (order.pieces().map(|(_, line)| &line.sku_id).collect::<HashSet<_>>().len(), "SKU"),
        false => (order.pieces().count(), "piece"),
    };
    let reason = match order {
        // Whether one can be split again is not known.
        _ if !order.parts.is_empty() => "has been split already".to_owned(),
        _ if order.parcel.is_some() => "shares its package with other orders".to_owned(),
        _ if things < 2 => format!("has one {what} only"),
        _ => return Ok(()),
    };
    Err(Refusal::new(code::NOT_SPLITTABLE, format!("order: {reason}")))
}

/// Where a package is there before it is shipped, and is what is shipped.
fn ships_by_packages(settings: &Settings) -> bool {
    match settings.shipping_type {
        ShippingType::TikTok => !is_selling_market(settings),
        ShippingType::Seller => !is_marking_market(settings),
    }
}

/// The groups as parts of the order: every piece in one of them.
fn parts_asked(order: &Order, groups: &[Group]) -> Result<Vec<Part>, Refusal> {
    let names: HashSet<&str> = groups.iter().map(|group| group.id.as_str()).collect();
    if groups.len() < 2 || names.len() < groups.len() {
        return Err(invalid("splittable_groups", "must be two or more, each with an id of its own"));
    }
    let mut seen = HashSet::new();
    let mut parts = Vec::new();
    for (nth, group) in groups.iter().enumerate() {
        let pieces = pieces_named(order, &group.order_line_item_ids)?;
        if pieces.is_empty() {
            return Err(invalid("order_line_item_ids", format!("group {} has none", group.id)));
        }
        if pieces.len() < group.order_line_item_ids.len() || !pieces.iter().all(|piece| seen.insert(*piece)) {
            return Err(invalid("order_line_item_ids", "one is named twice"));
        }
        parts.push(Part { id: part_id(order, nth + 1), pieces, sent: None });
    }
    if seen.len() < order.pieces().count() {
        return Err(invalid("order_line_item_ids", "some of the order is in no group"));
    }
    Ok(parts)
}

fn check_skus(order: &Order, parts: &[Part], settings: &Settings) -> Result<(), Refusal> {
    if !WHOLE_SKUS.contains(&settings.region.as_str()) {
        return Ok(());
    }
    let mut part_of: HashMap<&str, Option<usize>> = HashMap::new();
    for (piece, line) in order.pieces() {
        let part = parts.iter().position(|part| part.pieces.contains(&piece));
        if *part_of.entry(&line.sku_id).or_insert(part) != part {
            let message = "order_line_item_ids: in this market all pieces of a SKU stay together";
            return Err(Refusal::new(code::NOT_SPLITTABLE, message));
        }
    }
    Ok(())
}

fn check_counts(order: &Order, parts: &[Part], visit: &Visit<'_>) -> Result<(), Refusal> {
    let Some(most) = too_many_together(order, visit) else { return Ok(()) };
    if parts.iter().all(|part| part.pieces.len() <= most) {
        return Ok(());
    }
    Err(Refusal::new(code::NOT_SPLITTABLE, format!("splittable_groups: a package holds {most} pieces at most")))
}

/// How many pieces a package holds, where that is too few for an order that can be split between any of its own.
pub(super) fn too_many_together(order: &Order, visit: &Visit<'_>) -> Option<usize> {
    let most = visit.settings.most_in_package?;
    let by_pieces = !WHOLE_SKUS.contains(&visit.settings.region.as_str());
    (by_pieces && order.pieces().count() > most && check_splittable(order, visit).is_ok()).then_some(most)
}
