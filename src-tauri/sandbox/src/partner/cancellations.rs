//! Buyers who ask to cancel, and what the seller answers.

use serde::{Deserialize, Serialize};

use super::{
    code,
    package::serial,
    page_token,
    route::{Route, Verb},
    visit::{Visit, body, invalid},
};
use crate::{
    answer::{Done, Refusal},
    moment::shifted,
    shop::{CancelRequest, Order, RequestStanding},
};

const SEARCH: &str = "/return_refund/202602/cancellations/search";
const SCOPE: &str = "seller.return_refund.basic";
/// Most requests on a page.
const MOST: u32 = 50;
/// Seconds that a seller has to answer.
const TO_ANSWER: i64 = 48 * 60 * 60;
/// Why the buyer asks: name and text.
const REASON: (&str, &str) = ("ecom_order_to_ship_canceled_reason_created_by_mistakes", "Order created by mistake");
/// For what a seller may say no: names and texts.
const REJECT_REASONS: [(&str, &str); 2] = [
    ("seller_reject_apply_product_has_been_packed", "Product has been packed"),
    (
        "seller_reject_apply_you_have_reached_an_agreement_with_the_buyer",
        "You have reached an agreement with the buyer",
    ),
];

const fn route(verb: Verb, pattern: &'static str, work: fn(&mut Visit<'_>) -> Result<Done, Refusal>) -> Route {
    Route { verb, pattern, scope: SCOPE, wants_cipher: true, work }
}

pub(super) const ROUTES: &[Route] = &[
    route(Verb::Post, SEARCH, search),
    route(Verb::Get, "/return_refund/202309/reject_reasons", reject_reasons),
    route(Verb::Post, "/return_refund/202309/cancellations/{cancel_id}/approve", approve),
    route(Verb::Post, "/return_refund/202309/cancellations/{cancel_id}/reject", reject),
];

/// What is searched for; what is not said narrows nothing.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Filter {
    cancel_ids: Option<Vec<String>>,
    order_ids: Option<Vec<String>>,
    cancel_types: Option<Vec<String>>,
    cancel_status: Option<Vec<String>>,
}

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
    cancel_type: &'static str,
    cancel_status: &'static str,
    role: &'static str,
    cancel_reason: &'static str,
    cancel_reason_text: &'static str,
    create_time: i64,
    update_time: i64,
    seller_next_action_response: Vec<NextAction>,
}

#[derive(Serialize)]
struct NextAction {
    action: &'static str,
    deadline: i64,
}

#[derive(Serialize)]
struct Reasons {
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    name: &'static str,
    text: &'static str,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Rejection {
    reject_reason: String,
}

#[derive(Serialize)]
struct Nothing {}

impl<'a> Cancellation<'a> {
    fn of(order: &'a Order, request: CancelRequest) -> Self {
        let deadline = shifted(request.asked, TO_ANSWER).as_second();
        let open = request.standing == RequestStanding::Open;
        Self {
            cancel_id: cancel_id(&order.order_id, request.number),
            order_id: &order.order_id,
            cancel_type: "BUYER_CANCEL",
            cancel_status: status(request.standing),
            role: "BUYER",
            cancel_reason: REASON.0,
            cancel_reason_text: REASON.1,
            create_time: request.asked.as_second(),
            update_time: request.moved.as_second(),
            seller_next_action_response: Vec::from_iter(
                open.then_some(NextAction { action: "SELLER_RESPOND_CANCEL", deadline }),
            ),
        }
    }

    /// Its place in the list, which begins with the oldest.
    fn place(&self) -> (i64, &str) {
        (self.create_time, &self.cancel_id)
    }
}

impl Filter {
    fn passes(&self, request: &Cancellation<'_>) -> bool {
        let among =
            |wanted: &Option<Vec<String>>, it: &str| wanted.as_ref().is_none_or(|all| all.iter().any(|one| one == it));
        among(&self.cancel_ids, &request.cancel_id)
            && among(&self.order_ids, request.order_id)
            && among(&self.cancel_types, request.cancel_type)
            && among(&self.cancel_status, request.cancel_status)
    }
}

