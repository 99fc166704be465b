//! What is taken, what comes of it, and what is turned away unread.

use domain::ShopId;
use sync::webhook::{Door, DoorError, Verdict};
use tiktok_shop::Clock;

use crate::knock::{ANY, House, SIGNED, created, order, order_event, product, sign};

#[tokio::test]
async fn each_of_the_four_events_becomes_a_hint_by_its_id_alone() {
    let mut house = House::of_one_shop(ANY).await;
    let body = |event: &str| {
        format!(
            r#"{{"event_type":"{event}","timestamp":"2026-03-10T12:00:00Z","data":{{"order_id":"576618402217359921","product_id":1729382256910270123,"sku_id":"7","order_status":"SHIPPED","available_stock":0}}}}"#
        )
    };
    for (event, hint) in [
        ("order.created", order("576618402217359921")),
        ("order.updated", order("576618402217359921")),
        ("product.updated", product("1729382256910270123")),
        ("inventory.updated", product("1729382256910270123")),
    ] {
        assert_eq!(house.post(&body(event)).await, 200);
        assert_eq!(house.hints(), [(ShopId(1), hint)], "{event}");
        assert_eq!((house.last().event.as_str(), house.verdict()), (event, Verdict::AskedUnsigned));
    }
    assert_eq!(house.last().subject, "1729382256910270123");
    assert_eq!((house.status().taken, house.status().turned_away), (4, 0));
}

#[tokio::test]
async fn an_event_that_comes_again_is_answered_and_asks_nothing_again() {
    let mut house = House::of_one_shop(ANY).await;
    assert_eq!(house.post(&created("1")).await, 200);
    assert_eq!(house.hints().len(), 1);
    let written_otherwise = created("1").replace("\"data\"", " \"data\"");
    for again in [created("1"), written_otherwise] {
        assert_eq!(house.post(&again).await, 200);
        assert_eq!((house.hints(), house.verdict()), (Vec::new(), Verdict::Repeated));
    }
    for other in [created("2"), order_event("order.updated", "2026-03-10T12:00:00Z", "1")] {
        assert_eq!(house.post(&other).await, 200);
        assert_eq!(house.hints().len(), 1, "{other}");
    }
    assert_eq!(house.post(&order_event("order.created", "2026-03-10T12:00:01Z", "1")).await, 200);
    assert_eq!(house.hints().len(), 1, "the same at another time is news");
}

#[tokio::test]
async fn two_events_without_a_time_are_told_apart_by_their_bodies() {
    let mut house = House::of_one_shop(ANY).await;
    for (sku, hints) in [("1", 1), ("2", 1), ("1", 0)] {
        let body = format!(r#"{{"event_type":"inventory.updated","data":{{"product_id":"9","sku_id":"{sku}"}}}}"#);
        assert_eq!(house.post(&body).await, 200);
        assert_eq!(house.hints().len(), hints, "{sku}");
    }
}

#[tokio::test]
async fn an_event_of_another_kind_is_answered_and_left_alone() {
    let mut house = House::of_one_shop(ANY).await;
    assert_eq!(house.post(r#"{"event_type":"return.created","data":{"return_id":1}}"#).await, 200);
    assert_eq!(house.hints(), []);
    assert_eq!((house.last().event.as_str(), house.verdict()), ("return.created", Verdict::Unknown));
}

#[tokio::test]
async fn what_is_not_readable_is_refused_and_never_shown() {
    let mut house = House::of_one_shop(ANY).await;
    let long = created(&"9".repeat(129));
    let broken = ["", "{", "[]", r#"{"event_type":"order.created","data":{}}"#, &created("Jane\\u0000Roe"), &long];
    for body in broken {
        assert_eq!(house.post(body).await, 400, "{body}");
        assert_eq!((house.last().event, house.last().subject), (String::new(), String::new()));
    }
    assert_eq!(house.status().turned_away, 6);
    assert_eq!(house.hints(), []);
}

#[tokio::test]
async fn an_event_is_dated_by_this_computers_clock_and_not_by_what_it_says() {
    let house = House::of_one_shop(ANY).await;
    let before = house.clock.now();
    assert_eq!(house.post(&order_event("order.created", "1999-01-01T00:00:00Z", "1")).await, 200);
    assert!((before..house.clock.now()).contains(&house.last().at));
}

#[tokio::test]
async fn only_posts_to_the_webhook_address_are_events() {
    let mut house = House::of_one_shop(ANY).await;
    let elsewhere = |line: &str| format!("{line} HTTP/1.1\r\nHost: anything.example\r\nContent-Length: 2\r\n\r\n{{}}");
    for (line, status) in [
        ("GET /", "404"),
        ("POST /", "404"),
        ("POST /webhook/1", "404"),
        ("GET /webhook", "405"),
        ("DELETE /webhook", "405"),
        ("OPTIONS /webhook", "405"),
    ] {
        let answer = house.say(elsewhere(line).as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{line}: {answer}");
        assert_eq!(answer.to_ascii_lowercase().contains("allow: post"), status == "405", "{answer}");
    }
    assert_eq!((house.status(), house.hints()), (Default::default(), Vec::new()));
}

#[tokio::test]
async fn whatever_host_a_forwarder_names_the_event_is_taken_and_the_answer_tells_nothing() {
    let mut house = House::of_one_shop(ANY).await;
    let body = created("1");
    let length = body.len();
    let request =
        format!("POST /webhook?x=1 HTTP/1.1\r\nHost: seller.tunnel.example\r\nContent-Length: {length}\r\n\r\n{body}");
    let answer = house.say(request.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n"), "{answer}");
    assert_eq!(house.hints().len(), 1);
}

#[tokio::test]
async fn a_web_page_in_the_sellers_browser_is_turned_away() {
    let mut house = House::of_one_shop(ANY).await;
    let page = "Origin: https://page.example\r\n";
    assert_eq!(house.post_with(page, &created("1")).await, 403);
    let signed = format!("{page}Authorization: {}\r\n", sign("practice-key", "practice-secret", &created("1")));
    assert_eq!(house.post_with(&signed, &created("1")).await, 403);
    assert_eq!((house.verdict(), house.hints()), (Verdict::FromPage, Vec::new()));
}

#[tokio::test]
async fn without_a_shop_there_is_nobody_to_ask() {
    let mut house = House::of_one_shop(ANY).await;
    house.disconnect_all();
    assert_eq!(house.post(&created("1")).await, 200);
    assert_eq!((house.verdict(), house.hints()), (Verdict::NoShop, Vec::new()));
}

#[tokio::test]
async fn a_port_that_is_taken_is_named_and_free_again_once_its_door_has_closed() {
    let house = House::of_one_shop(SIGNED).await;
    let (port, clock) = (house.at().port(), house.clock.clone());
    let open = || Door::open(port, ANY, std::sync::Arc::new(Vec::new), std::sync::Arc::new(|_, _| ()), clock.clone());
    let refused = open().err().expect("two doors at one port");
    assert!(matches!(refused, DoorError::PortTaken(taken) if taken == port));
    assert!(refused.to_string().contains(&port.to_string()));
    house.door.close().await;
    open().expect("the port is free").close().await;
}
