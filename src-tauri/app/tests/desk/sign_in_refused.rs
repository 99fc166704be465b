//! Sign-ins that come to nothing: each says why and changes nothing.

use std::time::Duration;

use app::boundary::{ErrorCode, Phase};
use sandbox::{Fault, FaultKind};

use crate::desk::{Desk, KEY, REDIRECT_URI, TOKEN, state_in};

/// Nothing is connected, and no keys are kept.
async fn nothing_was_changed(desk: &Desk) {
    let state = desk.state().await;
    assert_eq!((state.phase, state.shop), (Phase::Connect, None));
    assert!(!desk.drawer.keychain.names().iter().any(|name| name == "tokens" || name == "connection"));
}

#[tokio::test]
async fn a_refused_consent_says_so() {
    let desk = Desk::new().await;
    let state = state_in(&desk.begin().await);
    desk.app.link(&format!("{REDIRECT_URI}?error=access_denied&state={state}")).await;
    assert!(desk.notice("link").await.unwrap().body.contains("the sign-in was refused on TikTok’s page"));
    assert_eq!(desk.calls(TOKEN), []);
    nothing_was_changed(&desk).await;
    assert!(desk.state().await.connecting.is_none());
}

#[tokio::test]
async fn a_link_opened_a_second_time_is_refused_and_the_shop_stays_connected() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    desk.app.link(&link).await;
    desk.app.link(&link).await;
    assert!(desk.notice("link").await.unwrap().body.contains("was used already"));
    assert_eq!((desk.calls(TOKEN).len(), desk.state().await.phase), (1, Phase::Ready));
    desk.synced().await;
}

#[tokio::test]
async fn two_copies_of_a_link_at_once_connect_once() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    let (first, second) = tokio::join!(desk.app.connect_paste(&link), desk.app.connect_paste(&link));
    assert_eq!((first.is_ok(), second.is_ok()), (true, false));
    assert_eq!((desk.calls(TOKEN).len(), desk.state().await.phase), (1, Phase::Ready));
}

#[tokio::test]
async fn a_link_of_another_sign_in_is_refused_and_ours_goes_on_waiting() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    let foreign = desk.shop.approve(REDIRECT_URI, KEY, &"0".repeat(64));
    desk.app.link(&foreign).await;
    assert!(desk.notice("link").await.unwrap().body.contains("belongs to another sign-in"));
    nothing_was_changed(&desk).await;
    assert!(desk.state().await.connecting.is_some());
    desk.app.link(&link).await;
    assert_eq!((desk.state().await.phase, desk.notice("link").await), (Phase::Ready, None));
}

#[tokio::test]
async fn a_malformed_address_is_refused_beside_its_field_and_the_sign_in_goes_on_waiting() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    let long = format!("{REDIRECT_URI}?code={}&state=s", "c".repeat(3_000));
    for text in ["", "hello", "https://shop.example/?code=c&state=s", &format!("{REDIRECT_URI}?state=s"), &long] {
        let error = desk.app.connect_paste(text).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("address")), "{text}");
    }
    nothing_was_changed(&desk).await;
    desk.app.connect_paste(&link).await.unwrap();
}

#[tokio::test]
async fn a_link_out_of_the_blue_is_refused() {
    let desk = Desk::new().await;
    desk.app.link(&desk.shop.approve(REDIRECT_URI, KEY, "state")).await;
    assert!(desk.notice("link").await.unwrap().body.contains("No sign-in is waiting"));
    nothing_was_changed(&desk).await;
    desk.app.dismiss_notice("link");
    assert_eq!(desk.notice("link").await, None);
}

#[tokio::test]
async fn an_answer_after_ten_minutes_is_too_late() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    desk.drawer.clock.pass(Duration::from_secs(600));
    assert!(desk.state().await.connecting.is_none());
    let error = desk.app.connect_paste(&link).await.unwrap_err();
    assert!(error.message.contains("longer than ten minutes"), "{}", error.message);
    assert_eq!(desk.calls(TOKEN), []);
    nothing_was_changed(&desk).await;
}

#[tokio::test]
async fn an_answer_to_a_sign_in_that_was_cancelled_is_refused() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    desk.app.connect_cancel().await;
    assert!(desk.app.connect_paste(&link).await.is_err());
    nothing_was_changed(&desk).await;
    assert!(desk.drawer.keychain.names().is_empty());
}

#[tokio::test]
async fn a_wrong_secret_is_told_in_the_shops_words() {
    let desk = Desk::new().await;
    let mut form = desk.form();
    form.app_secret = "another".into();
    let pending = desk.app.connect_start(form).await.unwrap();
    let link = desk.shop.approve(REDIRECT_URI, KEY, &state_in(&pending));
    let error = desk.app.connect_paste(&link).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(error.message.contains("app_secret: does not belong") && error.message.contains("Nothing was changed"));
    nothing_was_changed(&desk).await;
}

#[tokio::test]
async fn a_code_that_meets_no_network_is_used_up_and_says_to_begin_again() {
    let desk = Desk::new().await;
    for (fault, why) in [
        (FaultKind::Http { status: 503 }, "HTTP 503"),
        (FaultKind::LoseAnswer, "the connection broke"),
        (FaultKind::Html, "not the shop’s JSON"),
        (FaultKind::Limit { retry_after: Some(60) }, "no more requests until 12:"),
    ] {
        let link = desk.approved().await;
        desk.shop.fault(Fault::once(TOKEN, fault));
        let error = desk.app.connect_paste(&link).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::Offline);
        assert!(error.message.contains(why) && error.message.ends_with("begin Connect again."), "{}", error.message);
        nothing_was_changed(&desk).await;
        assert!(desk.state().await.connecting.is_none());
    }
}
