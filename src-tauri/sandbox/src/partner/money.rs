//! Money as text, and whose it is.

/// An amount in hundredths, with both its decimals.
pub(super) fn money(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// An amount as that currency is written: some have no hundredths.
pub(super) fn amount(hundredths: u64, currency: &str) -> String {
    if currency == "JPY" { hundredths.to_string() } else { money(hundredths) }
}

/// The currency of a market; the dollar where another is not known.
pub(super) fn currency(region: &str) -> &'static str {
    match region {
        "GB" => "GBP",
        "JP" => "JPY",
        "DE" | "ES" | "FR" | "IE" | "IT" => "EUR",
        _ => "USD",
    }
}
