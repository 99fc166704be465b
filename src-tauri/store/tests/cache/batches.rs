use domain::{Departure, Handover, OrderId, OrderStatus, StockChange, TrackingNumber};
use store::{BatchKind, State, StockWish, Store, StoreError};

use crate::shelf::{SHOP, at, order, product, shelf, target};

fn shipment(order: &str, number: &str) -> (OrderId, Departure) {
    (OrderId::new(order), (&TrackingNumber::parse(number).unwrap()).into())
}

async fn with_orders(count: usize) -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    let page: Vec<_> = (0..count).map(|n| order(&n.to_string(), OrderStatus::AwaitingShipment, 1)).collect();
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    (folder, store)
}

#[tokio::test]
async fn five_thousand_orders_are_saved_at_once_and_each_has_its_own_outcome() {
    let (_folder, store) = with_orders(5_000).await;
    let shipments: Vec<_> = (0..5_000).map(|n| shipment(&n.to_string(), &format!("TK{n}"))).collect();
    let saved = store.queue_shipments(SHOP, &shipments, at(3), at(3)).await.unwrap();
    assert_eq!((saved.queued, saved.refused.len()), (5_000, 0));
    let due = store.due_shipments(SHOP, at(3), 10_000).await.unwrap();
    assert_eq!(due.len(), 5_000);
    store.settle(&[due[0].id], State::Refused, Some("on hold"), at(4), at(4)).await.unwrap();
    store.settle(&[due[1].id], State::Done, None, at(4), at(4)).await.unwrap();
    let batch = store.batch(saved.batch.unwrap()).await.unwrap();
    assert_eq!((batch.total, batch.done, batch.waiting, batch.refused), (5_000, 1, 4_998, 1));
    assert!(!batch.can_undo, "no call takes a shipment back");
}

#[tokio::test]
async fn an_order_that_cannot_be_shipped_is_named_and_stops_no_other() {
    let (_folder, store) = with_orders(4).await;
    store.queue_shipment(SHOP, &OrderId::new("1"), &TrackingNumber::parse("TK1").unwrap(), at(3), at(3)).await.unwrap();
    let list = [
        shipment("0", "TK0"),
        shipment("1", "OTHER"),
        shipment("1", "TK1"),
        shipment("nobody", "TK9"),
        shipment("0", "TK0"),
        shipment("0", "TWICE"),
    ];
    let saved = store.queue_shipments(SHOP, &list, at(4), at(4)).await.unwrap();
    assert_eq!(saved.queued, 3, "asked twice for the same is asked once");
    assert!(matches!(&saved.refused[0], (1, StoreError::BeingShipped(number)) if number == "TK1"));
    assert!(matches!(&saved.refused[1], (3, StoreError::NotFound)));
    assert!(matches!(&saved.refused[2], (5, StoreError::BeingShipped(number)) if number == "TK0"));
    assert_eq!(store.batch(saved.batch.unwrap()).await.unwrap().total, 1);
}

#[tokio::test]
async fn an_order_that_leaves_with_a_label_takes_no_second_way() {
    let (_folder, store) = with_orders(2).await;
    let label = |order: &str, handover: Handover| (OrderId::new(order), Departure::Label(handover));
    let list = [label("0", Handover::Usual), label("0", Handover::DropOff), shipment("0", "TK0"), shipment("1", "TK1")];
    let saved = store.queue_shipments(SHOP, &list, at(3), at(3)).await.unwrap();
    assert_eq!(saved.queued, 2);
    assert!(matches!(&saved.refused[..], [(1, StoreError::BeingArranged), (2, StoreError::BeingArranged)]));
    let again = store.queue_shipments(SHOP, &list[..1], at(4), at(4)).await.unwrap();
    assert_eq!((again.batch, again.queued), (None, 1), "asking twice for the same is asking once");
    let late = store.queue_shipments(SHOP, &[label("1", Handover::Usual)], at(4), at(4)).await.unwrap();
    assert!(matches!(&late.refused[..], [(0, StoreError::BeingShipped(number))] if number == "TK1"));
    let due = store.due_shipments(SHOP, at(3), 10).await.unwrap();
    let ways: Vec<_> = due.into_iter().map(|wish| wish.kind).collect();
    let expected = list[..1].iter().chain(&list[3..]).cloned();
    let expected: Vec<_> = expected.map(|(order, departure)| store::Kind::Ship { order, departure }).collect();
    assert_eq!(ways, expected);
}

