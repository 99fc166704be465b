//! Reading a record field by field from its text. Numbers are seen as they were written, so ids
//! above 2^53 and prices stay exact, and an error names the field without showing its value.

use std::collections::BTreeMap;

use domain::Money;
use jiff::Timestamp;
use serde_json::{Map, Number, Value, value::RawValue};
use thiserror::Error;

/// Unknown fields nested deeper than this are kept as their text.
const DEEPEST: usize = 16;

/// Which field of a record is wrong, and how. Holds no value of the record.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{path} {what}")]
pub(crate) struct WireError {
    path: String,
    what: &'static str,
}

impl WireError {
    pub(crate) fn new(path: impl Into<String>, what: &'static str) -> Self {
        Self { path: path.into(), what }
    }

    pub(crate) fn missing(path: impl Into<String>) -> Self {
        Self::new(path, "is missing")
    }

    /// The same error, seen from the record around it.
    pub(crate) fn within(self, outer: &str) -> Self {
        Self { path: format!("{outer}.{}", self.path), ..self }
    }
}

/// A JSON object whose fields are taken out one by one; the rest is what the contract doesn't name.
pub(crate) struct Record<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Record<'a> {
    pub(crate) fn of(raw: &'a RawValue) -> Result<Self, WireError> {
        serde_json::from_str(raw.get()).map(Self).map_err(|_| WireError::new("the record", "is not a JSON object"))
    }

    /// A field that is there and not null.
    fn optional(&mut self, field: &str) -> Option<&'a RawValue> {
        self.0.remove(field).filter(|raw| raw.get() != "null")
    }

    /// Whether a field is there and not null.
    pub(crate) fn has(&self, field: &str) -> bool {
        self.0.get(field).is_some_and(|raw| raw.get() != "null")
    }

    fn required(&mut self, field: &str) -> Result<&'a RawValue, WireError> {
        self.optional(field).ok_or_else(|| WireError::missing(field))
    }

    /// A text; empty where it is missing or null. A number is taken by its text.
    pub(crate) fn text(&mut self, field: &str) -> Result<String, WireError> {
        let text = self.optional(field).map(|raw| text_of(raw).ok_or_else(|| WireError::new(field, "is not a text")));
        text.transpose().map(Option::unwrap_or_default)
    }

    /// A text that must be there and not be empty. A whole number is taken by its text.
    pub(crate) fn id(&mut self, field: &str) -> Result<String, WireError> {
        id_of(self.required(field)?).ok_or_else(|| WireError::new(field, "is not an id"))
    }

    /// A list of ids.
    pub(crate) fn ids(&mut self, field: &str) -> Result<Vec<String>, WireError> {
        let list = self.optional_list(field)?.ok_or_else(|| WireError::missing(field))?;
        let id = |raw| id_of(raw).ok_or_else(|| WireError::new(field, "holds something that is not an id"));
        list.into_iter().map(id).collect()
    }

    /// A JSON number or a text, exact to the last digit.
    pub(crate) fn money(&mut self, field: &str) -> Result<Money, WireError> {
        let text = text_of(self.required(field)?);
        let money = text.and_then(|text| text.parse().ok());
        money.ok_or_else(|| WireError::new(field, "is not an amount of money"))
    }

    /// ISO 8601 with `Z` or an offset.
    pub(crate) fn moment(&mut self, field: &str) -> Result<Timestamp, WireError> {
        let text = text_of(self.required(field)?);
        let moment = text.and_then(|text| text.parse().ok());
        moment.ok_or_else(|| WireError::new(field, "is not a time in ISO 8601"))
    }

    /// Unix seconds.
    pub(crate) fn second(&mut self, field: &str) -> Result<Timestamp, WireError> {
        let second = self.integer(field)?;
        let moment = Timestamp::from_second(second).ok().filter(|moment| *moment > Timestamp::UNIX_EPOCH);
        moment.ok_or_else(|| WireError::new(field, "is not a time in Unix seconds"))
    }

    /// Whether a field says yes; one that is missing or says something else does not.
    pub(crate) fn flag(&mut self, field: &str) -> bool {
        self.optional(field).is_some_and(|raw| raw.get() == "true")
    }

    /// The first of two fields that tells a time, in ISO 8601 or Unix seconds (0: none). The contract
    /// names neither, so one that can't be read is no reason to lose the record, and both stay in
    /// [`Self::rest`] as they were sent.
    pub(crate) fn either_time(&self, fields: [&str; 2]) -> Option<Timestamp> {
        fields.into_iter().find_map(|field| time_of(&text_of(self.0.get(field)?)?))
    }

    /// A time in ISO 8601 or Unix seconds, where one is told (0: none) that can be read.
    pub(crate) fn time(&mut self, field: &str) -> Option<Timestamp> {
        let time = time_of(&text_of(self.0.get(field)?)?)?;
        self.0.remove(field);
        Some(time)
    }

    /// A text that the contract doesn't name, where there is one; it stays in [`Self::rest`].
    pub(crate) fn glimpse(&self, field: &str) -> Option<String> {
        text_of(self.0.get(field)?).filter(|text| !text.trim().is_empty())
    }

    /// An object that the contract doesn't name, where there is one; it stays in [`Self::rest`].
    pub(crate) fn within(&self, field: &str) -> Option<Record<'a>> {
        Record::of(self.0.get(field)?).ok()
    }

    pub(crate) fn integer(&mut self, field: &str) -> Result<i64, WireError> {
        self.optional_integer(field)?.ok_or_else(|| WireError::missing(field))
    }

    pub(crate) fn optional_integer(&mut self, field: &str) -> Result<Option<i64>, WireError> {
        let Some(raw) = self.optional(field) else { return Ok(None) };
        let number = text_of(raw).and_then(|text| text.parse().ok());
        number.map(Some).ok_or_else(|| WireError::new(field, "is not a whole number"))
    }

    pub(crate) fn optional_list(&mut self, field: &str) -> Result<Option<Vec<&'a RawValue>>, WireError> {
        let list = self.optional(field).map(|raw| serde_json::from_str(raw.get()));
        list.transpose().map_err(|_| WireError::new(field, "is not a list"))
    }

    /// Every element of a list, read with `read`; an error names the element's position.
    pub(crate) fn each<T>(
        &mut self,
        field: &str,
        read: impl Fn(&mut Record<'a>) -> Result<T, WireError>,
    ) -> Result<Listed<T>, WireError> {
        let list = self.optional_list(field)?.ok_or_else(|| WireError::missing(field))?;
        let mut listed = Listed { items: Vec::new(), extra: Vec::new() };
        for (index, raw) in list.into_iter().enumerate() {
            let place = |error: WireError| error.within(&format!("{field}[{index}]"));
            let mut record = Record::of(raw).map_err(place)?;
            listed.items.push(read(&mut record).map_err(place)?);
            listed.extra.push(record.rest());
        }
        Ok(listed)
    }

    /// An object inside; an empty one where it is missing or null.
    pub(crate) fn inner(&mut self, field: &str) -> Result<Record<'a>, WireError> {
        let inner = self.optional(field).map(|raw| Record::of(raw).map_err(|error| error.within(field)));
        inner.unwrap_or_else(|| Ok(Record(BTreeMap::new())))
    }

    /// What nobody took: the fields that the contract doesn't name.
    pub(crate) fn rest(self) -> Map<String, Value> {
        self.0.into_iter().map(|(field, raw)| (field, kept(raw, DEEPEST))).collect()
    }
}

