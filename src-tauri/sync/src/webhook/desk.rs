//! What is done about one request: bounds, signature, reading, memory, and the word to the engine.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    body::{Bytes, HttpBody as _},
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::ShopId;
use jiff::Timestamp;
use tiktok_shop::{Clock, mark};
use tokio::sync::watch;

use super::{
    Deliver, DoorStatus, Keys, Seen, Verdict,
    event::{Event, News, read},
    gate::{Rate, Recent, print},
    signature::signers,
};

/// The path that events are posted to.
pub(crate) const PATH: &str = "/webhook";
/// Bytes of a body.
pub(crate) const LARGEST: usize = 64 * 1024;
/// How long a body may take to come.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the person has chosen about the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorRules {
    /// Turn away what no connected app has signed.
    pub signed_only: bool,
}

/// Where requests are dealt with.
pub(crate) struct Desk {
    rules: DoorRules,
    keys: Keys,
    deliver: Deliver,
    clock: Arc<dyn Clock>,
    status: watch::Sender<DoorStatus>,
    gate: Mutex<Gate>,
}

struct Gate {
    events: Rate,
    /// Lines in the log: a flood of events must not become one of lines.
    lines: Rate,
    recent: Recent,
}

impl Desk {
    pub(crate) fn new(rules: DoorRules, keys: Keys, deliver: Deliver, clock: Arc<dyn Clock>) -> Self {
        let now = clock.now();
        let gate = Gate { events: Rate::new(100, 200, now), lines: Rate::new(1, 60, now), recent: Recent::default() };
        let status = watch::Sender::new(DoorStatus::default());
        Self { rules, keys, deliver, clock, status, gate: Mutex::new(gate) }
    }

    pub(crate) fn status(&self) -> watch::Receiver<DoorStatus> {
        self.status.subscribe()
    }

    /// What is left to decide before anything of an event is read.
    async fn judge(&self, now: Timestamp, request: Request) -> Seen {
        if request.headers().contains_key(header::ORIGIN) {
            return Seen::unread(now, Verdict::FromPage);
        }
        if !self.gate().events.lets_pass(now) {
            return Seen::unread(now, Verdict::TooMany);
        }
        // What announces itself as too large isn't waited for; what turns out to be is cut off below.
        if request.body().size_hint().lower() > LARGEST as u64 {
            return Seen::unread(now, Verdict::TooLarge);
        }
        let signature = signature_in(request.headers());
        let body = tokio::select! {
            body = Bytes::from_request(request, &()) => body,
            () = self.clock.sleep(PATIENCE) => return Seen::unread(now, Verdict::TooSlow),
        };
        match body {
            Ok(body) => self.take(now, &signature, &body),
            Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => Seen::unread(now, Verdict::TooLarge),
            Err(_) => Seen::unread(now, Verdict::Malformed),
        }
    }

    /// Decides about a whole event and tells the engine.
    fn take(&self, now: Timestamp, signature: &[u8], body: &[u8]) -> Seen {
        let keys = (self.keys)();
        let signed_for = signers(&keys, signature, body);
        let signed = !signed_for.is_empty();
        if self.rules.signed_only && !signed {
            return Seen::unread(now, Verdict::Unsigned);
        }
        // Each shop once, however many keys of its own would fit.
        let meant = if signed { signed_for } else { keys.iter().map(|key| key.shop).collect() };
        match read(body) {
            None => Seen::unread(now, Verdict::Malformed),
            Some(Event::Other(event)) => Seen { event, ..Seen::unread(now, Verdict::Unknown) },
            Some(Event::Consent(event)) => Seen { event: event.to_owned(), ..Seen::unread(now, Verdict::Noted) },
            Some(Event::Known(news)) => {
                let verdict = self.hand_on(&news, &meant.into_iter().collect(), signed, body);
                Seen { at: now, event: news.event.to_owned(), subject: news.subject().to_owned(), verdict }
            }
        }
    }

    fn hand_on(&self, news: &News, shops: &BTreeSet<ShopId>, signed: bool, body: &[u8]) -> Verdict {
        if shops.is_empty() {
            return Verdict::NoShop;
        }
        if !self.gate().recent.is_new(prints(news, shops, signed, body)) {
            return Verdict::Repeated;
        }
        for shop in shops {
            news.hints.iter().for_each(|hint| (self.deliver)(*shop, hint.clone()));
        }
        if signed { Verdict::Asked } else { Verdict::AskedUnsigned }
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, seen: Seen) {
        if self.gate().lines.lets_pass(seen.at) {
            let subject = if seen.subject.is_empty() { String::new() } else { mark(&seen.subject) };
            tracing::info!(event = seen.event, subject, verdict = %seen.verdict, "webhook");
        }
        self.status.send_modify(|status| status.add(seen));
    }
}

impl Seen {
    fn unread(at: Timestamp, verdict: Verdict) -> Self {
        Self { at, event: String::new(), subject: String::new(), verdict }
    }
}

/// Answers a request. What is not addressed to the door, like a forwarder's look whether somebody
/// is there, is no event and isn't counted.
pub(crate) async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    if request.uri().path() != PATH {
        return closing(StatusCode::NOT_FOUND);
    }
    if request.method() != Method::POST {
        return ([(header::ALLOW, "POST")], closing(StatusCode::METHOD_NOT_ALLOWED)).into_response();
    }
    let seen = desk.judge(desk.clock.now(), request).await;
    let status = seen.verdict.status();
    desk.note(seen);
    if status == StatusCode::TOO_MANY_REQUESTS {
        return ([(header::RETRY_AFTER, "1")], closing(status)).into_response();
    }
    closing(status)
}

/// An empty answer, the only one on its connection: nobody occupies a place by keeping it.
fn closing(status: StatusCode) -> Response {
    (status, [(header::CONNECTION, "close")]).into_response()
}

fn signature_in(headers: &HeaderMap) -> Vec<u8> {
    headers.get(header::AUTHORIZATION).map(|value| value.as_bytes().to_vec()).unwrap_or_default()
}

/// What the event is known by: for whom, and whether signed, too, so that an event that somebody
/// has forged is never the reason to drop the true one.
fn prints(news: &News, shops: &BTreeSet<ShopId>, signed: bool, body: &[u8]) -> [[u8; 16]; 2] {
    let whom: Vec<u8> = shops.iter().flat_map(|shop| shop.0.to_le_bytes()).chain([u8::from(signed)]).collect();
    let by_body = print(&[b"body", &whom, body]);
    if news.known_by.is_empty() {
        return [by_body; 2];
    }
    let told = news.known_by.iter().map(String::as_bytes);
    [print(&[&b"told"[..], &whom].into_iter().chain(told).collect::<Vec<_>>()), by_body]
}
