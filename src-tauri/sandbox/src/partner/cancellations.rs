//! Buyers who ask to cancel, and what the seller answers.

use std::cmp::Reverse;

use serde::Serialize;

use super::{
    package::serial,
    page_token,
    route::{Route, Verb},
    visit::{Visit, invalid},
};
use crate::{
    answer::{Done, Refusal},
    shop::Order,
};

const SEARCH: &str = "/return_refund/202602/cancellations/search";

const fn route(pattern: &'static str, scope: &'static str, work: fn(&mut Visit<'_>) -> Result<Done, Refusal>) -> Route {
    Route { verb: Verb::Post, pattern, scope, wants_cipher: true, work }
}

pub(super) const ROUTES: &[Route] = &[
    route(SEARCH, "seller.order.info", search),
    route("/return_refund/202309/cancellations/{cancel_id}/approve", "seller.fulfillment.basic", approve),
    route("/return_refund/202309/cancellations/{cancel_id}/reject", "seller.fulfillment.basic", reject),
];

#[derive(Serialize)]
struct Found<'a> {
    cancellations: Vec<Cancellation<'a>>,
    next_page_token: String,
    total_count: usize,
}

#[derive(Serialize)]
struct Cancellation<'a> {
    cancel_id: String,
    order_id: &'a str,
    create_time: i64,
}

#[derive(Serialize)]
struct Nothing {}

/// What buyers ask for and nobody has answered, the newest order first.
fn search(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let size = visit.call.params.count("page_size", 20, visit.settings.max_page_size)? as usize;
    let secret = &visit.settings.app_secret;
    let open: Vec<&Order> = visit.shop().orders.iter().filter(|order| order.cancel_asked.is_some()).collect();
    let begin = match visit.call.params.text("page_token") {
        None => 0,
        Some(token) => {
            let row = page_token::row(secret, SEARCH, token)?;
            let (time, id) = row.split_once('|').unwrap_or_default();
            let last = (Reverse(time.parse().unwrap_or_default()), id);
            open.partition_point(|order| (Reverse(order.create_time.as_second()), order.order_id.as_str()) <= last)
        }
    };
    let shown = &open[begin..open.len().min(begin + size)];
    let next_page_token = match shown.last() {
        Some(last) if begin + shown.len() < open.len() => {
            page_token::after(secret, SEARCH, &format!("{}|{}", last.create_time.as_second(), last.order_id))
        }
        _ => String::new(),
    };
    let cancellations = shown.iter().filter_map(|order| Cancellation::of(order)).collect();
    Done::shown(&Found { cancellations, next_page_token, total_count: open.len() })
}

impl<'a> Cancellation<'a> {
    fn of(order: &'a Order) -> Option<Self> {
        let create_time = order.cancel_asked?.as_second();
        Some(Self { cancel_id: format!("4035{}", serial(order)), order_id: &order.order_id, create_time })
    }
}

fn approve(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let order_id = asked_for(visit)?;
    visit.world.kept.shop.cancel(&order_id, visit.now)?;
    Done::written(&Nothing {}, true)
}

fn reject(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let order_id = asked_for(visit)?;
    visit.world.kept.shop.decline_to_cancel(&order_id)?;
    Done::written(&Nothing {}, true)
}

/// The order that an open request is about.
fn asked_for(visit: &Visit<'_>) -> Result<String, Refusal> {
    let id = visit.id("cancel_id");
    let order = id.strip_prefix("4035").and_then(|serial| visit.shop().orders.get(&format!("5766{serial}")));
    let asked = order.filter(|order| order.cancel_asked.is_some());
    let order = asked.ok_or_else(|| invalid("cancel_id", format!("nobody waits for an answer to {id}")))?;
    Ok(order.order_id.clone())
}
