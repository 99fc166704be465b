use domain::StockChange;
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{NewShop, StockWish, Store};

use crate::shelf::{SHOP, at, product, shelf, target};

async fn raw(folder: &std::path::Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(folder.join("tiktokflow.db"));
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn with_history() -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 1)], &[], at(2), None).await.unwrap();
    (folder, store)
}

#[tokio::test]
async fn the_database_itself_refuses_to_rewrite_or_shorten_the_ledger() {
    let (folder, _store) = with_history().await;
    let mut connection = raw(folder.path()).await;
    for statement in ["UPDATE ledger SET level = 1", "DELETE FROM ledger"] {
        let refused = sqlx::query(statement).execute(&mut connection).await;
        assert!(refused.unwrap_err().to_string().contains("append-only"), "{statement}");
    }
}

#[tokio::test]
async fn a_removed_shop_takes_its_ledger_batches_wishes_and_places_along_and_nobody_elses() {
    let (folder, store) = with_history().await;
    let new =
        NewShop { name: "Second".into(), region: "GB".into(), practice: false, currency: None, seller: String::new() };
    let second = store.add_shop(&new).await.unwrap();
    let cursor = store::Cursor::new("orders", &1).unwrap();
    for shop in [SHOP, second] {
        let levels = [product("product_1", &[("a", 40)], 5)];
        store.put_products(shop, &levels, &[], at(6), Some(&cursor)).await.unwrap();
        let wish = StockWish { target: target("a"), change: StockChange::Set { level: 9 }, base: Some(40) };
        let batch = store.queue_stock(shop, &[wish], at(7)).await.unwrap().batch;
        let due = store.due_stock(shop, at(7)).await.unwrap().remove(0);
        store.start_stock(&[(due.clone(), Some(40), 9)], at(7)).await.unwrap();
        store.put_levels(shop, &[(target("a"), 9)], at(8)).await.unwrap();
        store.settle(&[due.id], store::State::Done, None, at(8), at(8)).await.unwrap();
        assert!(store.undo_batch(batch, at(9)).await.unwrap().0.is_some());
    }
    store.remove_shop(SHOP).await.unwrap();
    let mut connection = raw(folder.path()).await;
    for table in ["ledger", "batches", "outbox", "cursors", "products", "skus", "sku_levels", "product_levels"] {
        let shops: Vec<i64> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT DISTINCT shop FROM {table}")))
            .fetch_all(&mut connection)
            .await
            .unwrap();
        assert_eq!(shops, [second.0], "{table}");
    }
}

#[tokio::test]
async fn a_products_own_number_is_kept_where_its_skus_have_none() {
    let (folder, store) = shelf().await;
    let mut silent = product("product_1", &[("a", 3), ("b", 45)], 1);
    silent.skus.iter_mut().for_each(|sku| sku.stock = None);
    store.put_products(SHOP, &[silent], &[], at(2), None).await.unwrap();
    let rows: Vec<(String, i64)> =
        sqlx::query_as("SELECT sku, level FROM ledger").fetch_all(&mut raw(folder.path()).await).await.unwrap();
    assert_eq!(rows, [(String::new(), 48)]);
}