#[tokio::test]
async fn a_bulk_shipment_asked_for_twice_makes_no_second_batch() {
    let (_folder, store) = with_orders(2).await;
    let list = [shipment("0", "TK0"), shipment("1", "TK1")];
    store.queue_shipments(SHOP, &list, at(3), at(3)).await.unwrap();
    let again = store.queue_shipments(SHOP, &list, at(4), at(4)).await.unwrap();
    assert_eq!((again.batch, again.queued), (None, 2));
    assert_eq!(store.batches(SHOP).await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_failed_ones_of_a_batch_are_retried_alone() {
    let (_folder, store) = with_orders(3).await;
    let list = [shipment("0", "TK0"), shipment("1", "TK1"), shipment("2", "TK2")];
    let batch = store.queue_shipments(SHOP, &list, at(3), at(3)).await.unwrap().batch.unwrap();
    let due = store.due_shipments(SHOP, at(3), 10).await.unwrap();
    store.settle(&[due[0].id], State::Done, None, at(4), at(4)).await.unwrap();
    store.settle(&[due[1].id, due[2].id], State::Refused, Some("on hold"), at(4), at(4)).await.unwrap();
    assert_eq!(store.batch_items(batch).await.unwrap()[0].state, State::Refused);
    assert_eq!(store.retry_failed(batch, at(5)).await.unwrap(), 2);
    let due: Vec<i64> = store.due_shipments(SHOP, at(5), 10).await.unwrap().iter().map(|entry| entry.id).collect();
    assert_eq!(due, [2, 3]);
}

#[tokio::test]
async fn of_the_failed_ones_only_those_are_retried_whose_orders_still_wait() {
    let (_folder, store) = with_orders(3).await;
    let list = [shipment("0", "TK0"), shipment("1", "TK1"), shipment("2", "TK2")];
    let batch = store.queue_shipments(SHOP, &list, at(3), at(3)).await.unwrap().batch.unwrap();
    let due: Vec<i64> = store.due_shipments(SHOP, at(3), 10).await.unwrap().iter().map(|entry| entry.id).collect();
    store.settle(&due, State::Refused, Some("no"), at(4), at(4)).await.unwrap();
    let since = [order("0", OrderStatus::Cancelled, 5), order("1", OrderStatus::OnHold, 5)];
    store.put_orders(SHOP, &since, &[], at(5), None).await.unwrap();
    assert_eq!(store.retry_failed(batch, at(6)).await.unwrap(), 1);
    let due = store.due_shipments(SHOP, at(6), 10).await.unwrap();
    assert!(
        matches!(&due[..], [only] if matches!(&only.kind, store::Kind::Ship { order, .. } if order.as_str() == "2"))
    );
}

#[tokio::test]
async fn an_edit_that_joins_a_waiting_one_belongs_to_the_later_batch() {
    let (_folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 1)], &[], at(2), None).await.unwrap();
    let wish = |level, base| [StockWish { target: target("a"), change: StockChange::Set { level }, base: Some(base) }];
    let first = store.queue_stock(SHOP, &wish(50, 45), at(3)).await.unwrap();
    let second = store.queue_stock(SHOP, &wish(60, 50), at(4)).await.unwrap();
    assert!(second.batch > first.batch);
    let batches = store.batches(SHOP).await.unwrap();
    assert_eq!(
        batches.iter().map(|batch| (batch.kind, batch.total)).collect::<Vec<_>>(),
        [(BatchKind::Stock, 1), (BatchKind::Stock, 0)]
    );
}

