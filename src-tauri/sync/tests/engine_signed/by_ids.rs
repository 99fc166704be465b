//! Orders that are read again together: up to fifty by their ids in one request.

use domain::OrderId;
use sandbox::{Fault, FaultKind, NewOrder};
use store::State;
use sync::Hint;

use crate::{
    arriving::id_in,
    bulk::{over, ship_all, states, waiting},
    seller::{SHOP, Seller},
    spoken::{DETAIL, SEARCH, UPDATE, asks_for_one, ids_in},
};

/// The shop knows no such order of this seller's.
const NOT_THIS_SELLERS: i64 = 21_008_111;

/// Orders that the shop has and the cache doesn't.
async fn arrived(seller: &Seller, many: usize) -> Vec<OrderId> {
    let mut orders = Vec::new();
    for _ in 0..many {
        orders.push(id_in(&seller.shop.order(NewOrder::default()).await.unwrap()));
    }
    orders
}

fn hint_at(seller: &Seller, orders: &[OrderId]) {
    orders.iter().for_each(|order| seller.computer.engine.hint(Hint::Order(order.clone())));
}

/// Whether all of these are in the cache.
async fn are_here(seller: &Seller, orders: &[OrderId]) -> bool {
    let here = seller.orders(None).await;
    orders.iter().all(|order| here.contains(order))
}

#[tokio::test]
async fn a_bulk_of_120_shipments_is_read_in_three_requests_and_what_was_cancelled_meanwhile_stays() {
    let (seller, orders) = waiting(120).await;
    seller.shop.cancel(orders[70].as_str()).await.unwrap();
    let batch = ship_all(&seller, &orders).await;
    // No time passes: each reading is as fresh as it was.
    seller.at_once(async || seller.computer.store.batch(batch).await.unwrap().waiting == 0).await;
    let asked: Vec<usize> = seller.calls(DETAIL).iter().map(|call| ids_in(call).len()).collect();
    assert_eq!((asked, seller.calls(SEARCH).len()), (vec![50, 50, 20], 0));
    let wish = seller.computer.store.shipment_of(SHOP, &orders[70]).await.unwrap().unwrap();
    assert_eq!((wish.state, wish.attempts), (State::Refused, 0));
    assert!(wish.reason.unwrap().contains("was cancelled"));
    let done = states(&seller, batch).await.iter().filter(|state| **state == State::Done).count();
    assert_eq!((done, seller.calls(UPDATE).len(), seller.applied(UPDATE)), (119, 119, 119));
}

#[tokio::test]
async fn orders_that_are_refused_together_are_read_one_by_one_and_each_is_shipped_once() {
    let (seller, orders) = waiting(12).await;
    seller.shop.fault(Fault::once(DETAIL, FaultKind::Code { code: NOT_THIS_SELLERS, message: None }));
    let batch = ship_all(&seller, &orders).await;
    seller.at_once(async || seller.computer.store.batch(batch).await.unwrap().waiting == 0).await;
    let alone = seller.calls(DETAIL).iter().filter(|call| asks_for_one(call)).count();
    assert_eq!((seller.calls(DETAIL).len(), alone), (13, 12));
    assert_eq!((states(&seller, batch).await, seller.applied(UPDATE)), (vec![State::Done; 12], 12));
}

#[tokio::test]
async fn after_a_lost_answer_only_a_reading_of_that_very_order_counts() {
    let (seller, orders) = waiting(12).await;
    seller.shop.fault(Fault { times: Some(6), ..Fault::once(UPDATE, FaultKind::LoseAnswer) });
    let batch = ship_all(&seller, &orders).await;
    over(&seller, batch).await;
    let alone = seller.calls(DETAIL).iter().filter(|call| asks_for_one(call)).count();
    assert!(alone >= 5, "{alone} were read alone");
    assert_eq!((states(&seller, batch).await, seller.applied(UPDATE)), (vec![State::Done; 12], 12));
}

#[tokio::test]
async fn thirty_hints_within_a_moment_cost_one_request() {
    let seller = Seller::at_work().await;
    let orders = arrived(&seller, 30).await;
    seller.shop.clear_journal();
    hint_at(&seller, &orders);
    seller.at_once(async || are_here(&seller, &orders).await).await;
    assert_eq!((seller.calls(DETAIL).len(), seller.calls(SEARCH).len()), (1, 0));
}

#[tokio::test]
async fn buyers_who_ask_to_cancel_are_heard_together_as_well() {
    let seller = Seller::at_work().await;
    let orders = arrived(&seller, 30).await;
    for order in &orders[..3] {
        seller.shop.ask_to_cancel(order.as_str()).await.unwrap();
    }
    seller.shop.clear_journal();
    hint_at(&seller, &orders);
    let store = &seller.computer.store;
    seller
        .at_once(async || {
            let mut heard = 0;
            for order in &orders {
                heard += usize::from(store.cancel_request_of(SHOP, order).await.unwrap().is_some());
            }
            heard == 3
        })
        .await;
    let searches = seller.shop.journal().into_iter().filter(|call| call.path.ends_with("cancellations/search"));
    assert_eq!((seller.calls(DETAIL).len(), searches.count()), (1, 1));
}

#[tokio::test]
async fn a_forged_hint_costs_those_beside_it_a_few_questions_and_none_its_answer() {
    let seller = Seller::at_work().await;
    let mut orders = arrived(&seller, 29).await;
    seller.shop.clear_journal();
    orders.insert(17, OrderId::new("1"));
    hint_at(&seller, &orders);
    orders.remove(17);
    seller.at_once(async || are_here(&seller, &orders).await).await;
    let (questions, looks) = (seller.calls(DETAIL).len(), seller.calls(SEARCH).len());
    assert!(questions <= 11 && looks == 0, "{questions} questions and {looks} looks");
}

#[tokio::test]
async fn a_flood_of_forged_orders_is_followed_gently_as_well() {
    let seller = Seller::at_work().await;
    let forged: Vec<OrderId> = (0..500).map(|n| OrderId::new(n.to_string())).collect();
    hint_at(&seller, &forged);
    // Time stands still, so this is all of a minute's room.
    seller.at_once(async || seller.calls(DETAIL).len() >= 30).await;
    seller.sync_now().await;
    assert_eq!(seller.calls(DETAIL).len(), 30);
    seller.in_time(async || seller.calls(DETAIL).len() >= 60).await;
}
