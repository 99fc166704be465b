//! Tracking numbers that are put right: once, whatever becomes of answers and processes.

use domain::{Correction, Errand, OrderId};
use sandbox::{Fault, FaultKind, When};
use serde_json::{Value, json};
use store::State;
use tiktok_shop::{Clock as _, Lane, RightNumber};

use crate::{
    errands::{comes_to, comes_to_at_once, errand, ways_to_lose},
    seller::{SHOP, Seller},
};

const CORRECT: &str = "/fulfillment/202309/orders/{order_id}/shipping_info/update";
const WRONG: &str = "9400111899223344556677";
const RIGHT: &str = "1Z999AA10123456784";
/// No carrier's form.
const ODD: &str = "TK123";
const USPS: &str = "7117858858072016001";
const UPS: &str = "7117859084333745002";
/// The shop corrects once.
const ONCE_ONLY: i64 = 21_011_051;

/// A seller who has shipped an order under the wrong number, which the cache knows.
async fn shipped() -> (Seller, OrderId) {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    let wish = seller.ship(&order, WRONG).await;
    seller.comes_to_at_once(wish, State::Done).await;
    seller.sync_now().await;
    seller.shop.clear_journal();
    (seller, order)
}

fn right(number: &str, carrier: Option<&str>) -> Errand {
    let (number, carrier) = (number.to_owned(), carrier.map(str::to_owned));
    Errand::CorrectTracking(Correction { number, from: WRONG.to_owned(), carrier, parcel: None })
}

async fn correct(seller: &Seller, order: &OrderId, errand: &Errand) -> i64 {
    let now = seller.clock.now();
    let queued = seller.computer.store.queue_errand(SHOP, order, errand, now, now).await.unwrap();
    seller.computer.engine.outbox_changed();
    queued.id
}

/// Somebody corrects the number with another program.
async fn correct_elsewhere(seller: &Seller, order: &OrderId, number: &str) {
    let client = &seller.computer.client;
    let order = client.order(order, Lane::Person).await.unwrap();
    let tracking = domain::TrackingNumber::parse(number).unwrap();
    let right =
        RightNumber { order: &order, tracking: &tracking, carrier: Some("UPS"), usual_carrier: None, parcel: None };
    assert_eq!(client.correct_tracking(&right, Lane::Person).await, Ok("UPS".to_owned()));
}

/// What the cache has of an order: number and carrier.
async fn here(seller: &Seller, order: &OrderId) -> (String, String) {
    let order = seller.order(order).await;
    (order.tracking, order.shipping_provider)
}

fn of(number: &str, carrier: &str) -> (String, String) {
    (number.to_owned(), carrier.to_owned())
}

#[tokio::test]
async fn a_wrong_number_is_put_right_once_and_names_the_carrier_that_its_form_tells() {
    let (seller, order) = shipped().await;
    assert_eq!(here(&seller, &order).await, of(WRONG, "USPS"));
    assert!(seller.order(&order).await.handling.clocks.shipped.is_some(), "since when is known");
    let id = correct(&seller, &order, &right(RIGHT, None)).await;
    comes_to_at_once(&seller, id, State::Done).await;
    let calls = seller.calls(CORRECT);
    assert_eq!((calls.len(), seller.applied(CORRECT)), (1, 1));
    let said: Value = serde_json::from_str(&calls[0].body).unwrap();
    assert_eq!(said, json!({ "tracking_number": RIGHT, "shipping_provider_id": UPS }));
    assert_eq!(seller.order_there(&order).await.1, RIGHT);
    assert_eq!(here(&seller, &order).await, of(RIGHT, "UPS"));
    assert!(seller.computer.store.was_corrected(SHOP, &order, None).await.unwrap());
}

#[tokio::test]
async fn a_number_that_says_nothing_stays_with_its_carrier_unless_the_seller_names_one() {
    for (named, provider) in [(None, USPS), (Some("ups"), UPS)] {
        let (seller, order) = shipped().await;
        let id = correct(&seller, &order, &right(ODD, named)).await;
        comes_to_at_once(&seller, id, State::Done).await;
        let said: Value = serde_json::from_str(&seller.calls(CORRECT)[0].body).unwrap();
        assert_eq!(said, json!({ "tracking_number": ODD, "shipping_provider_id": provider }));
    }
}

#[tokio::test]
async fn a_carrier_that_the_shop_does_not_take_is_told_and_nothing_is_sent() {
    let (seller, order) = shipped().await;
    let id = correct(&seller, &order, &right(RIGHT, Some("Pigeon"))).await;
    let refused = comes_to_at_once(&seller, id, State::Refused).await;
    let reason = refused.reason.unwrap();
    assert!(reason.contains("doesn’t take Pigeon") && reason.contains("USPS"), "{reason}");
    assert_eq!(seller.calls(CORRECT).len(), 0);
}

