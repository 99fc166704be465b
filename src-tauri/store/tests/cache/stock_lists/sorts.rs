//! Each way to sort the grid, by hand.

use domain::{Product, StockInfo, WarehouseId};
use store::{StockFilter, StockSort, StockSortBy, StockTab, Store};
use tempfile::TempDir;

use crate::shelf::{SHOP, at, known_shop, product, shelf};

/// A product by this name whose SKUs have these levels in the one warehouse, and codes of their ids.
fn named(id: &str, name: &str, skus: &[(&str, i64)]) -> Product {
    Product { name: name.into(), ..product(id, skus, 1) }
}

/// Two products of the same name but for its case, and one that comes before them in another script's order.
async fn three_products() -> (TempDir, Store) {
    let (folder, store) = shelf().await;
    let mut unknown = named("12", "tote", &[("d", 0), ("c", 7)]);
    unknown.skus[0].stock = None;
    let products = [named("20", "香皂", &[("z", 7), ("y", 1)]), unknown, named("11", "Tote", &[("b", 7), ("a", -2)])];
    store.put_products(SHOP, &products, &[], at(2), None).await.unwrap();
    (folder, store)
}

fn by_level() -> StockSortBy {
    StockSortBy::Level(WarehouseId::new("default"))
}

/// The ids of the SKUs on a tab, one letter each.
async fn sorted(store: &Store, tab: StockTab, by: StockSortBy, descending: bool) -> String {
    let filter = StockFilter { sort: StockSort { by, descending }, ..StockFilter::of(tab) };
    let numbers = store.stock_list(SHOP, &filter).await.unwrap().numbers;
    let rows = store.stock_rows(SHOP, &numbers.to_vec()).await.unwrap();
    rows.iter().map(|row| row.sku.as_str()).collect()
}

#[tokio::test]
async fn by_product_skus_of_products_with_one_name_stay_together_and_in_their_order() {
    let (_folder, store) = three_products().await;
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Product, false).await, "badczy");
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Product, true).await, "zybadc");
}

#[tokio::test]
async fn by_code_a_sku_without_one_stands_by_its_id() {
    let (_folder, store) = three_products().await;
    let mut without = named("30", "Mug", &[("m", 1)]);
    without.skus[0].seller_sku = String::new();
    store.put_products(SHOP, &[without], &[], at(2), None).await.unwrap();
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Code, false).await, "abcdyzm");
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Code, true).await, "mzydcba");
}

#[tokio::test]
async fn skus_with_one_code_stand_by_their_products_either_way() {
    let (_folder, store) = shelf().await;
    let mut twins = [named("2", "A", &[("b", 1)]), named("1", "B", &[("c", 1)])];
    twins.iter_mut().for_each(|product| product.skus[0].seller_sku = "LT".into());
    store.put_products(SHOP, &twins, &[], at(2), None).await.unwrap();
    for descending in [false, true] {
        assert_eq!(sorted(&store, StockTab::All, StockSortBy::Code, descending).await, "bc");
    }
}

#[tokio::test]
async fn by_level_and_by_total_those_alike_stand_by_product_and_unknown_ones_are_last() {
    let (_folder, store) = three_products().await;
    for by in [by_level(), StockSortBy::Total] {
        assert_eq!(sorted(&store, StockTab::All, by.clone(), false).await, "aybczd", "{by:?}");
        assert_eq!(sorted(&store, StockTab::All, by.clone(), true).await, "bczyad", "{by:?}");
    }
}

#[tokio::test]
async fn a_total_is_unknown_where_one_of_its_levels_is() {
    let (_folder, store) = three_products().await;
    let mut elsewhere = named("30", "Mug", &[("m", 100)]);
    let more = StockInfo { warehouse: WarehouseId::new("ny"), available: 1, campaign: None };
    elsewhere.skus[0].stock.iter_mut().for_each(|stock| stock.push(more.clone()));
    store.put_products(SHOP, &[elsewhere], &[], at(2), None).await.unwrap();
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Total, false).await, "mbadczy");
    assert_eq!(sorted(&store, StockTab::All, by_level(), true).await, "mbczyad");
}

#[tokio::test]
async fn a_warehouse_that_the_shop_never_named_leaves_the_order_by_product() {
    let (_folder, store) = three_products().await;
    let nowhere = StockSortBy::Level(WarehouseId::new("nowhere"));
    assert_eq!(sorted(&store, StockTab::All, nowhere, true).await, "badczy");
}

#[tokio::test]
async fn every_tab_is_sorted_like_all() {
    let (_folder, store) = three_products().await;
    assert_eq!(sorted(&store, StockTab::Low, by_level(), false).await, "y");
    assert_eq!(sorted(&store, StockTab::SoldOut, by_level(), false).await, "a");
    let sold_out = [named("11", "Tote", &[("b", 0), ("a", -2)]), named("20", "香皂", &[("z", -1), ("y", 1)])];
    let sold_out = sold_out.map(|product| Product { updated: at(5), ..product });
    store.put_products(SHOP, &sold_out, &[], at(6), None).await.unwrap();
    assert_eq!(sorted(&store, StockTab::SoldOut, by_level(), false).await, "azb");
    assert_eq!(sorted(&store, StockTab::SoldOut, by_level(), true).await, "bza");
    assert_eq!(sorted(&store, StockTab::SoldOut, StockSortBy::Code, false).await, "abz");
}

#[tokio::test]
async fn of_a_shop_that_was_removed_nothing_is_listed_even_if_it_comes_back() {
    let (_folder, store) = three_products().await;
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Product, false).await, "badczy");
    store.remove_shop(SHOP).await.unwrap();
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Product, false).await, "");
    store.put_products(SHOP, &[named("1", "Mug", &[("m", 1)])], &[], at(2), None).await.unwrap();
    assert_eq!(sorted(&store, StockTab::All, StockSortBy::Product, false).await, "m");
}
