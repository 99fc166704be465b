//! Signing in, from the consent page's address to the session.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::time::Duration;

use support::*;
use tiktok_shop::{
    Secret, ShopError, Tokens, http_client,
    oauth::{PendingLogin, REDIRECT_URI, authorize_url, exchange_code, parse_callback},
};

const TOKEN: &str = "/api/v2/token/get";

async fn exchange(shop: &FakeShop, code: &str) -> Result<Tokens, ShopError> {
    let http = http_client(&shop.endpoints).unwrap();
    exchange_code(&http, &shop.endpoints, &credentials(), &Secret::new(code), noon()).await
}

#[tokio::test]
async fn a_person_who_approves_gets_a_session() {
    let expires = noon() + Duration::from_secs(604_800);
    let shop = FakeShop::answering(move |_| session("access-1", "refresh-1", expires)).await;
    let pending = PendingLogin::begin_now(noon()).unwrap();
    let page = authorize_url(&shop.endpoints, "key-1", REDIRECT_URI, pending.state());
    let state = page.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();

    let link = format!("{REDIRECT_URI}?code=canary-code&state={state}");
    let code = pending.accept(&parse_callback(&link).unwrap(), noon()).unwrap();
    let tokens = exchange(&shop, code.reveal()).await.unwrap();

    let asked = &shop.asked()[0];
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", TOKEN));
    let expected = serde_json::json!({ "app_key": "key-1", "app_secret": "canary-app-secret",
        "auth_code": "canary-code", "grant_type": "authorized_code" });
    assert_eq!(serde_json::json!(asked.query), expected);
    assert_eq!((tokens.access.reveal(), tokens.refresh.reveal()), ("access-1", "refresh-1"));
    assert_eq!((tokens.access_expires, tokens.seller_name.as_deref()), (expires, Some("Blue Lantern")));
}

#[tokio::test]
async fn a_code_used_twice_is_refused_in_a_sentence_without_the_code() {
    let shop = FakeShop::answering(|_| failure(1001, "auth_code canary-code was used")).await;
    let error = exchange(&shop, "canary-code").await.unwrap_err();
    assert!(matches!(&error, ShopError::Refused { code: 1001, field: Some(field), .. } if field == "auth_code"));
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn a_lost_answer_is_not_asked_for_twice_because_a_code_is_single_use() {
    let shop = FakeShop::answering(|_| reply(502, "app_secret=canary-app-secret")).await;
    let error = exchange(&shop, "canary-code").await.unwrap_err();
    assert!(matches!(error, ShopError::ServerTrouble { .. }));
    assert_eq!(shop.asked_for(TOKEN), 1);
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn an_unreachable_shop_is_told_without_the_secret_in_its_address() {
    let endpoints = nobody().await;
    let http = http_client(&endpoints).unwrap();
    let error = exchange_code(&http, &endpoints, &credentials(), &"canary-code".into(), noon()).await.unwrap_err();
    assert!(matches!(error, ShopError::Offline { .. }));
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
}

#[tokio::test]
async fn a_rate_limit_while_signing_in_says_when_to_try_again() {
    let shop = FakeShop::answering(|_| with_header(failure(1005, "slow"), "retry-after", "30")).await;
    let resume = noon() + Duration::from_secs(30);
    assert_eq!(exchange(&shop, "c").await.unwrap_err(), ShopError::RateLimited { resume });
}
