//! What these tests speak with the shop: the signed Partner API.

use domain::OrderStatus;
use sandbox::Entry;
use store::State;

pub(crate) use crate::sign_in_signed::{TROUBLE, approve, endpoints, its_shop};

pub(crate) const SEARCH: &str = "/order/202309/orders/search";
pub(crate) const DETAIL: &str = "/order/202507/orders";
pub(crate) const UPDATE: &str = "/fulfillment/202309/orders/{order_id}/packages";
pub(crate) const PRODUCTS: &str = "/product/202502/products/search";
pub(crate) const PRODUCT: &str = "/product/202309/products/{product_id}";
pub(crate) const STOCKS: &str = "/product/202309/products/{product_id}/inventory/update";

/// Where an order stands that was shipped just now.
pub(crate) const SHIPPED: OrderStatus = OrderStatus::AwaitingCollection;
/// What becomes of a shipment of an order on hold: the shop tells when the buyer's hour ends.
pub(crate) const HELD: State = State::Queued;
/// Whether lists of orders can be asked for what changed.
pub(crate) const TELLS_CHANGES: bool = true;
/// An access token has ended.
pub(crate) const EXPIRED: i64 = 105_002;
/// The field that holds an order's lines.
pub(crate) const LINES: &str = "line_items";

/// Whether a reading of orders by their ids is of one alone.
pub(crate) fn asks_for_one(call: &Entry) -> bool {
    ids_in(call).len() == 1
}

/// The orders that a reading by their ids asks for.
pub(crate) fn ids_in(call: &Entry) -> Vec<&str> {
    let ids = call.query.split('&').find_map(|pair| pair.strip_prefix("ids=")).unwrap();
    ids.split("%2C").collect()
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

/// Whether a call asks for a list's first page.
pub(crate) fn is_first_page(call: &Entry) -> bool {
    page_token(call).is_none()
}

/// Which pages of one list were asked for, from 1: a token is known by when it first came.
pub(crate) fn pages(calls: &[Entry]) -> Vec<u32> {
    let mut known = vec![None];
    let mut number = |call: &Entry| {
        let token = page_token(call);
        if !known.contains(&token) {
            known.push(token.clone());
        }
        u32::try_from(known.iter().position(|it| *it == token).unwrap()).unwrap() + 1
    };
    calls.iter().map(&mut number).collect()
}

fn page_token(call: &Entry) -> Option<String> {
    call.query.split('&').find_map(|pair| pair.strip_prefix("page_token=")).map(ToOwned::to_owned)
}

/// Order and tracking number of a call that shipped one.
pub(crate) fn shipment_in(call: &Entry) -> (String, String) {
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    assert!(body["shipping_provider_id"].is_string() && body.as_object().unwrap().len() == 2);
    let order = call.path.split('/').nth(4).unwrap().to_owned();
    (order, body["tracking_number"].as_str().unwrap().to_owned())
}

/// The absolute levels that a call sent for those that were edited. Each SKU's other warehouses are named behind them,
/// as the contract wants it.
pub(crate) fn levels_in(call: &Entry) -> Vec<i64> {
    let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
    let skus = body["skus"].as_array().unwrap().iter();
    skus.map(|sku| sku["inventory"][0]["quantity"].as_i64().unwrap()).collect()
}
