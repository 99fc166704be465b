use domain::OrderStatus;
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{OpenError, OrderFilter, Store, StoreError};

use crate::shelf::{SHOP, at, order, shelf};

async fn raw(folder: &std::path::Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.join("tiktokflow.db"));
    SqliteConnection::connect_with(&options).await.unwrap()
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_whole_and_a_fresh_one_is_made() {
    let (folder, store) = shelf().await;
    store.close().await;
    drop(store);
    let file = folder.path().join("tiktokflow.db");
    std::fs::write(&file, b"this was a database once").unwrap();
    let opened = Store::open(folder.path(), at(9)).await.unwrap();
    assert_eq!(opened.store.shops().await.unwrap(), []);
    assert_eq!(std::fs::read(opened.set_aside.unwrap()).unwrap(), b"this was a database once");
}

#[tokio::test]
async fn a_database_with_one_damaged_page_is_set_aside_too() {
    let (folder, store) = shelf().await;
    let page: Vec<_> = (0..200).map(|n| order(&n.to_string(), OrderStatus::OnHold, 1)).collect();
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    store.close().await;
    drop(store);
    let file = folder.path().join("tiktokflow.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 6_000].fill(0xAA);
    std::fs::write(&file, bytes).unwrap();
    assert!(Store::open(folder.path(), at(9)).await.unwrap().set_aside.is_some());
}

#[tokio::test]
async fn a_database_from_a_newer_version_is_left_untouched() {
    let (folder, store) = shelf().await;
    store.close().await;
    drop(store);
    let mut connection = raw(folder.path()).await;
    sqlx::query("PRAGMA user_version = 99").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    let before = std::fs::read(folder.path().join("tiktokflow.db")).unwrap();
    assert!(matches!(Store::open(folder.path(), at(9)).await, Err(OpenError::Newer { found: 99 })));
    assert_eq!(std::fs::read(folder.path().join("tiktokflow.db")).unwrap(), before);
}

#[tokio::test]
async fn two_windows_on_one_folder_are_refused() {
    let (folder, _store) = shelf().await;
    assert!(matches!(Store::open(folder.path(), at(1)).await, Err(OpenError::InUse(_))));
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), b"").unwrap();
    let inside = folder.path().join("file").join("data");
    let Err(error) = Store::open(&inside, at(0)).await else { panic!("opened inside a file") };
    assert!(error.to_string().contains(&inside.display().to_string()));
}

#[tokio::test]
async fn a_full_disk_says_so_and_keeps_what_was_saved() {
    let (_folder, store) = shelf().await;
    store.put_orders(SHOP, &[order("1", OrderStatus::OnHold, 1)], &[], at(2), None).await.unwrap();
    store.writer_pragma("max_page_count = 1").await.unwrap();
    let page: Vec<_> = (2..2_000).map(|n| order(&n.to_string(), OrderStatus::OnHold, 1)).collect();
    let refused = store.put_orders(SHOP, &page, &[], at(3), None).await;
    assert!(matches!(refused, Err(StoreError::DiskFull(_))), "{refused:?}");
    let everything = OrderFilter::default();
    assert_eq!(store.order_list(SHOP, &everything).await.unwrap().numbers.len(), 1);
}

#[tokio::test]
async fn a_database_that_may_not_be_written_says_so_and_can_still_be_read() {
    let (_folder, store) = shelf().await;
    store.put_orders(SHOP, &[order("1", OrderStatus::OnHold, 1)], &[], at(2), None).await.unwrap();
    store.writer_pragma("query_only = ON").await.unwrap();
    let refused = store.put_orders(SHOP, &[order("2", OrderStatus::OnHold, 1)], &[], at(3), None).await;
    assert!(matches!(refused, Err(StoreError::ReadOnly(_))), "{refused:?}");
    assert!(refused.unwrap_err().to_string().contains("permissions of the data folder"));
    let everything = OrderFilter::default();
    assert_eq!(store.order_list(SHOP, &everything).await.unwrap().numbers.len(), 1);
}

#[tokio::test]
async fn writes_fail_from_a_chosen_one_on_until_that_is_lifted() {
    let (_folder, store) = shelf().await;
    store.writes_before_failure(Some(1));
    store.set_choice("a", "1").await.unwrap();
    for _ in 0..2 {
        assert!(matches!(store.set_choice("a", "2").await, Err(StoreError::DiskFull(_))));
    }
    store.writes_before_failure(None);
    assert_eq!(store.choice("a").await.unwrap().as_deref(), Some("1"));
    store.set_choice("a", "3").await.unwrap();
}
