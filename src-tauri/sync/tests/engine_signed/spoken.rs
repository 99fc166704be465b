//! What these tests speak with the shop: the signed Partner API.

use sandbox::{Sandbox, Settings};
use tiktok_shop::{Endpoints, Secret, Tokens};

pub(crate) const SEARCH: &str = "/order/202309/orders/search";
pub(crate) const DETAIL: &str = "/order/202507/orders";
pub(crate) const UPDATE: &str = "/fulfillment/202309/orders/{order_id}/packages";
pub(crate) const PRODUCTS: &str = "/product/202502/products/search";
pub(crate) const PRODUCT: &str = "/product/202309/products/{product_id}";
pub(crate) const STOCKS: &str = "/product/202309/products/{product_id}/inventory/update";

pub(crate) fn endpoints(base_url: &str) -> Endpoints {
    Endpoints::partner_below(base_url, &Settings::default().service_id).unwrap()
}

/// The link that comes back from the consent page.
pub(crate) fn approve(shop: &Sandbox) -> String {
    shop.approve_service(Some("state")).unwrap()
}

/// Tokens that name the shop, where the contract has that.
pub(crate) fn of_its_shop(tokens: Tokens) -> Tokens {
    Tokens { cipher: Some(Secret::new(Settings::default().shop_cipher)), ..tokens }
}

/// Whether a call of that path went to an endpoint.
pub(crate) fn is_at(path: &str, endpoint: &str) -> bool {
    let (mut path, mut endpoint) = (path.split('/'), endpoint.split('/'));
    loop {
        match (path.next(), endpoint.next()) {
            (None, None) => return true,
            (Some(part), Some(wanted)) if part == wanted || wanted.starts_with('{') => {}
            _ => return false,
        }
    }
}

/// The absolute levels that a call sent.
pub(crate) fn levels_in(call: &sandbox::Entry) -> Vec<i64> {
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    let skus = body["skus"].as_array().unwrap().iter();
    let levels = skus.flat_map(|sku| sku["inventory"].as_array().unwrap());
    levels.map(|level| level["quantity"].as_i64().unwrap()).collect()
}
