use std::sync::atomic::Ordering;

use app::boundary::{KeychainKind, NoticeAction, OrderTab, OutboxState, Phase, SyncState, Theme};

use store::{CacheKey, HeldFolder};

use crate::desk::{Desk, Drawer, KEY, REDIRECT_URI, SECRET, SHOP, bytes_in, holds, state_in};

#[tokio::test]
async fn without_a_keychain_everything_works_until_the_app_is_closed() {
    let desk = Desk::connected_with(Drawer { has_keychain: false, ..Drawer::empty() }).await;
    assert_eq!(desk.state().await.keychain, KeychainKind::Session);
    assert!(desk.notice("keychain").await.unwrap().body.contains("until TikTokFlow is closed"));
    let settings = desk.app.settings(Theme::System, "1.0.0").await.unwrap();
    assert!(settings.keychain_note.unwrap().contains("this system has no keychain"));
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap().id;
    desk.comes_to(&wish, OutboxState::Done).await;

    let desk = desk.reopened().await;
    desk.app.resume().await;
    let state = desk.state().await;
    assert_eq!((state.phase, state.sync.state), (Phase::Ready, SyncState::NeedsConnect));
    assert_eq!(desk.notice("connection 1").await.unwrap().action, Some(NoticeAction::Connect));
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
}

#[tokio::test]
async fn a_locked_keychain_is_as_none() {
    let drawer = Drawer::empty();
    drawer.keychain.locked.store(true, Ordering::SeqCst);
    let desk = Desk::connected_with(drawer).await;
    assert_eq!(desk.state().await.keychain, KeychainKind::Session);
    assert!(desk.notice("keychain").await.unwrap().body.contains("it is locked"));
    assert!(desk.drawer.keychain.names().is_empty());
}

#[tokio::test]
async fn a_keychain_that_is_too_small_for_the_tokens_is_told_though_it_takes_the_rest() {
    let drawer = Drawer::empty();
    *drawer.keychain.too_small_for.lock().unwrap() = Some("tokens");
    let desk = Desk::connected_with(drawer).await;
    assert_eq!(desk.drawer.keychain.names(), ["connection"]);
    assert_eq!(desk.state().await.keychain, KeychainKind::Session);
    assert!(desk.notice("keychain").await.is_some());
    let desk = desk.reopened().await;
    desk.app.resume().await;
    assert_eq!(desk.state().await.sync.state, SyncState::NeedsConnect);
}

/// The texts in a keychain's JSON that nobody else may see.
fn texts(json: &str, names: &[&str]) -> Vec<String> {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    names.iter().map(|name| value[name].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn no_key_token_code_or_state_is_ever_in_a_file() {
    let desk = Desk::new().await;
    let pending = desk.begin().await;
    let link = desk.shop.approve(REDIRECT_URI, KEY, &state_in(&pending));
    let code = link.split("code=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let during = bytes_in(desk.drawer.folder.path());
    desk.app.link(&link).await;
    desk.synced().await;
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap().id;
    desk.comes_to(&wish, OutboxState::Done).await;
    desk.shop.expire_tokens().await;
    desk.app.sync_now();
    desk.at_once(async || !desk.calls("/api/v2/token/refresh").is_empty()).await;

    let tokens = String::from_utf8(desk.drawer.keychain.secrets.lock().unwrap()["tokens"].clone()).unwrap();
    let mut secrets = texts(&tokens, &["a", "r"]);
    secrets.extend([KEY.to_owned(), SECRET.to_owned(), code, state_in(&pending), "TTP_".to_owned()]);
    assert!(desk.drawer.keychain.everything().contains(SECRET), "the search looks for the right thing");
    let folder = desk.drawer.folder.path().to_owned();
    let open = bytes_in(&folder);
    let (drawer, _shop) = desk.closed().await;
    let closed = bytes_in(&folder);
    // What is encrypted would hide them.
    let key = CacheKey::from_text(&drawer.keychain.cache_key().unwrap());
    HeldFolder::hold(&folder).unwrap().convert(key.as_ref(), None).await.unwrap();
    for bytes in [during, open, closed, bytes_in(&folder)] {
        assert!(!bytes.is_empty());
        for secret in &secrets {
            assert!(!holds(&bytes, secret), "{secret}");
        }
    }
}

#[tokio::test]
async fn settings_show_enough_of_the_key_to_recognise_it_and_nothing_of_the_secret() {
    let desk = Desk::connected().await;
    let settings = desk.app.settings(Theme::System, "1.0.0").await.unwrap();
    assert_eq!(settings.app_key_hint.as_deref(), Some("can…pp"));
    let shown = serde_json::to_string(&settings).unwrap() + &serde_json::to_string(&desk.state().await).unwrap();
    for secret in [KEY, SECRET, "TTP_"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}
