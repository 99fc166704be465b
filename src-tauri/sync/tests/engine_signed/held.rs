//! The hour in which buyers may change their mind.

use std::time::Duration;

use sandbox::{NewOrder, Status};
use store::State;

use crate::{
    arriving::id_in,
    seller::Seller,
    spoken::{DETAIL, UPDATE},
};

const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::test]
async fn a_shipment_in_the_buyers_hour_waits_until_it_is_over_and_is_never_refused() {
    let seller = Seller::at_work_with(|shop| shop.holds_orders = false).await;
    let order = id_in(&seller.shop.order(NewOrder::default()).await.unwrap());
    seller.sync_now().await;
    seller.shop.clear_journal();
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
    let waits = seller.wish(wish).await;
    assert_eq!((waits.state, waits.attempts), (State::Queued, 0));
    assert!(waits.reason.unwrap().contains("leaves by itself"));
    seller.clock.pass(Duration::from_secs(50 * 60));
    seller.round().await;
    assert_eq!(seller.calls(UPDATE), [], "ten minutes are left");
    assert!(seller.calls(DETAIL).len() <= 3, "it was asked for again and again");
    seller.in_time(async || seller.wish(wish).await.state != State::Queued).await;
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(seller.calls(UPDATE).len(), 1);
}

#[tokio::test]
async fn a_shipment_waits_for_a_hold_that_ends_late_but_not_for_one_that_never_ends() {
    let seller = Seller::at_work().await;
    let order =
        id_in(&seller.shop.order(NewOrder { status: Some(Status::OnHold), ..NewOrder::default() }).await.unwrap());
    seller.sync_now().await;
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
    seller.clock.pass(Duration::from_secs(65 * 60));
    // Five minutes late it is asked again, and once more.
    seller.in_time(async || seller.calls(DETAIL).len() > 2).await;
    seller.in_time(async || seller.wish(wish).await.state == State::Refused).await;
    assert!(seller.wish(wish).await.reason.unwrap().contains("on hold"));
    assert_eq!(seller.calls(UPDATE), []);
}

#[tokio::test]
async fn where_the_shop_holds_orders_itself_what_awaits_shipment_leaves_at_once() {
    let seller = Seller::at_work().await;
    let order = id_in(&seller.shop.order(NewOrder::default()).await.unwrap());
    seller.sync_now().await;
    let wish = seller.ship(&order, "TK1").await;
    seller.comes_to_at_once(wish, State::Done).await;
}

/// A shop of one order, on hold since just now, which the cache has.
async fn one_on_hold() -> (Seller, domain::OrderId) {
    let seller = Seller::at_work_with(|shop| shop.orders = 0).await;
    let order =
        id_in(&seller.shop.order(NewOrder { status: Some(Status::OnHold), ..NewOrder::default() }).await.unwrap());
    seller.sync_now().await;
    assert_eq!(seller.order(&order).await.row.status, domain::OrderStatus::OnHold);
    seller.shop.clear_journal();
    (seller, order)
}

/// Its hold ends, and no list of changes tells.
async fn ends_unnoticed(seller: &Seller, order: &domain::OrderId) {
    seller.shop.end_hold(order.as_str(), jiff::Timestamp::UNIX_EPOCH).await.unwrap();
}

#[tokio::test]
async fn an_order_is_to_be_shipped_a_look_after_its_hold_though_nothing_tells_that_it_changed() {
    let (seller, order) = one_on_hold().await;
    seller.clock.pass(HOUR - Duration::from_secs(20));
    seller.round().await;
    assert_eq!(seller.calls(DETAIL), [], "it is on hold for a while yet");
    ends_unnoticed(&seller, &order).await;
    seller.clock.pass(Duration::from_secs(30));
    seller.round().await;
    assert_eq!(seller.order(&order).await.row.stage(), domain::Stage::ToShip);
    assert_eq!(seller.calls(DETAIL).len(), 1);
    seller.clock.pass(Duration::from_secs(30));
    seller.round().await;
    assert_eq!(seller.calls(DETAIL).len(), 1, "that is all there was to ask");
}

#[tokio::test]
async fn a_shipment_leaves_with_the_look_that_finds_its_hold_ended_early() {
    let (seller, order) = one_on_hold().await;
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
    seller.shop.end_hold(order.as_str(), tiktok_shop::Clock::now(&*seller.clock)).await.unwrap();
    seller.clock.pass(Duration::from_secs(30));
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(seller.applied(UPDATE), 1);
}

#[tokio::test]
async fn a_shipment_leaves_with_the_look_behind_the_hold() {
    let (seller, order) = one_on_hold().await;
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
    seller.clock.pass(HOUR - Duration::from_secs(20));
    seller.round().await;
    assert_eq!(seller.wish(wish).await.state, State::Queued);
    ends_unnoticed(&seller, &order).await;
    seller.clock.pass(Duration::from_secs(30));
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(seller.applied(UPDATE), 1);
}

#[tokio::test]
async fn a_hold_whose_end_is_told_as_a_change_costs_no_question() {
    let (seller, order) = one_on_hold().await;
    seller.clock.pass(HOUR - Duration::from_secs(20));
    seller.round().await;
    seller.shop.end_hold(order.as_str(), tiktok_shop::Clock::now(&*seller.clock)).await.unwrap();
    seller.clock.pass(Duration::from_secs(30));
    seller.round().await;
    assert_eq!(seller.order(&order).await.row.stage(), domain::Stage::ToShip);
    assert_eq!(seller.calls(DETAIL), []);
}

#[tokio::test]
async fn a_hold_that_goes_on_is_asked_about_for_a_quarter_of_an_hour_and_no_longer() {
    let (seller, _) = one_on_hold().await;
    seller.clock.pass(HOUR + Duration::from_secs(10));
    for _ in 0..20 {
        seller.round().await;
        seller.clock.pass(Duration::from_secs(60));
    }
    let asked = seller.calls(DETAIL).len();
    assert!((10..=16).contains(&asked), "{asked} questions");
}
