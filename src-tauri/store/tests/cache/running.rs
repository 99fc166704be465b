//! What sells right now, and what runs away of it.

use domain::{Lately, Line, Order, OrderStatus, Pace, ProductId, ShopId, SkuId};
use jiff::{SignedDuration, Timestamp};
use store::{Run, Selling, Store};
use tempfile::TempDir;

use crate::shelf::{SHOP, at, known_shop, order, product, shelf};

const MINUTE: i64 = 60;
/// Three hours behind the shelf's beginning.
const NOW: i64 = 180 * MINUTE;

fn ago(minutes: i64) -> Timestamp {
    at(NOW) - SignedDuration::from_mins(minutes)
}

fn bought(sku: &str, quantity: u32) -> Line {
    Line {
        product: ProductId::new("product_1"),
        sku: SkuId::new(sku),
        quantity,
        ..order("", OrderStatus::AwaitingShipment, 1).lines.remove(0)
    }
}

/// An order that was placed so many minutes ago.
fn placed(id: &str, minutes: i64, lines: Vec<Line>) -> Order {
    Order { created: ago(minutes), lines, ..order(id, OrderStatus::AwaitingShipment, NOW) }
}

/// Two SKUs with 40 and 0 pieces, of which the shop told when so many minutes had passed until now.
async fn stocked(minutes_ago: i64) -> (TempDir, Store) {
    let (folder, store) = shelf().await;
    let told = [product("product_1", &[("a", 40), ("b", 0)], 1)];
    store.put_products(SHOP, &told, &[], ago(minutes_ago), None).await.unwrap();
    (folder, store)
}

async fn put(store: &Store, orders: &[Order]) {
    store.put_orders(SHOP, orders, &[], at(NOW), None).await.unwrap();
}

async fn selling(store: &Store, fewest: u64) -> Vec<Selling> {
    store.selling(SHOP, [15, 60, 180].map(ago), fewest).await.unwrap()
}

fn sells(sku: &str, orders: [u64; 3], pieces: [u64; 3], left: i64) -> Selling {
    Selling { product: ProductId::new("product_1"), sku: SkuId::new(sku), lately: Lately { orders, pieces }, left }
}

#[tokio::test]
async fn orders_and_pieces_of_the_last_hours_are_told_by_window() {
    let (_folder, store) = stocked(0).await;
    let orders = [
        placed("1", 5, vec![bought("a", 2), bought("a", 1), bought("b", 1)]),
        placed("2", 15, vec![bought("a", 1)]),
        placed("3", 59, vec![bought("a", 4)]),
        placed("4", 180, vec![bought("a", 1)]),
        placed("5", 181, vec![bought("a", 100), bought("b", 100)]),
    ];
    put(&store, &orders).await;
    assert_eq!(selling(&store, 2).await, [sells("a", [2, 3, 4], [4, 8, 9], 40)]);
    assert_eq!(selling(&store, 1).await[1], sells("b", [1, 1, 1], [1, 1, 1], 0));
    let cancelled = Order { status: OrderStatus::Cancelled, updated: at(NOW + 1), ..orders[0].clone() };
    put(&store, &[cancelled]).await;
    assert_eq!(selling(&store, 2).await, [sells("a", [1, 2, 3], [1, 5, 6], 40)]);
}

#[tokio::test]
async fn what_was_ordered_since_the_level_was_told_is_no_longer_left() {
    let (_folder, store) = stocked(30).await;
    put(
        &store,
        &[
            placed("1", 5, vec![bought("a", 7)]),
            placed("2", 29, vec![bought("a", 50)]),
            placed("3", 31, vec![bought("a", 1)]),
        ],
    )
    .await;
    assert_eq!(selling(&store, 1).await, [sells("a", [1, 3, 3], [7, 58, 58], 40 - 57)]);
}

#[tokio::test]
async fn a_sku_of_which_no_level_is_known_cannot_run_out() {
    let (_folder, store) = stocked(0).await;
    put(&store, &[placed("1", 5, vec![bought("c", 7)])]).await;
    assert_eq!(selling(&store, 1).await, []);
}

