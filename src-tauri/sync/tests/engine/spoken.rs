//! What these tests speak with the shop: the documented contract.

use domain::OrderStatus;
use sandbox::{Entry, Sandbox};
use store::State;
use tiktok_shop::{
    Endpoints,
    oauth::{REDIRECT_URI, ShopAccess},
};

use crate::seller::credentials;

pub(crate) const SEARCH: &str = "/api/orders/search";
pub(crate) const DETAIL: &str = "/api/orders/detail/query";
pub(crate) const UPDATE: &str = "/api/orders/update";
pub(crate) const PRODUCTS: &str = "/api/products/search";
pub(crate) const PRODUCT: &str = "/api/products/details";
pub(crate) const STOCKS: &str = "/api/products/stocks";

/// Where an order stands that was shipped just now.
pub(crate) const SHIPPED: OrderStatus = OrderStatus::Shipped;
/// What becomes of a shipment of an order on hold: nobody knows until when.
pub(crate) const HELD: State = State::Refused;
/// Whether lists of orders can be asked for what changed.
pub(crate) const TELLS_CHANGES: bool = false;
/// An access token has ended.
pub(crate) const EXPIRED: i64 = 1004;
/// The shop has trouble of its own.
pub(crate) const TROUBLE: i64 = 1000;
/// The field that holds an order's lines.
pub(crate) const LINES: &str = "items";

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

/// Whether a reading of orders by their ids is of one alone.
pub(crate) fn asks_for_one(_: &Entry) -> bool {
    true
}

/// Whether a call of that path went to an endpoint.
pub(crate) fn is_at(path: &str, endpoint: &str) -> bool {
    path == endpoint
}

/// Whether a call asks for a list's first page.
pub(crate) fn is_first_page(call: &Entry) -> bool {
    page_number(call) == 1
}

/// Which pages of one list were asked for, from 1.
pub(crate) fn pages(calls: &[Entry]) -> Vec<u32> {
    calls.iter().map(page_number).collect()
}

fn page_number(call: &Entry) -> u32 {
    call.query.split('&').find_map(|pair| pair.strip_prefix("page_number=")).unwrap().parse().unwrap()
}

/// Order and tracking number of a call that shipped one.
pub(crate) fn shipment_in(call: &Entry) -> (String, String) {
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    let text = |field: &str| body[field].as_str().unwrap().to_owned();
    assert_eq!((text("status").as_str(), body.as_object().unwrap().len()), ("SHIPPED", 3));
    (text("order_id"), text("tracking_number"))
}

/// The absolute levels that a call sent.
pub(crate) fn levels_in(call: &Entry) -> Vec<i64> {
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    let skus = body["skus"].as_array().unwrap().iter();
    let infos = skus.flat_map(|sku| sku["stock_infos"].as_array().unwrap());
    infos.map(|info| info["available_stock"].as_i64().unwrap()).collect()
}