/// The service's id of a request.
pub(super) fn cancel_id(order_id: &str, number: usize) -> String {
    format!("4035{}{number:02}", order_id.get(4..).unwrap_or_default())
}

/// The service's word for how far a request is.
pub(super) const fn status(standing: RequestStanding) -> &'static str {
    match standing {
        RequestStanding::Open => "CANCELLATION_REQUEST_PENDING",
        RequestStanding::Agreed => "CANCELLATION_REQUEST_COMPLETE",
        RequestStanding::Declined => "CANCELLATION_REQUEST_CANCELLED",
    }
}

fn search(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let size = visit.call.params.count("page_size", 10, MOST)? as usize;
    let filter: Filter = body(&visit.call.body)?;
    let requests = |order| Order::requests(order).map(move |request| Cancellation::of(order, request));
    let mut all: Vec<Cancellation<'_>> = visit.shop().orders.iter().flat_map(requests).collect();
    all.retain(|request| filter.passes(request));
    all.sort_by(|a, b| a.place().cmp(&b.place()));
    let total_count = all.len();
    let secret = &visit.settings.app_secret;
    if let Some(token) = visit.call.params.text("page_token") {
        let row = page_token::row(secret, SEARCH, token)?;
        let (time, id) = row.split_once('|').unwrap_or_default();
        all.retain(|request| request.place() > (time.parse().unwrap_or_default(), id));
    }
    let more = all.len() > size;
    all.truncate(size);
    let next_page_token = match all.last() {
        Some(last) if more => page_token::after(secret, SEARCH, &format!("{}|{}", last.create_time, last.cancel_id)),
        _ => String::new(),
    };
    Done::shown(&Found { cancellations: all, next_page_token, total_count })
}

fn reject_reasons(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let id = visit.call.params.text("return_or_cancel_id").unwrap_or_default();
    request(visit, id)?;
    let reasons = REJECT_REASONS.into_iter().map(|(name, text)| Reason { name, text }).collect();
    Done::shown(&Reasons { reasons })
}

fn approve(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let order_id = asked_for(visit, code::CANNOT_APPROVE)?;
    visit.world.kept.shop.cancel(&order_id, visit.now)?;
    Done::written(&Nothing {}, true)
}

fn reject(visit: &mut Visit<'_>) -> Result<Done, Refusal> {
    let asked: Rejection = body(&visit.call.body)?;
    let order_id = asked_for(visit, code::CANNOT_REJECT)?;
    if REJECT_REASONS.iter().all(|(name, _)| *name != asked.reject_reason) {
        return Err(Refusal::new(code::UNKNOWN_REASON, "reject_reason: is none of those for this request"));
    }
    visit.world.kept.shop.decline_to_cancel(&order_id, visit.now)?;
    Done::written(&Nothing {}, true)
}

/// The order that an open request is about; one that is over can't be answered.
fn asked_for(visit: &Visit<'_>, over: i64) -> Result<String, Refusal> {
    let (order_id, request) = request(visit, visit.id("cancel_id"))?;
    if request.standing != RequestStanding::Open {
        return Err(Refusal::new(over, "cancel_id: the request is over"));
    }
    Ok(order_id)
}

fn request(visit: &Visit<'_>, id: &str) -> Result<(String, CancelRequest), Refusal> {
    let known = visit
        .shop()
        .orders
        .iter()
        .find(|order| id.strip_prefix("4035").is_some_and(|of| of.starts_with(serial(order))));
    let found = known.and_then(|order| {
        let request = order.requests().find(|request| cancel_id(&order.order_id, request.number) == id)?;
        Some((order.order_id.clone(), request))
    });
    found.ok_or_else(|| invalid("cancel_id", format!("there is no request {id}")))
}
