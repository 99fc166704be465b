//! Buyers whose data is removed from the cache, and stays so.

use std::{fs, path::Path};

use domain::{Order, OrderId, OrderStatus, Private, Recipient, Retention};
use serde_json::json;
use store::{OrderFilter, SetAsideRow, Store, StoreError};

use crate::shelf::{SHOP, at, order, shelf};

const DAY: i64 = 24 * 60 * 60;

fn bought(id: &str, status: OrderStatus, updated: i64) -> Order {
    let of = |text: &str| Private::new(text.to_owned());
    let recipient = Recipient {
        name: of("Nguyễn Thị Hoa"),
        phone: of("+1 213 555 0117"),
        street1: of("12 Alameda St"),
        country: of("US"),
        ..Recipient::default()
    };
    let extra = json!({ "buyer_message": "Ring at Minh’s", "note": "x".repeat(6_000) });
    let extra = Private::new(extra.as_object().cloned().unwrap());
    Order { recipient, extra, tracking_number: "TK42".into(), ..order(id, status, updated) }
}

async fn put(store: &Store, orders: &[Order], asked: i64) {
    store.put_orders(SHOP, orders, &[], at(asked), None).await.unwrap();
}

async fn keep_for(store: &Store, days: u16) {
    store.set_buyers_kept(SHOP, Retention::new(Some(days)).unwrap()).await.unwrap();
}

async fn named(store: &Store, id: &str) -> bool {
    let order = store.order(SHOP, &OrderId::new(id)).await.unwrap();
    let record = store.order_record(SHOP, &OrderId::new(id)).await.unwrap().reveal().to_string();
    let told = [record.contains("Hoa"), record.contains("555"), record.contains("Minh"), record.contains("Alameda")];
    let is_named = !order.row.buyer.reveal().is_empty();
    assert!(told.iter().all(|it| *it == is_named), "{id} is left half");
    assert_eq!(order.forgotten, !is_named);
    is_named
}

async fn found(store: &Store, words: &str) -> usize {
    let search = OrderFilter { search: words.into(), ..OrderFilter::default() };
    store.order_list(SHOP, &search).await.unwrap().numbers.len()
}

#[tokio::test]
async fn the_rule_removes_buyers_of_orders_that_have_long_been_over_and_no_others() {
    let (_folder, store) = shelf().await;
    let orders = [
        bought("arrived", OrderStatus::Delivered, 0),
        bought("closed", OrderStatus::Completed, 0),
        bought("off", OrderStatus::Cancelled, 0),
        bought("waits", OrderStatus::AwaitingShipment, 0),
        bought("recent", OrderStatus::Delivered, 2 * DAY),
    ];
    put(&store, &orders, 3 * DAY).await;
    assert_eq!(store.forget_buyers(SHOP, at(40 * DAY)).await.unwrap(), 0, "nothing was chosen");
    keep_for(&store, 30).await;
    assert_eq!(store.forget_buyers(SHOP, at(31 * DAY)).await.unwrap(), 3);
    for (id, expected) in [("arrived", false), ("closed", false), ("off", false), ("waits", true), ("recent", true)] {
        assert_eq!(named(&store, id).await, expected, "{id}");
    }
    assert_eq!((found(&store, "hoa").await, found(&store, "tk42").await), (2, 5));
    assert_eq!(store.forget_buyers(SHOP, at(31 * DAY)).await.unwrap(), 0, "once is enough");
    let left = store.order(SHOP, &OrderId::new("arrived")).await.unwrap();
    assert_eq!((left.row.region.as_str(), left.row.total.as_str(), left.lines.len()), ("US", "59.98", 1));
    assert_eq!((left.row.updated, left.tracking.as_str()), (at(0), "TK42"));
}

#[tokio::test]
async fn nothing_that_the_shop_tells_later_brings_a_buyer_back() {
    let (_folder, store) = shelf().await;
    keep_for(&store, 30).await;
    put(&store, &[bought("1", OrderStatus::Delivered, 0)], 1).await;
    store.forget_buyers(SHOP, at(31 * DAY)).await.unwrap();
    put(&store, &[bought("1", OrderStatus::Delivered, 0)], 32 * DAY).await;
    assert!(!named(&store, "1").await, "the same once more");
    put(&store, &[bought("1", OrderStatus::Completed, 33 * DAY)], 33 * DAY).await;
    assert!(!named(&store, "1").await, "a change of yesterday");
    assert_eq!(store.order(SHOP, &OrderId::new("1")).await.unwrap().row.status, OrderStatus::Completed);
}

