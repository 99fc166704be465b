use domain::{OrderStatus, Stage};
use sandbox::{Fault, FaultKind, NewOrder, Status};
use store::State;
use tiktok_shop::Clock as _;

use crate::{
    seller::Seller,
    spoken::{HELD, SHIPPED, UPDATE, shipment_in},
};

#[tokio::test]
async fn an_order_ships_and_the_shop_hears_of_it_once() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    let wish = seller.ship(&order, "9400 1118 9922").await;
    let done = seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!((done.attempts, done.reason), (1, None));
    let calls = seller.calls(UPDATE);
    assert_eq!((calls.len(), seller.applied(UPDATE)), (1, 1));
    assert_eq!(shipment_in(&calls[0]), (order.to_string(), "940011189922".to_owned()));
    let here = seller.order(&order).await;
    assert_eq!((here.row.status, here.tracking.as_str()), (SHIPPED, "940011189922"));
}

#[tokio::test]
async fn clicking_ship_twice_ships_once() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    let first = seller.ship(&order, "TK1").await;
    assert_eq!(seller.ship(&order, "TK1").await, first);
    seller.comes_to_at_once(first, State::Done).await;
    let again = seller.ship(&order, "TK1").await;
    seller.comes_to_at_once(again, State::Done).await;
    assert_eq!(seller.calls(UPDATE).len(), 1);
}

#[tokio::test]
async fn many_orders_ship_once_each() {
    let seller = Seller::at_work_with(|shop| shop.orders = 400).await;
    let orders = seller.orders(Some(Stage::ToShip)).await;
    assert!(orders.len() >= 10);
    for order in &orders {
        seller.ship(order, "TK1").await;
    }
    seller.at_once(async || seller.orders(Some(Stage::ToShip)).await.is_empty()).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (orders.len(), orders.len()));
}

#[tokio::test]
async fn an_order_cancelled_while_packing_is_never_shipped() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.cancel(order.as_str()).await.unwrap();
    let wish = seller.ship(&order, "TK1").await;
    let refused = seller.comes_to_at_once(wish, State::Refused).await;
    assert!(refused.reason.unwrap().contains("was cancelled"));
    assert_eq!(seller.calls(UPDATE), []);
    assert_eq!(seller.order(&order).await.row.status, OrderStatus::Cancelled);
}

#[tokio::test]
async fn an_order_on_hold_waits_with_a_reason() {
    let seller = Seller::at_work().await;
    seller.shop.order(NewOrder { status: Some(Status::OnHold), ..NewOrder::default() }).await.unwrap();
    seller.sync_now().await;
    let order = seller.orders(Some(Stage::OnHold)).await.remove(0);
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
    assert_eq!(seller.wish(wish).await.state, HELD);
    assert_eq!(seller.calls(UPDATE), []);
}

#[tokio::test]
async fn an_order_shipped_elsewhere_keeps_its_number_and_this_one_is_refused() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.ship_elsewhere(&order, "ELSEWHERE7").await;
    let wish = seller.ship(&order, "TK1").await;
    let refused = seller.comes_to_at_once(wish, State::Refused).await;
    assert!(refused.reason.unwrap().contains("ELSEWHERE7"));
    assert_eq!(seller.calls(UPDATE).len(), 1);
    assert_eq!(seller.order(&order).await.tracking, "ELSEWHERE7");
}

#[tokio::test]
async fn an_order_shipped_elsewhere_with_this_very_number_is_done() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.ship_elsewhere(&order, "TK1").await;
    let wish = seller.ship(&order, "TK1").await;
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(seller.calls(UPDATE).len(), 1);
}

#[tokio::test]
async fn a_shipment_that_the_shop_refuses_says_why_and_can_be_tried_again() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    let message = Some("tracking_number: unknown carrier".to_owned());
    seller.shop.fault(Fault::once(UPDATE, FaultKind::Code { code: 1001, message }));
    let wish = seller.ship(&order, "TK1").await;
    let refused = seller.comes_to_at_once(wish, State::Refused).await.reason.unwrap();
    assert!(refused.contains("field tracking_number") && refused.contains("unknown carrier"), "{refused}");
    seller.computer.store.retry(wish, seller.clock.now()).await.unwrap();
    seller.computer.engine.outbox_changed();
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (2, 1));
}
