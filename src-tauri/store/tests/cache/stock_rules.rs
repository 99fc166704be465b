use domain::{ProductId, ShopId, SkuId, StockRule, WarehouseId};
use store::{
    Own, OwnRules,
    RuleField::{KeptBack, LowAt},
    RuleScope, StockFilter, StockRules, StockTab, Store,
};
use tempfile::TempDir;

use crate::shelf::{SHOP, at, known_shop, product, shelf};

const OTHER: ShopId = ShopId(2);

/// Three SKUs with 3, 8 and 40 pieces.
async fn stocked() -> (TempDir, Store) {
    let (folder, store) = shelf().await;
    let told = [product("product_1", &[("a", 3), ("b", 8), ("c", 40)], 1)];
    store.put_products(SHOP, &told, &[], at(2), None).await.unwrap();
    (folder, store)
}

fn named(sku: &str) -> (ProductId, SkuId) {
    (ProductId::new("product_1"), SkuId::new(sku))
}

async fn listed(store: &Store, tab: StockTab) -> Vec<i64> {
    let listing = store.stock_list(SHOP, &StockFilter::of(tab)).await.unwrap();
    if tab == StockTab::Low {
        assert_eq!(listing.counts.low, listing.numbers.len() as i64);
    }
    listing.numbers.to_vec()
}

/// The SKUs that are low, a letter each.
async fn low(store: &Store) -> String {
    let numbers = listed(store, StockTab::Low).await;
    let rows = store.stock_rows(SHOP, &numbers).await.unwrap();
    rows.iter().map(|row| row.sku.as_str()).collect()
}

async fn sku(store: &Store, place: usize) -> RuleScope {
    RuleScope::Skus(vec![listed(store, StockTab::All).await[place]])
}

fn default_warehouse() -> RuleScope {
    RuleScope::Warehouse(WarehouseId::new("default"))
}

fn counts(rules: &StockRules, sku: &str) -> StockRule {
    let (product, sku) = named(sku);
    rules.of(&product, &sku, &WarehouseId::new("default"))
}

#[tokio::test]
async fn the_low_tab_goes_by_the_sku_then_its_warehouse_then_the_shop() {
    let (_folder, store) = stocked().await;
    assert_eq!(low(&store).await, "a", "five is usual");
    store.set_stock_rule(SHOP, &RuleScope::Shop, LowAt, Some(8)).await.unwrap();
    assert_eq!(low(&store).await, "ab");
    store.set_stock_rule(SHOP, &default_warehouse(), LowAt, Some(2)).await.unwrap();
    assert_eq!(low(&store).await, "");
    let c = sku(&store, 2).await;
    store.set_stock_rule(SHOP, &c, LowAt, Some(40)).await.unwrap();
    assert_eq!(low(&store).await, "c");
    store.set_stock_rule(SHOP, &default_warehouse(), LowAt, None).await.unwrap();
    assert_eq!(low(&store).await, "abc", "left to the shop's again");
    store.set_stock_rule(SHOP, &c, LowAt, None).await.unwrap();
    store.set_stock_rule(SHOP, &RuleScope::Shop, LowAt, Some(0)).await.unwrap();
    assert_eq!(low(&store).await, "", "never");
}

#[tokio::test]
async fn a_field_that_is_cleared_leaves_the_other_one_alone() {
    let (_folder, store) = stocked().await;
    let a = sku(&store, 0).await;
    for (field, value) in [(LowAt, 9), (KeptBack, 4)] {
        store.set_stock_rule(SHOP, &a, field, Some(value)).await.unwrap();
    }
    store.set_stock_rule(SHOP, &default_warehouse(), KeptBack, Some(1)).await.unwrap();
    let rules = async || store.stock_rules(SHOP, &[named("a"), named("b")]).await.unwrap();
    assert_eq!(counts(&rules().await, "a"), StockRule { low_at: Some(9), kept_back: Some(4) });
    assert_eq!(counts(&rules().await, "b"), StockRule { low_at: None, kept_back: Some(1) });
    store.set_stock_rule(SHOP, &a, KeptBack, None).await.unwrap();
    assert_eq!(counts(&rules().await, "a"), StockRule { low_at: Some(9), kept_back: Some(1) });
    store.set_stock_rule(SHOP, &a, LowAt, None).await.unwrap();
    store.set_stock_rule(SHOP, &a, LowAt, None).await.unwrap();
    store.set_stock_rule(SHOP, &default_warehouse(), KeptBack, None).await.unwrap();
    assert_eq!(rules().await, StockRules::default());
}

