//! JSON bodies, read strictly: what is missing or wrong is named.

use std::collections::HashSet;

use serde_json::Value;

use crate::answer::Refusal;

/// A JSON object in a body, or one inside it.
pub(crate) struct Body(Value);

impl Body {
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        match serde_json::from_slice(bytes) {
            Ok(object @ Value::Object(_)) => Ok(Self(object)),
            _ => Err(Refusal::invalid("body", "must be a JSON object")),
        }
    }

    /// The object itself.
    pub(crate) fn object(&self) -> &Value {
        &self.0
    }

    /// A field that must be there and say something.
    pub(crate) fn text(&self, name: &str) -> Result<&str, Refusal> {
        text(&self.0, name)
    }
}

/// A field that must be there and say something.
pub(crate) fn text<'a>(object: &'a Value, name: &str) -> Result<&'a str, Refusal> {
    match object.get(name) {
        None | Some(Value::Null) => Err(Refusal::missing(name)),
        Some(Value::String(text)) if text.trim().is_empty() => Err(Refusal::missing(name)),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Refusal::invalid(name, "must be text")),
    }
}

/// A list that must be there and hold something.
pub(crate) fn list<'a>(object: &'a Value, name: &str) -> Result<&'a [Value], Refusal> {
    match object.get(name) {
        None | Some(Value::Null) => Err(Refusal::missing(name)),
        Some(Value::Array(list)) if list.is_empty() => Err(Refusal::missing(name)),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(Refusal::invalid(name, "must be a list")),
    }
}

/// Ids of which none may come again.
pub(crate) fn refuse_twice<'a>(name: &str, ids: impl Iterator<Item = &'a str>) -> Result<(), Refusal> {
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(Refusal::invalid(name, format!("{id} is given twice")));
        }
    }
    Ok(())
}
