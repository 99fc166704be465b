//! The documented contract's four events: `event_type` says which, `data` what it is about.

use domain::{OrderId, ProductId};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::event::{Event, News, fit_to_show, id};
use crate::Hint;

#[derive(Deserialize)]
struct Envelope<'a> {
    event_type: String,
    #[serde(borrow)]
    timestamp: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Subject<'a> {
    #[serde(borrow)]
    order_id: Option<&'a RawValue>,
    #[serde(borrow)]
    product_id: Option<&'a RawValue>,
    #[serde(borrow)]
    sku_id: Option<&'a RawValue>,
}

const ORDER_EVENTS: [&str; 2] = ["order.created", "order.updated"];
const PRODUCT_EVENTS: [&str; 2] = ["product.updated", "inventory.updated"];

/// Reads a body; `None` where it is not of the contract's shape, or the id can't be one.
pub(crate) fn read(body: &[u8]) -> Option<Event> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    let named = |names: [&'static str; 2]| names.into_iter().find(|name| *name == envelope.event_type);
    let (event, of_order) = match (named(ORDER_EVENTS), named(PRODUCT_EVENTS)) {
        (Some(event), _) => (event, true),
        (None, Some(event)) => (event, false),
        (None, None) => return Some(Event::Other(fit_to_show(&envelope.event_type))),
    };
    let subject: Subject<'_> = serde_json::from_str(envelope.data?.get()).ok()?;
    let about = id(if of_order { subject.order_id } else { subject.product_id })?;
    // The contract numbers no event; when it happened is only compared with other events', as written.
    let known_by = envelope.timestamp.map_or_else(Vec::new, |when| {
        vec![event.to_owned(), when.get().to_owned(), about.clone(), id(subject.sku_id).unwrap_or_default()]
    });
    let hint = if of_order { Hint::Order(OrderId::new(about)) } else { Hint::Product(ProductId::new(about)) };
    Some(Event::Known(News { event, hints: vec![hint], known_by }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{
        super::event::{LONGEST_ID, LONGEST_NAME, read},
        *,
    };

    fn read_json(body: &Value) -> Option<Event> {
        read(body.to_string().as_bytes())
    }

    fn hint_of(event_type: &str, data: &Value) -> Option<Hint> {
        match read_json(&json!({ "event_type": event_type, "timestamp": "2023-01-15T12:00:00Z", "data": data })) {
            Some(Event::Known(mut news)) => news.hints.pop(),
            _ => None,
        }
    }

    fn order(id: &str) -> Option<Hint> {
        Some(Hint::Order(OrderId::new(id)))
    }

    fn product(id: &str) -> Option<Hint> {
        Some(Hint::Product(ProductId::new(id)))
    }

    #[test]
    fn the_four_events_name_what_to_read_again() {
        let both = json!({ "order_id": "1", "product_id": "2", "sku_id": "3" });
        assert_eq!(hint_of("order.created", &both), order("1"));
        assert_eq!(hint_of("order.updated", &both), order("1"));
        assert_eq!(hint_of("product.updated", &both), product("2"));
        assert_eq!(hint_of("inventory.updated", &both), product("2"));
        assert_eq!(hint_of("order.created", &json!({ "product_id": "2" })), None);
        assert_eq!(hint_of("product.updated", &json!({ "order_id": "1" })), None);
    }

    #[test]
    fn an_id_written_as_a_number_keeps_every_digit() {
        let huge = 1_729_382_256_910_270_123_u64;
        assert_eq!(hint_of("product.updated", &json!({ "product_id": huge })), product("1729382256910270123"));
        let long = format!(r#"{{"event_type":"order.created","data":{{"order_id":{}}}}}"#, "9".repeat(40));
        let Some(Event::Known(news)) = read(long.as_bytes()) else { panic!("forty digits are an id") };
        assert_eq!(news.subject(), "9".repeat(40));
    }

    #[test]
    fn what_cannot_be_an_id_is_no_id() {
        let (long, just) = ("x".repeat(LONGEST_ID + 1), "é".repeat(LONGEST_ID));
        for wrong in [json!(""), json!(" "), json!(long), json!("1\n2"), json!("1\u{0}"), json!(-1), json!(1.5)] {
            assert_eq!(hint_of("order.created", &json!({ "order_id": wrong })), None, "{wrong}");
        }
        for wrong in [json!(null), json!(true), json!(["1"]), json!({ "id": "1" })] {
            assert_eq!(hint_of("order.created", &json!({ "order_id": wrong })), None, "{wrong}");
        }
        assert_eq!(hint_of("order.created", &json!({ "order_id": just })), order(&just));
    }

    #[test]
    fn another_event_is_known_as_such_whatever_it_carries() {
        let other = |name: &str| read_json(&json!({ "event_type": name, "data": [1, { "x": null }] }));
        assert_eq!(other("return.created"), Some(Event::Other("return.created".into())));
        for unfit in ["buyer Jane Roe", "a\nb", &"x".repeat(LONGEST_NAME + 1)] {
            assert_eq!(other(unfit), Some(Event::Other(String::new())));
        }
    }

    #[test]
    fn what_is_not_of_the_contracts_shape_is_not_read() {
        for body in
            ["", "null", "[]", "\"order.created\"", "{}", r#"{"event_type":1}"#, r#"{"event_type":"order.created"}"#]
        {
            assert_eq!(read(body.as_bytes()), None, "{body}");
        }
        assert_eq!(read(br#"{"event_type":"order.created","data":"1"}"#), None);
        assert_eq!(read(br#"{"event_type":"order.created","data":{"order_id":"1","order_id":"2"}}"#), None);
        assert_eq!(read(&[0xff, 0xfe]), None);
        assert_eq!(read("[".repeat(60_000).as_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_text_that_can_be_an_id_is_taken_as_it_is(id in "[ -~\u{a1}-\u{2fff}]{0,64}[!-~]") {
            prop_assert_eq!(hint_of("order.updated", &json!({ "order_id": id })), order(&id));
        }
    }
}
