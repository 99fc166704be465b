use domain::{OrderId, OrderStatus, StockChange, TrackingNumber};
use store::{HeldOrder, Kind, State, StockWish, Store, StoreError, Which};

use crate::shelf::{SHOP, at, order, product, shelf, target};

fn number(text: &str) -> TrackingNumber {
    TrackingNumber::parse(text).unwrap()
}

async fn with_order() -> (tempfile::TempDir, Store, OrderId) {
    let (folder, store) = shelf().await;
    store.put_orders(SHOP, &[order("1", OrderStatus::AwaitingShipment, 1)], &[], at(2), None).await.unwrap();
    (folder, store, OrderId::new("1"))
}

async fn with_product() -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("a", 45), ("b", 7)], 1)], &[], at(2), None).await.unwrap();
    (folder, store)
}

fn wish(sku: &str, change: StockChange, base: i64) -> StockWish {
    StockWish { target: target(sku), change, base: Some(base) }
}

#[tokio::test]
async fn asking_twice_to_ship_an_order_is_asking_once() {
    let (_folder, store, id) = with_order().await;
    let first = store.queue_shipment(SHOP, &id, &number("TK1"), at(3), at(3)).await.unwrap();
    let second = store.queue_shipment(SHOP, &id, &number("TK1"), at(4), at(4)).await.unwrap();
    assert_eq!(first.id, second.id);
    assert!(matches!(
        store.queue_shipment(SHOP, &id, &number("TK2"), at(5), at(5)).await,
        Err(StoreError::BeingShipped(under_way)) if under_way == "TK1"
    ));
}

#[tokio::test]
async fn a_killed_process_leaves_sending_and_the_next_start_asks_the_shop_first() {
    let (folder, store, id) = with_order().await;
    let entry = store.queue_shipment(SHOP, &id, &number("TK1"), at(3), at(3)).await.unwrap();
    assert!(store.start_shipment(entry.id, at(4)).await.unwrap());
    store.close().await;
    drop(store);
    let store = Store::open(folder.path(), at(5)).await.unwrap().store;
    assert_eq!(store.recover_outbox(SHOP, at(6)).await.unwrap(), 1);
    assert_eq!(store.outbox_entry(entry.id).await.unwrap().state, State::Checking);
}

