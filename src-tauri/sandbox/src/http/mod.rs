//! The shop's doors: the API, the consent page, and the controls for tests.

mod consent;
mod control;
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
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{MethodFilter, get, on},
};

pub(crate) use consent::approved;
pub(crate) use control::{Control, Hold, Sale};
pub(crate) use wire::{Cutter, Wires};

use crate::{
    answer::{Refusal, code, envelope},
    shopfront::Shopfront,
};
use gate::Endpoint;

/// All doors of one shop.
pub(crate) fn doors(front: Arc<Shopfront>) -> Router {
    let mut doors = Router::new()
        .route("/oauth/authorize", get(consent::page).post(consent::decide))
        .nest("/control", control::doors());
    for endpoint in Endpoint::ALL {
        let filter = if endpoint.is_write() { MethodFilter::POST } else { MethodFilter::GET };
        doors = doors.route(
            endpoint.path(),
            on(filter, move |front, cutter, request| gate::serve(endpoint, front, cutter, request)),
        );
    }
    doors
        .fallback(async || no_such(StatusCode::NOT_FOUND, "there is no such path"))
        .method_not_allowed_fallback(async || no_such(StatusCode::METHOD_NOT_ALLOWED, "not with this method"))
        .with_state(front)
}

fn no_such(status: StatusCode, message: &str) -> Response {
    let mut response = envelope(&Err(Refusal::new(code::GENERAL, message)), None).into_response();
    *response.status_mut() = status;
    response
}
