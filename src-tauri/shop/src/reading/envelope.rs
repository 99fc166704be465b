//! The envelope around every answer, `{code, message, data}`: both contracts have it.

use serde::Deserialize;
use serde_json::value::RawValue;

/// An envelope's code, message (empty where there is none) and data.
pub(crate) type Opened = (i64, String, Option<Box<RawValue>>);

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    code: &'a RawValue,
    #[serde(borrow, default)]
    message: Option<&'a RawValue>,
    #[serde(borrow, default)]
    data: Option<&'a RawValue>,
}

/// Reads an envelope; `None` for anything else.
pub(crate) fn open_envelope(body: &[u8]) -> Option<Opened> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    // The real service writes some codes as texts.
    let code = envelope.code.get().trim_matches('"').parse().ok()?;
    let message = envelope.message.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default();
    Some((code, message, envelope.data.map(ToOwned::to_owned)))
}
