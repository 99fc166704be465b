use std::time::Duration;

use crate::practice::{connected, connected_to, refused};

const SEARCH: &str = "/api/orders/search";

#[tokio::test]
async fn a_code_brings_both_tokens_and_the_seconds_at_which_they_end() {
    let practice = connected().await;
    let granted = practice.exchange(&practice.consent()).await;
    let now = practice.hands.now().as_second();
    assert_eq!((&granted["code"], &granted["message"]), (&0.into(), &"success".into()));
    assert!(granted["request_id"].is_string());
    let data = &granted["data"];
    assert_eq!(data["access_token_expire_in"], now + 7 * 86_400);
    assert_eq!(data["refresh_token_expire_in"], now + 365 * 86_400);
    assert_eq!((&data["user_type"], &data["seller_base_region"]), (&0.into(), &"US".into()));
    assert!(data["seller_name"].is_string() && data["open_id"].is_string());
    assert_eq!(data["granted_scopes"].as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn a_code_is_good_once() {
    let practice = connected().await;
    let code = practice.consent();
    assert_eq!(practice.exchange(&code).await["code"], 0);
    refused(&practice.exchange(&code).await, 1001, "auth_code: was used before");
}

#[tokio::test]
async fn a_code_is_good_for_half_an_hour() {
    let practice = connected().await;
    let (early, late) = (practice.consent(), practice.consent());
    practice.hands.forward(30 * 60 - 1);
    assert_eq!(practice.exchange(&early).await["code"], 0);
    practice.hands.forward(1);
    refused(&practice.exchange(&late).await, 1001, "auth_code: expired");
    refused(&practice.exchange("made-up").await, 1001, "auth_code: unknown");
}

#[tokio::test]
async fn a_token_call_with_something_missing_or_wrong_names_it() {
    let practice = connected().await;
    let good = [
        ("app_key", "practice-key"),
        ("app_secret", "practice-secret"),
        ("grant_type", "authorized_code"),
        ("auth_code", "x"),
    ];
    for (name, _) in good {
        let query: Vec<_> = good.into_iter().filter(|pair| pair.0 != name).collect();
        refused(&practice.get("/api/v2/token/get", &query).await, 1002, &format!("{name}: is missing"));
        let query = good.map(|pair| if pair.0 == name { (name, "wrong") } else { pair });
        refused(&practice.get("/api/v2/token/get", &query).await, 1001, &format!("{name}: "));
    }
}

#[tokio::test]
async fn refreshing_replaces_both_tokens_and_kills_the_old_ones() {
    let mut practice = connected().await;
    let (old_access, old_refresh) = (practice.token.clone(), practice.refresh_token.clone());
    let granted = practice.refresh(&old_refresh).await;
    assert_eq!(granted["code"], 0);
    refused(&practice.get(SEARCH, &[]).await, 1003, "x-tts-access-token: ");
    refused(&practice.refresh(&old_refresh).await, 1003, "refresh_token: ");
    practice.adopt(&granted);
    assert_ne!((&practice.token, &practice.refresh_token), (&old_access, &old_refresh));
    assert_eq!(practice.get(SEARCH, &[]).await["code"], 0);
}

#[tokio::test]
async fn an_access_token_past_its_life_answers_1004_until_it_is_refreshed() {
    let mut practice = connected_to(|settings| settings.access_token_life = Duration::from_secs(60)).await;
    practice.hands.forward(59);
    assert_eq!(practice.get(SEARCH, &[]).await["code"], 0);
    practice.hands.forward(1);
    refused(&practice.get(SEARCH, &[]).await, 1004, "x-tts-access-token: expired");
    let granted = practice.refresh(&practice.refresh_token).await;
    practice.adopt(&granted);
    assert_eq!(practice.get(SEARCH, &[]).await["code"], 0);
}

#[tokio::test]
async fn a_refresh_token_past_its_life_asks_for_consent_again() {
    let practice = connected_to(|settings| settings.refresh_token_life = Duration::from_secs(60)).await;
    practice.hands.forward(60);
    refused(&practice.refresh(&practice.refresh_token).await, 1003, "refresh_token: expired");
}

#[tokio::test]
async fn a_missing_or_unknown_access_token_answers_1003() {
    let mut practice = connected().await;
    let bare = practice.client.get(practice.shop.base_url() + SEARCH).send().await.unwrap();
    refused(&bare.json().await.unwrap(), 1003, "x-tts-access-token: the header is missing");
    practice.token = "made-up".into();
    refused(&practice.get(SEARCH, &[]).await, 1003, "x-tts-access-token: unknown");
}

#[tokio::test]
async fn tokens_can_be_made_to_expire_or_be_taken_back() {
    let practice = connected().await;
    practice.shop.expire_tokens().await;
    refused(&practice.get(SEARCH, &[]).await, 1004, "x-tts-access-token: ");
    practice.shop.revoke_tokens().await;
    refused(&practice.get(SEARCH, &[]).await, 1003, "x-tts-access-token: ");
    refused(&practice.refresh(&practice.refresh_token).await, 1003, "refresh_token: ");
}

#[tokio::test]
async fn no_secret_is_written_into_the_journal() {
    let practice = connected().await;
    let code = practice.consent();
    practice.exchange(&code).await;
    practice.refresh(&practice.refresh_token).await;
    let journal = serde_json::to_string(&practice.shop.journal()).unwrap();
    for secret in [&code, &practice.refresh_token, "practice-secret"] {
        assert!(!journal.contains(secret), "{secret} in {journal}");
    }
    assert!(journal.contains("auth_code=hidden"));
}
