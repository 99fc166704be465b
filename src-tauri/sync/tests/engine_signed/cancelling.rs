//! Buyers who ask to cancel, and what is answered: once, whatever becomes of answers and processes.

use domain::{CancelAnswer, Errand, OrderId, OrderStatus};
use sandbox::{Fault, FaultKind, NewOrder};
use store::{KnownRequest, OrderFilter, Pile, State};
use sync::Hint;
use tiktok_shop::Clock as _;

use crate::{
    errands::{comes_to, comes_to_at_once, errand, ways_to_lose},
    seller::{SHOP, Seller},
    spoken::UPDATE,
};

const SEARCH: &str = "/return_refund/202602/cancellations/search";
const APPROVE: &str = "/return_refund/202309/cancellations/{cancel_id}/approve";
const REJECT: &str = "/return_refund/202309/cancellations/{cancel_id}/reject";

/// A seller whose buyer asks to cancel an order, which the cache knows.
async fn asked() -> (Seller, OrderId, KnownRequest) {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.ask_to_cancel(order.as_str()).await.unwrap();
    seller.sync_now().await;
    let request = request(&seller, &order).await.expect("the request was read");
    seller.shop.clear_journal();
    (seller, order, request)
}

async fn request(seller: &Seller, order: &OrderId) -> Option<KnownRequest> {
    seller.computer.store.cancel_request_of(SHOP, order).await.unwrap()
}

async fn open_requests(seller: &Seller) -> i64 {
    seller.computer.store.order_list(SHOP, &OrderFilter::of(Pile::CancelAsked)).await.unwrap().counts.cancel_asked
}

fn no(request: &KnownRequest) -> CancelAnswer {
    CancelAnswer::Reject { reason: request.reasons.clone().expect("the reasons were read").remove(0) }
}

async fn answer(seller: &Seller, request: &KnownRequest, answer: CancelAnswer) -> i64 {
    let errand = Errand::AnswerCancel { request: request.request.id.clone(), answer };
    let now = seller.clock.now();
    let store = &seller.computer.store;
    let queued = store.queue_errand(SHOP, &request.request.order, &errand, now, now).await.unwrap();
    seller.computer.engine.outbox_changed();
    queued.id
}

#[tokio::test]
async fn an_approved_request_cancels_its_order_once() {
    let (seller, order, known) = asked().await;
    assert_eq!(known.request.reason, "Order created by mistake");
    assert!(known.request.asked.is_some() && known.request.answer_by > known.request.asked);
    assert!(seller.order(&order).await.row.cancel_asked);
    assert_eq!(open_requests(&seller).await, 1);
    let id = answer(&seller, &known, CancelAnswer::Approve).await;
    comes_to_at_once(&seller, id, State::Done).await;
    assert_eq!((seller.calls(APPROVE).len(), seller.applied(APPROVE)), (1, 1));
    assert_eq!(seller.order_there(&order).await.0, OrderStatus::Cancelled);
    seller.at_once(async || seller.order(&order).await.row.status == OrderStatus::Cancelled).await;
    assert_eq!(open_requests(&seller).await, 0);
}

#[tokio::test]
async fn a_rejected_request_names_its_reason_and_the_order_can_be_shipped() {
    let (seller, order, known) = asked().await;
    let id = answer(&seller, &known, no(&known)).await;
    comes_to_at_once(&seller, id, State::Done).await;
    let said: serde_json::Value = serde_json::from_str(&seller.calls(REJECT)[0].body).unwrap();
    assert_eq!(said, serde_json::json!({ "reject_reason": "seller_reject_apply_product_has_been_packed" }));
    assert_eq!(request(&seller, &order).await, None);
    let wish = seller.ship(&order, "TK1").await;
    seller.comes_to_at_once(wish, State::Done).await;
}

#[tokio::test]
async fn an_answer_that_was_lost_is_looked_up_and_not_given_again() {
    let lost_no = (REJECT, Fault::once(REJECT, FaultKind::LoseAnswer));
    for (path, fault) in ways_to_lose(APPROVE).map(|fault| (APPROVE, fault)).into_iter().chain([lost_no]) {
        let (seller, _, known) = asked().await;
        seller.shop.fault(fault.clone());
        let said = if path == APPROVE { CancelAnswer::Approve } else { no(&known) };
        let id = answer(&seller, &known, said).await;
        comes_to_at_once(&seller, id, State::Checking).await;
        comes_to(&seller, id, State::Done).await;
        assert_eq!((seller.calls(path).len(), seller.applied(path)), (1, 1), "{fault:?}");
        assert_eq!(open_requests(&seller).await, 0, "{fault:?}");
    }
}

#[tokio::test]
async fn an_answer_that_never_arrived_is_given_once_it_cannot_be_under_way_any_more() {
    let (seller, order, known) = asked().await;
    seller.shop.fault(Fault::once(APPROVE, FaultKind::Http { status: 500 }));
    let id = answer(&seller, &known, CancelAnswer::Approve).await;
    comes_to(&seller, id, State::Done).await;
    let calls = seller.calls(APPROVE);
    assert_eq!((calls.len(), seller.applied(APPROVE)), (2, 1));
    assert!(calls[1].at.duration_since(calls[0].at) >= jiff::SignedDuration::from_secs(34));
    assert_eq!(seller.order_there(&order).await.0, OrderStatus::Cancelled);
}

