//! The way every API call takes: journal, faults, limits, token, scope, and only then the work.

use std::sync::Arc;

use axum::{
    body::{Bytes, to_bytes},
    extract::{ConnectInfo, Request, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use jiff::Timestamp;

use super::{orders, params::Params, products, stocks, token, wire::Cutter};
use crate::{
    answer::{Done, Refusal, code, envelope},
    faults::{FaultKind, PageMove, Plan, When},
    grants::NotGood,
    journal::{Entry, redacted},
    settings::Settings,
    shop::NewOrder,
    shopfront::{Shopfront, World},
};

const LARGEST_BODY: usize = 1024 * 1024;

/// The six endpoints of the contract and its two token calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    OrdersSearch,
    OrderDetail,
    OrderUpdate,
    ProductsSearch,
    ProductDetails,
    ProductStocks,
    TokenGet,
    TokenRefresh,
}

/// One call, as it came in.
#[derive(Debug)]
pub(crate) struct Call {
    endpoint: Endpoint,
    query: String,
    pub(crate) params: Params,
    access_token: Option<String>,
    pub(crate) body: Bytes,
}

/// An answer, and what becomes of it on its way.
struct Sent {
    response: Response,
    cut: bool,
    lost: bool,
}

impl Endpoint {
    pub(crate) const ALL: [Self; 8] = [
        Self::OrdersSearch,
        Self::OrderDetail,
        Self::OrderUpdate,
        Self::ProductsSearch,
        Self::ProductDetails,
        Self::ProductStocks,
        Self::TokenGet,
        Self::TokenRefresh,
    ];

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::OrdersSearch => "/api/orders/search",
            Self::OrderDetail => "/api/orders/detail/query",
            Self::OrderUpdate => "/api/orders/update",
            Self::ProductsSearch => "/api/products/search",
            Self::ProductDetails => "/api/products/details",
            Self::ProductStocks => "/api/products/stocks",
            Self::TokenGet => "/api/v2/token/get",
            Self::TokenRefresh => "/api/v2/token/refresh",
        }
    }

    pub(crate) const fn is_write(self) -> bool {
        matches!(self, Self::OrderUpdate | Self::ProductStocks)
    }

    /// The scope the call needs; none for token calls, which need no token and count in no limit.
    const fn scope(self) -> Option<&'static str> {
        match self {
            Self::OrdersSearch | Self::OrderDetail => Some("seller.order.info"),
            Self::OrderUpdate => Some("seller.fulfillment.basic"),
            Self::ProductsSearch | Self::ProductDetails => Some("seller.product.basic"),
            Self::ProductStocks => Some("seller.product.write"),
            Self::TokenGet | Self::TokenRefresh => None,
        }
    }

    fn work(self, settings: &Settings, world: &mut World, call: &Call, now: Timestamp) -> Result<Done, Refusal> {
        match self {
            Self::OrdersSearch => orders::search(settings, world, call),
            Self::OrderDetail => orders::detail(settings, world, call),
            Self::OrderUpdate => orders::update(world, call, now),
            Self::ProductsSearch => products::search(settings, world, call),
            Self::ProductDetails => products::details(settings, world, call),
            Self::ProductStocks => stocks::update(world, call, now),
            Self::TokenGet => token::get(settings, world, call, now),
            Self::TokenRefresh => token::refresh(settings, world, call, now),
        }
    }
}

/// Answers one call. The work runs on its own, so that a caller who hangs up can't stop it halfway.
pub(crate) async fn serve(
    endpoint: Endpoint,
    State(front): State<Arc<Shopfront>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request,
) -> Response {
    let call = match read(endpoint, request).await {
        Ok(call) => call,
        Err(refusal) => return envelope(&Err(refusal), None),
    };
    let sent = tokio::spawn(async move { carry_out(&front, &call).await }).await;
    let Ok(sent) = sent else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if sent.lost {
        cutter.cut_now();
    } else if sent.cut {
        cutter.cut_in_body();
    }
    sent.response
}

async fn read(endpoint: Endpoint, request: Request) -> Result<Call, Refusal> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let header = request.headers().get("x-tts-access-token");
    let access_token = header.and_then(|token| token.to_str().ok()).map(ToOwned::to_owned);
    let body = to_bytes(request.into_body(), LARGEST_BODY).await;
    let body = body.map_err(|_| Refusal::invalid("body", "must be at most 1 MiB and arrive whole"))?;
    Ok(Call { endpoint, params: Params::of_query(&query), query, access_token, body })
}

async fn carry_out(front: &Shopfront, call: &Call) -> Sent {
    let (n, plan) = front.with(|world, now| note(world, call, now));
    front.pause(plan.wait_before).await;
    let replaced = |when| plan.instead.as_ref().filter(|instead| instead.0 == when).map(|instead| &instead.1);
    let request_id = call.endpoint.scope().is_none().then(|| format!("{n:016}"));

    let instead = replaced(When::Before);
    buyers_come(front, &plan, When::Before);
    let (books, work) = front.with(|world, now| {
        let books = world.kept.shop.books.count();
        (books, instead.is_none().then(|| answer(&front.settings, world, call, &plan, now)))
    });
    buyers_come(front, &plan, When::After);
    let books = work.as_ref().is_some_and(Result::is_ok).then_some(books);
    let applied = work.as_ref().is_some_and(|work| work.as_ref().is_ok_and(|done| done.applied));
    if applied || call.endpoint.scope().is_none() {
        front.keep().await;
    }
    let (response, answer_code) = match (instead.or_else(|| replaced(When::After)), &work) {
        (None, Some(work)) => in_envelope(work, request_id.as_deref()),
        (Some(instead), _) => in_place(instead, request_id.as_deref()),
        (None, None) => (StatusCode::INTERNAL_SERVER_ERROR.into_response(), None),
    };
    let answer_code = answer_code.filter(|_| !plan.lose_answer);
    front.with(|world, _| world.journal.close(n, answer_code, applied, books));
    front.pause(plan.wait_after).await;
    Sent { response, cut: plan.cut, lost: plan.lose_answer }
}

