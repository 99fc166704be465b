//! Numbers, times and the shop's words as people read them.

use domain::OrderStatus;
use jiff::Timestamp;

/// A count that crosses the boundary; one beyond 4 billion is shown as 4 billion.
pub(crate) fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

/// ISO 8601, UTC.
pub(crate) fn iso(moment: Timestamp) -> String {
    moment.to_string()
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
pub(crate) fn warehouse_name(id: &str) -> String {
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
    fn a_warehouse_is_named_by_its_id_and_one_that_is_a_code_stays_a_code() {
        assert_eq!(warehouse_name("wh_new_york"), "New York");
        assert_eq!(warehouse_name("default"), "Default");
        assert_eq!(warehouse_name("7068517275539719942"), "7068517275539719942");
        assert_eq!(warehouse_name("WH-NYC-2"), "WH-NYC-2");
    }
}
