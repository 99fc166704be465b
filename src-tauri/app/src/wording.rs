//! Numbers, times and the shop's words as people read them.

use domain::OrderStatus;
use jiff::{Timestamp, tz::TimeZone};

/// A count that crosses the boundary; one beyond 4 billion is shown as 4 billion.
pub(crate) fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// A number as it is read at a glance: *12,500*.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// So many of something: *1 order*, *12,500 orders*.
pub(crate) fn many(number: i64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", grouped(number))
}

/// ISO 8601, UTC.
pub(crate) fn iso(moment: Timestamp) -> String {
    moment.to_string()
}

/// A time zone by its IANA name: `America/New_York`.
pub(crate) fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

/// A status in plain words.
pub(crate) fn status_text(status: &OrderStatus) -> String {
    let known = match status {
        OrderStatus::Unpaid => "Not paid yet",
        OrderStatus::OnHold => "On hold: the buyer may still cancel",
        OrderStatus::AwaitingShipment => "Ready to ship",
        OrderStatus::PartiallyShipping => "Partly shipped",
        OrderStatus::AwaitingCollection => "Waits for the carrier",
        OrderStatus::Shipped => "Shipped",
        OrderStatus::InTransit => "On its way",
        OrderStatus::Delivered => "Delivered",
        OrderStatus::Completed => "Completed",
        OrderStatus::Cancelled => "Cancelled",
        OrderStatus::Other(word) => return format!("The shop says “{word}”"),
    };
    known.to_owned()
}

/// A warehouse's id made readable: the contract has no names. `wh_new_york` reads *New York*.
pub(crate) fn readable_id(id: &str) -> String {
    let plain = ["warehouse_", "wh_", "wh-"].iter().find_map(|prefix| id.strip_prefix(prefix)).unwrap_or(id);
    if !plain.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '-') || plain.is_empty() {
        return id.to_owned();
    }
    let words = plain.split(['_', '-']).filter(|word| !word.is_empty());
    words.map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands_and_one_is_not_many() {
        let numbers = [0, 7, 999, 1_000, 12_500, 1_234_567, -1_000].map(grouped);
        assert_eq!(numbers, ["0", "7", "999", "1,000", "12,500", "1,234,567", "-1,000"]);
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
        assert_eq!([0, 1, 5_000].map(|number| many(number, "order")), ["0 orders", "1 order", "5,000 orders"]);
    }

    #[test]
    fn a_warehouse_is_named_by_its_id_and_one_that_is_a_code_stays_a_code() {
        assert_eq!(readable_id("wh_new_york"), "New York");
        assert_eq!(readable_id("default"), "Default");
        assert_eq!(readable_id("7068517275539719942"), "7068517275539719942");
        assert_eq!(readable_id("WH-NYC-2"), "WH-NYC-2");
    }
}
