use std::time::Duration;

use crate::practice::{Delays, Practice, connected, connected_to, refused, shipment, told};
use sandbox::{Fault, FaultKind, PageMove, When};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const UPDATE: &str = "/api/orders/update";
const SEARCH: &str = "/api/orders/search";

fn journalled(practice: &Practice, path: &str) -> sandbox::Entry {
    practice.shop.journal().into_iter().rfind(|entry| entry.path == path).unwrap()
}

#[tokio::test]
async fn any_code_can_be_answered_in_place_of_the_work() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    for code in [1000, 1001, 1002, 1003, 1004, 1006, 4711] {
        practice.shop.fault(Fault::once(UPDATE, FaultKind::Code { code, message: None }));
        refused(&practice.ship(&order_id).await, code, "");
        assert_eq!(journalled(&practice, UPDATE).answer_code, Some(code));
    }
    assert_eq!(practice.status_of(&order_id).await, "AWAITING_SHIPMENT");
    assert_eq!(practice.ship(&order_id).await["code"], 0);
}

#[tokio::test]
async fn a_code_can_be_answered_although_the_work_was_done() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let kind = FaultKind::Code { code: 1000, message: Some("try again".into()) };
    practice.shop.fault(Fault { when: Some(When::After), ..Fault::once(UPDATE, kind) });
    refused(&practice.ship(&order_id).await, 1000, "try again");
    assert_eq!(practice.status_of(&order_id).await, "SHIPPED");
    assert!(journalled(&practice, UPDATE).applied);
}

#[tokio::test]
async fn a_server_fault_answers_without_an_envelope() {
    let practice = connected().await;
    practice.shop.fault(Fault::once("*", FaultKind::Http { status: 500 }));
    let answer = practice.ask(SEARCH, &[]).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap()), (500, String::new()));
    assert_eq!(journalled(&practice, SEARCH).answer_code, None);
    assert_eq!(practice.get(SEARCH, &[]).await["code"], 0);
}

#[tokio::test]
async fn a_fault_strikes_as_often_as_told_and_only_where_told() {
    let practice = connected().await;
    let fault = json!({ "on": SEARCH, "kind": "http", "status": 503, "times": 2 });
    practice.control("/fault", &fault).await;
    assert_eq!(practice.get("/api/products/search", &[]).await["code"], 0);
    for expected in [503, 503, 200] {
        assert_eq!(practice.ask(SEARCH, &[]).await.unwrap().status(), expected);
    }
    practice.control("/fault", &json!({ "on": "*", "kind": "html", "times": null })).await;
    for path in [SEARCH, "/api/products/search", "/api/v2/token/refresh"] {
        assert_eq!(practice.ask(path, &[]).await.unwrap().headers()["content-type"], "text/html; charset=utf-8");
    }
    practice.client.delete(practice.shop.base_url() + "/control/fault").send().await.unwrap();
    assert_eq!(practice.get(SEARCH, &[]).await["code"], 0);
}

#[tokio::test]
async fn an_answer_is_cut_off_in_its_body_after_the_write_was_done() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.shop.fault(Fault::once(UPDATE, FaultKind::Cut));
    let answer = practice.send(UPDATE, &shipment(&order_id)).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert!(answer.bytes().await.is_err());
    assert_eq!(practice.status_of(&order_id).await, "SHIPPED");
}

#[tokio::test]
async fn a_long_list_is_cut_off_too() {
    let practice = connected().await;
    practice.shop.fault(Fault::once(SEARCH, FaultKind::Cut));
    let answer = practice.ask(SEARCH, &[("page_size", "100")]).await.unwrap();
    assert!(answer.bytes().await.is_err());
}

#[tokio::test]
async fn an_answer_is_lost_after_the_write_was_done() {
    let practice = connected().await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    practice.shop.fault(Fault::once(UPDATE, FaultKind::LoseAnswer));
    assert!(practice.send(UPDATE, &shipment(&order_id)).await.is_err());
    assert_eq!(practice.status_of(&order_id).await, "SHIPPED");
    let entry = journalled(&practice, UPDATE);
    assert_eq!((entry.answer_code, entry.applied, entry.faults), (None, true, vec!["lose_answer".to_owned()]));
}

#[tokio::test]
async fn an_exhausted_limit_tells_how_long_to_wait() {
    let practice = connected().await;
    practice.control("/fault", &json!({ "on": SEARCH, "kind": "limit", "retry_after": 17, "times": 1 })).await;
    let answer = practice.ask(SEARCH, &[]).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (429, "17"));
    refused(&answer.json().await.unwrap(), 1005, "");
}

#[tokio::test]
async fn a_token_expires_in_the_middle_of_things() {
    let mut practice = connected().await;
    practice.shop.fault(Fault::once("*", FaultKind::ExpireToken));
    refused(&practice.get(SEARCH, &[]).await, 1004, "x-tts-access-token: expired");
    refused(&practice.get(SEARCH, &[]).await, 1004, "x-tts-access-token: expired");
    let granted = practice.refresh(&practice.refresh_token).await;
    practice.adopt(&granted);
    assert_eq!(practice.get(SEARCH, &[]).await["code"], 0);
}

