//! Money as text, and whose it is.

/// An amount in hundredths, with both its decimals.
pub(super) fn money(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The currency of a market; the dollar where another is not known.
pub(super) fn currency(region: &str) -> &'static str {
    match region {
        "GB" => "GBP",
        "DE" | "ES" | "FR" | "IE" | "IT" => "EUR",
        _ => "USD",
    }
}