/// The elements of a list, and the unknown fields of each.
pub(crate) struct Listed<T> {
    pub(crate) items: Vec<T>,
    extra: Vec<Map<String, Value>>,
}

impl<T> Listed<T> {
    /// Files the unknown fields under the list's own name, at the elements' own positions.
    pub(crate) fn keep_extra(self, field: &str, extra: &mut Map<String, Value>) -> Vec<T> {
        if self.extra.iter().any(|unknown| !unknown.is_empty()) {
            extra.insert(field.to_owned(), self.extra.into_iter().map(Value::Object).collect());
        }
        self.items
    }
}

/// A number is as good as a text, as long as it is a whole one.
fn id_of(raw: &RawValue) -> Option<String> {
    let written_as_number = !raw.get().starts_with('"');
    let is_id =
        |text: &String| !(text.trim().is_empty() || written_as_number && text.contains(|c: char| !c.is_ascii_digit()));
    text_of(raw).filter(is_id)
}

/// The text of a JSON text or number.
fn text_of(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first()? {
        b'"' => serde_json::from_str(raw.get()).ok(),
        b'-' | b'0'..=b'9' => Some(raw.get().to_owned()),
        _ => None,
    }
}

fn time_of(text: &str) -> Option<Timestamp> {
    match text.parse() {
        Ok(second) => Timestamp::from_second(second).ok().filter(|time| *time > Timestamp::UNIX_EPOCH),
        Err(_) => text.parse().ok(),
    }
}

