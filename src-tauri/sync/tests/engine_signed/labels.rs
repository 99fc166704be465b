//! Orders that leave with the platform's label: arranged once each, whatever becomes of the answers.

use domain::{Departure, Handover, OrderId, PickupSlot, Stage};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Fault, FaultKind, NewOrder, ShippingType, When};
use serde_json::{Value, json};
use store::State;
use tiktok_shop::Clock as _;

use crate::{
    seller::{SHOP, Seller},
    spoken::{DETAIL, SHIPPED, TROUBLE, UPDATE, asks_for_one},
};

const SHIP: &str = "/fulfillment/202309/packages/{package_id}/ship";
const SHIP_SEVERAL: &str = "/fulfillment/202309/packages/ship";
/// The shop has this order shipped already.
const SHIPPED_ALREADY: i64 = 21_011_020;
/// Longer than any request that is under way can take to arrive.
const SETTLED: SignedDuration = SignedDuration::from_secs(35);

/// A shop in a market of labels, whose orders the platform ships.
async fn with_labels(orders: u32) -> Seller {
    let seller = Seller::at_work_with(|shop| {
        (shop.shipping_type, shop.region, shop.orders) = (ShippingType::TikTok, "GB".into(), orders);
    })
    .await;
    seller.shop.clear_journal();
    seller
}

async fn arrange(seller: &Seller, order: &OrderId, handover: Handover) -> i64 {
    let now = seller.clock.now();
    let queued = seller.computer.store.queue_shipment(SHOP, order, handover, now, now).await.unwrap();
    seller.computer.engine.outbox_changed();
    queued.id
}

pub(crate) async fn arrange_all(seller: &Seller, orders: &[OrderId]) -> i64 {
    let wishes: Vec<_> = orders.iter().map(|order| (order.clone(), Departure::Label(Handover::Usual))).collect();
    let now = seller.clock.now();
    let batch = seller.computer.store.queue_shipments(SHOP, &wishes, now, now).await.unwrap().batch.unwrap();
    seller.computer.engine.outbox_changed();
    batch
}

pub(crate) async fn over(seller: &Seller, batch: i64) {
    seller.in_time(async || seller.computer.store.batch(batch).await.unwrap().waiting == 0).await;
}

/// So many orders that wait.
async fn waiting(many: usize) -> (Seller, Vec<OrderId>) {
    let seller = with_labels(60).await;
    let there = seller.orders(Some(Stage::ToShip)).await.len();
    for _ in there..many {
        seller.shop.order(NewOrder::default()).await.unwrap();
    }
    seller.sync_now().await;
    let mut orders = seller.orders(Some(Stage::ToShip)).await;
    orders.truncate(many);
    seller.shop.clear_journal();
    (seller, orders)
}

fn body(call: &sandbox::Entry) -> Value {
    serde_json::from_str(&call.body).unwrap()
}

/// The parcels that each request named.
pub(crate) fn parcels(seller: &Seller) -> Vec<Vec<String>> {
    let ids = |call: &sandbox::Entry| {
        let named = body(call)["packages"].as_array().unwrap().clone();
        named.iter().map(|parcel| parcel["id"].as_str().unwrap().to_owned()).collect()
    };
    seller.calls(SHIP_SEVERAL).iter().map(ids).collect()
}

#[tokio::test]
async fn an_order_is_handed_over_as_it_was_asked_for_and_the_shop_hears_of_it_once() {
    let from = Timestamp::from_second(1_800_000_000).unwrap();
    let slot = PickupSlot { from, to: from + SignedDuration::from_hours(8) };
    for (handover, said) in [
        (Handover::Usual, json!({})),
        (Handover::DropOff, json!({ "handover_method": "DROP_OFF" })),
        (
            Handover::Pickup(slot),
            json!({
                "handover_method": "PICKUP",
                "pickup_slot": { "start_time": 1_800_000_000, "end_time": 1_800_028_800 },
            }),
        ),
    ] {
        let seller = with_labels(60).await;
        let order = seller.order_to_ship().await;
        let wish = arrange(&seller, &order, handover).await;
        assert_eq!(arrange(&seller, &order, handover).await, wish, "asking twice is asking once");
        let done = seller.comes_to_at_once(wish, State::Done).await;
        assert_eq!((done.attempts, done.reason), (1, None));
        let calls = seller.calls(SHIP);
        assert_eq!((calls.len(), seller.applied(SHIP)), (1, 1));
        assert_eq!(body(&calls[0]), said);
        assert_eq!(seller.order(&order).await.row.status, SHIPPED);
        assert_eq!(seller.calls(UPDATE), []);
        seller.sync_now().await;
        let (_, number) = seller.order_there(&order).await;
        assert_eq!((number.is_empty(), seller.order(&order).await.tracking), (false, number));
    }
}

