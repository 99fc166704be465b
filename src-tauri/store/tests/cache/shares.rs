use domain::{Level, Product, ProductId, SkuId, StockInfo, StockShares, WarehouseId};
use store::{KnownShares, StockFilter, StockTab, Store};

use crate::shelf::{SHOP, at, product, shelf, target};

fn shares(sku: &str, campaign: Option<Level>) -> StockShares {
    StockShares {
        product: ProductId::new("product_1"),
        sku: SkuId::new(sku),
        available: Some(45),
        campaign,
        creator: None,
        free: Some(30),
        committed: vec![(target(sku).warehouse, 3)],
    }
}

async fn put(store: &Store, told: &[StockShares], asked: i64) {
    store.put_shares(SHOP, &[ProductId::new("product_1")], told, at(asked)).await.unwrap();
}

async fn known(store: &Store) -> Vec<(String, Option<Level>)> {
    let known = store.shares_of(SHOP, &ProductId::new("product_1")).await.unwrap();
    known.into_iter().map(|known| (known.shares.sku.to_string(), known.shares.campaign)).collect()
}

async fn campaigns(store: &Store) -> Vec<Option<Level>> {
    let numbers = store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.unwrap().numbers.to_vec();
    let rows = store.stock_rows(SHOP, &numbers).await.unwrap();
    rows.iter().flat_map(|row| &row.levels).map(|level| level.campaign).collect()
}

async fn stocked(skus: &[(&str, Level)]) -> (tempfile::TempDir, Store) {
    let (folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", skus, 1)], &[], at(2), None).await.unwrap();
    (folder, store)
}

/// The same with another warehouse.
fn in_two_places(mut product: Product) -> Product {
    let stock = product.skus[0].stock.as_mut().unwrap();
    stock.push(StockInfo { warehouse: WarehouseId::new("elsewhere"), available: 1, campaign: None });
    product
}

#[tokio::test]
async fn shares_are_told_as_they_came_with_when_they_were_asked_for() {
    let (_folder, store) = stocked(&[("a", 45)]).await;
    put(&store, &[shares("a", Some(12))], 5).await;
    let known = store.shares_of(SHOP, &ProductId::new("product_1")).await.unwrap();
    assert_eq!(known, [KnownShares { shares: shares("a", Some(12)), left: Some(45), asked: at(5) }]);
}

#[tokio::test]
async fn an_answer_that_was_asked_for_earlier_overwrites_none_that_was_asked_for_later() {
    let (_folder, store) = stocked(&[("a", 45)]).await;
    put(&store, &[shares("a", Some(12))], 5).await;
    put(&store, &[shares("a", Some(9))], 4).await;
    put(&store, &[], 5).await;
    assert_eq!(known(&store).await, [("a".to_owned(), Some(12))]);
    put(&store, &[shares("a", Some(9))], 6).await;
    assert_eq!(known(&store).await, [("a".to_owned(), Some(9))]);
}

#[tokio::test]
async fn what_a_later_answer_leaves_out_is_unknown_again_and_a_sku_that_is_gone_takes_its_shares_along() {
    let (_folder, store) = stocked(&[("a", 45), ("b", 4)]).await;
    put(&store, &[shares("a", Some(12)), shares("b", None), shares("never seen", Some(1))], 5).await;
    assert_eq!(known(&store).await, [("a".to_owned(), Some(12)), ("b".to_owned(), None)]);
    put(&store, &[shares("b", Some(2))], 6).await;
    assert_eq!(known(&store).await, [("b".to_owned(), Some(2))]);
    assert_eq!(campaigns(&store).await, [None, Some(2)]);
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 9)], &[], at(9), None).await.unwrap();
    assert_eq!(known(&store).await, []);
}

#[tokio::test]
async fn shares_never_touch_a_level_and_a_level_leaves_them_as_they_are() {
    let (_folder, store) = stocked(&[("a", 50)]).await;
    store.put_levels(SHOP, &[(target("a"), 40)], at(10)).await.unwrap();
    put(&store, &[shares("a", Some(12))], 11).await;
    let level = async || store.known_levels(SHOP, &[target("a")]).await.unwrap()[0];
    assert_eq!((level().await.level, level().await.campaign), (Some(40), Some(12)));
    store.put_products(SHOP, &[product("product_1", &[("a", 39)], 12)], &[], at(12), None).await.unwrap();
    assert_eq!((level().await.level, level().await.campaign), (Some(39), Some(12)));
}

#[tokio::test]
async fn what_is_held_of_a_sku_is_held_there_where_it_lies_in_one_warehouse_alone() {
    let (_folder, store) = stocked(&[("a", 45)]).await;
    put(&store, &[shares("a", Some(12))], 5).await;
    assert_eq!(campaigns(&store).await, [Some(12)]);
    let wider = in_two_places(product("product_1", &[("a", 45)], 6));
    store.put_products(SHOP, &[wider], &[], at(6), None).await.unwrap();
    assert_eq!(campaigns(&store).await, [None, None]);
    let held = store.held_levels(SHOP, &ProductId::new("product_1")).await.unwrap();
    let held: Vec<_> = held.iter().map(|it| (it.sku.as_str(), it.held, it.level)).collect();
    assert_eq!(held, [("a", 12, 45), ("a", 12, 1)]);
    put(&store, &[shares("a", None)], 7).await;
    assert_eq!(store.held_levels(SHOP, &ProductId::new("product_1")).await.unwrap(), []);
}

#[tokio::test]
async fn those_products_come_first_that_have_not_been_asked_about_longest() {
    let (_folder, store) = stocked(&[("a", 1)]).await;
    let more = [product("product_2", &[("b", 1)], 1), product("product_3", &[("c", 1)], 1)];
    store.put_products(SHOP, &more, &[], at(3), None).await.unwrap();
    let ids = |ids: &[&str]| ids.iter().map(|id| ProductId::new(*id)).collect::<Vec<_>>();
    store.put_shares(SHOP, &ids(&["product_1"]), &[], at(20)).await.unwrap();
    store.put_shares(SHOP, &ids(&["product_3"]), &[], at(10)).await.unwrap();
    assert_eq!(store.unshared(SHOP, at(30), 2).await.unwrap(), ids(&["product_2", "product_3"]));
    assert_eq!(store.unshared(SHOP, at(20), 9).await.unwrap(), ids(&["product_2", "product_3"]));
}

#[tokio::test]
async fn shares_are_read_for_the_rows_of_a_list_and_a_shop_that_tells_none_has_none() {
    let (_folder, store) = stocked(&[("a", 45), ("b", 4)]).await;
    let rows = store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.unwrap().numbers.to_vec();
    assert!(!store.tells_shares(SHOP).await.unwrap() && store.shares_of_rows(SHOP, &rows).await.unwrap().is_empty());
    put(&store, &[shares("b", Some(2))], 5).await;
    assert!(store.tells_shares(SHOP).await.unwrap());
    let known = store.shares_of_rows(SHOP, &rows).await.unwrap();
    let of = |row: i64| known.get(&row).map(|known| (known.shares.sku.to_string(), known.shares.campaign, known.left));
    assert_eq!([of(rows[0]), of(rows[1])], [None, Some(("b".to_owned(), Some(2), Some(4)))]);
    assert!(store.shares_of_rows(SHOP, &rows[..1]).await.unwrap().is_empty());
    assert!(store.shares_of_rows(domain::ShopId(9), &rows).await.unwrap().is_empty());
}