#[tokio::test]
async fn what_waits_of_a_batch_can_be_dropped_and_what_left_stays() {
    let (_folder, store) = with_orders(2).await;
    let list = [shipment("0", "TK0"), shipment("1", "TK1")];
    let batch = store.queue_shipments(SHOP, &list, at(3), at(3)).await.unwrap().batch.unwrap();
    let due = store.due_shipments(SHOP, at(3), 10).await.unwrap();
    assert!(store.start_shipment(due[0].id, at(4)).await.unwrap());
    store.drop_batch(batch, at(5)).await.unwrap();
    let states: Vec<State> = store.batch_items(batch).await.unwrap().iter().map(|entry| entry.state).collect();
    assert_eq!(states, [State::Sending, State::Discarded]);
    assert!(matches!(store.drop_batch(batch, at(6)).await, Err(StoreError::NotFound)));
}

/// A shop of `levels` SKUs with ten pieces each.
async fn with_levels(levels: usize) -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    let names: Vec<String> = (0..levels).map(|n| format!("sku{n}")).collect();
    let skus: Vec<(&str, i64)> = names.iter().map(|name| (name.as_str(), 10)).collect();
    store.put_products(SHOP, &[product("product_1", &skus, 1)], &[], at(2), None).await.unwrap();
    (folder, store)
}

fn emptying(levels: usize) -> Vec<StockWish> {
    let wish =
        |n| StockWish { target: target(&format!("sku{n}")), change: StockChange::Set { level: 0 }, base: Some(10) };
    (0..levels).map(wish).collect()
}

#[tokio::test]
async fn a_save_that_would_empty_the_shop_waits_for_a_yes() {
    let (_folder, store) = with_levels(40).await;
    let saved = store.queue_stock(SHOP, &emptying(30), at(3)).await.unwrap();
    let question = saved.held.unwrap();
    assert!(question.starts_with("This changes 30 of the 40 levels in stock, 30 of them to 0"), "{question}");
    assert!(store.due_stock(SHOP, at(4)).await.unwrap().is_empty());
    assert_eq!(store.next_due(SHOP).await.unwrap(), None);
    let counts = store.outbox_counts(SHOP).await.unwrap();
    assert_eq!((counts.queued, counts.held), (0, 30));
    assert_eq!(store.batch(saved.batch).await.unwrap().held, Some(question));
    store.send_held(saved.batch, at(5)).await.unwrap();
    assert_eq!(store.due_stock(SHOP, at(5)).await.unwrap().len(), 30);
    assert!(matches!(store.send_held(saved.batch, at(6)).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn a_no_to_the_question_drops_the_save_and_leaves_the_shop_as_it_is() {
    let (_folder, store) = with_levels(40).await;
    let saved = store.queue_stock(SHOP, &emptying(30), at(3)).await.unwrap();
    store.drop_batch(saved.batch, at(4)).await.unwrap();
    let batch = store.batch(saved.batch).await.unwrap();
    assert_eq!((batch.held, batch.dropped), (None, 30));
    assert!(store.due_stock(SHOP, at(5)).await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_of_a_held_batch_leaves_by_the_back_door() {
    let (_folder, store) = with_levels(40).await;
    let plain = StockWish { target: target("sku0"), change: StockChange::Set { level: 0 }, base: Some(10) };
    store.queue_stock(SHOP, &[plain], at(3)).await.unwrap();
    let about_to_leave = store.due_stock(SHOP, at(3)).await.unwrap().remove(0);
    let saved = store.queue_stock(SHOP, &emptying(30), at(4)).await.unwrap();
    assert!(saved.held.is_some());
    assert!(store.start_stock(&[(about_to_leave.clone(), Some(10), 0)], at(5)).await.unwrap().is_empty());
    store.retry(about_to_leave.id, at(6)).await.unwrap();
    store.hurry_outbox(SHOP, at(6)).await.unwrap();
    assert!(store.due_stock(SHOP, at(7)).await.unwrap().is_empty());
}
