//! Reading an event's body, whichever contract it is of: what happened, and what to read again.

use serde_json::value::RawValue;

use super::documented;
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
        match self.hints.first() {
            Some(Hint::Order(id)) => id.as_str(),
            Some(Hint::Product(id)) => id.as_str(),
            None => "",
        }
    }
}

/// Reads a body; `None` where it is no JSON of the contract's shape, or the id can't be one.
pub(crate) fn read(body: &[u8]) -> Option<Event> {
    documented::read(body)
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
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// Bodies that come close: the right fields with anything in them, in any order, cut or not.
    fn nearly() -> impl Strategy<Value = Vec<u8>> {
        let name = prop_oneof![
            Just("\"order.created\"".to_owned()),
            Just("\"inventory.updated\"".to_owned()),
            "\"[a-z.]{0,12}\"",
            "[0-9a-z\"{}\\[\\]:,]{0,12}",
        ];
        let id = prop_oneof![
            any::<u64>().prop_map(|n| n.to_string()),
            any::<String>().prop_map(|s| json!(s).to_string()),
            "[-0-9.eE]{0,160}"
        ];
        let data =
            (id.clone(), id).prop_map(|(order, product)| format!(r#"{{"product_id":{product},"order_id":{order}}}"#));
        (name, data, any::<bool>(), any::<prop::sample::Index>()).prop_map(|(name, data, whole, end)| {
            let mut body = format!(r#"{{"data":{data},"event_type":{name}}}"#).into_bytes();
            if !whole {
                body.truncate(end.index(body.len()));
            }
            body
        })
    }

    proptest! {
        #[test]
        fn no_body_does_more_than_name_an_id(body in prop_oneof![prop::collection::vec(any::<u8>(), 0..400), nearly()]) {
            if let Some(Event::Known(news)) = read(&body) {
                prop_assert!((1..=LONGEST_ID).contains(&news.subject().chars().count()));
                prop_assert!(!news.subject().chars().any(char::is_control));
            }
        }
    }
}
