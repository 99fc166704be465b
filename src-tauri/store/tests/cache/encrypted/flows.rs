//! The flows that matter most, on an encrypted cache: each is told elsewhere at length, and has to be true here, too.

use domain::{OrderId, OrderStatus, TrackingNumber};
use store::{HeldFolder, OpenError, OrderFilter, State, StoreError, Which};

use super::filled::{BUYER, closed, filled, key, open, refused};
use crate::shelf::{SHOP, at, order, target};

#[tokio::test]
async fn a_wish_that_was_being_sent_when_the_process_was_killed_is_checked_first() {
    let (folder, store) = filled(Some(&key())).await;
    let shipment = store.shipment_of(SHOP, &OrderId::new("7")).await.unwrap().unwrap();
    assert!(store.start_shipment(shipment.id, at(4)).await.unwrap());
    store.close().await;
    drop(store);
    let store = open(folder.path(), Some(&key())).await;
    assert_eq!(store.recover_outbox(SHOP, at(6)).await.unwrap(), 1);
    assert_eq!(store.outbox_entry(shipment.id).await.unwrap().state, State::Checking);
}

#[tokio::test]
async fn a_shipment_is_asked_for_once_sent_and_shown() {
    let (_folder, store) = filled(Some(&key())).await;
    let number = |text: &str| TrackingNumber::parse(text).unwrap();
    let again = store.queue_shipment(SHOP, &OrderId::new("7"), &number("TK2"), at(4), at(4)).await;
    assert!(matches!(again, Err(StoreError::BeingShipped(under_way)) if under_way == "TK1"));
    let entry = store.due_shipments(SHOP, at(5), 1).await.unwrap().remove(0);
    assert!(store.start_shipment(entry.id, at(5)).await.unwrap());
    store.finish_shipment(SHOP, entry.id, &OrderStatus::Shipped, None, at(6)).await.unwrap();
    let detail = store.order(SHOP, &OrderId::new("7")).await.unwrap();
    assert_eq!((detail.row.status, detail.tracking.as_str()), (OrderStatus::Shipped, "TK1"));
    assert_eq!(store.outbox(SHOP, Which::Done).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_edit_of_a_level_waits_is_sent_and_told_in_the_ledger() {
    let (_folder, store) = filled(Some(&key())).await;
    let edit = store.due_stock(SHOP, at(4)).await.unwrap().remove(0);
    assert_eq!(store.start_stock(&[(edit.clone(), Some(45), 50)], at(5)).await.unwrap(), [edit.id]);
    assert_eq!(crate::shelf::ledger_of(&store, "a").await.len(), 2, "{:?}", target("a"));
}

#[tokio::test]
async fn lists_and_searches_find_what_comes_and_changes() {
    let (_folder, store) = filled(Some(&key())).await;
    let list = async |search: &str| {
        let filter = OrderFilter { search: search.into(), ..OrderFilter::default() };
        store.order_list(SHOP, &filter).await.unwrap().numbers.len()
    };
    assert_eq!((list(BUYER).await, list("nobody").await), (300, 0));
    store.put_orders(SHOP, &[order("900", OrderStatus::OnHold, 1)], &[], at(9), None).await.unwrap();
    assert_eq!((list("").await, list("hoa").await), (301, 1));
}

#[tokio::test]
async fn a_database_from_a_newer_version_is_left_untouched() {
    let (folder, store) = filled(Some(&key())).await;
    store.writer_pragma("user_version = 99").await.unwrap();
    store.close().await;
    drop(store);
    let before = super::filled::files(folder.path());
    assert!(matches!(refused(folder.path(), Some(&key())).await, OpenError::Newer { found: 99 }));
    let to_plain = HeldFolder::hold(folder.path()).unwrap().convert(Some(&key()), None).await;
    assert!(matches!(to_plain, Err(OpenError::Newer { found: 99 })));
    assert_eq!(super::filled::files(folder.path()), before);
}

#[tokio::test]
async fn a_full_disk_says_so_and_keeps_what_was_saved() {
    let folder = closed(Some(&key())).await;
    let store = open(folder.path(), Some(&key())).await;
    store.writer_pragma("max_page_count = 1").await.unwrap();
    let page: Vec<_> = (1_000..3_000).map(|n| order(&n.to_string(), OrderStatus::OnHold, 1)).collect();
    let refused = store.put_orders(SHOP, &page, &[], at(3), None).await;
    assert!(matches!(refused, Err(StoreError::DiskFull(_))), "{refused:?}");
    super::filled::holds_everything(&store).await;
}
