//! Counting stock while buyers buy.

mod living;

use domain::{Order, OrderStatus, ProductId, SkuId, StockChange, WarehouseId};
use store::{
    CountFilter, CountLine, CountSums, CountTab, Kind, RuleField, RuleScope, State, StockCount, StockWish, Store,
    StoreError, Which,
};
use tempfile::TempDir;

use crate::shelf::{SHOP, at, order, product, shelf, target};

fn here() -> WarehouseId {
    WarehouseId::new("default")
}

fn key(sku: &str) -> (ProductId, SkuId) {
    (ProductId::new("product_1"), SkuId::new(sku))
}

/// Three SKUs of ten pieces each, as read at second 2, and a count that is begun.
async fn begun() -> (TempDir, Store, StockCount) {
    let (folder, store) = shelf().await;
    store
        .put_products(SHOP, &[product("product_1", &[("a", 10), ("b", 10), ("c", 10)], 1)], &[], at(2), None)
        .await
        .unwrap();
    let count = store.begin_count(SHOP, &here(), at(3)).await.unwrap();
    (folder, store, count)
}

async fn read_levels(store: &Store, levels: [i64; 3], second: i64) {
    let [a, b, c] = levels;
    let told = product("product_1", &[("a", a), ("b", b), ("c", c)], second);
    store.put_products(SHOP, &[told], &[], at(second), None).await.unwrap();
}

/// An order of so many pieces of a SKU, placed at this second.
fn bought(id: &str, sku: &str, pieces: u32, second: i64) -> Order {
    let mut order = order(id, OrderStatus::AwaitingShipment, second);
    order.created = at(second);
    order.lines[0].sku = SkuId::new(sku);
    order.lines[0].quantity = pieces;
    order
}

async fn read_order(store: &Store, order: Order, second: i64) {
    store.put_orders(SHOP, &[order], &[], at(second), None).await.unwrap();
}

async fn set(store: &Store, count: &StockCount, sku: &str, pieces: i64, second: i64) {
    let (product, sku) = key(sku);
    store.set_counted(count.id, &product, &sku, pieces, at(second)).await.unwrap();
}

async fn scan(store: &Store, count: &StockCount, sku: &str, second: i64) -> i64 {
    let (product, sku) = key(sku);
    store.count_one_more(count.id, &product, &sku, at(second)).await.unwrap()
}

async fn line(store: &Store, count: &StockCount, sku: &str) -> Option<CountLine> {
    let (product, sku) = key(sku);
    store.count_row(count, &product, &sku).await.unwrap().unwrap().line
}

async fn difference(store: &Store, count: &StockCount, sku: &str) -> Option<i64> {
    line(store, count, sku).await.unwrap().difference
}

async fn listed(store: &Store, count: &StockCount, tab: CountTab, search: &str) -> Vec<String> {
    let filter = CountFilter { tab, search: search.into() };
    let list = store.count_list(count.id, &filter).await.unwrap();
    let rows = store.count_rows(count.id, &list.numbers.to_vec()).await.unwrap();
    let of_tab = match tab {
        CountTab::All => list.counts.all,
        CountTab::Counted => list.counts.counted,
        CountTab::Differences => list.counts.differences,
        CountTab::NotCounted => list.counts.not_counted,
    };
    assert_eq!(of_tab, rows.len() as i64, "a count equals its list");
    rows.iter().map(|row| row.stock.sku.to_string()).collect()
}

async fn sums(store: &Store, count: &StockCount) -> CountSums {
    let filter = CountFilter { tab: CountTab::All, search: String::new() };
    store.count_list(count.id, &filter).await.unwrap().sums
}

/// What waits for the shop: SKU and change of each, and the batch's reason.
async fn queued(store: &Store) -> Vec<(String, StockChange)> {
    let open = store.outbox(SHOP, Which::Open).await.unwrap();
    let wish = |entry: store::Entry| match entry.kind {
        Kind::Stock { target, change, .. } if entry.state == State::Queued => Some((target.sku.to_string(), change)),
        _ => None,
    };
    let mut wishes: Vec<_> = open.into_iter().filter_map(wish).collect();
    wishes.sort_by(|one, other| one.0.cmp(&other.0));
    wishes
}

#[tokio::test]
async fn what_was_counted_is_there_again_when_the_cache_is_opened_anew_and_the_same_count_goes_on() {
    let (folder, store, count) = begun().await;
    assert_eq!((scan(&store, &count, "a", 4).await, scan(&store, &count, "a", 5).await), (1, 2));
    set(&store, &count, "b", 7, 6).await;
    store.close().await;
    drop(store);
    let store = Store::open(folder.path(), at(7)).await.unwrap().store;
    assert_eq!(store.open_counts(SHOP).await.unwrap(), [StockCount { lines: 2, ..count.clone() }]);
    assert_eq!(store.begin_count(SHOP, &here(), at(8)).await.unwrap().id, count.id, "one count of a warehouse is open");
    assert_eq!((difference(&store, &count, "a").await, difference(&store, &count, "b").await), (Some(-8), Some(-3)));
    assert_eq!(listed(&store, &count, CountTab::Counted, "").await, ["b", "a"], "what was touched last is first");
}

