use std::{sync::atomic::Ordering, time::Duration};

use app::boundary::{ConnectForm, Endpoints, ErrorCode, OrderTab, OutboxState, Phase, SyncState};

use crate::desk::{Desk, KEY, REDIRECT_URI, SECRET, SHOP, TOKEN, UPDATE, state_in};

/// Puts something that can't be used into one field.
type Spoil<'a> = &'a dyn Fn(&mut ConnectForm);

#[tokio::test]
async fn each_field_of_the_form_that_cannot_be_used_is_named_with_a_sentence() {
    let desk = Desk::new().await;
    let own = |form: &mut ConnectForm, change: fn(&mut Endpoints)| change(form.endpoints.as_mut().unwrap());
    let table: [(&str, &str, Spoil<'_>); 7] = [
        ("app_key", "app key is missing", &|form| form.app_key = " ".into()),
        ("app_secret", "app secret is missing", &|form| form.app_secret = String::new()),
        ("authorize_url", "addresses are missing", &|form| form.endpoints = None),
        ("authorize_url", "not a web address", &|form| own(form, |own| own.authorize_url = "shop".into())),
        ("token_url", "unprotected", &|form| own(form, |own| own.token_url = "http://shop.example/".into())),
        ("refresh_url", "user name", &|form| own(form, |own| own.refresh_url = "https://me@shop.example".into())),
        ("api_url", "a # part", &|form| own(form, |own| own.api_url = "https://shop.example/#x".into())),
    ];
    for (field, sentence, spoil) in table {
        let mut form = desk.form();
        spoil(&mut form);
        let error = desk.app.connect_start(form).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some(field)), "{sentence}");
        assert!(error.message.contains(sentence), "{}", error.message);
    }
    assert!(desk.state().await.connecting.is_none());
    assert_eq!(desk.drawer.browser.opened.lock().unwrap().len(), 0);
    assert!(desk.drawer.keychain.names().is_empty());
}

#[tokio::test]
async fn whoever_connects_again_need_not_look_for_the_keys_again() {
    let desk = Desk::connected().await;
    for key_that_still_stands_there in ["", KEY] {
        let mut form = desk.form();
        (form.app_key, form.app_secret) = (key_that_still_stands_there.into(), " ".into());
        let pending = desk.app.connect_start(form).await.unwrap();
        let link = desk.shop.approve(REDIRECT_URI, KEY, &state_in(&pending));
        desk.app.connect_paste(&link).await.unwrap();
        assert_eq!(desk.state().await.phase, Phase::Ready);
    }
    let mut form = desk.form();
    (form.app_key, form.app_secret) = ("another key".into(), String::new());
    let error = desk.app.connect_start(form).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("app_secret"), "another app has another secret");
}

#[tokio::test]
async fn a_link_of_the_browser_connects_the_shop_and_its_orders_arrive() {
    let desk = Desk::new().await;
    let pending = desk.begin().await;
    assert!(pending.opened);
    assert_eq!(desk.state().await.connecting, Some(pending.clone()));
    let page = desk.drawer.browser.opened.lock().unwrap()[0].clone();
    for part in ["client_id=canary7key7of7the7app", "response_type=code", "redirect_uri=", "state="] {
        assert!(page.query().unwrap().contains(part), "{part}");
    }
    assert!(!page.as_str().contains(SECRET));

    let link = desk.shop.approve(REDIRECT_URI, KEY, &state_in(&pending));
    desk.app.link(&link).await;
    let state = desk.state().await;
    assert_eq!((state.phase, state.connecting, state.notices), (Phase::Ready, None, vec![]));
    let shop = state.shop.unwrap();
    assert_eq!((shop.name.as_str(), shop.region.as_str(), shop.practice), ("Linh Kay Studio", "US", false));
    desk.synced().await;
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
    assert_eq!(desk.state().await.sync.state, SyncState::Idle);
}

#[tokio::test]
async fn an_address_pasted_with_blanks_around_it_connects_too() {
    let desk = Desk::new().await;
    desk.drawer.browser.missing.store(true, Ordering::SeqCst);
    let pending = desk.begin().await;
    assert!(!pending.opened && !pending.authorize_url.is_empty(), "it can be copied");
    let link = desk.shop.approve(REDIRECT_URI, KEY, &state_in(&pending));
    desk.app.connect_paste(&format!("  {link}\n")).await.unwrap();
    assert_eq!(desk.state().await.phase, Phase::Ready);
}

#[tokio::test]
async fn a_link_that_starts_the_app_completes_the_sign_in_that_was_begun_before() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    let desk = desk.reopened().await;
    desk.app.link(&link).await;
    assert_eq!(desk.state().await.phase, Phase::Ready);
    desk.app.resume().await;
    desk.synced().await;
    assert_eq!(desk.state().await.notices, []);
    assert_eq!(desk.calls(TOKEN).len(), 1);
}

#[tokio::test]
async fn a_link_that_starts_the_app_after_ten_minutes_does_not() {
    let desk = Desk::new().await;
    let link = desk.approved().await;
    let desk = desk.reopened().await;
    desk.drawer.clock.pass(Duration::from_secs(601));
    desk.app.link(&link).await;
    assert!(desk.notice("link").await.unwrap().body.contains("longer than ten minutes"));
    assert_eq!((desk.state().await.phase, desk.calls(TOKEN)), (Phase::Connect, vec![]));
}

#[tokio::test]
async fn after_a_restart_the_shop_goes_on_without_signing_in_again() {
    let desk = Desk::connected().await.reopened().await;
    assert_eq!(desk.state().await.phase, Phase::Ready);
    desk.app.resume().await;
    desk.synced().await;
    assert_eq!((desk.calls(TOKEN), desk.state().await.notices), (vec![], vec![]));
}

#[tokio::test]
async fn a_consent_that_was_taken_back_asks_to_connect_and_connecting_again_keeps_everything() {
    let desk = Desk::connected().await;
    desk.shop.revoke_tokens().await;
    desk.app.sync_now();
    desk.at_once(async || desk.state().await.sync.state == SyncState::NeedsConnect).await;
    assert!(desk.notice("connection 1").await.unwrap().body.contains("Everything already here stays"));
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap().id;

    desk.connect().await;
    desk.comes_to(&wish, OutboxState::Done).await;
    assert_eq!(desk.state().await.notices, []);
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
    assert_eq!(desk.calls(UPDATE).len(), 1);
}
