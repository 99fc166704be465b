//! What these tests speak with the shop: the documented contract.

use sandbox::Sandbox;
use tiktok_shop::{Endpoints, Tokens, oauth::REDIRECT_URI};

use crate::seller::credentials;

pub(crate) const SEARCH: &str = "/api/orders/search";
pub(crate) const DETAIL: &str = "/api/orders/detail/query";
pub(crate) const UPDATE: &str = "/api/orders/update";
pub(crate) const PRODUCTS: &str = "/api/products/search";
pub(crate) const PRODUCT: &str = "/api/products/details";
pub(crate) const STOCKS: &str = "/api/products/stocks";

pub(crate) fn endpoints(base_url: &str) -> Endpoints {
    Endpoints::below(base_url).unwrap()
}

/// The link that comes back from the consent page.
pub(crate) fn approve(shop: &Sandbox) -> String {
    shop.approve(REDIRECT_URI, &credentials().key, "state")
}

/// Tokens that name the shop, where the contract has that.
pub(crate) fn of_its_shop(tokens: Tokens) -> Tokens {
    tokens
}

/// Whether a call of that path went to an endpoint.
pub(crate) fn is_at(path: &str, endpoint: &str) -> bool {
    path == endpoint
}

/// The absolute levels that a call sent.
pub(crate) fn levels_in(call: &sandbox::Entry) -> Vec<i64> {
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    let skus = body["skus"].as_array().unwrap().iter();
    let infos = skus.flat_map(|sku| sku["stock_infos"].as_array().unwrap());
    infos.map(|info| info["available_stock"].as_i64().unwrap()).collect()
}