#[tokio::test]
async fn a_process_killed_while_the_shop_is_still_at_it_answers_once() {
    let (seller, order, known) = asked().await;
    seller.shop.fault(Fault::once(APPROVE, FaultKind::Slow { ms: 10_000 }));
    let id = answer(&seller, &known, CancelAnswer::Approve).await;
    seller.at_once(async || seller.calls(APPROVE).len() == 1).await;
    assert_eq!(errand(&seller, id).await.state, State::Sending);
    let seller = Seller::started_again(seller.killed().await).await;
    assert_eq!(errand(&seller, id).await.state, State::Checking);
    comes_to(&seller, id, State::Done).await;
    assert_eq!((seller.calls(APPROVE).len(), seller.applied(APPROVE)), (1, 1));
    assert_eq!(seller.order_there(&order).await.0, OrderStatus::Cancelled);
}

#[tokio::test]
async fn an_answer_that_is_taken_back_in_time_never_leaves() {
    let (seller, order, known) = asked().await;
    let (store, now) = (&seller.computer.store, seller.clock.now());
    let errand = Errand::AnswerCancel { request: known.request.id.clone(), answer: CancelAnswer::Approve };
    let due = now + jiff::SignedDuration::from_secs(5);
    let queued = store.queue_errand(SHOP, &order, &errand, now, due).await.unwrap();
    store.discard_errand(queued.id, now).await.unwrap();
    seller.clock.pass(std::time::Duration::from_secs(10));
    seller.sync_now().await;
    assert_eq!(seller.calls(APPROVE).len(), 0);
}

#[tokio::test]
async fn what_was_answered_elsewhere_is_noticed_and_its_opposite_is_not_sent() {
    let (seller, order, known) = asked().await;
    seller.computer.engine.stop().await;
    let elsewhere = no(&known);
    seller.computer.client.answer_cancel(&known.request.id, &elsewhere, tiktok_shop::Lane::Person).await.unwrap();
    let id = answer(&seller, &known, CancelAnswer::Approve).await;
    let seller = Seller::started_again(seller.killed().await).await;
    let refused = comes_to(&seller, id, State::Refused).await;
    assert!(refused.reason.unwrap().contains("request is over"));
    assert_eq!(seller.calls(APPROVE).len(), 0);
    assert_eq!(seller.order_there(&order).await.0, OrderStatus::AwaitingShipment);
    assert_eq!(open_requests(&seller).await, 0);
}

#[tokio::test]
async fn a_request_that_the_list_no_longer_mentions_is_over_after_the_next_look() {
    let (seller, order, known) = asked().await;
    let yes = CancelAnswer::Approve;
    seller.computer.client.answer_cancel(&known.request.id, &yes, tiktok_shop::Lane::Person).await.unwrap();
    seller.sync_now().await;
    assert_eq!(request(&seller, &order).await, None);
    assert_eq!(open_requests(&seller).await, 0);
}

#[tokio::test]
async fn an_order_whose_buyer_asks_is_not_shipped() {
    let seller = Seller::at_work().await;
    let asked = seller.order_to_ship().await;
    seller.shop.ask_to_cancel(asked.as_str()).await.unwrap();
    let wish = seller.ship(&asked, "TK1").await;
    seller.comes_to_at_once(wish, State::Refused).await;
    assert!(seller.wish(wish).await.reason.unwrap().contains("asks to cancel"));
    assert_eq!(seller.calls(UPDATE).len(), 0, "the shop is not even asked to");
}

#[tokio::test]
async fn one_among_many_whose_buyer_asks_is_not_shipped() {
    let seller = Seller::at_work().await;
    for _ in 0..6 {
        seller.shop.order(NewOrder::default()).await.unwrap();
    }
    seller.sync_now().await;
    seller.computer.engine.stop().await;
    let orders = seller.orders(Some(domain::Stage::ToShip)).await;
    let mut wishes = Vec::new();
    for (number, order) in orders.iter().enumerate() {
        wishes.push(seller.ship(order, &format!("TK1{number}")).await);
    }
    assert!(wishes.len() >= 6);
    seller.shop.ask_to_cancel(orders[2].as_str()).await.unwrap();
    let seller = Seller::started_again(seller.killed().await).await;
    for (place, wish) in wishes.iter().enumerate() {
        seller.comes_to(*wish, if place == 2 { State::Refused } else { State::Done }).await;
    }
    assert_eq!(seller.calls(UPDATE).len(), wishes.len() - 1);
}

#[tokio::test]
async fn a_hint_of_the_shop_brings_the_request_at_once() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.ask_to_cancel(order.as_str()).await.unwrap();
    seller.computer.engine.hint(Hint::Order(order.clone()));
    seller.at_once(async || request(&seller, &order).await.is_some_and(|known| known.reasons.is_some())).await;
    let before = seller.calls(SEARCH).len();
    seller.computer.engine.look_at(&order).await.unwrap();
    assert_eq!(seller.calls(SEARCH).len(), before, "nothing is asked about what is known");
}

#[tokio::test]
async fn an_app_without_the_permission_reads_everything_else() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.ask_to_cancel(order.as_str()).await.unwrap();
    let granted = ["seller.order.info", "seller.product.basic"].map(str::to_owned);
    seller.shop.set_scopes(&granted).await;
    seller.sync_now().await;
    assert!(seller.order(&order).await.row.cancel_asked, "the order itself tells");
    assert_eq!(request(&seller, &order).await, None);
    assert_eq!(seller.status().problem, None);
}
