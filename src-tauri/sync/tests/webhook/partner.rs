//! The signed partner contract's events, at the same door.

use domain::{OrderId, ShopId};
use sandbox::NewOrder;
use sync::{Hint, webhook::Verdict};

use crate::{
    knock::{ANY, House, SIGNED, order, product},
    seller::Seller,
    spoken::{DETAIL, SEARCH},
};

/// An event in its envelope.
fn event(number: u16, notice: &str, data: &str) -> String {
    format!(
        r#"{{"type":{number},"tts_notification_id":"{notice}","shop_id":"7494049642642441621","timestamp":1773144000,"data":{data}}}"#
    )
}

fn of_order(notice: &str, id: &str) -> String {
    event(1, notice, &format!(r#"{{"order_id":"{id}","order_status":"AWAITING_SHIPMENT","update_time":1773144000}}"#))
}

/// Posts an event signed for the shop of [`House::of_one_shop`].
async fn post(house: &House, body: &str) -> u16 {
    house.post_signed("practice-key", "practice-secret", body).await
}

#[tokio::test]
async fn an_order_that_a_signed_event_names_is_read_before_any_look_brings_it() {
    let (mut house, seller) = (House::of_one_shop(SIGNED).await, Seller::at_work().await);
    let arrived: serde_json::Value =
        serde_json::from_str(&seller.shop.order(NewOrder::default()).await.unwrap()).unwrap();
    let new = OrderId::new(arrived["order_id"].as_str().unwrap());
    assert_eq!(post(&house, &of_order("1", new.as_str())).await, 200);
    for (_, hint) in house.hints() {
        seller.computer.engine.hint(hint);
    }
    seller.at_once(async || seller.orders(None).await.contains(&new)).await;
    assert_eq!((seller.calls(DETAIL).len(), seller.calls(SEARCH).len()), (1, 0));
    assert_eq!((house.last().event.as_str(), house.last().subject.as_str()), ("ORDER_STATUS_CHANGE", new.as_str()));
}

#[tokio::test]
async fn the_documented_event_with_its_documented_signature_is_taken() {
    let mut house = House::with(SIGNED, &[(1, "abcdef", "123")]).await;
    let body = r#"{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}"#;
    let signature = "Authorization: 5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05\r\n";
    assert_eq!(house.post_with(signature, body).await, 200);
    assert_eq!((house.hints(), house.verdict()), (vec![(ShopId(1), order("576653688135258178"))], Verdict::Asked));
}

#[tokio::test]
async fn a_products_id_keeps_every_digit_also_as_a_number_that_no_float_can_hold() {
    let mut house = House::of_one_shop(SIGNED).await;
    let body = event(5, "1", r#"{"product_id":1729382256910270123,"status":"FREEZE","update_time":1773144000}"#);
    assert_eq!(post(&house, &body).await, 200);
    assert_eq!(house.hints(), [(ShopId(1), product("1729382256910270123"))]);
    let flat = r#"{"event_id":"e","occurred_at":"2026-03-10T12:00:00.000000001Z","product_id":9007199254740993}"#;
    assert_eq!(post(&house, flat).await, 200);
    assert_eq!(house.hints(), [(ShopId(1), product("9007199254740993"))]);
}

#[tokio::test]
async fn packages_ask_for_all_their_orders_at_every_shop_of_the_app_whatever_shop_they_name() {
    let shops = [(1, "app-a", "secret-a"), (2, "app-a", "secret-a"), (3, "app-b", "secret-b")];
    let mut house = House::with(SIGNED, &shops).await;
    let data = r#"{"sc_type":"COMBINE","package_list":[{"package_id":"9","order_id_list":["1","2"]}]}"#;
    assert_eq!(house.post_signed("app-a", "secret-a", &event(4, "1", data)).await, 200);
    let expected: [(ShopId, Hint); 4] =
        [(1, "1"), (1, "2"), (2, "1"), (2, "2")].map(|(shop, id)| (ShopId(shop), order(id)));
    assert_eq!(house.hints(), expected);
    assert_eq!((house.last().event.as_str(), house.last().subject.as_str()), ("PACKAGE_UPDATE", "1"));
}

#[tokio::test]
async fn a_type_that_nobody_knows_is_answered_and_left_alone() {
    let mut house = House::of_one_shop(SIGNED).await;
    for number in [2, 13, 999] {
        assert_eq!(post(&house, &event(number, "1", r#"{"order_id":"1","product_id":"2"}"#)).await, 200);
        assert_eq!((house.last().event, house.verdict()), (format!("type {number}"), Verdict::Unknown));
    }
    assert_eq!((house.status().taken, house.status().turned_away, house.hints()), (3, 0, Vec::new()));
}

#[tokio::test]
async fn an_event_about_the_sellers_consent_is_noted_and_nothing_is_read_for_it() {
    let mut house = House::of_one_shop(SIGNED).await;
    for (number, name) in [(6, "SELLER_DEAUTHORIZATION"), (7, "UPCOMING_AUTHORIZATION_EXPIRATION")] {
        assert_eq!(post(&house, &event(number, "1", r#"{"message":"x","expiration_time":"1773144000"}"#)).await, 200);
        assert_eq!((house.last().event.as_str(), house.verdict()), (name, Verdict::Noted));
    }
    assert_eq!((house.status().taken, house.hints()), (2, Vec::new()));
}

#[tokio::test]
async fn a_notice_that_comes_again_asks_nothing_again_whatever_its_body() {
    let mut house = House::of_one_shop(SIGNED).await;
    let first = of_order("1", "1");
    let told_later = first.replace("1773144000", "1773144120");
    for (body, hints) in [(&first, 1), (&first, 0), (&told_later, 0), (&of_order("2", "1"), 1)] {
        assert_eq!(post(&house, body).await, 200);
        assert_eq!(house.hints().len(), hints, "{body}");
    }
    let unnumbered = |when: u32| format!(r#"{{"type":3,"shop_id":"7","timestamp":{when},"data":{{"order_id":"1"}}}}"#);
    for (when, hints) in [(1, 1), (1, 0), (2, 1)] {
        assert_eq!(post(&house, &unnumbered(when)).await, 200);
        assert_eq!(house.hints().len(), hints, "{when}");
    }
}

#[tokio::test]
async fn what_bounds_the_one_contract_bounds_the_other() {
    let mut house = House::of_one_shop(SIGNED).await;
    assert_eq!(house.post(&of_order("1", "1")).await, 401);
    assert_eq!(post(&house, &event(1, "1", "{}")).await, 400);
    assert_eq!(post(&house, &event(13, "1", &format!("\"{}\"", "x".repeat(64 * 1024)))).await, 413);
    assert_eq!(post(&house, &event(13, "1", &"[".repeat(60_000))).await, 400);
    assert_eq!((house.status().turned_away, house.hints()), (4, Vec::new()));
    let mut house = House::of_one_shop(ANY).await;
    let mut statuses = Vec::new();
    for n in 0..260 {
        statuses.push(house.post(&of_order(&n.to_string(), &n.to_string())).await);
    }
    let taken = statuses.iter().filter(|status| **status == 200).count();
    assert!((200..230).contains(&taken) && statuses.contains(&429), "{taken}");
    assert_eq!(house.hints().len(), taken);
}
