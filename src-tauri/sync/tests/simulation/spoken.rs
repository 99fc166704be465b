//! What the simulation speaks with the shop: the documented contract.

use sandbox::{Entry, Sandbox};
use serde_json::Value;
use tiktok_shop::{
    Endpoints,
    oauth::{REDIRECT_URI, ShopAccess},
};

use crate::{desk::credentials, foreign::Cell};

/// Whether a write of one level says others again, as they were read a moment before.
pub(crate) const SAYS_OTHERS_AGAIN: bool = false;

/// Rounds of buying while the seller edits, in a quick run.
pub(crate) const ROUNDS: u32 = 10_000;
/// The shop has trouble of its own.
pub(crate) const TROUBLE: i64 = 1000;

pub(crate) fn endpoints(base_url: &str) -> Endpoints {
    Endpoints::below(base_url).unwrap()
}

/// The link that comes back from the consent page.
pub(crate) fn approve(shop: &Sandbox) -> String {
    shop.approve(REDIRECT_URI, &credentials().key, "state")
}

/// How requests name the shop, where the contract has that.
pub(crate) fn its_shop() -> Option<ShopAccess> {
    None
}

/// The product whose levels a call writes; `None` of any other call.
pub(crate) fn writes_stock_of(call: &Entry) -> Option<String> {
    (call.path == "/api/products/stocks").then(|| body(call)["product_id"].as_str().unwrap().to_owned())
}

/// The product that a call reads by itself; `None` of any other call.
pub(crate) fn reads_product(call: &Entry) -> Option<String> {
    let product = || call.query.split('&').find_map(|pair| pair.strip_prefix("product_id=")).unwrap().to_owned();
    (call.path == "/api/products/details").then(product)
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
