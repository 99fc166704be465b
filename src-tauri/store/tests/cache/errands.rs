use domain::{
    CancelAnswer, CancelId, CancelRequest, CancelState, Errand, Handling, Order, OrderId, OrderStatus, RejectReason,
    TrackingNumber,
};
use store::{OrderFilter, Pile, State, Store, StoreError, Which};

use crate::shelf::{SHOP, at, order as order_of, shelf};

fn asked(id: &str, updated: i64) -> Order {
    let handling = Handling { cancel_asked: true, ..Handling::default() };
    Order { handling, ..order_of(id, OrderStatus::AwaitingShipment, updated) }
}

fn request(id: &str, of: &str, state: CancelState) -> CancelRequest {
    let reason = "Order created by mistake".to_owned();
    let (asked, answer_by) = (Some(at(1)), Some(at(9_000)));
    CancelRequest { id: CancelId::new(id), order: OrderId::new(of), state, reason, asked, answer_by }
}

fn yes() -> Errand {
    Errand::AnswerCancel { request: CancelId::new("4035"), answer: CancelAnswer::Approve }
}

fn no() -> Errand {
    let reason = RejectReason { name: "packed".into(), text: "Product has been packed".into() };
    Errand::AnswerCancel { request: CancelId::new("4035"), answer: CancelAnswer::Reject { reason } }
}

async fn with_asked() -> (tempfile::TempDir, Store, OrderId) {
    let (folder, store) = shelf().await;
    store.put_orders(SHOP, &[asked("1", 1)], &[], at(2), None).await.unwrap();
    store.put_cancel_requests(SHOP, &[request("4035", "1", CancelState::Pending)], at(2)).await.unwrap();
    (folder, store, OrderId::new("1"))
}

async fn on_pile(store: &Store, pile: Pile) -> usize {
    store.order_list(SHOP, &OrderFilter::of(pile)).await.unwrap().numbers.len()
}

#[tokio::test]
async fn asking_twice_for_the_same_is_asking_once_and_two_things_at_once_are_refused() {
    let (_folder, store, order) = with_asked().await;
    let first = store.queue_errand(SHOP, &order, &yes(), at(3), at(8)).await.unwrap();
    let second = store.queue_errand(SHOP, &order, &yes(), at(4), at(9)).await.unwrap();
    assert_eq!((first.id, second.due), (second.id, at(8)));
    let other = store.queue_errand(SHOP, &order, &no(), at(4), at(9)).await;
    assert!(matches!(other, Err(StoreError::ErrandUnderWay)));
    let unknown = store.queue_errand(SHOP, &OrderId::new("2"), &yes(), at(4), at(9)).await;
    assert!(matches!(unknown, Err(StoreError::NotFound)));

    store.discard_errand(first.id, at(5)).await.unwrap();
    store.queue_errand(SHOP, &order, &no(), at(6), at(6)).await.unwrap();
}

#[tokio::test]
async fn an_order_on_its_way_out_is_left_alone() {
    let (_folder, store, order) = with_asked().await;
    let number = TrackingNumber::parse("TK1").unwrap();
    store.queue_shipment(SHOP, &order, &number, at(3), at(8)).await.unwrap();
    let both = store.queue_errand(SHOP, &order, &yes(), at(4), at(9)).await;
    assert!(matches!(both, Err(StoreError::ErrandUnderWay)));
}

#[tokio::test]
async fn a_shipment_comes_after_the_errands_that_say_what_is_in_its_parcel() {
    let (_folder, store, order) = with_asked().await;
    let due = async |now| store.due_shipments(SHOP, at(now), 9).await.unwrap().len();
    let errand = store.queue_errand(SHOP, &order, &yes(), at(3), at(20)).await.unwrap();
    let number = TrackingNumber::parse("TK1").unwrap();
    store.queue_shipment(SHOP, &order, &number, at(4), at(5)).await.unwrap();
    assert_eq!((due(6).await, store.next_due(SHOP).await.unwrap()), (0, Some(at(20))));
    store.hurry_outbox(SHOP, at(6)).await.unwrap();
    store.start_errand(errand.id, at(20)).await.unwrap();
    assert_eq!(due(21).await, 0, "nor while that is on its way");
    store.settle_errand(errand.id, State::Refused, Some("no"), at(22), at(22)).await.unwrap();
    assert_eq!(due(22).await, 1, "what came of it is known");
}

