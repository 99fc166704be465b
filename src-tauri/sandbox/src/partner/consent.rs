//! The page on which a seller lets the app in: the app names itself by its service, and where the seller returns to
//! was settled when the app was registered.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use url::form_urlencoded;

use crate::{
    grants::Page,
    http::{question, refused},
    settings::Settings,
    shop::Denied,
    shopfront::Shopfront,
};

const UNKNOWN: &str = "No service with this service_id is known here. Check the service id.";

/// What the app asks for. There is no state when the seller begins in the service's own app store.
#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    service_id: String,
    state: Option<String>,
}

/// What the seller's click sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    service_id: String,
    state: Option<String>,
    decision: String,
}

/// `GET /open/authorize`.
pub(crate) async fn page(State(front): State<Arc<Shopfront>>, Query(asked): Query<Asked>) -> Response {
    let settings = &front.settings;
    if asked.service_id != settings.service_id {
        return refused(UNKNOWN);
    }
    let mut hidden = vec![("service_id", asked.service_id.as_str())];
    hidden.extend(asked.state.as_deref().map(|state| ("state", state)));
    question("/open/authorize", &asked.service_id, &settings.redirect_url, &hidden)
}

/// `POST /open/authorize`: the click on Approve or Refuse.
pub(crate) async fn decide(State(front): State<Arc<Shopfront>>, Form(decided): Form<Decided>) -> Response {
    let Decided { service_id, state, decision } = decided;
    if service_id != front.settings.service_id {
        return refused(UNKNOWN);
    }
    let refusal = [("code", "null"), ("error", "auth_denied")];
    let to = match decision.as_str() {
        "approve" => {
            let to = approved(&front, &service_id, state.as_deref());
            front.keep().await;
            to.unwrap_or_else(|_| returning(&front.settings, &[("code", "null"), ("error", "server_error")], None))
        }
        _ => returning(&front.settings, &refusal, state.as_deref()),
    };
    Redirect::to(&to).into_response()
}

/// Gives consent: the address that brings the app its code.
pub(crate) fn approved(front: &Shopfront, service_id: &str, state: Option<&str>) -> Result<String, Denied> {
    if service_id != front.settings.service_id {
        return Err(Denied(format!("service_id: there is no service {service_id}")));
    }
    let code = front.with(|world, now| world.kept.grants.consent(Page::Partner, now, front.settings.code_life));
    let code = code.map_err(|_| Denied("code: the computer gives no randomness to make one from".into()))?;
    Ok(returning(&front.settings, &[("app_key", &front.settings.app_key), ("code", &code)], state))
}

fn returning(settings: &Settings, answer: &[(&str, &str)], state: Option<&str>) -> String {
    let to = &settings.redirect_url;
    let joint = if to.contains('?') { '&' } else { '?' };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(answer).extend_pairs(state.map(|state| ("state", state)));
    format!("{to}{joint}{}", query.finish())
}
