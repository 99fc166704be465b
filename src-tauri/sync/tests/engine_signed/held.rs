//! The hour in which buyers may change their mind.

use std::time::Duration;

use sandbox::{NewOrder, Status};
use store::State;

use crate::{
    arriving::id_in,
    seller::Seller,
    spoken::{DETAIL, UPDATE},
};

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
