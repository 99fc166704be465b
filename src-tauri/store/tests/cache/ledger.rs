use domain::{Level, Product, ProductId, SkuId, StockChange, StockInfo, WarehouseId};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{Mover, NewShop, PastOf, State, StockTarget, StockWish, Store};

use crate::shelf::{SHOP, at, past_of, product, shelf, target};

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

/// The product with its one SKU in two warehouses.
fn in_two(here: Level, there: Level, updated: i64) -> Product {
    let info =
        |warehouse: &str, available| StockInfo { warehouse: WarehouseId::new(warehouse), available, campaign: None };
    let mut product = product("product_1", &[("a", 0)], updated);
    product.stock = vec![info("here", here), info("there", there)];
    product.skus[0].stock = Some(product.stock.clone());
    product
}

/// A SKU that sells in two warehouses, was set in one of them, and whose save was taken back.
async fn lived() -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    let put = async |here, there, second| {
        store.put_products(SHOP, &[in_two(here, there, second)], &[], at(second), None).await.unwrap();
    };
    put(45, 9, 1).await;
    put(43, 9, 2).await;
    put(43, 8, 3).await;
    let there = StockTarget { warehouse: WarehouseId::new("here"), ..target("a") };
    let wish = StockWish { target: there.clone(), change: StockChange::Set { level: 50 }, base: Some(43) };
    let batch = store.queue_stock(SHOP, &[wish], at(4)).await.unwrap().batch;
    arrive(&store, &there, 50, 5).await;
    store.undo_batch(batch, at(6)).await.unwrap();
    arrive(&store, &there, 43, 7).await;
    put(43, 5, 8).await;
    (folder, store)
}

async fn arrive(store: &Store, target: &StockTarget, level: Level, second: i64) {
    let due = store.due_stock(SHOP, at(second)).await.unwrap().remove(0);
    let base = if level == 50 { 43 } else { 50 };
    store.start_stock(&[(due.clone(), Some(base), level)], at(second)).await.unwrap();
    store.put_levels(SHOP, &[(target.clone(), level)], at(second)).await.unwrap();
    store.settle(&[due.id], State::Done, None, at(second), at(second)).await.unwrap();
}

#[tokio::test]
async fn a_skus_past_is_one_list_over_its_warehouses_and_comes_in_pieces_without_gap_or_twin() {
    let (_folder, store) = lived().await;
    let whole = store.ledger_piece(SHOP, &past_of("a"), None, 500).await.unwrap();
    let told: Vec<_> = whole.iter().map(|row| (row.warehouse.as_str(), row.level.unwrap(), row.by)).collect();
    assert_eq!(
        told,
        [
            ("there", 5, Mover::Shop),
            ("here", 43, Mover::Undo),
            ("here", 43, Mover::Undo),
            ("here", 50, Mover::Person),
            ("here", 50, Mover::Person),
            ("there", 8, Mover::Shop),
            ("here", 43, Mover::Shop),
            ("there", 9, Mover::Shop),
            ("here", 45, Mover::Shop),
        ]
    );
    for of in [past_of("a"), PastOf { warehouse: Some(WarehouseId::new("there")), ..past_of("a") }] {
        let mut pieces = Vec::new();
        loop {
            let before = pieces.last().map(|row: &store::LedgerRow| row.n);
            let piece = store.ledger_piece(SHOP, &of, before, 2).await.unwrap();
            assert!(piece.len() <= 2);
            if piece.is_empty() {
                break;
            }
            pieces.extend(piece);
        }
        let expected = whole.iter().filter(|row| of.warehouse.as_ref().is_none_or(|it| *it == row.warehouse));
        assert_eq!(pieces, expected.cloned().collect::<Vec<_>>());
    }
}

#[tokio::test]
async fn the_levels_that_the_shop_had_are_steps_by_warehouse_each_with_who_moved_it() {
    let (_folder, store) = lived().await;
    let steps = store.known_steps(SHOP, &past_of("a")).await.unwrap();
    let told: Vec<_> = steps
        .iter()
        .map(|(place, steps)| (place.as_str(), steps.iter().map(|step| (step.level, step.by)).collect::<Vec<_>>()))
        .collect();
    let here = vec![(45, Mover::Shop), (43, Mover::Shop), (50, Mover::Person), (43, Mover::Undo)];
    let there = vec![(9, Mover::Shop), (8, Mover::Shop), (5, Mover::Shop)];
    assert_eq!(told, [("here", here), ("there", there)]);
    let nobody = PastOf { product: ProductId::new("product_2"), sku: SkuId::new("z"), warehouse: None };
    assert_eq!(store.known_steps(SHOP, &nobody).await.unwrap(), []);
}

#[tokio::test]
async fn a_level_that_was_read_before_a_write_is_a_step_and_what_was_refused_or_lost_is_none() {
    let (_folder, store) = with_history().await;
    let wish = StockWish { target: target("a"), change: StockChange::Set { level: 50 }, base: Some(45) };
    store.queue_stock(SHOP, &[wish], at(3)).await.unwrap();
    let due = store.due_stock(SHOP, at(4)).await.unwrap().remove(0);
    store.start_stock(&[(due.clone(), Some(44), 50)], at(4)).await.unwrap();
    store.settle(&[due.id], State::Refused, Some("The shop said no."), at(5), at(5)).await.unwrap();
    let steps = store.known_steps(SHOP, &past_of("a")).await.unwrap().remove(0).1;
    assert_eq!(steps.iter().map(|step| step.level).collect::<Vec<_>>(), [45, 44]);
}
