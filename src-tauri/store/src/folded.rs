//! Text as the search compares it.

/// Lower case in every script, so that `NGUYỄN` is found by `nguyễn`. SQLite's own `lower()`
/// knows ASCII only.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase()
}
