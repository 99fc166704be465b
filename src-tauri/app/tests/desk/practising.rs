use std::sync::atomic::Ordering;

use app::boundary::{OrderTab, OutboxState, Phase};

use crate::desk::{Desk, SHOP};

/// A practice shop that is spoken to by one of the contracts.
async fn practising(signed: bool) -> Desk {
    let desk = Desk::new().await;
    desk.drawer.practice.signed.store(signed, Ordering::SeqCst);
    desk.app.practice_start().await.unwrap();
    desk
}

#[tokio::test]
async fn the_practice_shop_is_there_at_once_and_works_like_any_other() {
    for signed in [false, true] {
        let desk = practising(signed).await;
        let state = desk.state().await;
        let shop = state.shop.unwrap();
        assert_eq!((state.phase, shop.practice, shop.currency.as_deref()), (Phase::Ready, true, Some("USD")));
        desk.synced().await;
        let order = desk.order_to_ship().await;
        let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap();
        desk.comes_to(&wish.id, OutboxState::Done).await;
        assert!(desk.orders(OrderTab::Sent, "").await.iter().any(|row| row.id == order));
        assert_eq!(desk.drawer.browser.opened.lock().unwrap().len(), 0, "who practises has consented already");
    }
}

#[tokio::test]
async fn the_practice_shop_goes_on_after_a_restart() {
    for signed in [false, true] {
        let desk = practising(signed).await;
        desk.synced().await;
        let desk = desk.reopened().await;
        desk.app.resume().await;
        desk.synced().await;
        assert_eq!(desk.state().await.notices, []);
    }
}

#[tokio::test]
async fn who_practised_over_the_plain_contract_goes_on_so_with_a_version_that_signs() {
    let desk = practising(false).await;
    desk.synced().await;
    let desk = desk.reopened().await;
    desk.drawer.practice.signed.store(true, Ordering::SeqCst);
    desk.app.resume().await;
    desk.synced().await;
    assert_eq!(desk.state().await.notices, []);
}

#[tokio::test]
async fn starting_to_practise_twice_is_starting_once() {
    for signed in [false, true] {
        let desk = practising(signed).await;
        desk.app.practice_start().await.unwrap();
        desk.synced().await;
        assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
    }
}
