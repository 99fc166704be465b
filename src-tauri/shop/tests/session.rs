//! Staying signed in: one renewal for any number of callers, kept before it is used.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::Order;
use support::*;
use tiktok_shop::{Clock, Lane, OrderQuery, Page, Secret, ShopError, Tokens};

const REFRESH: &str = "/api/v2/token/refresh";
const SEARCH: &str = "/api/orders/search";

async fn read(bench: &Bench) -> Result<Page<Order>, ShopError> {
    bench.client.search_orders(&OrderQuery::default(), Lane::Person).await
}

fn day_after() -> jiff::Timestamp {
    noon() + Duration::from_secs(86_400)
}

/// Takes only `access-2`, and gives it for the first refresh token.
fn renewing(asked: &Asked) -> Reply {
    match (asked.path.as_str(), asked.token()) {
        (REFRESH, _) => session("access-2", "refresh-2", day_after()),
        (_, "access-2") => success(r#"{"orders":[],"total":0}"#),
        _ => failure(1004, "Access token expired"),
    }
}

/// Tokens that end `seconds` after noon.
fn ending_in(seconds: u64) -> Tokens {
    Tokens { access_expires: noon() + Duration::from_secs(seconds), ..tokens() }
}

#[tokio::test]
async fn a_hundred_callers_with_an_expired_token_renew_it_once() {
    let shop = FakeShop::answering(renewing).await;
    let bench = Arc::new(Bench::at(&shop.endpoints));
    let mut callers = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let bench = Arc::clone(&bench);
        callers.spawn(async move { read(&bench).await.map(|page| page.sent) });
    }
    let answers = callers.join_all().await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!(shop.asked_for(REFRESH), 1);
}

#[tokio::test]
async fn a_renewal_sends_the_real_services_parameters_and_keeps_both_new_tokens() {
    let shop = FakeShop::answering(renewing).await;
    let bench = Bench::at(&shop.endpoints);
    read(&bench).await.unwrap();
    let asked = shop.asked().into_iter().find(|asked| asked.path == REFRESH).unwrap();
    assert_eq!(asked.method, "GET");
    let expected = serde_json::json!({ "app_key": "key-1", "app_secret": "canary-app-secret",
        "refresh_token": "canary-refresh-1", "grant_type": "refresh_token" });
    assert_eq!(serde_json::json!(asked.query), expected);
    let saved = bench.store.saved.lock().unwrap();
    assert_eq!(saved.len(), 1);
    assert_eq!((&saved[0].access, &saved[0].refresh), (&Secret::new("access-2"), &Secret::new("refresh-2")));
    assert_eq!((saved[0].seller_name.as_deref(), saved[0].region.as_deref()), (Some("Blue Lantern"), Some("US")));
}