#[tokio::test]
async fn an_order_that_is_first_read_when_it_has_long_been_over_comes_without_its_buyer() {
    let (_folder, store) = shelf().await;
    keep_for(&store, 30).await;
    put(&store, &[bought("old", OrderStatus::Delivered, 0), bought("new", OrderStatus::Delivered, 20 * DAY)], 31 * DAY)
        .await;
    assert_eq!((named(&store, "old").await, named(&store, "new").await), (false, true));
}

#[tokio::test]
async fn a_buyer_who_asks_for_it_is_removed_at_once_wherever_the_order_stands() {
    let (_folder, store) = shelf().await;
    put(&store, &[bought("1", OrderStatus::AwaitingShipment, 0), bought("2", OrderStatus::Delivered, 0)], 1).await;
    store.forget_buyer(SHOP, &OrderId::new("1")).await.unwrap();
    put(&store, &[bought("1", OrderStatus::AwaitingCollection, 10)], 11).await;
    assert_eq!((named(&store, "1").await, named(&store, "2").await), (false, true));
    assert_eq!(found(&store, "hoa").await, 1);
    let unknown = store.forget_buyer(SHOP, &OrderId::new("3")).await;
    assert!(matches!(unknown, Err(StoreError::NotFound)));
}

fn aside(id: &str, seen: i64) -> SetAsideRow {
    SetAsideRow {
        kind: "order".into(),
        id: id.into(),
        reason: "no status".into(),
        raw: Private::new("Nguyễn Thị Hoa".into()),
        seen: at(seen).as_millisecond(),
    }
}

#[tokio::test]
async fn records_that_cannot_be_read_lose_their_text_with_their_age_and_stay_known() {
    let (_folder, store) = shelf().await;
    keep_for(&store, 30).await;
    store.put_orders(SHOP, &[], &[aside("old", 0)], at(0), None).await.unwrap();
    store.put_orders(SHOP, &[], &[aside("old", 20 * DAY), aside("new", 20 * DAY)], at(20 * DAY), None).await.unwrap();
    store.forget_buyers(SHOP, at(31 * DAY)).await.unwrap();
    store.put_orders(SHOP, &[], &[aside("old", 32 * DAY)], at(32 * DAY), None).await.unwrap();
    let text = async |id| store.set_aside_record(SHOP, "order", id).await.unwrap().unwrap().raw.reveal().clone();
    assert_eq!((text("old").await.as_str(), text("new").await.as_str()), ("", "Nguyễn Thị Hoa"));
    assert_eq!(store.set_aside_count(SHOP).await.unwrap(), 2);
}

#[tokio::test]
async fn a_removed_buyer_does_not_come_in_again_as_a_record_that_cannot_be_read() {
    let (_folder, store) = shelf().await;
    put(&store, &[bought("1", OrderStatus::Delivered, 0)], 1).await;
    store.put_orders(SHOP, &[], &[aside("1", 2)], at(2), None).await.unwrap();
    store.forget_buyer(SHOP, &OrderId::new("1")).await.unwrap();
    let text = async || store.set_aside_record(SHOP, "order", "1").await.unwrap().unwrap().raw.reveal().clone();
    assert_eq!(text().await, "");
    put(&store, &[bought("1", OrderStatus::Delivered, 0)], 3).await;
    store.put_orders(SHOP, &[], &[aside("1", 4)], at(4), None).await.unwrap();
    assert_eq!(text().await, "");
}

/// How often a text stands in the files of the cache.
fn on_disk(folder: &Path, text: &str) -> usize {
    let files = fs::read_dir(folder).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    files.map(|bytes| bytes.windows(text.len()).filter(|part| *part == text.as_bytes()).count()).sum()
}

#[tokio::test]
async fn what_was_removed_is_in_no_free_part_of_the_file_and_not_in_its_log() {
    let (folder, store) = shelf().await;
    let orders = |updated: i64| -> Vec<Order> {
        let of = |n: i64| Order {
            extra: bought("", OrderStatus::Delivered, 0).extra,
            ..bought(&format!("5766{n:04}"), OrderStatus::Delivered, updated)
        };
        (0..60).map(of).collect()
    };
    for updated in 0..4 {
        put(&store, &orders(updated), updated).await;
    }
    assert!(on_disk(folder.path(), "Alameda") >= 60 && on_disk(folder.path(), "Minh") >= 60);
    keep_for(&store, 30).await;
    store.forget_buyers(SHOP, at(31 * DAY)).await.unwrap();
    for text in ["Alameda", "Hoa", "hoa\n", "Minh", "555 0117"] {
        assert_eq!(on_disk(folder.path(), text), 0, "{text}");
    }
}
