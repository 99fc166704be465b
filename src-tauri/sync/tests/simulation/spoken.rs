//! What the simulation speaks with the shop: the documented contract.

use std::ops::Range;

use sandbox::{Entry, Sandbox};
use serde_json::Value;
use tiktok_shop::{
    Endpoints,
    oauth::{REDIRECT_URI, ShopAccess},
};

/// Product, SKU, warehouse.
pub(crate) type Cell = (String, String, String);

/// Whether a write of one level says others again, as they were read a moment before.
pub(crate) const SAYS_OTHERS_AGAIN: bool = false;

/// Rounds of buying while the seller edits, in a quick run.
pub(crate) const ROUNDS: u32 = 10_000;
/// Plays in a quick run, by their seeds. The signed contract has the ones behind them.
pub(crate) const PLAYS: Range<u64> = 1..15;
/// Shipments of the largest bulk.
pub(crate) const BULK: usize = 5_000;
/// Lists that are read once before anything is shipped.
pub(crate) const LISTS: u64 = 0;
/// The shop has trouble of its own.
pub(crate) const TROUBLE: i64 = 1000;
/// The shop doesn't like what was sent.
pub(crate) const INVALID: i64 = 1001;
/// The shop doesn't allow it.
pub(crate) const FORBIDDEN: i64 = 1006;
/// Where a call ships an order.
pub(crate) const SHIP: &str = "/api/orders/update";
/// Where a call writes levels.
pub(crate) const STOCK: &str = "/api/products/stocks";

pub(crate) fn endpoints(base_url: &str) -> Endpoints {
    Endpoints::below(base_url).unwrap()
}

/// The link that comes back from the consent page.
pub(crate) fn approve(shop: &Sandbox) -> String {
    shop.approve(REDIRECT_URI, "practice-key", "state")
}

/// How requests name the shop, where the contract has that.
pub(crate) fn its_shop() -> Option<ShopAccess> {
    None
}

/// The product whose levels a call writes; `None` of any other call.
pub(crate) fn writes_stock_of(call: &Entry) -> Option<String> {
    (call.path == STOCK).then(|| body(call)["product_id"].as_str().unwrap().to_owned())
}

/// The product that a call reads by itself; `None` of any other call.
pub(crate) fn reads_product(call: &Entry) -> Option<String> {
    let product = || call.query.split('&').find_map(|pair| pair.strip_prefix("product_id=")).unwrap().to_owned();
    (call.path == "/api/products/details").then(product)
}

/// Order and tracking number of a call that ships one; `None` of any other call.
pub(crate) fn shipment_in(call: &Entry) -> Option<(String, String)> {
    let text = |field: &str| body(call)[field].as_str().unwrap().to_owned();
    (call.path == SHIP).then(|| (text("order_id"), text("tracking_number")))
}

/// Where an order stands, but for what time alone brings.
pub(crate) fn standing(status: &str) -> &str {
    status
}

/// A call without times, so that it is the same in every play of one seed.
pub(crate) fn without_times(call: &Entry) -> String {
    let query: Vec<&str> = call.query.split('&').filter(|pair| !pair.contains("time")).collect();
    format!("{} {}", query.join("&"), call.body)
}

/// The levels that a write names.
pub(crate) fn levels_in(call: &Entry) -> Vec<(Cell, i64)> {
    let (body, product) = (body(call), writes_stock_of(call).unwrap());
    let of_sku = |sku: &Value| {
        let ids = (product.clone(), sku["id"].as_str().unwrap().to_owned());
        let level = move |info: &Value| {
            let warehouse = info["warehouse_id"].as_str().unwrap().to_owned();
            ((ids.0.clone(), ids.1.clone(), warehouse), info["available_stock"].as_i64().unwrap())
        };
        sku["stock_infos"].as_array().unwrap().iter().map(level).collect::<Vec<_>>()
    };
    body["skus"].as_array().unwrap().iter().flat_map(of_sku).collect()
}

fn body(call: &Entry) -> Value {
    serde_json::from_str(&call.body).unwrap()
}