#[tokio::test]
async fn a_sale_between_counting_and_applying_is_not_undone() {
    let (_folder, store, count) = begun().await;
    set(&store, &count, "a", 8, 4).await;
    set(&store, &count, "b", 10, 4).await;
    read_order(&store, bought("1", "a", 3, 5), 6).await;
    read_levels(&store, [7, 10, 10], 7).await;
    let told = line(&store, &count, "a").await.unwrap();
    assert_eq!((told.level, told.difference, told.leads_to), (Some(10), Some(-2), Some(5)));
    let applied = store.apply_count(count.id, "Damaged", at(8)).await.unwrap();
    assert_eq!(applied.queued, 1, "what doesn't differ sends nothing");
    assert_eq!(queued(&store).await, [("a".into(), StockChange::Add { amount: -2 })]);
    let batch = store.batch(applied.batch.unwrap()).await.unwrap();
    assert_eq!((batch.reason.as_deref(), batch.can_undo), (Some("Damaged"), true));
}

#[tokio::test]
async fn a_count_is_applied_once() {
    let (_folder, store, count) = begun().await;
    set(&store, &count, "a", 8, 4).await;
    store.writes_before_failure(Some(0));
    assert!(store.apply_count(count.id, "Counted", at(5)).await.is_err());
    store.writes_before_failure(None);
    assert_eq!((queued(&store).await.len(), store.open_counts(SHOP).await.unwrap().len()), (0, 1), "all or nothing");
    let (one, other) =
        tokio::join!(store.apply_count(count.id, "Counted", at(5)), store.apply_count(count.id, "Counted", at(5)));
    assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|it| **it).count(), 1);
    assert_eq!(queued(&store).await, [("a".into(), StockChange::Add { amount: -2 })]);
    assert!(matches!(store.open_count(count.id).await, Err(StoreError::NotFound)));
    let (product, sku) = key("a");
    let late = store.set_counted(count.id, &product, &sku, 1, at(6)).await;
    assert!(matches!(late, Err(StoreError::NotFound)), "a scan that comes late counts nothing");
}

#[tokio::test]
async fn sold_pieces_that_wait_to_be_packed_are_taken_off_unless_they_lie_apart() {
    let (_folder, store, count) = begun().await;
    read_order(&store, bought("1", "a", 3, 1), 2).await;
    set(&store, &count, "a", 13, 4).await;
    let told = line(&store, &count, "a").await.unwrap();
    assert_eq!((told.sold, told.difference), (3, Some(0)));
    store.set_sold_apart(count.id, true).await.unwrap();
    assert_eq!(difference(&store, &count, "a").await, Some(3));
    store.set_sold_apart(count.id, false).await.unwrap();
    store.mark_packed(SHOP, &domain::OrderId::new("1"), at(5)).await.unwrap();
    assert_eq!(difference(&store, &count, "a").await, Some(0), "it lay there when it was counted");
    set(&store, &count, "a", 10, 6).await;
    assert_eq!(line(&store, &count, "a").await.unwrap().sold, 0, "packed, it lies in its parcel");
}

#[tokio::test]
async fn an_order_that_is_known_before_its_level_was_read_again_is_no_loss() {
    let (_folder, store, count) = begun().await;
    read_order(&store, bought("1", "a", 2, 3), 4).await;
    set(&store, &count, "a", 10, 5).await;
    let told = line(&store, &count, "a").await.unwrap();
    assert_eq!((told.level, told.sold, told.difference), (Some(8), 2, Some(0)));
}

#[tokio::test]
async fn an_order_that_becomes_known_late_is_no_find() {
    let (_folder, store, count) = begun().await;
    read_levels(&store, [8, 10, 10], 4).await;
    set(&store, &count, "a", 10, 5).await;
    assert_eq!(difference(&store, &count, "a").await, Some(2));
    read_order(&store, bought("1", "a", 2, 3), 6).await;
    let told = line(&store, &count, "a").await.unwrap();
    assert_eq!((told.sold, told.difference), (2, Some(0)));
    read_order(&store, bought("2", "a", 1, 7), 8).await;
    assert_eq!(difference(&store, &count, "a").await, Some(0), "what is bought later has nothing to do with it");
}

#[tokio::test]
async fn a_step_is_taken_back_and_the_one_before_it_the_next_time() {
    let (_folder, store, count) = begun().await;
    scan(&store, &count, "a", 4).await;
    scan(&store, &count, "a", 5).await;
    set(&store, &count, "b", 7, 6).await;
    assert_eq!(store.count_rest_as_zero(count.id, at(7)).await.unwrap(), 1);
    assert_eq!(difference(&store, &count, "c").await, Some(-10));
    let undo = async || store.undo_counted(count.id).await.unwrap();
    assert_eq!(undo().await.unwrap().lines, 1);
    assert_eq!(line(&store, &count, "c").await, None);
    assert_eq!(undo().await.unwrap().sku, Some(key("b")));
    assert_eq!(undo().await.unwrap().pieces, Some(1));
    assert_eq!(line(&store, &count, "a").await.unwrap().pieces, 1);
    assert_eq!(undo().await.unwrap().pieces, None);
    assert_eq!(undo().await, None);
    assert_eq!(sums(&store, &count).await, CountSums { not_counted: 3, ..CountSums::default() });
}

