//! Reading an event's body, whichever contract it is of: what happened, and what to read again.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{documented, partner};
use crate::Hint;

/// Characters of an id. The real ones have 19.
pub(crate) const LONGEST_ID: usize = 128;
/// Characters of an unknown event's name that are shown.
pub(crate) const LONGEST_NAME: usize = 64;

/// What a body says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// One that names what to read again.
    Known(News),
    /// One about the seller's consent, by its name: it names nothing to read.
    Consent(&'static str),
    /// Another one, by its name; empty where that is not fit to be shown.
    Other(String),
}

/// An event that names what to read again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct News {
    /// Its name.
    pub(crate) event: &'static str,
    /// What to read again: one thing at least.
    pub(crate) hints: Vec<Hint>,
    /// What it is known by when it comes again with another body; empty where the shop doesn't
    /// tell enough for that.
    pub(crate) known_by: Vec<String>,
}

impl News {
    /// The id that it is about, the first of several.
    pub(crate) fn subject(&self) -> &str {
        self.hints.first().map_or("", subject)
    }
}

fn subject(hint: &Hint) -> &str {
    match hint {
        Hint::Order(id) => id.as_str(),
        Hint::Product(id) => id.as_str(),
    }
}

/// What tells the contracts apart: only the documented one calls its events by name.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    event_type: Option<&'a RawValue>,
}

/// Reads a body; `None` where it is no JSON of either contract's shape, or names nothing that can
/// be an id.
pub(crate) fn read(body: &[u8]) -> Option<Event> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    if envelope.event_type.is_some() { documented::read(body) } else { partner::read(body) }
}

/// An id as text. Written as a number it is taken digit by digit: it may exceed 2^53.
pub(crate) fn id(raw: Option<&RawValue>) -> Option<String> {
    let raw = raw?.get();
    let text = if raw.starts_with('"') { serde_json::from_str(raw).ok()? } else { whole_number(raw)?.to_owned() };
    let fit = !text.trim().is_empty() && text.chars().count() <= LONGEST_ID && !text.chars().any(char::is_control);
    fit.then_some(text)
}

fn whole_number(raw: &str) -> Option<&str> {
    raw.bytes().all(|byte| byte.is_ascii_digit()).then_some(raw)
}

/// A name from outside, or nothing where it is not plain and short.
pub(crate) fn fit_to_show(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if name.len() <= LONGEST_NAME && name.bytes().all(plain) { name.to_owned() } else { String::new() }
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Bodies that come close: the right fields of either contract with anything in them, in any
    /// order, cut or not.
    fn nearly() -> impl Strategy<Value = Vec<u8>> {
        let field =
            |name: &'static str, value: BoxedStrategy<String>| value.prop_map(move |it| format!("\"{name}\":{it}"));
        let which = prop_oneof![
            2 => field("event_type", name().boxed()),
            4 => field("type", number().boxed()),
            1 => Just("\"event_id\":1".to_owned())
        ];
        let about = (id(), id(), prop::collection::vec(id(), 0..4)).prop_map(|(order, product, packed)| {
            let packed = packed.join(",");
            format!(r#""product_id":{product},"order_id":{order},"package_list":[{{"order_id_list":[{packed}]}}]"#)
        });
        let notice =
            prop_oneof![Just(String::new()), field("tts_notification_id", id().boxed()).prop_map(|it| it + ",")];
        (which, about, notice, prop::bool::weighted(0.2), prop::option::weighted(0.2, any::<prop::sample::Index>()))
            .prop_map(|(which, about, notice, flat, end)| {
                let about = if flat { about } else { format!("\"data\":{{{about}}}") };
                let mut body = format!("{{{about},{notice}{which}}}").into_bytes();
                if let Some(end) = end {
                    body.truncate(end.index(body.len()));
                }
                body
            })
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("\"order.created\"".to_owned()),
            Just("\"inventory.updated\"".to_owned()),
            "\"[a-z.]{0,12}\"",
            "[0-9a-z\"{}\\[\\]:,]{0,12}",
        ]
    }

    fn number() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => prop::sample::select(vec!["1", "4", "5", "6", "12", "50", "68", "71"]).prop_map(str::to_owned),
            1 => (0..80u8).prop_map(|n| n.to_string()),
            1 => any::<f64>().prop_map(|n| n.to_string()),
            1 => "[-0-9.eE\"]{0,40}"
        ]
    }

    fn id() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => any::<u64>().prop_map(|n| n.to_string()),
            2 => "\"[0-9]{0,200}\"",
            2 => "(?s).{0,20}".prop_map(|text| json!(text).to_string()),
            1 => "[-0-9.eE]{0,160}"
        ]
    }

    proptest! {
        #[test]
        fn no_body_does_more_than_name_ids(body in prop_oneof![1 => prop::collection::vec(any::<u8>(), 0..400), 4 => nearly()]) {
            match read(&body) {
                Some(Event::Known(news)) => {
                    prop_assert!(!news.hints.is_empty());
                    for hint in &news.hints {
                        prop_assert!((1..=LONGEST_ID).contains(&subject(hint).chars().count()));
                        prop_assert!(!subject(hint).chars().any(char::is_control));
                    }
                }
                Some(Event::Other(name)) => prop_assert!(name.is_ascii() && name.len() <= "type ".len() + LONGEST_NAME),
                Some(Event::Consent(_)) | None => {}
            }
        }
    }

    #[test]
    fn the_contracts_are_told_apart_by_how_they_say_which_event_it_is() {
        let named = |body: &str| match read(body.as_bytes()) {
            Some(Event::Known(news)) => news.event,
            other => panic!("{other:?}"),
        };
        let data = r#""data":{"order_id":"1","product_id":"2"}"#;
        assert_eq!(named(&format!(r#"{{"event_type":"order.created",{data}}}"#)), "order.created");
        assert_eq!(named(&format!(r#"{{"type":5,{data}}}"#)), "PRODUCT_STATUS_CHANGE");
        assert_eq!(named(&format!(r#"{{"type":5,"event_type":"order.created",{data}}}"#)), "order.created");
        for neither in ["{}", r#"{"event_type":null,"type":null}"#, &format!("{{{data}}}"), &"[".repeat(60_000)] {
            assert_eq!(read(neither.as_bytes()), None);
        }
    }
}