#[tokio::test]
async fn a_wish_that_the_person_dropped_never_leaves() {
    let (_folder, store, id) = with_order().await;
    let entry = store.queue_shipment(SHOP, &id, &number("TK1"), at(3), at(3)).await.unwrap();
    store.discard(entry.id, at(4)).await.unwrap();
    assert!(!store.start_shipment(entry.id, at(5)).await.unwrap());
    assert!(store.due_shipments(SHOP, at(9), 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_is_on_its_way_cannot_be_dropped() {
    let (_folder, store, id) = with_order().await;
    let entry = store.queue_shipment(SHOP, &id, &number("TK1"), at(3), at(3)).await.unwrap();
    store.start_shipment(entry.id, at(4)).await.unwrap();
    assert!(matches!(store.discard(entry.id, at(5)).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn a_confirmed_shipment_shows_on_the_order_in_the_same_moment() {
    let (_folder, store, id) = with_order().await;
    let entry = store.queue_shipment(SHOP, &id, &number("TK1"), at(3), at(3)).await.unwrap();
    store.start_shipment(entry.id, at(4)).await.unwrap();
    store.finish_shipment(SHOP, entry.id, &OrderStatus::Shipped, None, at(5)).await.unwrap();
    let detail = store.order(SHOP, &id).await.unwrap();
    assert_eq!((detail.row.status, detail.tracking.as_str()), (OrderStatus::Shipped, "TK1"));
    assert_eq!(detail.row.shipping, None);
    assert_eq!(store.outbox(SHOP, Which::Done).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_listing_asked_for_while_a_shipment_was_under_way_does_not_undo_it() {
    let (_folder, store, id) = with_order().await;
    let entry = store.queue_shipment(SHOP, &id, &number("TK1"), at(3), at(3)).await.unwrap();
    store.start_shipment(entry.id, at(4)).await.unwrap();
    store.finish_shipment(SHOP, entry.id, &OrderStatus::Shipped, None, at(6)).await.unwrap();
    let from_before = [order("1", OrderStatus::AwaitingShipment, 1)];
    store.put_orders(SHOP, &from_before, &[], at(5), None).await.unwrap();
    assert_eq!(store.order(SHOP, &id).await.unwrap().row.status, OrderStatus::Shipped);
}

#[tokio::test]
async fn a_refused_shipment_can_be_retried_alone() {
    let (_folder, store, id) = with_order().await;
    let entry = store.queue_shipment(SHOP, &id, &number("TK1"), at(3), at(3)).await.unwrap();
    store.settle(&[entry.id], State::Refused, Some("on hold"), at(4), at(4)).await.unwrap();
    assert_eq!(store.order(SHOP, &id).await.unwrap().row.shipping, Some((State::Refused, Some("on hold".into()))));
    store.retry(entry.id, at(5)).await.unwrap();
    assert_eq!(store.due_shipments(SHOP, at(5), 1).await.unwrap()[0].id, entry.id);
}

#[tokio::test]
async fn two_edits_of_a_level_that_waits_become_one_with_the_older_base() {
    let (_folder, store) = with_product().await;
    store.queue_stock(SHOP, &[wish("a", StockChange::Set { level: 50 }, 45)], at(3)).await.unwrap();
    store.queue_stock(SHOP, &[wish("a", StockChange::Add { amount: 2 }, 50)], at(4)).await.unwrap();
    let due = store.due_stock(SHOP, at(5)).await.unwrap();
    assert_eq!(due.len(), 1);
    assert!(matches!(due[0].kind, Kind::Stock { change: StockChange::Set { level: 52 }, base: Some(45), .. }));
}

#[tokio::test]
async fn an_edit_behind_one_on_its_way_waits_for_it_and_starts_from_what_it_sends() {
    let (_folder, store) = with_product().await;
    store.queue_stock(SHOP, &[wish("a", StockChange::Set { level: 50 }, 45)], at(3)).await.unwrap();
    let first = store.due_stock(SHOP, at(4)).await.unwrap().remove(0);
    store.start_stock(&[(first.clone(), Some(45), 50)], at(4)).await.unwrap();
    store.queue_stock(SHOP, &[wish("a", StockChange::Set { level: 60 }, 50)], at(5)).await.unwrap();
    assert!(store.due_stock(SHOP, at(6)).await.unwrap().is_empty());
    store.settle(&[first.id], State::Done, None, at(6), at(6)).await.unwrap();
    let second = store.due_stock(SHOP, at(7)).await.unwrap().remove(0);
    assert!(matches!(second.kind, Kind::Stock { base: Some(50), sent: None, .. }));
}

#[tokio::test]
async fn an_edit_that_could_not_leave_joins_the_one_that_waits_behind_it() {
    let (_folder, store) = with_product().await;
    store.queue_stock(SHOP, &[wish("a", StockChange::Add { amount: 5 }, 45)], at(3)).await.unwrap();
    let first = store.due_stock(SHOP, at(4)).await.unwrap().remove(0);
    store.start_stock(&[(first.clone(), Some(45), 50)], at(4)).await.unwrap();
    store.queue_stock(SHOP, &[wish("a", StockChange::Add { amount: 2 }, 50)], at(5)).await.unwrap();
    store.settle(&[first.id], State::Queued, Some("offline"), at(6), at(6)).await.unwrap();
    let due = store.due_stock(SHOP, at(7)).await.unwrap();
    assert_eq!(due.len(), 1);
    assert!(matches!(due[0].kind, Kind::Stock { change: StockChange::Add { amount: 7 }, base: Some(45), .. }));
}

#[tokio::test]
async fn edits_of_one_product_are_due_together_and_of_another_apart() {
    let (_folder, store) = with_product().await;
    store.put_products(SHOP, &[product("product_2", &[("c", 1)], 1)], &[], at(2), None).await.unwrap();
    let mut other = wish("c", StockChange::Set { level: 2 }, 1);
    other.target.product = domain::ProductId::new("product_2");
    let wishes = [wish("a", StockChange::Set { level: 1 }, 45), other, wish("b", StockChange::Set { level: 1 }, 7)];
    store.queue_stock(SHOP, &wishes, at(3)).await.unwrap();
    assert_eq!(store.due_stock(SHOP, at(4)).await.unwrap().len(), 2);
}

#[tokio::test]
async fn a_conflict_ends_with_mine_from_the_shops_number_or_with_the_shops() {
    let (_folder, store) = with_product().await;
    store.queue_stock(SHOP, &[wish("a", StockChange::Set { level: 50 }, 45)], at(3)).await.unwrap();
    let id = store.due_stock(SHOP, at(4)).await.unwrap()[0].id;
    store.note_observed(id, Some(43)).await.unwrap();
    store.settle(&[id], State::Conflict, None, at(4), at(4)).await.unwrap();
    store.keep_mine(id, at(5)).await.unwrap();
    let entry = store.outbox_entry(id).await.unwrap();
    assert_eq!(entry.state, State::Queued);
    assert!(matches!(entry.kind, Kind::Stock { base: Some(43), .. }));
    store.settle(&[id], State::Conflict, None, at(6), at(6)).await.unwrap();
    store.discard(id, at(7)).await.unwrap();
    assert!(store.due_stock(SHOP, at(9)).await.unwrap().is_empty());
}

#[tokio::test]
async fn requests_of_the_last_day_are_remembered_and_older_ones_forgotten() {
    let (_folder, store) = shelf().await;
    for minute in [0, 100, 1_540] {
        store.count_requests("", minute, 7).await.unwrap();
    }
    assert_eq!(store.requests("any").await.unwrap(), [(100, 7), (1_540, 7)]);
}

#[tokio::test]
async fn minutes_that_a_clock_set_back_has_counted_again_are_not_counted_twice() {
    let (_folder, store) = shelf().await;
    store.count_requests("mine", 120, 7).await.unwrap();
    store.count_requests("another", 120, 5).await.unwrap();
    store.count_requests("mine", 60, 8).await.unwrap();
    assert_eq!(store.requests("mine").await.unwrap(), [(60, 8)]);
    assert_eq!(store.requests("another").await.unwrap(), [(120, 5)]);
}

/// An order on hold, as it was paid at so many seconds.
fn held(id: &str, paid: Option<i64>, updated: i64) -> domain::Order {
    let mut held = order(id, OrderStatus::OnHold, updated);
    held.handling.clocks.paid = paid.map(at);
    held
}

#[tokio::test]
async fn orders_on_hold_are_known_with_the_end_of_it_where_the_shop_tells_one() {
    let (_folder, store) = shelf().await;
    let orders = [held("1", Some(10), 1), held("2", None, 1), order("3", OrderStatus::AwaitingShipment, 1)];
    store.put_orders(SHOP, &orders, &[], at(20), None).await.unwrap();
    let known = store.held_orders(SHOP).await.unwrap();
    assert_eq!(known, [HeldOrder { id: OrderId::new("1"), until: at(3_610), asked: at(20) }]);
    store.put_orders(SHOP, &[held("1", Some(10), 1)], &[], at(4_000), None).await.unwrap();
    assert_eq!(store.held_orders(SHOP).await.unwrap()[0].asked, at(4_000));
}

#[tokio::test]
async fn what_was_put_off_for_a_hold_is_due_once_the_order_is_free_and_nothing_else_is() {
    let (_folder, store) = shelf().await;
    let ids = ["1", "2", "3", "4"].map(OrderId::new);
    store.put_orders(SHOP, &ids.clone().map(|id| held(id.as_str(), Some(1), 1)), &[], at(2), None).await.unwrap();
    let mut wishes = Vec::new();
    for id in &ids {
        let tracking = number(&format!("TK{id}"));
        wishes.push(store.queue_shipment(SHOP, id, &tracking, at(3), at(9_000)).await.unwrap().id);
    }
    store.settle(&wishes[..3], State::Queued, Some("on hold"), at(9_000), at(4)).await.unwrap();
    assert!(!store.hurry_freed(SHOP, "on hold", at(5)).await.unwrap(), "all are on hold");
    let held_here = |id: &OrderId| {
        let mut free = order(id.as_str(), OrderStatus::AwaitingShipment, 6);
        free.handling.clocks.held_by_shop = Some(false);
        free
    };
    let free = |id: &OrderId| order(id.as_str(), OrderStatus::AwaitingShipment, 6);
    store.put_orders(SHOP, &[free(&ids[0]), held_here(&ids[1]), free(&ids[3])], &[], at(6), None).await.unwrap();
    assert!(!store.hurry_freed(SHOP, "another reason", at(7)).await.unwrap());
    assert!(store.hurry_freed(SHOP, "on hold", at(7)).await.unwrap());
    let due: Vec<i64> = store.due_shipments(SHOP, at(8), 9).await.unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!(due, [wishes[0]], "the second is held here, the third there, and the last has only just been saved");
}
