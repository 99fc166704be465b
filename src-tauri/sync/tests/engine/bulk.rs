//! Many shipments at once: what the listing says, and what a failure of one means to the others.

use domain::{Departure, OrderId, Stage};
use sandbox::{Fault, FaultKind, NewOrder};
use store::State;
use tiktok_shop::Clock as _;

use crate::{
    seller::{SHOP, Seller},
    spoken::{DETAIL, UPDATE, asks_for_one},
};

/// A shop in which so many orders wait, all of them in the cache.
pub(crate) async fn waiting(many: usize) -> (Seller, Vec<OrderId>) {
    let seller = Seller::at_work_with(|shop| shop.orders = 0).await;
    for _ in 0..many {
        seller.shop.order(NewOrder::default()).await.unwrap();
    }
    seller.sync_now().await;
    let orders = seller.orders(Some(Stage::ToShip)).await;
    assert_eq!(orders.len(), many);
    seller.shop.clear_journal();
    (seller, orders)
}

pub(crate) async fn ship_all(seller: &Seller, orders: &[OrderId]) -> i64 {
    let shipments: Vec<_> =
        orders.iter().map(|order| (order.clone(), Departure::Number(format!("TK{order}")))).collect();
    let now = seller.clock.now();
    let queued = seller.computer.store.queue_shipments(SHOP, &shipments, now, now).await.unwrap();
    seller.computer.engine.outbox_changed();
    queued.batch.unwrap()
}

pub(crate) async fn states(seller: &Seller, batch: i64) -> Vec<State> {
    seller.computer.store.batch_items(batch).await.unwrap().iter().map(|wish| wish.state).collect()
}

pub(crate) async fn over(seller: &Seller, batch: i64) {
    seller.in_time(async || seller.computer.store.batch(batch).await.unwrap().waiting == 0).await;
}

#[tokio::test]
async fn a_bulk_reads_no_order_by_itself_and_ships_each_once() {
    let (seller, orders) = waiting(30).await;
    let batch = ship_all(&seller, &orders).await;
    seller.at_once(async || seller.computer.store.batch(batch).await.unwrap().waiting == 0).await;
    assert_eq!(states(&seller, batch).await, vec![State::Done; 30]);
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (30, 30));
    assert!(!seller.calls(DETAIL).iter().any(asks_for_one), "an order was read by itself");
}

#[tokio::test]
async fn what_happened_to_an_order_since_refuses_it_and_ships_the_others() {
    let (seller, orders) = waiting(8).await;
    seller.shop.cancel(orders[2].as_str()).await.unwrap();
    seller.ship_elsewhere(&orders[5], "ELSEWHERE7").await;
    let batch = ship_all(&seller, &orders).await;
    over(&seller, batch).await;
    for (order, told) in [(&orders[2], "was cancelled"), (&orders[5], "ELSEWHERE7")] {
        let wish = seller.computer.store.shipment_of(SHOP, order).await.unwrap().unwrap();
        assert_eq!(wish.state, State::Refused);
        assert!(wish.reason.unwrap().contains(told));
    }
    let done = states(&seller, batch).await.iter().filter(|state| **state == State::Done).count();
    assert_eq!((done, seller.calls(UPDATE).len()), (6, 7));
}

#[tokio::test]
async fn a_closed_way_stops_the_bulk_and_leaves_the_rest_as_it_was_saved() {
    let (seller, orders) = waiting(40).await;
    let pause = FaultKind::Limit { retry_after: Some(600) };
    seller.shop.fault(Fault { times: Some(4), skip: 10, ..Fault::once(UPDATE, pause) });
    let batch = ship_all(&seller, &orders).await;
    seller.at_once(async || seller.calls(UPDATE).len() > 10).await;
    let rested = async || !states(&seller, batch).await.contains(&State::Sending);
    seller.at_once(rested).await;
    let wishes = seller.computer.store.batch_items(batch).await.unwrap();
    let untouched = wishes.iter().filter(|wish| wish.state == State::Queued && wish.attempts == 0);
    assert!(untouched.count() >= 26, "those that had not left stay as they were");
    over(&seller, batch).await;
    assert_eq!(states(&seller, batch).await, vec![State::Done; 40]);
    assert_eq!(seller.applied(UPDATE), 40);
}

#[tokio::test]
async fn a_shop_in_trouble_is_not_asked_forty_times() {
    let (seller, orders) = waiting(40).await;
    seller.shop.fault(Fault::always(UPDATE, FaultKind::Http { status: 500 }));
    let batch = ship_all(&seller, &orders).await;
    seller.at_once(async || seller.calls(UPDATE).len() >= 5).await;
    seller.at_once(async || !states(&seller, batch).await.contains(&State::Sending)).await;
    assert!(seller.calls(UPDATE).len() < 10, "{} requests", seller.calls(UPDATE).len());
    seller.shop.clear_faults();
    over(&seller, batch).await;
    assert_eq!((seller.applied(UPDATE), states(&seller, batch).await), (40, vec![State::Done; 40]));
}

#[tokio::test]
async fn stock_has_its_turn_in_the_middle_of_a_bulk() {
    let (seller, orders) = waiting(220).await;
    let (target, level) = seller.well_stocked().await;
    let batch = ship_all(&seller, &orders).await;
    let edit = seller.save(&[(target, domain::StockChange::Add { amount: 5 }, Some(level))]).await[0];
    seller.in_time(async || seller.wish(edit).await.state == State::Done).await;
    assert!(seller.applied(UPDATE) < 220, "the edit waited for the whole bulk");
    over(&seller, batch).await;
}
