use domain::{ShopId, StockChange};
use store::{StockDraft, StockWish, Store};
use tempfile::TempDir;

use crate::shelf::{SHOP, at, product, shelf, target};

fn draft(sku: &str, typed: &str, meaning: Result<StockChange, String>) -> StockDraft {
    StockDraft { target: target(sku), typed: typed.into(), base: Some(45), meaning }
}

fn set(sku: &str, level: i64) -> StockDraft {
    draft(sku, &level.to_string(), Ok(StockChange::Set { level }))
}

async fn stocked() -> (TempDir, Store) {
    let (folder, store) = shelf().await;
    store
        .put_products(SHOP, &[product("product_1", &[("a", 45), ("b", 45), ("c", 45)], 1)], &[], at(2), None)
        .await
        .unwrap();
    (folder, store)
}

async fn keep(store: &Store, put: &[StockDraft], gone: &[&str]) {
    let gone: Vec<_> = gone.iter().map(|sku| target(sku)).collect();
    store.keep_stock_drafts(SHOP, put, &gone).await.unwrap();
}

async fn kept(store: &Store) -> Vec<StockDraft> {
    store.stock_drafts(SHOP).await.unwrap()
}

#[tokio::test]
async fn what_was_typed_is_there_again_in_its_order_when_the_cache_is_opened_anew() {
    let (folder, store) = stocked().await;
    let wrong = draft("a", "abc", Err("This is not a number.".into()));
    let added = StockDraft { base: None, ..draft("c", "+5", Ok(StockChange::Add { amount: 5 })) };
    keep(&store, &[set("b", 7), wrong.clone(), added.clone()], &[]).await;
    store.close().await;
    drop(store);
    let store = Store::open(folder.path(), at(3)).await.unwrap().store;
    assert_eq!(kept(&store).await, [set("b", 7), wrong, added]);
}

#[tokio::test]
async fn a_cell_that_is_typed_into_again_has_its_last_text_and_its_place_and_an_emptied_one_has_none() {
    let (_folder, store) = stocked().await;
    keep(&store, &[set("a", 1), set("b", 2), set("c", 3)], &[]).await;
    keep(&store, &[set("a", 9)], &["b"]).await;
    assert_eq!(kept(&store).await, [set("a", 9), set("c", 3)]);
}

#[tokio::test]
async fn a_save_takes_the_drafts_that_it_saves_and_leaves_what_was_typed_since() {
    let (_folder, store) = stocked().await;
    keep(&store, &[set("a", 1), set("b", 2), set("c", 3)], &[]).await;
    let wish = |draft: &StockDraft, change| StockWish { target: draft.target.clone(), change, base: draft.base };
    let wishes = [
        wish(&set("a", 1), StockChange::Set { level: 1 }),
        wish(&set("b", 2), StockChange::Set { level: 20 }),
        StockWish { base: Some(44), ..wish(&set("c", 3), StockChange::Set { level: 3 }) },
    ];
    store.queue_stock(SHOP, &wishes, at(4)).await.unwrap();
    assert_eq!(kept(&store).await, [set("b", 2), set("c", 3)]);
}

#[tokio::test]
async fn drafts_go_with_their_shop_and_none_come_behind_it() {
    let (_folder, store) = stocked().await;
    keep(&store, &[set("a", 1)], &[]).await;
    store.remove_shop(SHOP).await.unwrap();
    assert_eq!(kept(&store).await, []);
    keep(&store, &[set("a", 1)], &[]).await;
    assert_eq!(kept(&store).await, [], "the screen may tell of a cell a moment later");
    assert_eq!(store.stock_drafts(ShopId(2)).await.unwrap(), []);
}