#[tokio::test]
async fn a_correction_whose_answer_was_lost_is_looked_up_and_not_sent_again() {
    for fault in ways_to_lose(CORRECT) {
        let (seller, order) = shipped().await;
        seller.shop.fault(fault.clone());
        let id = correct(&seller, &order, &right(RIGHT, None)).await;
        comes_to_at_once(&seller, id, State::Checking).await;
        assert_eq!(here(&seller, &order).await.0, WRONG, "the old one stands until the shop shows the new one");
        comes_to(&seller, id, State::Done).await;
        assert_eq!((seller.calls(CORRECT).len(), seller.applied(CORRECT)), (1, 1), "{fault:?}");
        assert_eq!(here(&seller, &order).await, of(RIGHT, "UPS"), "{fault:?}");
    }
}

#[tokio::test]
async fn a_correction_that_never_arrived_is_sent_once_it_cannot_be_under_way_any_more() {
    let (seller, order) = shipped().await;
    seller.shop.fault(Fault::once(CORRECT, FaultKind::Http { status: 500 }));
    let id = correct(&seller, &order, &right(RIGHT, None)).await;
    comes_to(&seller, id, State::Done).await;
    let calls = seller.calls(CORRECT);
    assert_eq!((calls.len(), seller.applied(CORRECT)), (2, 1));
    assert!(calls[1].at.duration_since(calls[0].at) >= jiff::SignedDuration::from_secs(34));
    assert_eq!(seller.order_there(&order).await.1, RIGHT);
}

#[tokio::test]
async fn a_process_killed_while_the_shop_is_still_at_it_corrects_once() {
    let (seller, order) = shipped().await;
    seller.shop.fault(Fault::once(CORRECT, FaultKind::Slow { ms: 10_000 }));
    let id = correct(&seller, &order, &right(RIGHT, None)).await;
    seller.at_once(async || seller.calls(CORRECT).len() == 1).await;
    assert_eq!(errand(&seller, id).await.state, State::Sending);
    let seller = Seller::started_again(seller.killed().await).await;
    assert_eq!(errand(&seller, id).await.state, State::Checking);
    comes_to(&seller, id, State::Done).await;
    assert_eq!((seller.calls(CORRECT).len(), seller.applied(CORRECT)), (1, 1));
    assert_eq!(here(&seller, &order).await.0, RIGHT);
}

#[tokio::test]
async fn a_refusal_says_what_to_do_and_leaves_the_number_as_it_is() {
    let (seller, order) = shipped().await;
    seller.shop.fault(Fault::once(CORRECT, FaultKind::Code { code: ONCE_ONLY, message: None }));
    let id = correct(&seller, &order, &right(RIGHT, None)).await;
    let refused = comes_to_at_once(&seller, id, State::Refused).await;
    let reason = refused.reason.unwrap();
    assert!(reason.contains("Nothing was changed there") && reason.contains("corrected before"), "{reason}");
    assert_eq!(here(&seller, &order).await, of(WRONG, "USPS"));
    assert!(!seller.computer.store.was_corrected(SHOP, &order, None).await.unwrap());
}

#[tokio::test]
async fn a_second_try_that_is_refused_because_the_first_was_done_is_done() {
    let (seller, order) = shipped().await;
    seller.shop.fault(Fault::once(CORRECT, FaultKind::Http { status: 500 }));
    let id = correct(&seller, &order, &right(RIGHT, None)).await;
    comes_to_at_once(&seller, id, State::Checking).await;
    let done_and_denied = Fault::once(CORRECT, FaultKind::Code { code: ONCE_ONLY, message: None });
    seller.shop.fault(Fault { when: Some(When::After), ..done_and_denied });
    comes_to(&seller, id, State::Done).await;
    assert_eq!(seller.calls(CORRECT).len(), 2);
    assert_eq!(here(&seller, &order).await.0, RIGHT);
}

#[tokio::test]
async fn a_number_that_was_corrected_elsewhere_is_not_written_over() {
    for (elsewhere, state) in [("1Z999AA10123456785", State::Refused), (RIGHT, State::Done)] {
        let (seller, order) = shipped().await;
        seller.computer.engine.stop().await;
        correct_elsewhere(&seller, &order, elsewhere).await;
        seller.shop.clear_journal();
        let id = correct(&seller, &order, &right(RIGHT, None)).await;
        let seller = Seller::started_again(seller.killed().await).await;
        let over = comes_to(&seller, id, state).await;
        assert_eq!(over.reason.is_some_and(|reason| reason.contains(elsewhere)), state == State::Refused);
        assert_eq!(seller.calls(CORRECT).len(), 0);
        assert_eq!(here(&seller, &order).await.0, elsewhere);
    }
}

#[tokio::test]
async fn another_number_at_the_shop_counts_once_an_earlier_try_cannot_be_under_way_any_more() {
    let (seller, order) = shipped().await;
    seller.shop.fault(Fault::once(CORRECT, FaultKind::Http { status: 500 }));
    let id = correct(&seller, &order, &right(RIGHT, None)).await;
    comes_to_at_once(&seller, id, State::Checking).await;
    correct_elsewhere(&seller, &order, "1Z999AA10123456785").await;
    let refused = comes_to(&seller, id, State::Refused).await;
    let waited = refused.changed.duration_since(refused.departed.expect("it left"));
    assert!(waited >= jiff::SignedDuration::from_secs(34), "{waited}");
    assert_eq!(seller.order_there(&order).await.1, "1Z999AA10123456785");
}
