//! Buyers whose data is no longer kept here.

use std::time::Duration;

use app::boundary::{ErrorCode, OrderTab, Theme};

use crate::desk::{Desk, SHOP};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn removed(desk: &Desk, tab: OrderTab) -> (usize, usize) {
    let orders = desk.orders(tab, "").await;
    let mut removed = 0;
    for order in &orders {
        let detail = desk.app.order_detail(SHOP, &order.id).await.unwrap();
        assert_eq!(detail.buyer_removed, detail.row.buyer.is_empty() && detail.phone.is_empty());
        removed += usize::from(detail.buyer_removed);
    }
    (removed, orders.len())
}

#[tokio::test]
async fn a_rule_holds_from_now_on_and_is_looked_at_every_day() {
    let desk = Desk::connected().await;
    let kept = async || desk.app.settings(Theme::System, "1").await.unwrap().buyers_kept;
    assert_eq!(kept().await, None, "everything is kept until somebody chooses");
    let refused = desk.app.set_buyers_kept(SHOP, Some(0)).await.unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (ErrorCode::InvalidInput, Some("days")));
    let all = removed(&desk, OrderTab::Delivered).await.1;
    desk.app.set_buyers_kept(SHOP, Some(3_000)).await.unwrap();
    desk.app.set_buyers_kept(SHOP, Some(60)).await.unwrap();
    assert_eq!(kept().await, Some(60));
    assert!(removed(&desk, OrderTab::Delivered).await.0 < all, "some are younger");
    desk.drawer.clock.pass(DAY * 61);
    desk.in_time(async || removed(&desk, OrderTab::Delivered).await.0 == all).await;
    assert_eq!(removed(&desk, OrderTab::ToShip).await.0, 0, "what still waits needs its address");
}

#[tokio::test]
async fn a_rule_is_looked_at_when_the_app_starts() {
    let desk = Desk::connected().await;
    desk.app.set_buyers_kept(SHOP, Some(60)).await.unwrap();
    let (drawer, shop) = desk.closed().await;
    drawer.clock.pass(DAY * 61);
    let desk = drawer.opened(shop).await;
    let all = desk.orders(OrderTab::Delivered, "").await.len();
    desk.at_once(async || removed(&desk, OrderTab::Delivered).await.0 == all).await;
}

#[tokio::test]
async fn a_buyer_who_asks_for_it_is_removed_and_the_next_reading_brings_nothing_back() {
    let desk = Desk::connected().await;
    let order = desk.order_to_ship().await;
    desk.app.forget_buyer(SHOP, &order).await.unwrap();
    desk.app.check_order(SHOP, &order).await.unwrap();
    let detail = desk.app.order_detail(SHOP, &order).await.unwrap();
    assert!(detail.buyer_removed && detail.row.buyer.is_empty() && detail.phone.is_empty());
    assert!(!detail.lines.is_empty() && !detail.row.total.is_empty());
    let unknown = desk.app.forget_buyer(SHOP, "9").await.unwrap_err();
    assert_eq!(unknown.code, ErrorCode::NotFound);
}
