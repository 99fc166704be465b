use std::sync::atomic::Ordering;
use std::time::Duration;

use app::boundary::{OrderTab, Phase, SyncState};
use sandbox::NewOrder;

use crate::desk::{Desk, SHOP, bytes_in, holds};

const BUYER: &str = "Canary Featherstonehaugh";

/// A connected desk whose cache knows a buyer by name.
async fn with_a_known_buyer() -> Desk {
    let desk = Desk::connected_plain().await;
    let new = NewOrder { recipient_name: Some(BUYER.into()), ..NewOrder::default() };
    desk.shop.order(new).await.unwrap();
    desk.app.sync_now();
    desk.at_once(async || desk.orders(OrderTab::All, "featherstone").await.len() == 1).await;
    desk
}

#[tokio::test]
async fn disconnecting_takes_keys_and_data_off_this_computer_down_to_the_bytes() {
    let desk = with_a_known_buyer().await;
    let folder = desk.drawer.folder.path().to_owned();
    assert!(holds(&bytes_in(&folder), BUYER));
    // A database that was once damaged and set aside knows buyers too.
    std::fs::write(folder.join("tiktokflow.damaged-20260102-030405.db"), BUYER).unwrap();
    desk.app.disconnect(SHOP).await.unwrap();
    assert!(desk.drawer.keychain.names().is_empty());
    let state = desk.state().await;
    assert_eq!((state.phase, state.shop, state.sync.state), (Phase::Connect, None, SyncState::Idle));
    assert_eq!(state.notices, []);
    assert!(desk.orders(OrderTab::All, "").await.is_empty());
    assert!(!holds(&bytes_in(&folder), BUYER), "while the app is open");
    let (_drawer, _shop) = desk.closed().await;
    assert!(!holds(&bytes_in(&folder), BUYER), "after it was closed");
}

#[tokio::test]
async fn once_disconnected_nothing_is_asked_and_a_restart_begins_at_the_beginning() {
    let desk = Desk::connected().await;
    desk.app.disconnect(SHOP).await.unwrap();
    desk.shop.clear_journal();
    desk.drawer.clock.pass(Duration::from_secs(3_600));
    let desk = desk.reopened().await;
    desk.app.resume().await;
    assert_eq!((desk.state().await.phase, desk.shop.journal()), (Phase::Connect, vec![]));
}

#[tokio::test]
async fn after_disconnecting_the_next_shop_can_be_connected() {
    let desk = Desk::connected().await;
    desk.app.disconnect(SHOP).await.unwrap();
    desk.app.practice_start().await.unwrap();
    desk.synced().await;
    assert!(desk.state().await.shop.unwrap().practice);
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
}

#[tokio::test]
async fn a_reset_forgets_the_practice_shop_too() {
    let desk = Desk::new().await;
    desk.app.practice_start().await.unwrap();
    desk.synced().await;
    desk.app.reset_everything().await.unwrap();
    assert!(desk.drawer.practice.forgotten.load(Ordering::SeqCst));
    assert!(desk.drawer.keychain.names().is_empty());
    assert_eq!(desk.state().await.phase, Phase::Connect);
}