#[tokio::test]
async fn the_wrong_way_for_an_order_is_refused_before_anything_is_sent() {
    let seller = with_labels(60).await;
    let order = seller.order_to_ship().await;
    let wish = seller.ship(&order, "TK1").await;
    let refused = seller.comes_to_at_once(wish, State::Refused).await;
    assert!(refused.reason.unwrap().contains("takes none of yours"));
    assert_eq!((seller.calls(UPDATE), seller.calls(SHIP)), (vec![], vec![]));

    let seller = Seller::at_work().await;
    let wish = arrange(&seller, &seller.order_to_ship().await, Handover::Usual).await;
    let refused = seller.comes_to_at_once(wish, State::Refused).await;
    assert!(refused.reason.unwrap().contains("a carrier of yours"));
    assert_eq!((seller.calls(UPDATE), seller.calls(SHIP)), (vec![], vec![]));
}

#[tokio::test]
async fn a_handover_whose_answer_is_lost_is_looked_up_and_not_sent_again() {
    for fault in [
        Fault::once(SHIP, FaultKind::LoseAnswer),
        Fault { when: Some(When::After), ..Fault::once(SHIP, FaultKind::Code { code: TROUBLE, message: None }) },
    ] {
        let seller = with_labels(60).await;
        let order = seller.order_to_ship().await;
        seller.shop.fault(fault.clone());
        let wish = arrange(&seller, &order, Handover::Usual).await;
        seller.comes_to_at_once(wish, State::Checking).await;
        seller.comes_to(wish, State::Done).await;
        assert_eq!((seller.calls(SHIP).len(), seller.applied(SHIP)), (1, 1), "{fault:?}");
        assert_eq!(seller.order(&order).await.row.status, SHIPPED, "{fault:?}");
    }
}

#[tokio::test]
async fn a_handover_that_never_arrived_is_sent_again_once_it_cannot_be_under_way_any_more() {
    let seller = with_labels(60).await;
    let order = seller.order_to_ship().await;
    seller.shop.fault(Fault::once(SHIP, FaultKind::Http { status: 500 }));
    let asked = Timestamp::from_millisecond(seller.clock.now().as_millisecond()).unwrap();
    let wish = arrange(&seller, &order, Handover::Usual).await;
    seller.comes_to(wish, State::Done).await;
    let calls = seller.calls(SHIP);
    assert_eq!((calls.len(), seller.applied(SHIP)), (2, 1));
    assert!(calls[1].at.duration_since(asked) >= SETTLED);
    assert!(seller.calls(DETAIL).iter().any(|look| look.n > calls[0].n && look.n < calls[1].n));
}

#[tokio::test]
async fn a_process_killed_while_the_shop_is_still_at_it_hands_over_once() {
    let seller = with_labels(60).await;
    let order = seller.order_to_ship().await;
    seller.shop.fault(Fault::once(SHIP, FaultKind::Slow { ms: 10_000 }));
    let wish = arrange(&seller, &order, Handover::DropOff).await;
    seller.at_once(async || seller.calls(SHIP).len() == 1).await;
    assert_eq!(seller.wish(wish).await.state, State::Sending);
    let seller = Seller::started_again(seller.killed().await).await;
    seller.comes_to(wish, State::Done).await;
    assert_eq!((seller.calls(SHIP).len(), seller.applied(SHIP)), (1, 1));
}