#[tokio::test]
async fn what_several_skus_say_is_told_where_they_agree() {
    let (_folder, store) = stocked().await;
    let all = listed(&store, StockTab::All).await;
    let own = async |skus: &[i64]| store.own_rules(SHOP, skus).await.unwrap();
    let none = OwnRules { skus: 3, low_at: Own::Same(None), kept_back: Own::Same(None) };
    assert_eq!(own(&all).await, none);
    store.set_stock_rule(SHOP, &RuleScope::Skus(all[..2].to_vec()), LowAt, Some(7)).await.unwrap();
    assert_eq!(own(&all).await, OwnRules { low_at: Own::Different, ..none }, "one of them has none");
    assert_eq!(own(&all[..2]).await, OwnRules { skus: 2, low_at: Own::Same(Some(7)), ..none });
    store.set_stock_rule(SHOP, &RuleScope::Skus(all.clone()), LowAt, Some(7)).await.unwrap();
    store.set_stock_rule(SHOP, &RuleScope::Skus(all[2..].to_vec()), KeptBack, Some(0)).await.unwrap();
    assert_eq!(own(&all).await, OwnRules { low_at: Own::Same(Some(7)), kept_back: Own::Different, ..none });
}

#[tokio::test]
async fn rules_outlive_a_restart_and_a_product_that_is_away_and_go_with_their_shop() {
    let (folder, store) = stocked().await;
    store.put_shop(&known_shop(OTHER)).await.unwrap();
    store.set_stock_rule(OTHER, &RuleScope::Shop, LowAt, Some(1)).await.unwrap();
    let c = sku(&store, 2).await;
    store.set_stock_rule(SHOP, &c, LowAt, Some(40)).await.unwrap();
    store.put_products(SHOP, &[product("product_1", &[("a", 3)], 3)], &[], at(4), None).await.unwrap();
    assert_eq!(low(&store).await, "a");
    let back = product("product_1", &[("a", 3), ("b", 8), ("c", 40)], 5);
    store.put_products(SHOP, &[back], &[], at(6), None).await.unwrap();
    assert_eq!(low(&store).await, "ac");
    store.close().await;
    drop(store);
    let store = Store::open(folder.path(), at(7)).await.unwrap().store;
    assert_eq!(low(&store).await, "ac");
    store.remove_shop(SHOP).await.unwrap();
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    assert_eq!(store.stock_rules(SHOP, &[named("c")]).await.unwrap(), StockRules::default());
    assert_eq!(store.stock_rules(OTHER, &[]).await.unwrap().shop().low_at, Some(1));
}

#[tokio::test]
async fn a_rule_of_a_shop_that_is_not_connected_is_not_kept_and_one_out_of_range_is_refused() {
    let (_folder, store) = stocked().await;
    store.set_stock_rule(ShopId(9), &RuleScope::Shop, LowAt, Some(1)).await.unwrap();
    assert_eq!(store.stock_rules(ShopId(9), &[]).await.unwrap(), StockRules::default());
    for wrong in [-1, 100_000] {
        assert!(store.set_stock_rule(SHOP, &RuleScope::Shop, LowAt, Some(wrong)).await.is_err());
    }
    assert_eq!(store.stock_rules(SHOP, &[]).await.unwrap(), StockRules::default());
}