#[tokio::test]
async fn pieces_of_the_day_before_are_told_of_the_skus_that_are_asked_for() {
    let (_folder, store) = stocked(0).await;
    put(
        &store,
        &[
            placed("1", 10, vec![bought("a", 2), bought("b", 9)]),
            placed("2", 20, vec![bought("a", 3)]),
            placed("3", 30, vec![bought("a", 100)]),
        ],
    )
    .await;
    let a = (ProductId::new("product_1"), SkuId::new("a"));
    let told = store.pieces_ordered(SHOP, std::slice::from_ref(&a), (ago(29), ago(9))).await.unwrap();
    assert_eq!(told, [(a.clone(), 5)].into());
    let ends = store.pieces_ordered(SHOP, std::slice::from_ref(&a), (ago(30), ago(10))).await.unwrap();
    assert_eq!(ends, [(a, 103)].into(), "the beginning is in it, the end isn't");
}

fn run(sku: &str, pieces: u64, left: i64) -> Run {
    Run { product: ProductId::new("product_1"), sku: SkuId::new(sku), pace: Pace { pieces, minutes: 15 }, left }
}

async fn runs(store: &Store) -> Vec<(String, u64, Timestamp, bool)> {
    let rows = store.stock_runs(SHOP).await.unwrap();
    rows.into_iter().map(|row| (row.run.sku.to_string(), row.run.pace.pieces, row.began, row.seen)).collect()
}

#[tokio::test]
async fn a_run_begins_once_goes_on_with_its_numbers_and_is_over() {
    let (folder, store) = stocked(0).await;
    assert_eq!(store.put_stock_runs(SHOP, &[run("a", 9, 40)], at(1)).await.unwrap(), [run("a", 9, 40)]);
    assert_eq!(store.put_stock_runs(SHOP, &[run("b", 5, 4), run("a", 12, 30)], at(2)).await.unwrap(), [run("b", 5, 4)]);
    store.see_stock_run(SHOP, &ProductId::new("product_1"), &SkuId::new("a")).await.unwrap();
    store.close().await;
    drop(store);
    let store = Store::open(folder.path(), at(3)).await.unwrap().store;
    assert_eq!(store.put_stock_runs(SHOP, &[run("b", 6, 3), run("a", 13, 30)], at(3)).await.unwrap(), []);
    assert_eq!(runs(&store).await, [("b".into(), 6, at(2), false), ("a".into(), 13, at(1), true)]);
    assert_eq!(store.put_stock_runs(SHOP, &[run("b", 6, 3)], at(4)).await.unwrap(), []);
    assert_eq!(store.put_stock_runs(SHOP, &[run("b", 6, 3), run("a", 9, 9)], at(5)).await.unwrap(), [run("a", 9, 9)]);
    assert_eq!(runs(&store).await[0], ("a".into(), 9, at(5), false), "a new one, that nobody has seen");
}

#[tokio::test]
async fn hours_are_six_until_set_and_go_with_the_shop_like_its_runs() {
    let (_folder, store) = stocked(0).await;
    assert_eq!(store.runaway_hours(SHOP).await.unwrap(), 6);
    assert_eq!(store.runaway_hours(ShopId(9)).await.unwrap(), 0);
    store.set_runaway_hours(SHOP, 0).await.unwrap();
    store.put_stock_runs(SHOP, &[run("a", 9, 40)], at(1)).await.unwrap();
    assert_eq!(store.put_stock_runs(ShopId(9), &[run("a", 9, 40)], at(1)).await.unwrap().len(), 1);
    assert_eq!(store.stock_runs(ShopId(9)).await.unwrap(), [], "a shop that is gone keeps nothing");
    store.remove_shop(SHOP).await.unwrap();
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    assert_eq!((store.runaway_hours(SHOP).await.unwrap(), runs(&store).await), (6, vec![]));
}
