//! The shop's doors: the API, the consent page, and the controls for tests.

mod body;
mod consent;
mod control;
mod course;
mod door;
mod gate;
mod orders;
mod params;
mod products;
mod stocks;
mod token;
mod wire;

use std::sync::Arc;

use axum::{
    Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::map_response_with_state,
    response::Response,
    routing::{MethodFilter, get, on},
};
use jiff::fmt::rfc2822::DateTimePrinter;

pub(crate) use consent::{approved, question, refused};
pub(crate) use control::{Control, CreatorsHold, Hold, Sale};
pub(crate) use course::{Call, serve};
pub(crate) use door::Door;
pub(crate) use wire::{Cutter, Wires};

use crate::{
    answer::{Refusal, code, envelope},
    partner,
    shopfront::Shopfront,
};
use gate::Endpoint;

/// All doors of one shop.
pub(crate) fn doors(front: Arc<Shopfront>) -> Router {
    let mut doors = Router::new()
        .route("/oauth/authorize", get(consent::page).post(consent::decide))
        .route("/open/authorize", get(partner::consent_page).post(partner::consent_decision))
        .route("/practice/label", get(partner::label))
        .nest("/control", control::doors());
    for endpoint in Endpoint::ALL {
        let filter = if endpoint.is_write() { MethodFilter::POST } else { MethodFilter::GET };
        let come = async move |State(front): State<Arc<Shopfront>>, ConnectInfo(cutter), request: Request| {
            serve(Door::Contract(endpoint), front, cutter, request).await
        };
        doors = doors.route(endpoint.path(), on(filter, come));
    }
    doors
        .method_not_allowed_fallback(async || no_such(StatusCode::METHOD_NOT_ALLOWED, "not with this method"))
        .fallback(elsewhere)
        .layer(map_response_with_state(Arc::clone(&front), dated))
        .with_state(front)
}

/// A path that is none of the contract's: the Partner API's, or nobody's.
async fn elsewhere(
    State(front): State<Arc<Shopfront>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request,
) -> Response {
    let found = partner::find(request.method(), request.uri().path());
    match found {
        Some(Ok(route)) => serve(Door::Partner(route), front, cutter, request).await,
        Some(Err(refused)) => refused,
        None => no_such(StatusCode::NOT_FOUND, "there is no such path"),
    }
}

/// Tells the shop's own time, by which clients measure how far their clocks are off.
async fn dated(State(front): State<Arc<Shopfront>>, mut response: Response) -> Response {
    let now = DateTimePrinter::new().timestamp_to_rfc9110_string(&(front.settings.now)());
    if let Some(date) = now.ok().and_then(|now| HeaderValue::from_str(&now).ok()) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

fn no_such(status: StatusCode, message: &str) -> Response {
    let mut response = envelope(&Err(Refusal::new(code::GENERAL, message)), None);
    *response.status_mut() = status;
    response
}
