//! The way every API call takes, whichever contract it speaks: journal, faults, limits, and only then the work.

use std::sync::Arc;

use axum::{
    body::{Bytes, to_bytes},
    extract::Request,
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use jiff::Timestamp;

use super::{door::Door, orders, params::Params, wire::Cutter};
use crate::{
    answer::{Done, Refusal, code},
    faults::{FaultKind, PageMove, Plan, When},
    journal::{Entry, redacted},
    partner,
    settings::Settings,
    shop::{NewOrder, Shop},
    shopfront::{Shopfront, World},
};

const LARGEST_BODY: usize = 1024 * 1024;

/// One call, as it came in.
#[derive(Debug)]
pub(crate) struct Call {
    door: Door,
    pub(crate) path: String,
    query: String,
    pub(crate) params: Params,
    pub(crate) access_token: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) host: Option<String>,
    pub(crate) body: Bytes,
}

/// An answer, and what becomes of it on its way.
struct Sent {
    response: Response,
    cut: bool,
    lost: bool,
}

/// Answers one call. The work runs on its own, so that a caller who hangs up can't stop it halfway.
pub(crate) async fn serve(door: Door, front: Arc<Shopfront>, cutter: Cutter, request: Request) -> Response {
    let call = match read(door, request).await {
        Ok(call) => call,
        Err(refusal) => return door.envelope(&Err(refusal), 0),
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

async fn read(door: Door, request: Request) -> Result<Call, Refusal> {
    let (head, body) = request.into_parts();
    let header = |name: &str| head.headers.get(name).and_then(|text| text.to_str().ok()).map(ToOwned::to_owned);
    let path = head.uri.path().to_owned();
    let query = head.uri.query().unwrap_or_default().to_owned();
    let access_token = header("x-tts-access-token");
    let content_type = header("content-type");
    let host = header("host");
    let body = to_bytes(body, LARGEST_BODY).await;
    let body = body.map_err(|_| door.invalid("body", "must be at most 1 MiB and arrive whole"))?;
    Ok(Call { door, path, params: Params::of_query(&query), query, access_token, content_type, host, body })
}

async fn carry_out(front: &Shopfront, call: &Call) -> Sent {
    let (n, plan) = front.with(|world, now| note(world, call, now));
    front.pause(plan.wait_before).await;
    let replaced = |when| plan.instead.as_ref().filter(|instead| instead.0 == when).map(|instead| &instead.1);

    // What is due by now has happened before anybody looks: who asks for what changed until now must not miss it.
    if matches!(call.door, Door::Partner(_)) && front.live() > 0 {
        front.keep().await;
    }
    let instead = replaced(When::Before);
    buyers_come(front, &plan, When::Before);
    let (books, work) = front.with(|world, now| {
        let books = world.kept.shop.books.count();
        (books, instead.is_none().then(|| answer(&front.settings, world, call, &plan, now)))
    });
    buyers_come(front, &plan, When::After);
    let books = work.as_ref().is_some_and(Result::is_ok).then_some(books);
    let applied = work.as_ref().is_some_and(|work| work.as_ref().is_ok_and(|done| done.applied));
    if applied || call.door.is_token_call() {
        front.keep().await;
    }
    let (response, answer_code) = match (instead.or_else(|| replaced(When::After)), &work) {
        (None, Some(work)) => in_envelope(call.door, work, n),
        (Some(instead), _) => in_place(call.door, instead, n),
        (None, None) => (StatusCode::INTERNAL_SERVER_ERROR.into_response(), None),
    };
    let answer_code = answer_code.filter(|_| !plan.lose_answer);
    front.with(|world, _| world.journal.close(n, answer_code, applied, books));
    front.pause(plan.wait_after).await;
    Sent { response, cut: plan.cut, lost: plan.lose_answer }
}

/// Writes the call down and looks up what is to go wrong with it.
fn note(world: &mut World, call: &Call, now: Timestamp) -> (u64, Plan) {
    let plan = world.faults.plan(call.door, &call.path);
    let entry = Entry {
        n: 0,
        at: now,
        method: call.door.method().into(),
        path: call.path.clone(),
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
    if !call.door.is_token_call() {
        admit(settings, world, call.door, now)?;
    }
    let done = match call.door {
        Door::Contract(endpoint) => endpoint.answer(settings, world, call, plan, now),
        Door::Partner(route) => partner::answer(route, settings, world, call, plan, now),
    }?;
    if let Some(page_move) = plan.page_move {
        move_page(settings, world, call, page_move, now);
    }
    Ok(done)
}

fn admit(settings: &Settings, world: &mut World, door: Door, now: Timestamp) -> Result<(), Refusal> {
    let admitted = world.kept.limits.admit(now, settings.per_minute, settings.per_day);
    admitted.map_err(|full| {
        let message =
            format!("the app's calls for this {} are used up; try again in {} s", full.what, full.retry_after);
        door.limit(message, full.retry_after)
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
        PageMove::Leave => match first_open_on_page(settings, shop, call, now) {
            Some(order_id) => shop.cancel(&order_id, now),
            None => Ok(()),
        },
    };
    if let Err(denied) = moved {
        tracing::debug!(?denied, "the list could not be moved");
    }
}

fn first_open_on_page(settings: &Settings, shop: &Shop, call: &Call, now: Timestamp) -> Option<String> {
    match call.door {
        Door::Contract(_) => orders::first_open_on_page(settings, shop, call),
        Door::Partner(_) => partner::first_open_on_page(settings, shop, call, now),
    }
}

fn in_envelope(door: Door, outcome: &Result<Done, Refusal>, n: u64) -> (Response, Option<i64>) {
    let answer_code = outcome.as_ref().map_or_else(|refusal| refusal.code, |_| code::SUCCESS);
    (door.envelope(outcome, n), Some(answer_code))
}

/// What is answered in place of the call's own answer.
fn in_place(door: Door, fault: &FaultKind, n: u64) -> (Response, Option<i64>) {
    let refusal = match fault {
        FaultKind::Http { status } => {
            let status = StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status.into_response(), None);
        }
        FaultKind::Code { code, message } => {
            let message = message.as_deref().unwrap_or("the shop was told to answer this");
            Refusal { retry_after: (*code == door.limit_code()).then_some(1), ..Refusal::new(*code, message) }
        }
        FaultKind::Limit { retry_after } => door.limit("the limit is used up", retry_after.unwrap_or(1)),
        _ => return (Html("<!doctype html><title>Log in</title><p>Log in to use this network.").into_response(), None),
    };
    in_envelope(door, &Err(refusal), n)
}
