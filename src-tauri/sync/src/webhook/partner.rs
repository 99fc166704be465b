//! The signed partner contract's events: `type` says which by a number, `data` what it is about.
//!
//! `shop_id` is not read. The door knows a shop by its app's key and not by the platform's id, so
//! there is nothing to compare with. Of several shops that are connected through the app that has
//! signed, those that an event isn't about answer that they don't know what it names.

use std::collections::HashSet;

use domain::{OrderId, ProductId};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    event::{Event, News, fit_to_show, id},
    topic::{About, INVENTORY_CHANGED, Topic},
};
use crate::Hint;

/// Orders that one event may name. Parcels are combined out of twenty at most; what a longer list
/// would push out of the line, the regular look reads as well.
const MOST_ORDERS: usize = 100;

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    number: Option<&'a RawValue>,
    #[serde(borrow)]
    tts_notification_id: Option<&'a RawValue>,
    #[serde(borrow)]
    event_id: Option<&'a RawValue>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Subject<'a> {
    #[serde(borrow)]
    order_id: Option<&'a RawValue>,
    #[serde(borrow)]
    product_id: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Packages<'a> {
    #[serde(borrow)]
    package_list: Vec<Package<'a>>,
}

#[derive(Deserialize)]
struct Package<'a> {
    #[serde(borrow, default)]
    order_id_list: Vec<&'a RawValue>,
}

/// Reads a body; `None` where it is not of the contract's shape, or what it has to name can't be
/// an id. A type that nobody knows is none of these: the platform adds some every few months.
pub(crate) fn read(body: &[u8]) -> Option<Event> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    let number = match (envelope.number, envelope.event_id) {
        (Some(number), _) => id(Some(number)).unwrap_or_default(),
        // One form comes without an envelope, and so without its number.
        (None, Some(_)) => INVENTORY_CHANGED.to_owned(),
        (None, None) => return None,
    };
    let Some(Topic { event, about }) = Topic::of(&number) else { return Some(Event::Other(unknown(&number))) };
    let data = match envelope.data {
        Some(data) => data.get().as_bytes(),
        None if number == INVENTORY_CHANGED => body,
        None => b"{}",
    };
    let hints = match about {
        About::Order => order(data)?,
        About::Packages => packed_orders(data)?,
        About::Product => product(data)?,
        About::PerhapsProduct => match product(data) {
            Some(hints) => hints,
            None => return Some(Event::Other(event.to_owned())),
        },
        About::Consent => return Some(Event::Consent(event)),
    };
    let notice = id(envelope.tts_notification_id.or(envelope.event_id));
    let known_by = notice.map_or_else(Vec::new, |notice| vec![event.to_owned(), notice]);
    Some(Event::Known(News { event, hints, known_by }))
}

fn order(data: &[u8]) -> Option<Vec<Hint>> {
    let subject: Subject<'_> = serde_json::from_slice(data).ok()?;
    Some(vec![Hint::Order(OrderId::new(id(subject.order_id)?))])
}

fn product(data: &[u8]) -> Option<Vec<Hint>> {
    let subject: Subject<'_> = serde_json::from_slice(data).ok()?;
    Some(vec![Hint::Product(ProductId::new(id(subject.product_id)?))])
}

/// The orders in some packages, each once: an order that was split lies in several.
fn packed_orders(data: &[u8]) -> Option<Vec<Hint>> {
    let packages: Packages<'_> = serde_json::from_slice(data).ok()?;
    let named = packages.package_list.iter().flat_map(|package| &package.order_id_list);
    let mut seen = HashSet::new();
    let fresh = named.filter_map(|raw| id(Some(raw))).filter(|order| seen.insert(order.clone()));
    let hints: Vec<Hint> = fresh.take(MOST_ORDERS).map(|order| Hint::Order(OrderId::new(order))).collect();
    if hints.is_empty() { None } else { Some(hints) }
}

