use domain::{OrderId, ProductId, ShopId};
use sqlx::{Connection as _, SqliteConnection, migrate::Migrator, sqlite::SqliteConnectOptions};
use store::{Between, Kind, Narrow, OrderFilter, State, StockFilter, StockTab, Store, Which};

use crate::shelf::{SHOP, at};

/// What a seller of the first version had: an order, a level, wishes in several states, a spent
/// budget.
const FILLED: &str = r#"
    INSERT INTO shops (id, name, region, practice, currency) VALUES (1, 'Linh Kay Studio', 'US', 0, 'USD');
    INSERT INTO orders (shop, id, status, stage, tracking, buyer, items, more_items, quantity, total, created, updated, asked,
                        fingerprint, haystack, detail)
    VALUES (1, '576618402217359921', 'AWAITING_SHIPMENT', 0, '', 'Hoa', 'Serum', 0, 1, '29.99', 1, 1, 1, 7, '5766', '{}');
    INSERT INTO products (shop, id, name, price, created, updated, asked, fingerprint, detail)
    VALUES (1, 'product_1', 'Linen Tote', '1', 1, 1, 1, 7, '{}');
    INSERT INTO skus (shop, id, product, seller_sku, price, position, haystack) VALUES (1, 'a', 'product_1', '', '1', 0, 'a');
    INSERT INTO sku_levels (shop, product, sku, warehouse, level) VALUES (1, 'product_1', 'a', 'default', 45);
    INSERT INTO outbox (shop, kind, order_id, tracking, state, due, created, changed)
    VALUES (1, 'ship', '576618402217359921', 'TK1', 'sending', 1, 1, 1);
    INSERT INTO outbox (shop, kind, product, sku, warehouse, change, base, observed, state, due, created, changed)
    VALUES (1, 'stock', 'product_1', 'a', 'default', '{"kind":"set","level":50}', 45, 45, 'queued', 1, 1, 1);
    INSERT INTO cursors (shop, name, value) VALUES (1, 'orders', '7');
    INSERT INTO set_aside (shop, kind, id, reason, raw, seen) VALUES (1, 'order', '9', 'no id', '{}', 1);
    INSERT INTO requests (minute, count) VALUES (29000000, 12);
"#;

/// The database as the first version left it, made by the first migration and nothing after it.
async fn first_version(folder: &std::path::Path) {
    let options = SqliteConnectOptions::new().filename(folder.join("tiktokflow.db")).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let all = Migrator::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).await.unwrap();
    let first = Migrator { migrations: all.migrations[..1].to_vec().into(), ..Migrator::DEFAULT };
    first.run(&mut connection).await.unwrap();
    sqlx::raw_sql(FILLED).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_database_of_the_first_version_is_brought_up_to_date_and_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    first_version(folder.path()).await;
    let opened = Store::open(folder.path(), at(0)).await.unwrap();
    assert_eq!(opened.set_aside, None);
    let store = opened.store;
    let shop = store.shop_of(SHOP).await.unwrap().unwrap();
    assert_eq!(
        (shop.name.as_str(), shop.currency.as_deref(), shop.seller.as_str()),
        ("Linh Kay Studio", Some("USD"), "")
    );
    assert_eq!(store.orders_to_ship(SHOP).await.unwrap(), 1);
    let search = |words: &str| OrderFilter { search: words.into(), ..OrderFilter::default() };
    assert_eq!(store.order_list(SHOP, &search("5766")).await.unwrap().numbers.len(), 1);
    let value = Between { least: Some(299_900), most: Some(299_900) };
    let of_that_value = OrderFilter { narrow: Narrow { value, ..Narrow::default() }, ..OrderFilter::default() };
    assert_eq!(store.order_list(SHOP, &of_that_value).await.unwrap().numbers.len(), 1, "29.99 is still 29.99");
    let wishes = store.outbox(SHOP, Which::Open).await.unwrap();
    assert_eq!(wishes.len(), 2);
    assert!(wishes.iter().all(|wish| wish.batch.is_none()));
    assert_eq!(store.cursor::<u32>(SHOP, "orders").await.unwrap(), Some(7));
    assert_eq!(store.set_aside_count(SHOP).await.unwrap(), 1);
    assert_eq!(store.requests("any app").await.unwrap(), [(29_000_000, 12)]);
    let changed = store.stock_list(SHOP, &StockFilter::of(StockTab::Changed)).await.unwrap();
    assert_eq!((changed.numbers.len(), changed.counts.products), (1, 1), "the level of 45 with an edit that waits");
    assert_eq!(store.unshared(SHOP, at(1), 9).await.unwrap(), [ProductId::new("product_1")]);
    assert_eq!(store.figures().await.unwrap().schema, 19);
}

#[tokio::test]
async fn wishes_from_before_batches_still_reach_the_shop() {
    let folder = tempfile::tempdir().unwrap();
    first_version(folder.path()).await;
    let store = Store::open(folder.path(), at(0)).await.unwrap().store;
    store.recover_outbox(SHOP, at(1)).await.unwrap();
    let shipment = store.shipment_of(SHOP, &OrderId::new("576618402217359921")).await.unwrap().unwrap();
    assert_eq!(shipment.state, State::Checking);
    let edit = store.due_stock(SHOP, at(1)).await.unwrap().remove(0);
    assert!(matches!(edit.kind, Kind::Stock { base: Some(45), .. }));
    assert_eq!(store.start_stock(&[(edit.clone(), Some(45), 50)], at(1)).await.unwrap(), [edit.id]);
    let new = store::NewShop {
        name: "Second".into(),
        region: "GB".into(),
        practice: false,
        currency: None,
        seller: String::new(),
    };
    assert_eq!(store.add_shop(&new).await.unwrap(), ShopId(2), "the first shop's number is taken");
}