#[tokio::test]
async fn lists_and_sums_tell_the_same() {
    let (_folder, store, count) = begun().await;
    set(&store, &count, "a", 12, 4).await;
    set(&store, &count, "b", 7, 5).await;
    assert_eq!(listed(&store, &count, CountTab::All, "").await, ["a", "b", "c"]);
    assert_eq!(listed(&store, &count, CountTab::Differences, "").await, ["b", "a"]);
    assert_eq!(listed(&store, &count, CountTab::Differences, "lt-a").await, ["a"]);
    assert_eq!(listed(&store, &count, CountTab::NotCounted, "").await, ["c"]);
    let expected = CountSums { lines: 2, differences: 2, more: 2, fewer: 3, not_counted: 1, ..CountSums::default() };
    assert_eq!(sums(&store, &count).await, expected);
}

#[tokio::test]
async fn a_level_that_was_edited_here_since_has_to_be_counted_again() {
    let (_folder, store, count) = begun().await;
    set(&store, &count, "a", 8, 4).await;
    let wish = StockWish { target: target("a"), change: StockChange::Set { level: 8 }, base: Some(10) };
    store.queue_stock(SHOP, &[wish], at(5)).await.unwrap();
    assert!(line(&store, &count, "a").await.unwrap().edited);
    assert_eq!(store.count_wishes(count.id).await.unwrap(), [], "it would take two pieces twice");
    set(&store, &count, "a", 8, 6).await;
    let told = line(&store, &count, "a").await.unwrap();
    assert_eq!((told.level, told.difference, told.edited), (Some(8), Some(0), false), "the edit leads there");
    let dropped = store.outbox(SHOP, Which::Open).await.unwrap().remove(0);
    store.discard(dropped.id, at(7)).await.unwrap();
    set(&store, &count, "b", 9, 8).await;
    assert!(!line(&store, &count, "b").await.unwrap().edited);
}

#[tokio::test]
async fn where_more_was_sold_since_than_was_there_nothing_is_left() {
    let (_folder, store, count) = begun().await;
    set(&store, &count, "a", 0, 4).await;
    read_levels(&store, [3, 10, 10], 5).await;
    store.apply_count(count.id, "Lost", at(6)).await.unwrap();
    assert_eq!(queued(&store).await, [("a".into(), StockChange::Set { level: 0 })]);
}

#[tokio::test]
async fn a_code_is_the_sellers_own_or_the_shops_id_and_whole() {
    let (_folder, store, count) = begun().await;
    let found = async |code: &str| store.skus_by_code(&count, code).await.unwrap().len();
    assert_eq!((found("LT-a").await, found(" lt-A ").await, found("a").await), (1, 1, 1));
    assert_eq!((found("LT").await, found("").await, found("LT-").await), (0, 0, 0));
    store.put_products(SHOP, &[product("product_2", &[("a", 1)], 1)], &[], at(4), None).await.unwrap();
    assert_eq!(found("LT-a").await, 2);
}

#[tokio::test]
async fn a_count_goes_with_its_shop() {
    let (_folder, store, count) = begun().await;
    scan(&store, &count, "a", 4).await;
    store.remove_shop(SHOP).await.unwrap();
    assert_eq!(store.open_counts(SHOP).await.unwrap(), []);
    assert!(matches!(store.begin_count(SHOP, &here(), at(5)).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn a_count_that_is_given_up_changes_nothing() {
    let (_folder, store, count) = begun().await;
    set(&store, &count, "a", 0, 4).await;
    store.give_up_count(count.id, at(5)).await.unwrap();
    assert_eq!((queued(&store).await, store.open_counts(SHOP).await.unwrap()), (vec![], vec![]));
    assert_ne!(store.begin_count(SHOP, &here(), at(6)).await.unwrap().id, count.id);
}

#[tokio::test]
async fn what_a_rule_keeps_back_is_not_offered_of_what_was_counted() {
    let (_folder, store, count) = begun().await;
    store.set_stock_rule(SHOP, &RuleScope::Warehouse(here()), RuleField::KeptBack, Some(4)).await.unwrap();
    read_order(&store, bought("1", "a", 3, 1), 2).await;
    set(&store, &count, "a", 13, 4).await;
    set(&store, &count, "b", 2, 4).await;
    let told = line(&store, &count, "a").await.unwrap();
    assert_eq!((told.sold, told.difference, told.leads_to), (3, Some(-4), Some(6)), "13 counted, 3 sold, 4 kept back");
    assert_eq!(difference(&store, &count, "b").await, Some(-10), "none is offered, and no fewer than none");
    store.apply_count(count.id, "Counted", at(5)).await.unwrap();
    let changes = [("a".into(), StockChange::Add { amount: -4 }), ("b".into(), StockChange::Add { amount: -10 })];
    assert_eq!(queued(&store).await, changes);
}
