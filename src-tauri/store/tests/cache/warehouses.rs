use std::time::Duration;

use domain::{StockError, Warehouse, WarehouseId, WarehouseKind, WarehouseStatus};
use store::{Cursor, Store, Tables};

use crate::shelf::{SHOP, at, shelf};

fn listed(id: &str, name: &str, status: WarehouseStatus) -> Warehouse {
    Warehouse { id: WarehouseId::new(id), name: name.into(), status, kind: WarehouseKind::Sales, is_default: false }
}

async fn put(store: &Store, listed: &[Warehouse], asked: i64) {
    let cursor = Cursor::new("warehouses", &asked).unwrap();
    store.put_warehouses(SHOP, listed, at(asked), &cursor).await.unwrap();
}

#[tokio::test]
async fn warehouses_are_kept_as_they_were_listed_last_and_one_that_is_gone_keeps_its_name() {
    let (_folder, store) = shelf().await;
    let both = [listed("1", "Harbour", WarehouseStatus::Enabled), listed("2", "Attic", WarehouseStatus::Disabled)];
    put(&store, &both, 5).await;
    assert_eq!(store.cursor::<i64>(SHOP, "warehouses").await.unwrap(), Some(5));
    put(&store, &[listed("1", "Pier", WarehouseStatus::Disabled)], 9).await;
    put(&store, &[listed("1", "Quay", WarehouseStatus::Enabled)], 8).await;
    let known = store.warehouses(SHOP).await.unwrap();
    assert_eq!((known.name_of("1").as_deref(), known.name_of("2").as_deref()), (Some("Pier"), Some("Attic")));
    assert_eq!(known.takes_levels("1"), Err(StockError::SwitchedOff));
    assert!(!known.has("3"));
}

#[tokio::test]
async fn whoever_shows_warehouses_hears_of_a_new_name_and_of_nothing_else() {
    let (_folder, store) = shelf().await;
    put(&store, &[listed("1", "Harbour", WarehouseStatus::Enabled)], 5).await;
    let mut watch = store.watch();
    put(&store, &[listed("1", "Harbour", WarehouseStatus::Enabled)], 6).await;
    assert!(tokio::time::timeout(Duration::ZERO, watch.next()).await.is_err(), "nothing is new");
    put(&store, &[listed("1", "Pier", WarehouseStatus::Enabled)], 7).await;
    let told = watch.next().await.unwrap();
    assert!(told.touches(Tables::STOCK) && told.touches(Tables::ORDERS));
}
