//! A cache with a buyer, a level and wishes in it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use domain::{OrderId, OrderStatus, Private, Recipient, StockChange, TrackingNumber};
use store::{CacheKey, OpenError, StockWish, Store, Which};
use tempfile::TempDir;

use crate::shelf::{SHOP, at, known_shop, order, product, target};

/// A buyer whom nobody else is called like.
pub(crate) const BUYER: &str = "Quyên Canary-Bùi";

const NOTE: &str = "a gift";

pub(crate) fn key() -> CacheKey {
    CacheKey::new(std::array::from_fn(|n| n as u8 * 7 + 1))
}

pub(crate) fn other_key() -> CacheKey {
    CacheKey::new([9; 32])
}

pub(crate) async fn open(folder: &Path, key: Option<&CacheKey>) -> Store {
    let opened = Store::open_with(folder, key, at(5)).await.unwrap();
    assert_eq!(opened.set_aside, None);
    opened.store
}

pub(crate) async fn refused(folder: &Path, key: Option<&CacheKey>) -> OpenError {
    let Err(error) = Store::open_with(folder, key, at(5)).await else { panic!("it was opened") };
    error
}

/// A cache with orders of [`BUYER`], a note, a level, and two wishes that wait.
pub(crate) async fn filled(key: Option<&CacheKey>) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path(), key).await;
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    let of_buyer = |n: u32| {
        let recipient = Recipient { name: Private::new(format!("{BUYER} {n}")), ..Recipient::default() };
        domain::Order { recipient, ..order(&n.to_string(), OrderStatus::AwaitingShipment, 1) }
    };
    let page: Vec<_> = (0..300).map(of_buyer).collect();
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 1)], &[], at(2), None).await.unwrap();
    store.set_order_note(SHOP, &OrderId::new("8"), NOTE, at(3)).await.unwrap();
    let number = TrackingNumber::parse("TK1").unwrap();
    store.queue_shipment(SHOP, &OrderId::new("7"), &number, at(3), at(3)).await.unwrap();
    let wish = StockWish { target: target("a"), change: StockChange::Set { level: 50 }, base: Some(45) };
    store.queue_stock(SHOP, &[wish], at(3)).await.unwrap();
    (folder, store)
}

/// The same, closed.
pub(crate) async fn closed(key: Option<&CacheKey>) -> TempDir {
    let (folder, store) = filled(key).await;
    store.close().await;
    folder
}

/// That everything which [`filled`] put in is there, and nothing else.
pub(crate) async fn holds_everything(store: &Store) {
    let wishes = store.outbox(SHOP, Which::Open).await.unwrap();
    assert_eq!(wishes.len(), 2, "{wishes:?}");
    assert_eq!(store.orders_to_ship(SHOP).await.unwrap(), 300);
    assert_eq!(store.order_note(SHOP, &OrderId::new("8")).await.unwrap(), NOTE);
    assert_eq!(store.integrity().await.unwrap(), "ok");
}

pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("tiktokflow.db")
}

/// What lies in a folder, by name.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap())).collect()
}
