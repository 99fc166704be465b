//! Thousands of shipments at once, with requests that fail by chance.

use std::{collections::BTreeMap, time::Duration};

use domain::{Departure, OrderId};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use sandbox::{Fault, FaultKind, NewOrder, When};
use store::{Entry, State};
use tiktok_shop::Clock as _;

use crate::{
    desk::{Desk, SHOP},
    spoken::{BULK, INVALID, LISTS, SHIP, TROUBLE, shipment_in},
};

const SEED: u64 = 11;

/// A shop in which so many orders wait, placed a few seconds apart, all of them in the cache; and
/// the orders, oldest first.
async fn waiting(many: usize) -> (Desk, Vec<OrderId>) {
    let mut desk = Desk::new(SEED, 0, 2).await;
    desk.foreign.fill().await;
    desk.in_flight = 4;
    desk.page_size = 100;
    desk.start_again().await;
    let mut orders = Vec::new();
    for _ in 0..many {
        desk.clock.pass(Duration::from_secs(3));
        let arrived: serde_json::Value =
            serde_json::from_str(&desk.shop.order(NewOrder::default()).await.unwrap()).unwrap();
        orders.push(OrderId::new(arrived["order_id"].as_str().unwrap()));
    }
    desk.process().steps.pull_round(true).await.unwrap();
    (desk, orders)
}

async fn ship_all(desk: &Desk, orders: &[OrderId]) -> i64 {
    let number = |order: &OrderId| Departure::Number(format!("TK{order}"));
    let shipments: Vec<_> = orders.iter().map(|order| (order.clone(), number(order))).collect();
    let now = desk.clock.now();
    let queued = desk.store().queue_shipments(SHOP, &shipments, now, now).await.unwrap();
    assert_eq!((queued.queued, queued.refused.len()), (orders.len(), 0));
    queued.batch.unwrap()
}

/// Turns of the push until nothing of the batch waits any more.
async fn until_over(desk: &Desk, batch: i64) {
    while desk.store().batch(batch).await.unwrap().waiting > 0 {
        if !desk.process().steps.push_turn().await.unwrap() {
            desk.clock.pass(Duration::from_secs(5));
        }
    }
}

/// How often the shop was asked to ship each order, and how often it did, since its journal was cleared.
fn shipped(desk: &Desk) -> BTreeMap<String, (usize, usize)> {
    let mut orders: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for call in desk.shop.journal() {
        let Some((order, _)) = shipment_in(&call) else { continue };
        let seen = orders.entry(order).or_default();
        *seen = (seen.0 + 1, seen.1 + usize::from(call.applied));
    }
    orders
}

async fn wish_of(desk: &Desk, order: &OrderId) -> Entry {
    desk.store().shipment_of(SHOP, order).await.unwrap().unwrap()
}

/// Three requests in a hundred fail, in one of these ways.
fn bad_luck(desk: &Desk) {
    let code = |code| FaultKind::Code { code, message: None };
    let troubles = [
        (FaultKind::LoseAnswer, None),
        (FaultKind::Cut, None),
        (FaultKind::Http { status: 500 }, Some(When::Before)),
        (FaultKind::Http { status: 500 }, Some(When::After)),
        (code(TROUBLE), Some(When::After)),
        (code(INVALID), Some(When::Before)),
        (FaultKind::Limit { retry_after: Some(1) }, None),
    ];
    let mut rng = StdRng::seed_from_u64(SEED);
    for skip in (0..6_000).filter(|_| rng.random_bool(0.03)).collect::<Vec<u32>>() {
        let (kind, when) = troubles[rng.random_range(0..troubles.len())].clone();
        desk.shop.fault(Fault { when, skip, ..Fault::once("*", kind) });
    }
}

#[tokio::test]
async fn of_thousands_of_shipments_each_has_its_own_outcome_and_the_failed_ones_go_again_alone() {
    let (desk, orders) = waiting(BULK).await;
    let batch = ship_all(&desk, &orders).await;
    let called_off = BULK / 250;
    for order in orders.iter().step_by(250) {
        desk.shop.cancel(order.as_str()).await.unwrap();
    }
    desk.shop.clear_journal();
    bad_luck(&desk);
    until_over(&desk, batch).await;

    let there = shipped(&desk);
    let mut failed = Vec::new();
    for (place, order) in orders.iter().enumerate() {
        let wish = wish_of(&desk, order).await;
        let done = there.get(order.as_str()).map_or(0, |seen| seen.1);
        let expected = if wish.state == State::Done { 1 } else { 0 };
        assert!(matches!(wish.state, State::Done | State::Refused), "{wish:?}");
        assert_eq!(done, expected, "{wish:?}");
        if place % 250 == 0 {
            assert!(wish.reason.as_ref().is_some_and(|reason| reason.contains("was cancelled")), "{wish:?}");
        }
        if wish.state == State::Refused {
            failed.push(order.to_string());
        }
    }
    assert!(failed.len() > called_off, "some of them were to fail");

    desk.shop.clear_faults();
    desk.shop.clear_journal();
    let retried = desk.store().retry_failed(batch, desk.clock.now()).await.unwrap();
    assert_eq!(
        usize::try_from(retried).unwrap(),
        failed.len() - called_off,
        "the cancelled ones would only be refused again"
    );
    until_over(&desk, batch).await;
    let again = shipped(&desk);
    assert!(again.keys().all(|order| failed.contains(order)), "one that was shipped was sent again");
    assert!(again.values().all(|seen| *seen == (1, 1)));
    let counts = desk.store().batch(batch).await.unwrap();
    let (done, refused) = (usize::try_from(counts.done).unwrap(), usize::try_from(counts.refused).unwrap());
    assert_eq!((done, refused), (BULK - called_off, called_off));
}

#[tokio::test]
async fn a_bulk_costs_a_request_for_each_shipment_and_two_in_a_hundred_for_reading() {
    let (desk, mut orders) = waiting(1_000).await;
    // Half of what waits, and in no order.
    let mut chosen: Vec<OrderId> = orders.drain(..).step_by(2).collect();
    chosen.sort_by_key(|order| order.as_str().chars().rev().collect::<String>());
    let batch = ship_all(&desk, &chosen).await;
    let before = desk.last_call();
    until_over(&desk, batch).await;
    let spent = desk.last_call() - before;
    assert_eq!(desk.store().batch(batch).await.unwrap().done, 500);
    assert!((500..=510 + LISTS).contains(&spent), "{spent} requests for 500 shipments");
}

#[tokio::test]
async fn what_was_listed_too_long_ago_is_listed_again_before_it_is_sent() {
    let (mut desk, orders) = waiting(12).await;
    desk.in_flight = 1;
    desk.start_again().await;
    let batch = ship_all(&desk, &orders).await;
    // The shop asks for half a minute's pause in the middle, and a buyer uses it.
    let pause = FaultKind::Limit { retry_after: Some(30) };
    desk.shop.fault(Fault { skip: 5, ..Fault::once(SHIP, pause) });
    desk.shop.clear_journal();
    desk.process().steps.push_turn().await.unwrap();
    assert_eq!(shipped(&desk).len(), 6, "the one that waited goes, and nothing behind it");
    for order in orders.iter().filter(|order| !shipped(&desk).contains_key(order.as_str())) {
        desk.shop.cancel(order.as_str()).await.unwrap();
    }
    until_over(&desk, batch).await;
    let counts = desk.store().batch(batch).await.unwrap();
    assert_eq!((counts.done, counts.refused, shipped(&desk).len()), (6, 6, 6));
}