#[tokio::test]
async fn an_errand_of_several_orders_holds_back_the_shipment_of_each() {
    let (_folder, store, order) = with_asked().await;
    let other = OrderId::new("3");
    store.put_orders(SHOP, &[order_of("3", OrderStatus::AwaitingShipment, 2)], &[], at(2), None).await.unwrap();
    let orders = vec![order.clone(), other.clone()];
    let shared = Errand::ShareParcel(domain::SharedParcel { parcel: domain::PackageId::new("p"), orders });
    store.queue_errand(SHOP, &order, &shared, at(3), at(20)).await.unwrap();
    let number = TrackingNumber::parse("TK1").unwrap();
    store.queue_shipment(SHOP, &other, &number, at(4), at(5)).await.unwrap();
    assert!(store.due_shipments(SHOP, at(6), 9).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_errand_waits_for_its_time_and_leaves_once() {
    let (_folder, store, order) = with_asked().await;
    let errand = store.queue_errand(SHOP, &order, &yes(), at(3), at(8)).await.unwrap();
    assert_eq!(store.due_errand(SHOP, at(7)).await.unwrap(), None);
    assert_eq!(store.next_due(SHOP).await.unwrap(), Some(at(8)));
    store.hurry_outbox(SHOP, at(5)).await.unwrap();
    assert_eq!(store.due_errand(SHOP, at(7)).await.unwrap(), None, "until then it can be taken back");
    store.settle_errand(errand.id, State::Queued, Some("the shop can’t be reached"), at(20), at(6)).await.unwrap();
    store.hurry_outbox(SHOP, at(7)).await.unwrap();
    assert_eq!(store.due_errand(SHOP, at(7)).await.unwrap().map(|due| due.id), Some(errand.id));
    assert!(store.start_errand(errand.id, at(7)).await.unwrap());
    assert_eq!(store.due_errand(SHOP, at(9)).await.unwrap(), None, "nothing is tried while it is on its way");
    assert!(!store.start_errand(errand.id, at(8)).await.unwrap());
    assert!(matches!(store.discard_errand(errand.id, at(8)).await, Err(StoreError::NotFound)));
    assert_eq!(store.outbox_counts(SHOP).await.unwrap().sending, 1);
}

#[tokio::test]
async fn a_killed_process_leaves_an_errand_that_is_asked_about_first() {
    let (folder, store, order) = with_asked().await;
    let errand = store.queue_errand(SHOP, &order, &yes(), at(3), at(3)).await.unwrap();
    store.start_errand(errand.id, at(4)).await.unwrap();
    store.close().await;
    drop(store);
    let store = Store::open(folder.path(), at(5)).await.unwrap().store;
    assert_eq!(store.recover_outbox(SHOP, at(6)).await.unwrap(), 1);
    let found = store.errand(errand.id).await.unwrap();
    assert_eq!((found.state, found.departed, found.attempts), (State::Checking, Some(at(6)), 1));
}

#[tokio::test]
async fn a_refused_errand_is_tried_again_or_gives_way_to_another() {
    let (_folder, store, order) = with_asked().await;
    let errand = store.queue_errand(SHOP, &order, &no(), at(3), at(3)).await.unwrap();
    store.settle_errand(errand.id, State::Refused, Some("no"), at(4), at(4)).await.unwrap();
    assert_eq!(store.outbox_counts(SHOP).await.unwrap().refused, 1);
    store.retry_errand(errand.id, at(5)).await.unwrap();
    assert_eq!(store.errand(errand.id).await.unwrap().state, State::Queued);
    store.settle_errand(errand.id, State::Refused, Some("no"), at(6), at(6)).await.unwrap();
    let another = store.queue_errand(SHOP, &order, &yes(), at(7), at(7)).await.unwrap();
    assert_eq!(store.errand(errand.id).await.unwrap().state, State::Replaced);
    assert_eq!(store.errands(SHOP, Which::Open).await.unwrap(), std::slice::from_ref(&another));
    assert_eq!(store.errand_of(SHOP, &order).await.unwrap(), Some(another));
}

#[tokio::test]
async fn an_order_needs_the_seller_while_its_buyer_waits_for_an_answer() {
    let (_folder, store, order) = with_asked().await;
    assert_eq!((on_pile(&store, Pile::CancelAsked).await, on_pile(&store, Pile::NeedsAction).await), (1, 1));
    let errand = store.queue_errand(SHOP, &order, &yes(), at(3), at(3)).await.unwrap();
    assert_eq!((on_pile(&store, Pile::CancelAsked).await, on_pile(&store, Pile::NeedsAction).await), (1, 0));
    let agreed = request("4035", "1", CancelState::Agreed);
    store.finish_answer(SHOP, errand.id, &agreed, at(5)).await.unwrap();
    assert_eq!(store.errand(errand.id).await.unwrap().state, State::Done);
    assert_eq!(on_pile(&store, Pile::CancelAsked).await, 0);
    assert_eq!(store.cancel_request_of(SHOP, &order).await.unwrap(), None);
}

#[tokio::test]
async fn a_reading_from_before_an_answer_brings_no_request_back() {
    let (_folder, store, order) = with_asked().await;
    let errand = store.queue_errand(SHOP, &order, &no(), at(3), at(3)).await.unwrap();
    store.finish_answer(SHOP, errand.id, &request("4035", "1", CancelState::Closed), at(5)).await.unwrap();
    store.put_cancel_requests(SHOP, &[request("4035", "1", CancelState::Pending)], at(4)).await.unwrap();
    assert_eq!(store.cancel_request_of(SHOP, &order).await.unwrap(), None);
}

#[tokio::test]
async fn a_request_marks_its_order_until_it_is_over_and_an_orders_own_later_reading_knows_better() {
    let (_folder, store) = shelf().await;
    store.put_orders(SHOP, &[order_of("1", OrderStatus::AwaitingShipment, 1)], &[], at(2), None).await.unwrap();
    let marked = async || store.order(SHOP, &OrderId::new("1")).await.unwrap();
    store.put_cancel_requests(SHOP, &[request("4035", "1", CancelState::Pending)], at(3)).await.unwrap();
    assert!(marked().await.row.cancel_asked && marked().await.handling.cancel_asked);
    let both = [request("4035", "1", CancelState::Pending), request("4034", "1", CancelState::Closed)];
    store.put_cancel_requests(SHOP, &both, at(4)).await.unwrap();
    assert!(marked().await.row.cancel_asked, "an earlier one that is over says nothing about this one");
    store.put_cancel_requests(SHOP, &[request("4035", "1", CancelState::Closed)], at(5)).await.unwrap();
    assert!(!marked().await.row.cancel_asked && !marked().await.handling.cancel_asked);

    store.put_orders(SHOP, &[order_of("1", OrderStatus::AwaitingShipment, 1)], &[], at(9), None).await.unwrap();
    store.put_cancel_requests(SHOP, &[request("4036", "1", CancelState::Pending)], at(8)).await.unwrap();
    assert!(!marked().await.row.cancel_asked);
}

#[tokio::test]
async fn what_is_not_known_of_requests_is_found_to_be_asked_for() {
    let (_folder, store, order) = with_asked().await;
    assert!(store.orders_unheard(SHOP, 9).await.unwrap().is_empty());
    store.put_orders(SHOP, &[asked("2", 1)], &[], at(2), None).await.unwrap();
    assert_eq!(store.orders_unheard(SHOP, 9).await.unwrap(), [OrderId::new("2")]);
    let id = CancelId::new("4035");
    assert_eq!(store.cancel_requests_without_reasons(SHOP, 9).await.unwrap(), std::slice::from_ref(&id));
    let reasons = [RejectReason { name: "packed".into(), text: "Product has been packed".into() }];
    store.put_reject_reasons(SHOP, &id, &reasons).await.unwrap();
    assert!(store.cancel_requests_without_reasons(SHOP, 9).await.unwrap().is_empty());
    store.put_cancel_requests(SHOP, &[request("4035", "1", CancelState::Pending)], at(6)).await.unwrap();
    let known = store.cancel_request_of(SHOP, &order).await.unwrap().unwrap();
    assert_eq!(known.reasons.as_deref(), Some(reasons.as_slice()), "another reading doesn't take them away");
    assert_eq!(store.cancel_requests_unseen(SHOP, at(6), 9).await.unwrap(), []);
    assert_eq!(store.cancel_requests_unseen(SHOP, at(7), 9).await.unwrap().len(), 1);
}
