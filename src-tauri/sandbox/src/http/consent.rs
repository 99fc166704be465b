//! The page on which a seller approves or refuses the app.

use std::sync::Arc;

use axum::{
    Form,
    extract::{Query, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use url::{Url, form_urlencoded};

use crate::{grants::Page, shopfront::Shopfront};

const STYLE: &str = include_str!("consent.css");

/// What the app asks for. The contract requires all four.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    client_id: String,
    redirect_uri: String,
    state: String,
    response_type: String,
}

/// What the seller's click sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    client_id: String,
    redirect_uri: String,
    state: String,
    decision: String,
}

impl Asked {
    /// What the click sends back.
    fn hidden(&self) -> [(&str, &str); 3] {
        [("client_id", &self.client_id), ("redirect_uri", &self.redirect_uri), ("state", &self.state)]
    }

    /// Why there is nothing to decide, if so. The seller is not sent anywhere then: a redirect the
    /// app did not properly ask for is not to be trusted.
    fn problem(&self, app_key: &str) -> Option<&'static str> {
        if self.client_id != app_key {
            return Some("No app with this client_id is known here. Check the app key.");
        }
        if self.response_type != "code" {
            return Some("The app must ask with response_type=code.");
        }
        if self.state.is_empty() {
            return Some("The app must send a state, so that it can recognise the answer as its own.");
        }
        let address = Url::parse(&self.redirect_uri).ok();
        let fits =
            address.is_some_and(|url| !matches!(url.scheme(), "javascript" | "data") && url.fragment().is_none());
        (!fits).then_some("The app must name the address to return to in redirect_uri.")
    }
}

/// `GET /oauth/authorize`.
pub(crate) async fn page(State(front): State<Arc<Shopfront>>, Query(asked): Query<Asked>) -> Response {
    match asked.problem(&front.settings.app_key) {
        Some(problem) => refused(problem),
        None => question("/oauth/authorize", &asked.client_id, &asked.redirect_uri, &asked.hidden()),
    }
}

/// `POST /oauth/authorize`: the click on Approve or Refuse.
pub(crate) async fn decide(State(front): State<Arc<Shopfront>>, Form(decided): Form<Decided>) -> Response {
    let Decided { client_id, redirect_uri, state, decision } = decided;
    let asked = Asked { client_id, redirect_uri, state, response_type: "code".into() };
    if let Some(problem) = asked.problem(&front.settings.app_key) {
        return refused(problem);
    }
    let to = match decision.as_str() {
        "approve" => {
            let to = approved(&front, &asked.redirect_uri, &asked.client_id, &asked.state);
            front.keep().await;
            to
        }
        _ => returning(&asked.redirect_uri, "error", "access_denied", &asked.state),
    };
    Redirect::to(&to).into_response()
}

/// Gives consent: the address that brings the app its code, or the reason why there is none.
pub(crate) fn approved(front: &Shopfront, redirect_uri: &str, client_id: &str, state: &str) -> String {
    if client_id != front.settings.app_key {
        return returning(redirect_uri, "error", "unauthorized_client", state);
    }
    let code = front.with(|world, now| world.kept.grants.consent(Page::Contract, now, front.settings.code_life));
    match code {
        Ok(code) => returning(redirect_uri, "code", &code, state),
        Err(_) => returning(redirect_uri, "error", "server_error", state),
    }
}

fn returning(redirect_uri: &str, name: &str, value: &str, state: &str) -> String {
    let joint = if redirect_uri.contains('?') { '&' } else { '?' };
    let answer =
        form_urlencoded::Serializer::new(String::new()).append_pair(name, value).append_pair("state", state).finish();
    format!("{redirect_uri}{joint}{answer}")
}

/// The question itself: which app asks, where the answer goes, and what the click sends along.
pub(crate) fn question(action: &str, app: &str, to: &str, hidden: &[(&str, &str)]) -> Response {
    let field =
        |(name, value): &(&str, &str)| format!(r#"<input type="hidden" name="{name}" value="{}">"#, escaped(value));
    let content = format!(
        r#"<div class="shop" aria-hidden="true">LK</div>
<h1>Let this app work for Linh Kay Studio?</h1>
<p>The app <b>{app}</b> asks to</p>
<ul><li>see your orders and where they go</li><li>mark orders as shipped</li><li>see your products and stock</li><li>change stock levels</li></ul>
<form method="post" action="{action}">{fields}
<button name="decision" value="refuse">Refuse</button>
<button class="main" name="decision" value="approve">Approve</button></form>
<small>You return to {to}. This is a practice shop on your own computer; its orders and buyers are invented.</small>"#,
        app = escaped(app),
        fields = hidden.iter().map(field).collect::<String>(),
        to = escaped(to),
    );
    shown(StatusCode::OK, "Connect your shop?", &content)
}

/// A page that says why there is nothing to decide.
pub(crate) fn refused(problem: &str) -> Response {
    let content =
        format!("<h1>Nothing to approve</h1><p>{problem}</p><p>Nothing was granted. You can close this page.</p>");
    shown(StatusCode::BAD_REQUEST, "Nothing to approve", &content)
}

fn shown(status: StatusCode, title: &str, content: &str) -> Response {
    let page = format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head><body><main>{content}</main></body></html>"#
    );
    // Nothing but the page's own style, no frame around it, and no address that carries the state.
    let headers = [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Html(page)).into_response()
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