/// An unknown field as sent. A number that a [`Number`] would round is kept as text, and so is
/// whatever lies too deep to walk safely.
fn kept(raw: &RawValue, depth: usize) -> Value {
    let text = raw.get();
    let as_text = || Value::String(text.to_owned());
    match text.as_bytes().first() {
        Some(b'{' | b'[') if depth == 0 => as_text(),
        Some(b'{') => serde_json::from_str(text).map_or_else(
            |_| as_text(),
            |fields: BTreeMap<String, &RawValue>| {
                fields.into_iter().map(|(field, raw)| (field, kept(raw, depth - 1))).collect()
            },
        ),
        Some(b'[') => serde_json::from_str(text).map_or_else(
            |_| as_text(),
            |items: Vec<&RawValue>| items.into_iter().map(|raw| kept(raw, depth - 1)).collect(),
        ),
        Some(b'-' | b'0'..=b'9') => match serde_json::from_str::<Number>(text) {
            Ok(number) if number.to_string() == text => Value::Number(number),
            _ => as_text(),
        },
        _ => serde_json::from_str(text).unwrap_or_else(|_| as_text()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn raw(json: &str) -> Box<RawValue> {
        RawValue::from_string(json.to_owned()).unwrap()
    }

    #[test]
    fn an_id_above_2_to_the_53_keeps_its_last_digit_as_number_and_as_text() {
        for json in [r#"{"id":576618402217359921}"#, r#"{"id":"576618402217359921"}"#] {
            assert_eq!(Record::of(&raw(json)).unwrap().id("id").unwrap(), "576618402217359921");
        }
        for json in [r#"{"id":1.5}"#, r#"{"id":""}"#, r#"{"id":true}"#, r#"{"id":1e3}"#, r#"{"id":-1}"#] {
            assert_eq!(Record::of(&raw(json)).unwrap().id("id"), Err(WireError::new("id", "is not an id")), "{json}");
        }
    }

    #[test]
    fn an_unknown_number_that_would_be_rounded_is_kept_as_text() {
        let json = raw(r#"{"a":123456789012345678901234567890,"b":29.990,"c":[1,{"d":2.5}],"e":null}"#);
        let rest = Value::Object(Record::of(&json).unwrap().rest());
        let expected = r#"{"a":"123456789012345678901234567890","b":"29.990","c":[1,{"d":2.5}],"e":null}"#;
        assert_eq!(rest.to_string(), expected);
    }

    #[test]
    fn an_unknown_field_of_a_million_brackets_is_kept_without_harm() {
        let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        let deep = raw(&deep);
        assert!(Record::of(&deep).unwrap().rest().contains_key("x"));
    }

    proptest! {
        #[test]
        fn every_price_is_read_digit_by_digit(units in 0u64..1_000_000_000_000, decimals in "[0-9]{1,8}") {
            let price = format!("{units}.{decimals}");
            for json in [format!(r#"{{"price":{price}}}"#), format!(r#"{{"price":"{price}"}}"#)] {
                let json = raw(&json);
                prop_assert_eq!(Record::of(&json).unwrap().money("price").unwrap().to_string(), price.clone());
            }
        }
    }
}
