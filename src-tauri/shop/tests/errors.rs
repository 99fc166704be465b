//! Every error code of the contract, and every way an answer can fail to come.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::time::Duration;

use domain::{Order, SkuId, SkuLevel, WarehouseId};
use support::*;
use tiktok_shop::{Endpoints, Lane, MAX_ANSWER_BYTES, OrderQuery, Page, ShipAnswer, ShopError};

const UPDATE: &str = "/api/orders/update";

async fn read(bench: &Bench) -> Result<Page<Order>, ShopError> {
    bench.client.search_orders(&OrderQuery::default(), Lane::Person).await
}

async fn write(bench: &Bench) -> Result<ShipAnswer, ShopError> {
    ship(&bench.client, "1", "TK1", Lane::Person).await
}

fn no_orders() -> Reply {
    success(r#"{"orders":[],"total":0}"#)
}

fn shipped() -> Reply {
    success(r#"{"order_id":"1","status":"SHIPPED"}"#)
}

fn seconds(delays: &[u64]) -> Vec<Duration> {
    delays.iter().map(|delay| Duration::from_secs(*delay)).collect()
}

#[tokio::test]
async fn code_1000_on_a_read_is_tried_again_with_growing_delays() {
    let shop = FakeShop::answering(|asked| if asked.nth < 2 { failure(1000, "oops") } else { no_orders() }).await;
    let bench = Bench::at(&shop.endpoints);
    assert!(read(&bench).await.is_ok());
    assert_eq!(bench.clock.slept(), seconds(&[1, 2]));
    assert_eq!(bench.log.sent.lock().unwrap().len(), 3, "every try pays");
}

#[tokio::test]
async fn code_1000_that_stays_is_told_after_the_last_try() {
    let shop = FakeShop::answering(|_| failure(1000, "oops")).await;
    let error = read(&Bench::at(&shop.endpoints)).await.unwrap_err();
    assert_eq!(error, ShopError::ServerTrouble { why: "code 1000".into() });
    assert_eq!(shop.asked().len(), 3);
}

#[tokio::test]
async fn code_1000_on_a_write_leaves_its_outcome_unknown_and_is_not_sent_again() {
    let shop = FakeShop::answering(|_| failure(1000, "oops")).await;
    let error = write(&Bench::at(&shop.endpoints)).await.unwrap_err();
    assert!(matches!(error, ShopError::UnknownOutcome { .. }), "{error}");
    assert_eq!(shop.asked_for(UPDATE), 1);
}

#[tokio::test]
async fn code_1001_is_told_with_the_field_that_is_wrong() {
    let shop = FakeShop::answering(|_| failure(1001, "page_size must be at most 100")).await;
    let error = read(&Bench::at(&shop.endpoints)).await.unwrap_err();
    assert!(matches!(&error, ShopError::Refused { code: 1001, field: Some(field), .. } if field == "page_size"));
    assert_eq!(shop.asked().len(), 1);
}

#[tokio::test]
async fn code_1002_is_told_with_the_field_that_is_missing() {
    let shop = FakeShop::answering(|_| failure(1002, "Missing parameter: tracking_number")).await;
    let error = write(&Bench::at(&shop.endpoints)).await.unwrap_err();
    assert!(matches!(&error, ShopError::Refused { code: 1002, field: Some(field), .. } if field == "tracking_number"));
    assert_eq!(shop.asked().len(), 1);
}

#[tokio::test]
async fn code_1003_asks_to_connect_again_and_tries_nothing_more() {
    let shop = FakeShop::answering(|_| failure(1003, "Invalid access token")).await;
    let bench = Bench::at(&shop.endpoints);
    for error in [read(&bench).await.unwrap_err(), write(&bench).await.unwrap_err()] {
        assert!(matches!(error, ShopError::NeedsConnect { .. }), "{error}");
        assert!(error.to_string().contains("Connect the shop again"));
    }
    assert_eq!(shop.asked().len(), 2);
}

#[tokio::test]
async fn code_1004_renews_the_token_and_repeats_the_call_once() {
    let shop = FakeShop::answering(|asked| match (asked.path.as_str(), asked.token()) {
        ("/api/v2/token/refresh", _) => session("access-2", "refresh-2", noon() + Duration::from_secs(86_400)),
        (_, "access-2") => shipped(),
        _ => failure(1004, "Access token expired"),
    })
    .await;
    assert!(write(&Bench::at(&shop.endpoints)).await.is_ok());
    assert_eq!(shop.asked_for(UPDATE), 2);
}

#[tokio::test]
async fn code_1004_for_a_renewed_token_asks_to_connect_instead_of_looping() {
    let shop = FakeShop::answering(|asked| match asked.path.as_str() {
        "/api/v2/token/refresh" => session("access-2", "refresh-2", noon() + Duration::from_secs(86_400)),
        _ => failure(1004, "Access token expired"),
    })
    .await;
    let error = read(&Bench::at(&shop.endpoints)).await.unwrap_err();
    assert!(matches!(error, ShopError::NeedsConnect { .. }), "{error}");
    assert_eq!(shop.asked().len(), 3);
}

#[tokio::test]
async fn code_1005_waits_and_repeats_reads_and_writes_alike() {
    let shop = FakeShop::answering(|asked| match (asked.nth, asked.path.as_str()) {
        (0, _) => failure(1005, "Rate limit exceeded"),
        (_, UPDATE) => shipped(),
        _ => no_orders(),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    assert!(read(&bench).await.is_ok());
    assert!(write(&bench).await.is_ok());
    assert_eq!(bench.clock.slept(), seconds(&[1, 1]));
}

#[tokio::test]
async fn code_1005_that_stays_is_told_with_the_time_it_goes_on() {
    let shop = FakeShop::answering(|_| failure(1005, "Rate limit exceeded")).await;
    let error = write(&Bench::at(&shop.endpoints)).await.unwrap_err();
    // After delays of 1 and 2 seconds, the next would be 4.
    assert_eq!(error, ShopError::RateLimited { resume: noon() + Duration::from_secs(7) });
}

#[tokio::test]
async fn code_1005_with_retry_after_holds_everybody_back_until_then() {
    let shop = FakeShop::answering(|asked| match asked.nth {
        0 => with_header(failure(1005, "slow down"), "retry-after", "40"),
        _ => no_orders(),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    assert!(read(&bench).await.is_ok());
    assert_eq!(bench.clock.slept(), seconds(&[40]));
}

#[tokio::test]
async fn a_level_that_waits_longer_than_its_reading_is_good_for_never_leaves() {
    let shop = FakeShop::answering(|_| with_header(failure(1005, "slow down"), "retry-after", "40")).await;
    let bench = Bench::at(&shop.endpoints);
    let level = SkuLevel { sku: SkuId::new("s"), warehouse: WarehouseId::new("w"), level: 50 };
    let leave_by = noon() + Duration::from_secs(3);
    let answer = set_stock(&bench.client, "p", &[level], leave_by).await;
    assert_eq!(answer.unwrap_err(), ShopError::TooLate);
    assert_eq!(shop.asked().len(), 1, "it was sent again, 40 s after its reading");
}

#[tokio::test]
async fn a_retry_after_of_an_hour_is_obeyed_by_giving_up_until_then() {
    let shop = FakeShop::answering(|asked| match asked.nth {
        0 => with_header(reply(429, "busy"), "retry-after", "Thu, 15 Jan 2026 13:00:00 GMT"),
        _ => no_orders(),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    let resume = noon() + Duration::from_secs(3600);
    assert_eq!(read(&bench).await.unwrap_err(), ShopError::RateLimited { resume });
    assert_eq!(write(&bench).await.unwrap_err(), ShopError::RateLimited { resume });
    assert_eq!(shop.asked().len(), 1, "nobody sends before the pause is over");
    bench.clock.set(resume);
    read(&bench).await.unwrap();
}

#[tokio::test]
async fn a_server_fault_with_retry_after_is_left_alone_until_then() {
    let shop = FakeShop::answering(|asked| match asked.nth {
        0 => with_header(reply(503, ""), "retry-after", "25"),
        1 => with_header(reply(503, ""), "retry-after", "0"),
        _ => no_orders(),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    assert!(read(&bench).await.is_ok());
    assert_eq!(bench.clock.slept(), seconds(&[25, 2]), "and `0` is no reason to hurry");
}

#[tokio::test]
async fn a_server_fault_with_a_retry_after_of_an_hour_is_told_at_once() {
    let shop = FakeShop::answering(|_| with_header(reply(503, ""), "retry-after", "3600")).await;
    let bench = Bench::at(&shop.endpoints);
    assert!(matches!(read(&bench).await, Err(ShopError::ServerTrouble { .. })));
    assert_eq!((shop.asked().len(), bench.clock.slept()), (1, vec![]));
}

#[tokio::test]
async fn code_1006_is_told_with_what_to_do_about_permissions() {
    let shop = FakeShop::answering(|_| reply(403, r#"{"code":1006,"message":"Permission denied","data":null}"#)).await;
    let error = write(&Bench::at(&shop.endpoints)).await.unwrap_err();
    assert!(matches!(error, ShopError::Refused { code: 1006, .. }));
    assert!(error.to_string().contains("permission in Seller Center"), "{error}");
}

#[tokio::test]
async fn http_401_without_an_envelope_means_connect_again() {
    let shop = FakeShop::answering(|_| reply(401, "who are you")).await;
    assert!(matches!(read(&Bench::at(&shop.endpoints)).await, Err(ShopError::NeedsConnect { .. })));
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_token() {
    let shop = FakeShop::answering(|_| with_header(reply(302, ""), "location", "/elsewhere")).await;
    assert!(matches!(read(&Bench::at(&shop.endpoints)).await, Err(ShopError::ServerTrouble { .. })));
    assert_eq!(shop.asked_for("/elsewhere"), 0);
}

/// Answers that say nothing: a read is retried and told, a write is sent once and unknown.
async fn says_nothing(answer: impl Fn() -> Reply + Send + Sync + 'static) {
    let shop = FakeShop::answering(move |_| answer()).await;
    let bench = Bench::at(&shop.endpoints);
    let error = read(&bench).await.unwrap_err();
    assert!(matches!(error, ShopError::ServerTrouble { .. }), "{error:?}");
    assert_eq!(shop.asked().len(), 3);
    let error = write(&bench).await.unwrap_err();
    assert!(matches!(error, ShopError::UnknownOutcome { .. }), "{error:?}");
    assert_eq!(shop.asked_for(UPDATE), 1);
}

#[tokio::test]
async fn html_instead_of_json_is_no_answer() {
    says_nothing(|| reply(200, "<html>Please log in to the hotel network</html>")).await;
}

#[tokio::test]
async fn http_500_is_no_answer() {
    says_nothing(|| reply(500, "")).await;
}

#[tokio::test]
async fn success_under_http_500_is_no_answer() {
    says_nothing(|| reply(500, r#"{"code":0,"message":"success","data":{}}"#)).await;
}

#[tokio::test]
async fn code_0_without_data_is_no_answer() {
    says_nothing(|| success("null")).await;
}

#[tokio::test]
async fn an_answer_above_8_mib_is_no_answer() {
    let padding = " ".repeat(MAX_ANSWER_BYTES);
    says_nothing(move || success(&format!(r#"{padding}{{"orders":[],"total":0}}"#))).await;
}

#[tokio::test]
async fn an_answer_that_breaks_off_after_the_write_was_done_leaves_its_outcome_unknown() {
    for part in ["", "HTTP/1.1 200 OK\r\ncontent-length: 64\r\n\r\n{\"code\":0,"] {
        let (endpoints, count) = breaking_off_after(part).await;
        let error = write(&Bench::at(&endpoints)).await.unwrap_err();
        assert!(matches!(error, ShopError::UnknownOutcome { .. }), "{error:?}");
        assert_eq!(*count.lock().unwrap(), 1);
        let error = read(&Bench::at(&endpoints)).await.unwrap_err();
        assert!(matches!(error, ShopError::ServerTrouble { .. }), "{error:?}");
        assert_eq!(*count.lock().unwrap(), 4);
    }
}

#[tokio::test]
async fn without_a_network_nothing_was_sent_and_a_write_may_be_tried_again() {
    let bench = Bench::at(&nobody().await);
    for error in [read(&bench).await.unwrap_err(), write(&bench).await.unwrap_err()] {
        assert!(matches!(error, ShopError::Offline { .. }), "{error:?}");
        assert!(error.to_string().contains("Nothing was sent") && !error.to_string().contains("127.0.0.1"), "{error}");
    }
    assert_eq!(bench.clock.slept(), seconds(&[1, 2, 1, 2]));
}

#[tokio::test]
async fn a_server_that_cannot_prove_who_it_is_gets_nothing() {
    let (plain, count) = breaking_off_after("HTTP/1.1 200 OK\r\n\r\n").await;
    let endpoints = Endpoints::below(&plain.api.as_str().replace("http:", "https:")).unwrap();
    let error = write(&Bench::at(&endpoints)).await.unwrap_err();
    assert!(matches!(error, ShopError::Offline { .. }), "{error:?}");
    assert_eq!(*count.lock().unwrap(), 3, "only greetings of TLS came, once a try");
}

#[tokio::test]
async fn a_server_that_echoes_the_token_does_not_put_it_on_the_screen() {
    let shop = FakeShop::answering(|asked| failure(1001, &format!("bad token {}", asked.token()))).await;
    let error = read(&Bench::at(&shop.endpoints)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn a_request_that_cannot_be_counted_is_not_sent() {
    let shop = FakeShop::answering(|_| no_orders()).await;
    let bench = Bench::at(&shop.endpoints);
    *bench.log.broken.lock().unwrap() = true;
    assert_eq!(read(&bench).await.unwrap_err(), ShopError::NotCounted);
    assert!(shop.asked().is_empty());
}