fn ids(found: &Value) -> Vec<String> {
    let orders = found["data"]["orders"].as_array().unwrap();
    orders.iter().map(|order| order["order_id"].to_string()).collect()
}

#[tokio::test]
async fn an_order_arrives_between_two_pages_so_that_a_row_comes_twice() {
    let practice = connected().await;
    practice.shop.fault(Fault::once("*", FaultKind::MovingPage { how: PageMove::Arrive }));
    let first = practice.get(SEARCH, &[]).await;
    let second = practice.get(SEARCH, &[("page_number", "2")]).await;
    assert_eq!(ids(&first)[9], ids(&second)[0]);
    assert_eq!((&first["data"]["total"], &second["data"]["total"]), (&120.into(), &121.into()));
}

#[tokio::test]
async fn an_order_leaves_between_two_pages_so_that_a_row_is_skipped() {
    let practice = connected_to(|settings| settings.orders = 1_000).await;
    let page = |number| [("order_status", "AWAITING_SHIPMENT"), ("page_number", number)];
    let expected = ids(&practice.get(SEARCH, &page("2")).await);
    practice.control("/fault", &json!({ "on": SEARCH, "kind": "moving_page", "how": "leave", "times": 1 })).await;
    practice.get(SEARCH, &page("1")).await;
    assert_eq!(ids(&practice.get(SEARCH, &page("2")).await)[0], expected[1]);
}

#[tokio::test]
async fn a_slow_answer_comes_after_its_time() {
    let (mut delays, wait) = Delays::held();
    let practice = connected_to(|settings| settings.wait = wait).await;
    practice.shop.fault(Fault::once(SEARCH, FaultKind::Slow { ms: 2_500 }));
    let request = practice.client.get(practice.shop.base_url() + SEARCH);
    let asked = tokio::spawn(request.header("x-tts-access-token", &practice.token).send());
    assert_eq!(told(&mut delays.begun).await, Duration::from_millis(2_500));
    assert!(!asked.is_finished());
    delays.let_one_end();
    assert_eq!(asked.await.unwrap().unwrap().status(), 200);
}

/// Sends a shipment over a connection of its own and hangs up; returns once the shop has noticed.
async fn ship_and_hang_up(practice: &Practice, order_id: &str, delays: &mut Delays) {
    let host = practice.shop.base_url().replace("http://", "");
    let body = shipment(order_id).to_string();
    let request = format!(
        "POST {UPDATE} HTTP/1.1\r\nHost: {host}\r\nx-tts-access-token: {}\r\nContent-Length: {}\r\n\r\n{body}",
        practice.token,
        body.len()
    );
    let mut line = tokio::net::TcpStream::connect(host).await.unwrap();
    line.write_all(request.as_bytes()).await.unwrap();
    told(&mut delays.begun).await;
    line.shutdown().await.unwrap();
    let mut nothing = Vec::new();
    line.read_to_end(&mut nothing).await.unwrap();
    assert!(nothing.is_empty());
}

#[tokio::test]
async fn a_slow_write_happens_although_the_app_hung_up_long_before() {
    let (mut delays, wait) = Delays::held();
    let practice = connected_to(|settings| settings.wait = wait).await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let slow = Fault::once(UPDATE, FaultKind::Slow { ms: 60_000 });
    practice.shop.fault(slow.clone());
    practice.shop.fault(Fault { when: Some(When::After), ..slow });

    ship_and_hang_up(&practice, &order_id, &mut delays).await;
    assert_eq!(practice.status_of(&order_id).await, "AWAITING_SHIPMENT");
    delays.let_one_end();
    told(&mut delays.begun).await;
    assert_eq!(practice.status_of(&order_id).await, "SHIPPED");
    delays.let_all_end();
}

#[tokio::test]
async fn a_write_whose_answer_is_slow_has_happened_when_the_app_hangs_up() {
    let (mut delays, wait) = Delays::held();
    let practice = connected_to(|settings| settings.wait = wait).await;
    let order_id = practice.order("AWAITING_SHIPMENT").await;
    let slow = FaultKind::Slow { ms: 60_000 };
    practice.shop.fault(Fault { when: Some(When::After), ..Fault::once(UPDATE, slow) });
    ship_and_hang_up(&practice, &order_id, &mut delays).await;
    assert_eq!(practice.status_of(&order_id).await, "SHIPPED");
    assert!(journalled(&practice, UPDATE).applied);
}

#[tokio::test]
async fn closing_the_shop_does_not_wait_for_a_slow_answer() {
    let (mut delays, wait) = Delays::held();
    let practice = connected_to(|settings| settings.wait = wait).await;
    practice.shop.fault(Fault::once(SEARCH, FaultKind::Slow { ms: 3_600_000 }));
    let url = practice.shop.base_url() + SEARCH;
    let asked = tokio::spawn(practice.client.get(url).send());
    told(&mut delays.begun).await;
    practice.shop.stop().await;
    // The bound is there for a broken shop only: it would leave the caller waiting.
    let answered = tokio::time::timeout(Duration::from_secs(60), asked).await;
    assert!(answered.is_ok_and(|answer| answer.unwrap().is_ok()));
}
