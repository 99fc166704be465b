//! The search for orders.

use jiff::Timestamp;

use super::{
    route::{Route, Verb},
    visit::Visit,
};
use crate::{
    answer::{Done, Refusal},
    http::Call,
    settings::Settings,
    shop::Shop,
};

pub(crate) const SEARCH: &str = "/order/202309/orders/search";

pub(super) const ROUTES: &[Route] =
    &[Route { verb: Verb::Post, pattern: SEARCH, scope: "seller.order.info", wants_cipher: true, work: search }];

fn search(_visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    Done::shown(&serde_json::json!({"orders": [], "next_page_token": "", "total_count": 0}))
}

pub(crate) fn first_open_on_page(_: &Settings, _: &Shop, _: &Call, _: Timestamp) -> Option<String> {
    None
}
