use std::time::Duration;

use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, NewOrder};
use store::OrderFilter;
use sync::{Phase, Rhythm, Steps};
use tiktok_shop::{Clock as _, Lane};

use crate::{
    clock::TestClock,
    seller::{SHOP, Seller, parts, settings, sign_in},
    spoken::{PRODUCTS, SEARCH},
};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test]
async fn while_nobody_sees_the_window_looks_are_rare_and_who_opens_it_sees_news_at_once() {
    let seller = Seller::at_work().await;
    assert_eq!(seller.status().rhythm, Rhythm::InView);
    seller.computer.engine.set_in_view(false);
    seller.at_once(async || seller.status().rhythm == Rhythm::Quiet).await;
    let told = seller.status();
    assert_eq!(told.every, SECOND * 300);
    let wait = told.next_at.unwrap().duration_since(told.last_ok.unwrap());
    assert!(wait > SignedDuration::from_secs(290), "{wait}");

    seller.clock.pass(SECOND * 60);
    assert_eq!(seller.calls(SEARCH).len(), 0);
    let new = seller.shop.order(NewOrder::default()).await.unwrap();
    seller.computer.engine.set_in_view(true);
    seller.at_once(async || seller.orders(None).await.iter().any(|id| new.contains(id.as_str()))).await;
    assert_eq!(seller.status().rhythm, Rhythm::InView);
}

#[tokio::test]
async fn while_orders_come_in_looks_go_on_every_minute_though_nobody_sees_the_window() {
    let seller = Seller::at_work().await;
    seller.shop.order(NewOrder::default()).await.unwrap();
    seller.sync_now().await;
    seller.computer.engine.set_in_view(false);
    seller.at_once(async || seller.status().rhythm == Rhythm::Busy).await;
    assert_eq!(seller.status().every, SECOND * 60);
}

#[tokio::test]
async fn a_shop_that_asks_for_a_pause_is_looked_at_half_as_often_for_an_hour_and_says_when() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault::once(SEARCH, FaultKind::Limit { retry_after: Some(120) }));
    seller.computer.engine.sync_now();
    seller.at_once(async || seller.status().phase == Phase::Limited).await;
    assert!(seller.status().next_at.is_some());
    seller.in_time(async || seller.status().phase == Phase::Idle).await;
    let slowed = seller.status();
    assert_eq!(slowed.rhythm, Rhythm::Slowed);
    assert!(slowed.every >= SECOND * 20 && slowed.next_at.is_some(), "{slowed:?}");
    seller.clock.pass(SECOND * 3_600);
    seller.round().await;
    seller.at_once(async || seller.status().rhythm == Rhythm::InView).await;
}

#[tokio::test]
async fn when_the_day_has_no_room_for_back_fill_looks_go_on_and_the_stock_is_still_read_now_and_then() {
    let clock = TestClock::at_noon();
    let shop = sandbox::start(settings(&clock)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let earlier = parts(folder.path(), sign_in(&shop, &clock).await, &shop.base_url(), &clock).await;
    let two_hours_ago = clock.now().as_second() / 60 - 120;
    earlier.store.count_requests("", two_hours_ago, 6_500).await.unwrap();
    earlier.store.close().await;
    drop(earlier);
    let parts = parts(folder.path(), sign_in(&shop, &clock).await, &shop.base_url(), &clock).await;
    assert_eq!(parts.budget.left(Lane::Backfill), 0);

    let steps = Steps::new(parts.clone());
    let all = OrderFilter::default();
    let here = async || parts.store.order_list(SHOP, &all).await.unwrap().counts.all;
    steps.pull_round(false).await.unwrap();
    shop.clear_journal();
    let products = || shop.journal().iter().filter(|call| call.path == PRODUCTS).count();
    for _ in 0..3 {
        clock.pass(SECOND * 60 * 19);
        shop.order(NewOrder::default()).await.unwrap();
        let before = here().await;
        steps.pull_round(false).await.unwrap();
        assert!(here().await > before, "the new order came");
        assert_eq!(products(), 0);
    }
    clock.pass(SECOND * 60 * 30);
    steps.pull_round(false).await.unwrap();
    assert_eq!(products(), 1);
}
