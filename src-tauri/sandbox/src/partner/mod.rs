//! The Partner API: the same shop, asked in the real service's own, signed language.
//!
//! Written from what is published about that service alone. Every endpoint is a [`Route`]; the gate lets a call in,
//! and its family's file answers it.

mod authorization;
mod buyer;
mod cancellations;
mod carriers;
pub(crate) mod code;
mod combining;
mod consent;
mod correction;
mod envelope;
mod gate;
mod inventory;
mod label_sale;
mod labels;
mod line_items;
mod measures;
mod money;
mod notice;
mod order_filter;
mod order_shape;
mod orders;
mod package;
mod packages;
mod page_token;
mod parcel;
mod product_shape;
mod products;
mod route;
mod seller_shipping;
mod signature;
mod splitting;
mod stage;
mod steering;
mod stock_update;
mod visit;
mod warehouses;

use axum::{
    http::{Method, StatusCode},
    response::Response,
};

pub(crate) use consent::{approved, decide as consent_decision, page as consent_page};
pub(crate) use envelope::envelope;
pub(crate) use gate::answer;
pub(crate) use label_sale::LabelSale;
pub(crate) use labels::label;
pub(crate) use notice::Notice;
pub(crate) use orders::{SEARCH as ORDER_SEARCH, first_open_on_page};
pub(crate) use route::Route;
pub(crate) use visit::invalid;

use crate::answer::Refusal;

const FAMILIES: [&[Route]; 14] = [
    authorization::ROUTES,
    orders::ROUTES,
    products::ROUTES,
    inventory::ROUTES,
    stock_update::ROUTES,
    warehouses::ROUTES,
    seller_shipping::ROUTES,
    correction::ROUTES,
    packages::ROUTES,
    labels::ROUTES,
    label_sale::ROUTES,
    cancellations::ROUTES,
    combining::ROUTES,
    splitting::ROUTES,
];

fn routes() -> impl Iterator<Item = &'static Route> {
    FAMILIES.into_iter().flatten()
}

/// The endpoint a call is for, or the answer to a call for none. Nothing when the path does not look like the Partner
/// API's at all: those have their version second.
pub(crate) fn find(method: &Method, path: &str) -> Option<Result<&'static Route, Response>> {
    if let Some(route) = routes().find(|route| route.is_at(path) && route.verb.is(method)) {
        return Some(Ok(route));
    }
    let version = path.split('/').nth(2)?;
    if version.len() != 6 || !version.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (status, code, message) = if routes().any(|route| route.is_at_another_version(path) && route.verb.is(method)) {
        (StatusCode::OK, code::BAD_VERSION, "there is no such version of this endpoint")
    } else if routes().any(|route| route.is_at(path)) {
        (StatusCode::METHOD_NOT_ALLOWED, code::BAD_METHOD, "not with this method")
    } else {
        (StatusCode::NOT_FOUND, code::BAD_PATH, "there is no such path")
    };
    let mut response = envelope(&Err(Refusal::new(code, message)), 0);
    *response.status_mut() = status;
    Some(Err(response))
}
