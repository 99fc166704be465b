//! Shipments whose answer never came, or whose process was killed.

use domain::OrderStatus;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, When};
use store::State;
use tiktok_shop::Clock as _;

use crate::{
    seller::Seller,
    spoken::{DETAIL, SHIPPED, TROUBLE, UPDATE},
};

/// Longer than any request that is under way can take to arrive.
const SETTLED: SignedDuration = SignedDuration::from_secs(35);

#[tokio::test]
async fn a_shipment_whose_answer_is_lost_is_looked_up_and_not_sent_again() {
    for fault in [
        Fault::once(UPDATE, FaultKind::LoseAnswer),
        Fault::once(UPDATE, FaultKind::Cut),
        Fault { when: Some(When::After), ..Fault::once(UPDATE, FaultKind::Http { status: 500 }) },
        Fault { when: Some(When::After), ..Fault::once(UPDATE, FaultKind::Html) },
        Fault { when: Some(When::After), ..Fault::once(UPDATE, FaultKind::Code { code: TROUBLE, message: None }) },
    ] {
        let seller = Seller::at_work().await;
        let order = seller.order_to_ship().await;
        seller.shop.fault(fault.clone());
        let wish = seller.ship(&order, "TK1").await;
        let checking = seller.comes_to_at_once(wish, State::Checking).await;
        assert!(checking.reason.unwrap().contains("may or may not"), "{fault:?}");
        seller.comes_to(wish, State::Done).await;
        assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (1, 1), "{fault:?}");
        assert_eq!(seller.order(&order).await.row.status, SHIPPED, "{fault:?}");
    }
}

#[tokio::test]
async fn a_shipment_that_never_arrived_is_sent_again_once_it_cannot_be_under_way_any_more() {
    for fault in [FaultKind::Http { status: 500 }, FaultKind::Html, FaultKind::Code { code: TROUBLE, message: None }] {
        let seller = Seller::at_work().await;
        let order = seller.order_to_ship().await;
        seller.shop.fault(Fault::once(UPDATE, fault.clone()));
        // The cache keeps whole milliseconds, and so the wait counts from one.
        let asked = jiff::Timestamp::from_millisecond(seller.clock.now().as_millisecond()).unwrap();
        let wish = seller.ship(&order, "TK1").await;
        seller.comes_to(wish, State::Done).await;
        let calls = seller.calls(UPDATE);
        assert_eq!((calls.len(), seller.applied(UPDATE)), (2, 1), "{fault:?}");
        assert!(calls[1].at.duration_since(asked) >= SETTLED, "{fault:?}");
        let looked = seller.calls(DETAIL).iter().any(|look| look.n > calls[0].n && look.n < calls[1].n);
        assert!(looked, "the shop is asked before anything is sent again: {fault:?}");
    }
}

#[tokio::test]
async fn a_process_killed_while_the_shop_is_still_at_it_ships_once() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.fault(Fault::once(UPDATE, FaultKind::Slow { ms: 10_000 }));
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.calls(UPDATE).len() == 1).await;
    assert_eq!(seller.wish(wish).await.state, State::Sending);

    let seller = Seller::started_again(seller.killed().await).await;
    let before = seller.calls(DETAIL).len();
    seller.at_once(async || seller.calls(DETAIL).len() > before).await;
    assert_eq!(seller.order_there(&order).await.0, OrderStatus::AwaitingShipment);
    assert_eq!(seller.wish(wish).await.state, State::Checking);
    seller.comes_to(wish, State::Done).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (1, 1));
    assert_eq!(seller.order_there(&order).await, (SHIPPED, "TK1".to_owned()));
}

#[tokio::test]
async fn a_process_killed_before_the_request_left_ships_once_too() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.computer.engine.stop().await;
    let wish = seller.ship(&order, "TK1").await;
    assert!(seller.computer.store.start_shipment(wish, seller.clock.now()).await.unwrap());

    let seller = Seller::started_again(seller.killed().await).await;
    assert_eq!(seller.wish(wish).await.state, State::Checking);
    seller.comes_to(wish, State::Done).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (1, 1));
}

#[tokio::test]
async fn an_order_cancelled_after_the_answer_was_lost_is_refused_and_not_sent() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.fault(Fault::once(UPDATE, FaultKind::Http { status: 500 }));
    let wish = seller.ship(&order, "TK1").await;
    seller.comes_to_at_once(wish, State::Checking).await;
    seller.shop.cancel(order.as_str()).await.unwrap();
    seller.comes_to(wish, State::Refused).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_has_stopped_has_let_go_of_everything() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.fault(Fault::once(UPDATE, FaultKind::Slow { ms: 10_000 }));
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.calls(UPDATE).len() == 1).await;
    seller.computer.engine.stop().await;
    let nobody_tells = seller.computer.engine.status().has_changed().is_err();
    assert!(nobody_tells, "a loop is still at work");
    assert_eq!(seller.wish(wish).await.state, State::Sending, "whatever comes of it, the next start asks");
}
