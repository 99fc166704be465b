//! What the simulation speaks with the shop: the signed Partner API.

use std::ops::Range;

use sandbox::Entry;
use serde_json::Value;

use crate::sign_in_signed;
pub(crate) use crate::sign_in_signed::{approve, endpoints, its_shop};

/// Product, SKU, warehouse.
pub(crate) type Cell = (String, String, String);

/// Whether a write of one level says others again, as they were read a moment before: those of the same SKU.
pub(crate) const SAYS_OTHERS_AGAIN: bool = true;

const PRODUCT: &str = "/product/202309/products/";

/// Rounds of buying while the seller edits, in a quick run: what the engine does is the same, and every request costs
/// more here.
pub(crate) const ROUNDS: u32 = 2_500;

/// Plays in a quick run, by their seeds: others than over the plain contract.
pub(crate) const PLAYS: Range<u64> = 15..21;
/// Shipments of the largest bulk.
pub(crate) const BULK: usize = 1_000;
/// The shop has trouble of its own.
pub(crate) const TROUBLE: i64 = sign_in_signed::TROUBLE;
/// Lists that are read once before anything is shipped: the carriers.
pub(crate) const LISTS: u64 = 1;
/// The shop doesn't like what was sent.
pub(crate) const INVALID: i64 = 98_001_004;
/// The shop doesn't allow it.
pub(crate) const FORBIDDEN: i64 = 105_005;
/// Where a call ships an order.
pub(crate) const SHIP: &str = "/fulfillment/202309/orders/{order_id}/packages";
/// Where a call writes levels.
pub(crate) const STOCK: &str = "/product/202309/products/{product_id}/inventory/update";

/// Order and tracking number of a call that ships one; `None` of any other call.
pub(crate) fn shipment_in(call: &Entry) -> Option<(String, String)> {
    Some((id_in(call, SHIP)?, body(call)["tracking_number"].as_str().unwrap().to_owned()))
}

/// Where an order stands, but for what time alone brings.
pub(crate) fn standing(status: &str) -> &str {
    match status {
        "AWAITING_COLLECTION" | "IN_TRANSIT" => "SHIPPED",
        "COMPLETED" => "DELIVERED",
        other => other,
    }
}

/// A call without times and what is made of them, so that it is the same in every play of one seed.
pub(crate) fn without_times(call: &Entry) -> String {
    let tells = |pair: &&str| !["timestamp=", "sign=", "page_token="].iter().any(|name| pair.starts_with(name));
    let query: Vec<&str> = call.query.split('&').filter(tells).collect();
    let mut body = serde_json::from_str(&call.body).unwrap_or(Value::Null);
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|name, _| !name.contains("time"));
    }
    format!("{} {body}", query.join("&"))
}

/// The product whose levels a call writes; `None` of any other call.
pub(crate) fn writes_stock_of(call: &Entry) -> Option<String> {
    id_in(call, STOCK)
}

/// The product that a call reads by itself; `None` of any other call.
pub(crate) fn reads_product(call: &Entry) -> Option<String> {
    call.path.strip_prefix(PRODUCT).filter(|id| !id.contains('/')).map(ToOwned::to_owned)
}

/// The levels that a write names.
pub(crate) fn levels_in(call: &Entry) -> Vec<(Cell, i64)> {
    let body = body(call);
    let product = writes_stock_of(call).unwrap();
    let of_sku = |sku: &Value| {
        let ids = (product.clone(), sku["id"].as_str().unwrap().to_owned());
        let level = move |level: &Value| {
            let warehouse = level["warehouse_id"].as_str().unwrap().to_owned();
            ((ids.0.clone(), ids.1.clone(), warehouse), level["quantity"].as_i64().unwrap())
        };
        sku["inventory"].as_array().unwrap().iter().map(level).collect::<Vec<_>>()
    };
    body["skus"].as_array().unwrap().iter().flat_map(of_sku).collect()
}

/// The one id in a call's path; `None` of a call that goes elsewhere.
fn id_in(call: &Entry, pattern: &str) -> Option<String> {
    let (before, after) = (pattern.split_once('{').unwrap().0, pattern.split_once('}').unwrap().1);
    call.path.strip_prefix(before)?.strip_suffix(after).map(ToOwned::to_owned)
}

fn body(call: &Entry) -> Value {
    serde_json::from_str(&call.body).unwrap()
}