#[tokio::test]
async fn what_the_shop_calls_shipped_already_is_done_once_it_is_read_so() {
    let seller = with_labels(60).await;
    let order = seller.order_to_ship().await;
    let said = || FaultKind::Code { code: SHIPPED_ALREADY, message: Some("shipped already".to_owned()) };
    seller.shop.fault(Fault { when: Some(When::After), ..Fault::once(SHIP, said()) });
    let wish = arrange(&seller, &order, Handover::Usual).await;
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(seller.calls(SHIP).len(), 1);

    let another = seller.order_to_ship().await;
    seller.shop.fault(Fault::once(SHIP, said()));
    let wish = arrange(&seller, &another, Handover::Usual).await;
    let refused = seller.comes_to_at_once(wish, State::Refused).await;
    assert!(refused.reason.unwrap().contains("shipped already"), "what doesn’t show is not called done");
}

#[tokio::test]
async fn many_are_handed_over_together_and_each_has_an_outcome_of_its_own() {
    let (seller, orders) = waiting(30).await;
    seller.shop.ask_to_cancel(orders[3].as_str()).await.unwrap();
    let batch = arrange_all(&seller, &orders).await;
    over(&seller, batch).await;
    let told = seller.computer.store.batch(batch).await.unwrap();
    assert_eq!((told.done, told.refused), (29, 1));
    let requests = parcels(&seller);
    assert!(requests.iter().all(|parcels| parcels.len() <= 20), "{requests:?}");
    assert_eq!(
        (requests.concat().len(), requests.len()),
        (29, 2),
        "each parcel once, and none that a buyer wants back"
    );
    let alone = seller.calls(DETAIL).iter().filter(|call| asks_for_one(call)).count();
    assert_eq!((alone, seller.calls(SHIP).len()), (0, 0), "none is read or sent by itself");
    let wishes = seller.computer.store.batch_items(batch).await.unwrap();
    let refused = wishes.iter().find(|wish| wish.state == State::Refused).unwrap();
    assert!(refused.reason.as_ref().unwrap().contains("asks to cancel"), "{refused:?}");
}

#[tokio::test]
async fn a_process_killed_between_two_requests_of_a_bulk_hands_each_over_once() {
    let (seller, orders) = waiting(30).await;
    let slow = Fault { skip: 1, ..Fault::once(SHIP_SEVERAL, FaultKind::Slow { ms: 10_000 }) };
    seller.shop.fault(slow);
    let batch = arrange_all(&seller, &orders).await;
    seller.at_once(async || seller.calls(SHIP_SEVERAL).len() == 2).await;
    let seller = Seller::started_again(seller.killed().await).await;
    over(&seller, batch).await;
    let mut named = parcels(&seller).concat();
    named.sort();
    named.dedup();
    assert_eq!((named.len(), parcels(&seller).concat().len()), (30, 30), "no parcel was named twice");
    assert_eq!((seller.computer.store.batch(batch).await.unwrap().done, seller.calls(SHIP).len()), (30, 0));
}

#[tokio::test]
async fn a_bulk_whose_answer_is_lost_is_looked_up_order_by_order_and_nothing_is_sent_twice() {
    let (seller, orders) = waiting(12).await;
    seller.shop.fault(Fault::once(SHIP_SEVERAL, FaultKind::LoseAnswer));
    let batch = arrange_all(&seller, &orders).await;
    over(&seller, batch).await;
    assert_eq!(seller.computer.store.batch(batch).await.unwrap().done, 12);
    assert_eq!((parcels(&seller).len(), seller.calls(SHIP).len()), (1, 0));
}

#[tokio::test]
async fn a_sellers_own_parcel_leaves_in_the_way_of_its_market_also_where_that_turns_out_late() {
    for (known, marked) in [("VN", 0), ("US", 1)] {
        let seller = Seller::at_work_with(|shop| shop.region = "VN".into()).await;
        let store = &seller.computer.store;
        let row = store.shop_of(SHOP).await.unwrap().unwrap();
        store.put_shop(&store::Shop { region: known.into(), ..row }).await.unwrap();
        let order = seller.order_to_ship().await;
        let wish = seller.ship(&order, "TK1").await;
        seller.comes_to_at_once(wish, State::Done).await;
        assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (marked, 0), "{known}");
        let calls = seller.calls(SHIP);
        assert_eq!((calls.len(), seller.applied(SHIP)), (1, 1), "{known}");
        assert_eq!(body(&calls[0])["self_shipment"]["tracking_number"], "TK1");
        assert_eq!(seller.order_there(&order).await, (SHIPPED, "TK1".to_owned()));
    }
}
