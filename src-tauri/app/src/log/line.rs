//! One line of the log, and how an event becomes one: scrubbed text by text, before anything else
//! gets to see it.

use std::{fmt, sync::Arc};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::layer::Context;

use super::{
    desk::Desk,
    scrub::{is_secret_name, scrub},
};

/// A line as it stands in the file.
#[derive(Serialize, Deserialize)]
pub(super) struct Line {
    pub(super) at: Timestamp,
    pub(super) level: String,
    /// The module that spoke.
    pub(super) target: String,
    pub(super) message: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(super) fields: Map<String, Value>,
}

impl Line {
    fn of(event: &Event<'_>, at: Timestamp) -> Self {
        let mut said = Said::default();
        event.record(&mut said);
        let metadata = event.metadata();
        let (level, target) = (metadata.level().to_string(), metadata.target().to_owned());
        Self { at: to_the_millisecond(at), level, target, message: said.message, fields: said.fields }
    }

    /// What stands where `count` lines should.
    pub(super) fn about_lost(at: Timestamp, count: u64) -> Self {
        let fields = Map::from_iter([("count".to_owned(), count.into())]);
        let (level, target) = ("WARN".to_owned(), module_path!().to_owned());
        Self { at, level, target, message: "lines were lost".to_owned(), fields }
    }

    /// As it is written, without the line's end.
    pub(super) fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    #[cfg(test)]
    pub(super) fn saying(message: &str) -> Self {
        let (level, target) = ("INFO".to_owned(), "test".to_owned());
        Self { at: Timestamp::UNIX_EPOCH, level, target, message: message.to_owned(), fields: Map::new() }
    }
}

fn to_the_millisecond(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// What an event says. Numbers are no secrets; every text is scrubbed, and a field that is named
/// like a secret is not looked at.
#[derive(Default)]
struct Said {
    message: String,
    fields: Map<String, Value>,
}

impl Said {
    fn text(&mut self, field: &Field, text: &str) {
        match field.name() {
            "message" => self.message = scrub(text),
            name if is_secret_name(name) => self.put(field, "[secret]".into()),
            _ => self.put(field, scrub(text).into()),
        }
    }

    fn put(&mut self, field: &Field, value: Value) {
        self.fields.insert(field.name().to_owned(), value);
    }
}

impl Visit for Said {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value.into());
    }

    fn record_i128(&mut self, field: &Field, value: i128) {
        self.put(field, i64::try_from(value).unwrap_or(i64::MAX).into());
    }

    fn record_u128(&mut self, field: &Field, value: u128) {
        self.put(field, u64::try_from(value).unwrap_or(u64::MAX).into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value.into());
    }
}

/// Turns events into lines and leaves them on the desk.
pub(super) struct Layer<Now> {
    desk: Arc<Desk>,
    now: Now,
}

impl<Now: Fn() -> Timestamp> Layer<Now> {
    pub(super) fn new(desk: Arc<Desk>, now: Now) -> Self {
        Self { desk, now }
    }
}

impl<S: Subscriber, Now: Fn() -> Timestamp + 'static> tracing_subscriber::Layer<S> for Layer<Now> {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        self.desk.leave(Line::of(event, (self.now)()));
    }
}