fn unknown(number: &str) -> String {
    Some(fit_to_show(number)).filter(|it| !it.is_empty()).map(|it| format!("type {it}")).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may fail loudly")]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{super::event, *};

    fn enveloped(number: &Value, data: &Value) -> String {
        let (notice, shop) = ("7327112393057371910", "7494049642642441621");
        json!({ "type": number, "tts_notification_id": notice, "shop_id": shop, "timestamp": 1, "data": data })
            .to_string()
    }

    fn read_type(number: &Value, data: &Value) -> Option<Event> {
        event::read(enveloped(number, data).as_bytes())
    }

    fn hints_in(body: &str) -> Vec<Hint> {
        let Some(Event::Known(news)) = event::read(body.as_bytes()) else { return Vec::new() };
        news.hints
    }

    fn hints_of(number: u16, data: &Value) -> Vec<Hint> {
        hints_in(&enveloped(&json!(number), data))
    }

    fn orders(ids: &[&str]) -> Vec<Hint> {
        ids.iter().map(|id| Hint::Order(OrderId::new(*id))).collect()
    }

    fn products(ids: &[&str]) -> Vec<Hint> {
        ids.iter().map(|id| Hint::Product(ProductId::new(*id))).collect()
    }

    #[test]
    fn what_happens_to_an_order_its_address_its_cancellation_or_its_return_hints_at_the_order() {
        let id = "576653688135258178";
        let status = json!({ "order_id": id, "order_status": "UNPAID", "is_on_hold_order": true, "update_time": 1 });
        assert_eq!(hints_of(1, &status), orders(&[id]));
        assert_eq!(hints_of(3, &json!({ "order_id": id, "update_time": 1 })), orders(&[id]));
        let called_off = json!({ "order_id": id, "cancellations_role": "BUYER", "cancel_id": "41", "create_time": 1 });
        assert_eq!(hints_of(11, &called_off), orders(&[id]));
        let sent_back = json!({ "order_id": id, "return_role": "BUYER", "return_id": "42", "product_id": "9" });
        assert_eq!(hints_of(12, &sent_back), orders(&[id]));
    }

    #[test]
    fn packages_hint_at_each_of_their_orders_once() {
        let package = |orders: Value| json!({ "package_id": "9", "order_id_list": orders });
        let event =
            |packages: Value| json!({ "sc_type": "SPLIT", "role_type": "ROLE_SELLER", "package_list": packages });
        let split = event(json!([package(json!(["1", "2"])), package(json!(["2", 3])), { "package_id": "8" }]));
        assert_eq!(hints_of(4, &split), orders(&["1", "2", "3"]));
        assert_eq!(hints_of(4, &event(json!([package(json!(["", null, "5"]))]))), orders(&["5"]));
        let many: Vec<String> = (0..300).map(|n| n.to_string()).collect();
        assert_eq!(hints_of(4, &event(json!([package(json!(many))]))).len(), MOST_ORDERS);
        for empty in [event(json!([])), event(json!([package(json!([]))])), json!({ "order_id": "1" })] {
            assert_eq!(read_type(&json!(4), &empty), None, "{empty}");
        }
    }

    #[test]
    fn what_happens_to_a_product_hints_at_it_and_every_digit_of_its_number_is_kept() {
        for number in [5, 15, 16, 18, 27, 37, 50, 68, 71] {
            let told = |id: Value| hints_of(number, &json!({ "product_id": id, "order_id": "1", "sku_id": 7 }));
            assert_eq!(told(json!(9_007_199_254_740_993_u64)), products(&["9007199254740993"]), "{number}");
            assert_eq!(told(json!("1729382256910270123")), products(&["1729382256910270123"]), "{number}");
        }
    }

    #[test]
    fn a_change_of_stock_is_understood_without_an_envelope() {
        let flat = |product: Value| {
            json!({
                "event_id": "c1f0", "occurred_at": "2026-04-02T09:28:34.979101552Z", "seller_id": "7498",
                "product_id": product, "sku_id": "17", "quantity_snapshot_after_change": { "total_quantity": 7 },
                "change_detail": [{ "idempotency_key": "c1f0", "trigger_source": "order_created" }],
            })
        };
        let read = |body: &Value| event::read(body.to_string().as_bytes());
        let Some(Event::Known(news)) = read(&flat(json!(1_891_234_567_890_123_457_u64))) else { panic!("not known") };
        assert_eq!((news.event, news.hints), ("INVENTORY_CHANGED", products(&["1891234567890123457"])));
        assert_eq!(news.known_by, ["INVENTORY_CHANGED", "c1f0"]);
        assert_eq!(read(&flat(json!(null))), None);
        assert_eq!(read(&json!({ "type": 5, "product_id": "1" })), None, "no other event comes in that form");
    }

    #[test]
    fn an_event_is_known_by_its_notice_and_where_it_has_none_by_its_body_alone() {
        let known_by = |body: &str| {
            let Some(Event::Known(news)) = event::read(body.as_bytes()) else { panic!("{body}") };
            news.known_by
        };
        assert_eq!(
            known_by(r#"{"type":3,"tts_notification_id":7380066284010030890,"data":{"order_id":"1"}}"#),
            ["RECIPIENT_ADDRESS_UPDATE", "7380066284010030890"]
        );
        assert!(known_by(r#"{"type":3,"shop_id":"7","timestamp":1,"data":{"order_id":"1"}}"#).is_empty());
    }

    #[test]
    fn an_event_about_consent_names_nothing_to_read() {
        let data = json!({ "message": "soon", "expiration_time": "1771430400" });
        assert_eq!(read_type(&json!(6), &data), Some(Event::Consent("SELLER_DEAUTHORIZATION")));
        assert_eq!(read_type(&json!(7), &data), Some(Event::Consent("UPCOMING_AUTHORIZATION_EXPIRATION")));
    }

    #[test]
    fn a_type_that_nobody_knows_is_known_as_such_whatever_it_carries() {
        let other = |number: Value| read_type(&number, &json!([1, { "order_id": "1" }]));
        assert_eq!(other(json!(13)), Some(Event::Other("type 13".into())));
        assert_eq!(other(json!("NEW_TOPIC")), Some(Event::Other("type NEW_TOPIC".into())));
        for unfit in [json!(-1), json!(1.0), json!(1e300), json!({}), json!("Jane Roe"), json!("")] {
            assert_eq!(other(unfit), Some(Event::Other(String::new())));
        }
    }

    #[test]
    fn what_has_to_name_an_order_or_a_product_and_does_not_is_not_read() {
        for number in [1, 3, 4, 5, 11, 12, 15, 16, 18, 37, 68, 71] {
            for wrong in [json!({}), json!({ "order_id": "", "product_id": -1 }), json!("1"), json!(null)] {
                assert_eq!(read_type(&json!(number), &wrong), None, "{number} {wrong}");
            }
        }
        let untold = |number: u16| read_type(&json!(number), &json!({ "sku_id": "1" }));
        assert_eq!(untold(27), Some(Event::Other("INVENTORY_STATUS_CHANGE".into())));
        assert_eq!(untold(50), Some(Event::Other("SKU_STATUS_CHANGE".into())));
        assert_eq!(event::read(br#"{"type":1,"data":{"order_id":"1","order_id":"2"}}"#), None);
        assert_eq!(event::read(br#"{"tts_notification_id":"1","data":{"order_id":"1"}}"#), None);
    }

    proptest! {
        #[test]
        fn a_number_is_taken_digit_by_digit_however_long_it_is(id in "[1-9][0-9]{0,127}") {
            let hints = |number: u16, name: &str| hints_in(&format!(r#"{{"type":{number},"data":{{"{name}":{id}}}}}"#));
            prop_assert_eq!(hints(1, "order_id"), orders(&[&id]));
            prop_assert_eq!(hints(5, "product_id"), products(&[&id]));
        }
    }
}
