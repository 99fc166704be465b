//! Where the browser lands after the consent page, on this very computer: for apps whose redirect address is
//! `http://localhost:17853/callback`, where Partner Center takes no `tiktokflow://`. It listens only while a sign-in
//! waits, and what lands there is judged like any other answer.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use axum::{
    Router,
    extract::{RawQuery, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use tiktok_shop::oauth::REDIRECT_URI;
use tokio::{net::TcpListener, sync::oneshot};

use crate::{App, offered_shops::Answered};

/// The port that sellers enter in Partner Center; it can't be another one then.
pub const LANDING_PORT: u16 = 17_853;

/// A place to land that is open for as long as this holds something.
#[derive(Default)]
pub(crate) struct Landing(Mutex<Option<oneshot::Sender<()>>>);

impl Landing {
    pub(crate) fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn hold(&self, open: oneshot::Sender<()>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(open);
    }
}

impl App {
    /// Opens the place, in place of the one before. Where another program has the port, the person pastes the address
    /// instead: nothing is said, for most sellers land elsewhere.
    pub(crate) async fn open_landing(self: &Arc<Self>) {
        self.landing.close();
        let Ok(listener) = TcpListener::bind((Ipv4Addr::LOCALHOST, self.ports.landing_port)).await else {
            tracing::info!(
                port = self.ports.landing_port,
                "the browser can’t land on this computer: the port is taken"
            );
            return;
        };
        let (open, closed) = oneshot::channel::<()>();
        let room = Router::new().route("/callback", get(land)).with_state(Arc::downgrade(self));
        let until_closed = async move { drop(closed.await) };
        tokio::spawn(axum::serve(listener, room).with_graceful_shutdown(until_closed).into_future());
        self.landing.hold(open);
    }
}

async fn land(State(app): State<Weak<App>>, RawQuery(query): RawQuery) -> Response {
    let Some(app) = app.upgrade() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let answer = format!("{REDIRECT_URI}?{}", query.unwrap_or_default());
    match app.landed(&answer).await {
        Ok(Answered::Connected) => page("Connected", "You can close this page. TikTokFlow goes on by itself."),
        Ok(Answered::Offered) => page("Approved", "You can close this page. TikTokFlow asks which shops you want."),
        Ok(Answered::Asked) => page("Not connected yet", "TikTokFlow asks you first: answer there."),
        Err(error) => page("Not connected", &error.message),
    }
}

/// A page that asks for nothing and keeps nothing: its address holds the code.
fn page(title: &str, sentence: &str) -> Response {
    let text = sentence.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let style = "body{display:grid;place-content:center;min-height:90vh;margin:0 24px;font:16px/1.5 system-ui,sans-serif;color-scheme:light dark}p{max-width:46ch}";
    let html = format!(
        r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>TikTokFlow: {title}</title><style>{style}</style></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>"#
    );
    let headers = [
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, Html(html)).into_response()
}