#[tokio::test]
async fn the_new_tokens_are_kept_before_anybody_uses_them() {
    let shop = FakeShop::answering(renewing).await;
    let journal = Arc::clone(&shop.journal);
    let another_call_came = move || {
        let journal = journal.lock().unwrap();
        assert!(journal.iter().all(|asked| asked.token() != "access-2"), "used while the keychain was still open");
        journal.iter().filter(|asked| asked.path == SEARCH).count() == 2
    };
    let store = MemoryTokens { may_end: Some(Box::new(another_call_came)), ..MemoryTokens::default() };
    let bench = Bench::with(&shop.endpoints, tokens(), store);
    let second = async {
        while bench.store.saved.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        read(&bench).await
    };
    let both = async { tokio::join!(read(&bench), second) };
    let (first, second) = in_time(both).await;
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_call_that_was_on_its_way_while_another_renewed_the_sign_in_does_not_end_it() {
    let buried = Arc::new(AtomicBool::new(false));
    let shop = FakeShop::answering(move |asked| match (asked.path.as_str(), asked.token(), asked.nth) {
        (REFRESH, ..) => {
            buried.store(true, Ordering::SeqCst);
            renewing(asked)
        }
        // It comes so late that the other's token is buried by then.
        (_, "canary-access-1", 0) => {
            // What else this thread was to do, goes on on another one.
            tokio::task::block_in_place(|| {
                while !buried.load(Ordering::SeqCst) {
                    std::thread::yield_now();
                }
            });
            failure(1003, "replaced")
        }
        _ => renewing(asked),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    let (first, second) = in_time(async { tokio::join!(read(&bench), read(&bench)) }).await;
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
    assert_eq!((shop.asked_for(REFRESH), shop.asked_for(SEARCH)), (1, 4));
}

#[tokio::test]
async fn the_next_renewal_uses_the_rotated_refresh_token() {
    let shop = FakeShop::answering(|asked| match (asked.path.as_str(), asked.token()) {
        (REFRESH, _) => {
            session(&format!("access-{}", asked.nth + 2), &format!("refresh-{}", asked.nth + 2), day_after())
        }
        (_, "access-3") => success(r#"{"orders":[],"total":0}"#),
        _ if asked.nth == 1 => success(r#"{"orders":[],"total":0}"#),
        _ => failure(1004, "Access token expired"),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    read(&bench).await.unwrap();
    read(&bench).await.unwrap();
    let given: Vec<_> =
        shop.asked().into_iter().filter_map(|asked| asked.query.get("refresh_token").cloned()).collect();
    assert_eq!(given, ["canary-refresh-1", "refresh-2"]);
}

#[tokio::test]
async fn a_token_is_renewed_five_minutes_before_its_end() {
    for (seconds, renewals) in [(301, 0), (300, 1)] {
        let shop = FakeShop::answering(|asked| match asked.path.as_str() {
            REFRESH => session("access-2", "refresh-2", day_after()),
            _ => success(r#"{"orders":[],"total":0}"#),
        })
        .await;
        read(&Bench::with(&shop.endpoints, ending_in(seconds), MemoryTokens::default())).await.unwrap();
        assert_eq!(shop.asked_for(REFRESH), renewals, "{seconds} seconds before the end");
    }
}

#[tokio::test]
async fn a_token_with_a_short_life_is_not_renewed_at_every_call() {
    let shop = FakeShop::answering(|asked| match asked.path.as_str() {
        REFRESH => session("access-2", "refresh-2", noon() + Duration::from_secs(60)),
        _ => success(r#"{"orders":[],"total":0}"#),
    })
    .await;
    let bench = Bench::with(&shop.endpoints, ending_in(0), MemoryTokens::default());
    for _ in 0..5 {
        read(&bench).await.unwrap();
    }
    assert_eq!(shop.asked_for(REFRESH), 1);
}

#[tokio::test]
async fn a_computer_whose_clock_is_years_ahead_still_works() {
    let shop = FakeShop::answering(renewing).await;
    let bench = Bench::at(&shop.endpoints);
    bench.clock.set("2031-01-01T00:00:00Z".parse().unwrap());
    for _ in 0..5 {
        read(&bench).await.unwrap();
    }
    assert_eq!(shop.asked_for(REFRESH), 1);
}

#[tokio::test]
async fn a_refused_renewal_asks_to_connect_again_and_is_not_tried_again() {
    let shop = FakeShop::answering(|asked| match asked.path.as_str() {
        REFRESH => failure(1003, "refresh token canary-refresh-1 is dead"),
        _ => failure(1004, "Access token expired"),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    for _ in 0..3 {
        let error = read(&bench).await.unwrap_err();
        assert!(matches!(error, ShopError::NeedsConnect { .. }), "{error}");
        assert!(!error.to_string().contains("canary"), "{error}");
    }
    assert_eq!(shop.asked_for(REFRESH), 1);
    assert!(bench.store.saved.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_renewal_that_fails_for_the_network_is_not_a_lost_sign_in() {
    let shop = FakeShop::answering(|asked| match (asked.path.as_str(), asked.nth) {
        (REFRESH, 0..3) => reply(502, "bad gateway"),
        _ => renewing(asked),
    })
    .await;
    let bench = Bench::at(&shop.endpoints);
    let error = read(&bench).await.unwrap_err();
    assert!(matches!(error, ShopError::ServerTrouble { .. }), "{error}");
    assert!(read(&bench).await.is_ok(), "the next call renews after all");
}

#[tokio::test]
async fn callers_who_waited_through_a_failed_renewal_do_not_each_try_their_own() {
    let shop = FakeShop::answering(|asked| match asked.path.as_str() {
        REFRESH => failure(1005, "Rate limit exceeded"),
        _ => failure(1004, "Access token expired"),
    })
    .await;
    let bench = Arc::new(Bench::with(&shop.endpoints, ending_in(0), MemoryTokens::default()));
    let callers = (0..20).map(|_| {
        let bench = Arc::clone(&bench);
        tokio::spawn(async move { read(&bench).await.unwrap_err() })
    });
    for caller in callers.collect::<Vec<_>>() {
        assert!(matches!(caller.await.unwrap(), ShopError::RateLimited { .. }));
    }
    assert_eq!(shop.asked_for(REFRESH), 1);
}

#[tokio::test]
async fn a_token_that_still_works_is_used_on_when_renewing_it_early_fails() {
    let shop = FakeShop::answering(|asked| match asked.path.as_str() {
        REFRESH => reply(503, ""),
        _ => success(r#"{"orders":[],"total":0}"#),
    })
    .await;
    let bench = Bench::with(&shop.endpoints, ending_in(200), MemoryTokens::default());
    assert!(read(&bench).await.is_ok());
    assert!(read(&bench).await.is_ok());
    assert_eq!((shop.asked_for(REFRESH), shop.asked_for(SEARCH)), (3, 2), "one renewal with its retries");
    bench.clock.set(bench.clock.now() + Duration::from_secs(200));
    assert!(matches!(read(&bench).await, Err(ShopError::ServerTrouble { .. })));
}

#[tokio::test]
async fn a_keychain_that_is_locked_does_not_cost_the_session() {
    let shop = FakeShop::answering(renewing).await;
    let bench = Bench::with(&shop.endpoints, tokens(), MemoryTokens::locked());
    assert!(read(&bench).await.is_ok());
    assert!(read(&bench).await.is_ok());
    assert_eq!(shop.asked_for(REFRESH), 1);
    assert_eq!(bench.store.saved.lock().unwrap().len(), 1, "nor is it asked at every call");

    bench.store.broken.store(false, Ordering::SeqCst);
    bench.clock.set(noon() + Duration::from_secs(60));
    read(&bench).await.unwrap();
    read(&bench).await.unwrap();
    let saved = bench.store.saved.lock().unwrap();
    assert_eq!((saved.len(), &saved[1].access), (2, &Secret::new("access-2")), "once it is open, it has the session");
}

#[tokio::test]
async fn a_renewal_runs_to_its_end_when_its_caller_goes_away() {
    let shop = FakeShop::answering(renewing).await;
    let bench = Bench::at(&shop.endpoints);
    tokio::select! {
        biased;
        answer = read(&bench) => unreachable!("{answer:?}"),
        () = asked_for_refresh(&shop) => {}
    }
    let saved = async {
        while bench.store.saved.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    in_time(saved).await;
    assert_eq!(bench.store.saved.lock().unwrap()[0].access, Secret::new("access-2"));
}

/// Ends as soon as the shop has seen a renewal.
async fn asked_for_refresh(shop: &FakeShop) {
    while shop.asked_for(REFRESH) == 0 {
        tokio::task::yield_now().await;
    }
}

/// Only so that a defect fails instead of hanging.
async fn in_time<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work).await.unwrap()
}
