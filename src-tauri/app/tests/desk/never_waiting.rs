//! No command of a screen waits for the network.

use std::{sync::Arc, time::Duration};

use app::boundary::{ActivityFilter, ErrorCode, OrderTab, OutboxState, Phase, StockTab, Theme};
use sandbox::{Fault, FaultKind};

use crate::desk::{Desk, SHOP, TOKEN, UPDATE};

/// A desk whose second sign-in hangs at the shop for as long as no time passes, and its end.
async fn while_a_sign_in_hangs() -> (Desk, tokio::task::JoinHandle<()>) {
    let desk = Desk::connected().await;
    let link = desk.approved().await;
    desk.shop.fault(Fault::once(TOKEN, FaultKind::Slow { ms: 10_000 }));
    let app = Arc::clone(&desk.app);
    let sign_in = tokio::spawn(async move { app.link(&link).await });
    desk.at_once(async || desk.calls(TOKEN).len() == 1).await;
    (desk, sign_in)
}

#[tokio::test]
async fn while_a_sign_in_hangs_orders_ship_and_every_screen_works() {
    let (desk, sign_in) = while_a_sign_in_hangs().await;
    let order = desk.order_to_ship().await;
    let wish = desk.app.ship_order(SHOP, &order, "TK1").await.unwrap();
    desk.at_once(async || desk.wish(&wish.id).await.state == OutboxState::Done).await;
    assert_eq!(desk.calls(UPDATE).len(), 1);
    assert_eq!(desk.app.save_stock(SHOP, vec![]).await.unwrap().queued, 0);
    desk.app.settings(Theme::System, "1.0.0").await.unwrap();
    desk.app.activity(SHOP, ActivityFilter::All).await.unwrap();
    desk.app.connect_cancel().await;
    desk.app.sync_now();
    assert!(desk.grid(StockTab::All).await.0.total > 0);
    assert_eq!(desk.orders(OrderTab::All, "").await.len(), 60);
    assert!(!sign_in.is_finished());
}

#[tokio::test]
async fn while_a_sign_in_hangs_leaving_is_refused_rather_than_kept_waiting() {
    let (desk, sign_in) = while_a_sign_in_hangs().await;
    for refused in [
        desk.app.disconnect(SHOP).await.unwrap_err(),
        desk.app.reset_everything().await.unwrap_err(),
        desk.app.practice_start().await.unwrap_err(),
    ] {
        assert_eq!(refused.code, ErrorCode::Busy);
        assert!(refused.message.contains("try again in a moment"), "{}", refused.message);
    }
    assert_eq!(desk.state().await.phase, Phase::Ready);
    desk.drawer.clock.pass(Duration::from_secs(10));
    sign_in.await.unwrap();
    desk.app.disconnect(SHOP).await.unwrap();
    assert_eq!(desk.state().await.phase, Phase::Connect);
}
