//! The contract's four events, posted as they happen, and again when nobody took them.
//!
//! The contract sets neither a signature nor retries. Both follow the real service: the header
//! `Authorization` is the hex HMAC-SHA256 of app key and body, an answer counts when it is 2xx
//! within three seconds, and a failed event is tried four more times. The real pauses are 2 minutes,
//! 30 minutes, 3 hours and 12 hours; here they pass sixty times as fast.

use std::{sync::Arc, time::Duration};

use hmac::{Hmac, Mac};
use reqwest::{Client, Url, header};
use sha2::Sha256;
use tokio::sync::mpsc;

use crate::{hex, partner::Notice, settings::Settings, shop::Event, shopfront::Shopfront};

const PAUSES: [Duration; 4] =
    [Duration::from_secs(2), Duration::from_secs(30), Duration::from_secs(180), Duration::from_secs(720)];
const PATIENCE: Duration = Duration::from_secs(3);

/// Posts events until the shop closes. Each goes its own way, so one that has to be tried again
/// holds up no other; like the real service this promises no order.
pub(crate) async fn deliver(
    front: Arc<Shopfront>,
    to: Url,
    client: Client,
    mut events: mpsc::UnboundedReceiver<Event>,
) {
    let mut n = 0;
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            () = front.closing() => None,
        };
        let Some(event) = event else { return };
        n += 1;
        let (front, to, client) = (Arc::clone(&front), to.clone(), client.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = deliver_one(&front, to, client, event, n) => {}
                () = front.closing() => {}
            }
        });
    }
}

/// A client that follows no redirect and waits no longer than the real service does.
pub(crate) fn client() -> reqwest::Result<Client> {
    // Another part of the program may have installed a provider before; either will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build()
}

async fn deliver_one(front: &Shopfront, to: Url, client: Client, event: Event, n: u64) {
    let Some(body) = payload(&event, n, &front.settings) else { return };
    let signature = sign(&front.settings, &body);
    for pause in PAUSES.into_iter().map(Some).chain([None]) {
        let request = client
            .post(to.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, &signature)
            .body(body.clone());
        if request.send().await.is_ok_and(|answer| answer.status().is_success()) {
            return;
        }
        if let Some(pause) = pause {
            front.pause(pause).await;
        }
    }
    tracing::warn!(event = event.event_type, "nobody took a webhook; it is dropped");
}

/// Nothing for what the shop's contract has no event for.
fn payload(event: &Event, n: u64, settings: &Settings) -> Option<String> {
    if settings.partner_webhooks {
        return serde_json::to_string(&Notice::of(event, n, settings)).ok();
    }
    event.is_documented().then(|| serde_json::to_string(event).ok()).flatten()
}

fn sign(settings: &Settings, body: &str) -> String {
    let key = settings.webhook_secret.as_ref().unwrap_or(&settings.app_secret);
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(settings.app_key.as_bytes());
    mac.update(body.as_bytes());
    hex(&mac.finalize().into_bytes())
}
