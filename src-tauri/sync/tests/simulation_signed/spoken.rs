//! What the simulation speaks with the shop: the signed Partner API.

use sandbox::Entry;
use serde_json::Value;

use crate::foreign::Cell;
pub(crate) use crate::sign_in_signed::{TROUBLE, approve, endpoints, its_shop};

/// Whether a write of one level says others again, as they were read a moment before: those of the same SKU.
pub(crate) const SAYS_OTHERS_AGAIN: bool = true;

const PRODUCT: &str = "/product/202309/products/";
const UPDATE: &str = "/inventory/update";

/// Rounds of buying while the seller edits, in a quick run: what the engine does is the same, and every request costs
/// more here.
pub(crate) const ROUNDS: u32 = 2_500;

/// The product whose levels a call writes; `None` of any other call.
pub(crate) fn writes_stock_of(call: &Entry) -> Option<String> {
    call.path.strip_prefix(PRODUCT)?.strip_suffix(UPDATE).map(ToOwned::to_owned)
}

/// The product that a call reads by itself; `None` of any other call.
pub(crate) fn reads_product(call: &Entry) -> Option<String> {
    call.path.strip_prefix(PRODUCT).filter(|id| !id.contains('/')).map(ToOwned::to_owned)
}

/// The levels that a write names.
pub(crate) fn levels_in(call: &Entry) -> Vec<(Cell, i64)> {
    let body: Value = serde_json::from_str(&call.body).unwrap();
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