/// Writes the call down and looks up what is to go wrong with it.
fn note(world: &mut World, call: &Call, now: Timestamp) -> (u64, Plan) {
    let plan = world.faults.plan(call.endpoint.path(), call.endpoint.scope().is_none());
    let entry = Entry {
        n: 0,
        at: now,
        method: if call.endpoint.is_write() { "POST" } else { "GET" }.into(),
        path: call.endpoint.path().into(),
        query: redacted(&call.query),
        body: String::from_utf8_lossy(&call.body).into_owned(),
        answer_code: None,
        applied: false,
        books: None,
        faults: plan.names.iter().map(ToString::to_string).collect(),
    };
    (world.journal.open(entry), plan)
}

fn answer(settings: &Settings, world: &mut World, call: &Call, plan: &Plan, now: Timestamp) -> Result<Done, Refusal> {
    if let Some(scope) = call.endpoint.scope() {
        admit(settings, world, now)?;
        check_token(world, call, plan, now)?;
        if !world.kept.grants.has_scope(scope) {
            return Err(Refusal::new(code::PERMISSION_DENIED, format!("the scope {scope} has not been granted")));
        }
    }
    let done = call.endpoint.work(settings, world, call, now)?;
    if let Some(page_move) = plan.page_move {
        move_page(settings, world, call, page_move, now);
    }
    Ok(done)
}

fn admit(settings: &Settings, world: &mut World, now: Timestamp) -> Result<(), Refusal> {
    let admitted = world.kept.limits.admit(now, settings.per_minute, settings.per_day);
    admitted.map_err(|full| {
        let message =
            format!("the app's calls for this {} are used up; try again in {} s", full.what, full.retry_after);
        Refusal::limit(message, full.retry_after)
    })
}

fn check_token(world: &mut World, call: &Call, plan: &Plan, now: Timestamp) -> Result<(), Refusal> {
    let invalid = |reason: &str| Refusal::new(code::INVALID_TOKEN, format!("x-tts-access-token: {reason}"));
    let token = call.access_token.as_deref().ok_or_else(|| invalid("the header is missing"))?;
    let grants = &mut world.kept.grants;
    if plan.expire_token {
        grants.expire(token, now);
    }
    grants.check(token, now).map_err(|not_good| match not_good {
        NotGood::Expired => Refusal::new(code::TOKEN_EXPIRED, "x-tts-access-token: expired; refresh it"),
        _ => invalid("unknown, replaced or revoked"),
    })
}

/// Buyers whom a fault brings on this side of the call.
fn buyers_come(front: &Shopfront, plan: &Plan, when: When) {
    for (_, item) in plan.bought.iter().filter(|(side, _)| *side == when) {
        let order = NewOrder { items: vec![item.clone()], ..NewOrder::default() };
        if let Err(denied) = front.with(|world, now| world.kept.shop.arrive(order, now)) {
            tracing::debug!(?denied, "nothing was bought");
        }
    }
}

/// Moves the list of orders under the feet of whoever pages through it.
fn move_page(settings: &Settings, world: &mut World, call: &Call, how: PageMove, now: Timestamp) {
    let shop = &mut world.kept.shop;
    let moved = match how {
        PageMove::Arrive => shop.arrive(NewOrder::default(), now).map(drop),
        PageMove::Leave => match orders::first_open_on_page(settings, shop, call) {
            Some(order_id) => shop.cancel(&order_id, now),
            None => Ok(()),
        },
    };
    if let Err(denied) = moved {
        tracing::debug!(?denied, "the list could not be moved");
    }
}

fn in_envelope(outcome: &Result<Done, Refusal>, request_id: Option<&str>) -> (Response, Option<i64>) {
    let answer_code = outcome.as_ref().map_or_else(|refusal| refusal.code, |_| code::SUCCESS);
    (envelope(outcome, request_id), Some(answer_code))
}

/// What is answered in place of the call's own answer.
fn in_place(fault: &FaultKind, request_id: Option<&str>) -> (Response, Option<i64>) {
    let refusal = match fault {
        FaultKind::Http { status } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status.into_response(), None);
        }
        FaultKind::Code { code, message } => {
            let message = message.as_deref().unwrap_or("the shop was told to answer this");
            Refusal { retry_after: (*code == code::LIMIT_EXCEEDED).then_some(1), ..Refusal::new(*code, message) }
        }
        FaultKind::Limit { retry_after } => Refusal::limit("the limit is used up", retry_after.unwrap_or(1)),
        _ => return (Html("<!doctype html><title>Log in</title><p>Log in to use this network.").into_response(), None),
    };
    in_envelope(&Err(refusal), request_id)
}
