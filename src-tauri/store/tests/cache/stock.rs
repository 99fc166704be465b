use domain::{Level, StockChange};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{Entry, State, StockCounts, StockFilter, StockTab, StockWish, Store};

use crate::shelf::{SHOP, at, ledger_of, product, shelf, target};

async fn all(store: &store::Store) -> Vec<i64> {
    store.stock_list(SHOP, &StockFilter::of(StockTab::All)).await.unwrap().numbers.to_vec()
}

async fn levels(store: &store::Store) -> Vec<Option<Level>> {
    let rows = store.stock_rows(SHOP, &all(store).await).await.unwrap();
    rows.iter().map(|row| row.levels[0].level).collect()
}

#[tokio::test]
async fn each_sku_shows_its_own_level_where_the_shop_tells_it() {
    let (_folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("a", 3), ("b", 45)], 1)], &[], at(2), None).await.unwrap();
    assert_eq!(levels(&store).await, [Some(3), Some(45)]);
}

#[tokio::test]
async fn a_products_number_is_not_split_over_several_skus() {
    let (_folder, store) = shelf().await;
    let mut silent = product("product_1", &[("a", 3), ("b", 45)], 1);
    silent.skus.iter_mut().for_each(|sku| sku.stock = None);
    store.put_products(SHOP, &[silent], &[], at(2), None).await.unwrap();
    assert_eq!(levels(&store).await, [None, None]);
    let rows = store.stock_rows(SHOP, &all(&store).await).await.unwrap();
    assert_eq!(rows[0].levels[0].product_level, Some(48));
}

#[tokio::test]
async fn a_listing_asked_before_a_save_does_not_bring_the_old_level_back() {
    let (_folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 1)], &[], at(2), None).await.unwrap();
    store.put_levels(SHOP, &[(target("a"), 50)], at(10)).await.unwrap();
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 1)], &[], at(9), None).await.unwrap();
    assert_eq!(levels(&store).await, [Some(50)]);
}

#[tokio::test]
async fn a_sku_that_its_product_no_longer_names_is_gone_and_an_unlisted_product_stays() {
    let (_folder, store) = shelf().await;
    let both = [product("product_1", &[("a", 1), ("b", 2)], 1), product("product_2", &[("c", 3)], 1)];
    store.put_products(SHOP, &both, &[], at(2), None).await.unwrap();
    store.put_products(SHOP, &[product("product_1", &[("a", 1)], 5)], &[], at(6), None).await.unwrap();
    assert_eq!(levels(&store).await, [Some(1), Some(3)]);
}

#[tokio::test]
async fn tabs_count_what_they_list() {
    let (_folder, store) = shelf().await;
    let skus = [("a", 0), ("b", 5), ("c", 6), ("d", -1)];
    store.put_products(SHOP, &[product("product_1", &skus, 1)], &[], at(2), None).await.unwrap();
    let wish = StockWish { target: target("c"), change: StockChange::Set { level: 9 }, base: Some(6) };
    store.queue_stock(SHOP, &[wish], at(3)).await.unwrap();
    let expected = StockCounts { all: 4, low: 1, sold_out: 2, changed: 1, conflicts: 0, products: 1 };
    for (tab, length) in [
        (StockTab::All, 4),
        (StockTab::Low, 1),
        (StockTab::SoldOut, 2),
        (StockTab::Changed, 1),
        (StockTab::Conflicts, 0),
    ] {
        let list = store.stock_list(SHOP, &StockFilter::of(tab)).await.unwrap();
        assert_eq!((list.numbers.len(), list.counts), (length, expected), "{tab:?}");
    }
}

#[tokio::test]
async fn a_level_that_was_written_past_the_store_is_counted_all_the_same() {
    let (folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("a", 3), ("b", 45)], 1)], &[], at(2), None).await.unwrap();
    let low = async || store.stock_list(SHOP, &StockFilter::of(StockTab::Low)).await.unwrap().counts.low;
    assert_eq!(low().await, 1);
    let file = SqliteConnectOptions::new().filename(folder.path().join("tiktokflow.db"));
    let mut connection = SqliteConnection::connect_with(&file).await.unwrap();
    sqlx::query("UPDATE sku_levels SET level = 2 WHERE sku = 'b'").execute(&mut connection).await.unwrap();
    assert_eq!(low().await, 2);
    store.put_levels(SHOP, &[(target("a"), 40)], at(3)).await.unwrap();
    assert_eq!(low().await, 1);
    sqlx::query("UPDATE sku_levels SET level = 0 WHERE sku = 'b'").execute(&mut connection).await.unwrap();
    assert_eq!(low().await, 0);
}

#[tokio::test]
async fn a_cell_shows_the_edit_that_waits_on_it() {
    let (_folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 1)], &[], at(2), None).await.unwrap();
    let wish = StockWish { target: target("a"), change: StockChange::Add { amount: 5 }, base: Some(45) };
    store.queue_stock(SHOP, &[wish], at(3)).await.unwrap();
    let rows = store.stock_rows(SHOP, &all(&store).await).await.unwrap();
    let edit = rows[0].levels[0].edit.clone().unwrap();
    assert_eq!((edit.state, edit.change), (State::Queued, StockChange::Add { amount: 5 }));
}

#[tokio::test]
async fn a_window_of_the_grid_keeps_each_row_with_its_own_cells_in_the_order_asked_for() {
    let (_folder, store) = shelf().await;
    let both = [product("product_1", &[("a", 1), ("b", 2)], 1), product("product_2", &[("a", 3)], 1)];
    store.put_products(SHOP, &both, &[], at(2), None).await.unwrap();
    let wish = StockWish { target: target("b"), change: StockChange::Set { level: 9 }, base: Some(2) };
    store.queue_stock(SHOP, &[wish], at(3)).await.unwrap();
    let mut numbers = all(&store).await;
    numbers.reverse();
    let rows = store.stock_rows(SHOP, &numbers).await.unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| (row.product.as_str(), row.sku.as_str(), row.levels[0].level, row.levels[0].edit.is_some()))
        .collect();
    assert_eq!(
        told,
        [("product_2", "a", Some(3), false), ("product_1", "b", Some(2), true), ("product_1", "a", Some(1), false)]
    );
}

#[tokio::test]
async fn a_listing_that_leaves_products_out_deletes_nothing_and_writes_nothing_into_the_ledger() {
    let (_folder, store) = shelf().await;
    let both = [product("product_1", &[("a", 1)], 1), product("product_2", &[("c", 3)], 1)];
    store.put_products(SHOP, &both, &[], at(2), None).await.unwrap();
    store.put_products(SHOP, &both[1..], &[], at(3), None).await.unwrap();
    store.put_products(SHOP, &[], &[], at(4), None).await.unwrap();
    assert_eq!(levels(&store).await, [Some(1), Some(3)]);
    assert_eq!(ledger_of(&store, "a").await.len(), 1);
}

#[tokio::test]
async fn pieces_added_while_an_edit_was_weighed_are_not_done_with_it() {
    let (_folder, store) = shelf().await;
    store.put_products(SHOP, &[product("product_1", &[("sku_1", 40)], 1)], &[], at(1), None).await.unwrap();
    let add = |amount| StockWish { target: target("sku_1"), change: StockChange::Add { amount }, base: Some(40) };
    store.queue_stock(SHOP, &[add(2)], at(2)).await.unwrap();
    store.queue_stock(SHOP, &[add(-2)], at(2)).await.unwrap();
    let weighed = store.due_stock(SHOP, at(2)).await.unwrap().remove(0);
    store.queue_stock(SHOP, &[add(4)], at(3)).await.unwrap();
    store.conclude(&weighed, State::Done, None, at(3)).await.unwrap();
    let due = store.due_stock(SHOP, at(3)).await.unwrap();
    assert_eq!(due.len(), 1, "the four pieces are still to be sent");
    store.conclude(&due[0], State::Refused, Some("no"), at(3)).await.unwrap();
    assert_eq!(store.outbox_entry(due[0].id).await.unwrap().state, State::Refused);
}

/// The one level of a SKU as the grid has it.
async fn cell(store: &store::Store) -> store::LevelView {
    store.stock_rows(SHOP, &all(store).await).await.unwrap().remove(0).levels.remove(0)
}

#[tokio::test]
async fn what_a_campaign_holds_lies_beside_the_level_for_as_long_as_the_shop_says_so() {
    let (_folder, store) = shelf().await;
    let mut told = product("product_1", &[("a", 45)], 1);
    for (held, second) in [(Some(20), 2), (Some(0), 3), (None, 4), (Some(7), 5)] {
        told.skus[0].stock.as_mut().unwrap()[0].campaign = held;
        store.put_products(SHOP, std::slice::from_ref(&told), &[], at(second), None).await.unwrap();
        assert_eq!(cell(&store).await.campaign, held);
        assert_eq!(store.stock_cells(SHOP, &[target("a")]).await.unwrap()[0].campaign, held);
        assert_eq!(store.known_levels(SHOP, &[target("a")]).await.unwrap()[0].campaign, held);
    }
    store.put_levels(SHOP, &[(target("a"), 50)], at(6)).await.unwrap();
    assert_eq!(
        (cell(&store).await.level, cell(&store).await.campaign),
        (Some(50), Some(7)),
        "an answer says nothing of it"
    );
    assert_eq!(ledger_of(&store, "a").await.len(), 2, "what is held is no level");
}

/// An edit that is due, as the one who is to send it has read it: from 45 to 5.
async fn edit_under_way(store: &Store) -> Entry {
    store.put_products(SHOP, &[product("product_1", &[("a", 45)], 1)], &[], at(2), None).await.unwrap();
    let wish = StockWish { target: target("a"), change: StockChange::Set { level: 5 }, base: Some(45) };
    store.queue_stock(SHOP, &[wish], at(3)).await.unwrap();
    store.due_stock(SHOP, at(3)).await.unwrap().remove(0)
}

#[tokio::test]
async fn an_edit_is_refused_for_a_campaign_until_it_is_tried_again() {
    let (_folder, store) = shelf().await;
    let entry = edit_under_way(&store).await;
    let by_campaign = async || cell(&store).await.edit.is_some_and(|edit| edit.by_campaign);
    store.settle(&[entry.id], State::Refused, Some("No."), at(4), at(4)).await.unwrap();
    assert!(!by_campaign().await, "refused for something else");
    store.retry(entry.id, at(5)).await.unwrap();

    store.refuse_for_campaign(std::slice::from_ref(&entry), "Held.", at(6)).await.unwrap();
    assert!(by_campaign().await);
    store.retry(entry.id, at(7)).await.unwrap();
    store.settle(&[entry.id], State::Refused, Some("No."), at(8), at(8)).await.unwrap();
    assert!(!by_campaign().await, "the next refusal has a reason of its own");
}

#[tokio::test]
async fn an_edit_that_was_added_to_since_it_was_read_is_not_refused_for_a_campaign() {
    let (_folder, store) = shelf().await;
    let as_read = edit_under_way(&store).await;
    let wish = StockWish { target: target("a"), change: StockChange::Set { level: 60 }, base: Some(45) };
    store.queue_stock(SHOP, &[wish], at(4)).await.unwrap();
    store.refuse_for_campaign(&[as_read], "Held.", at(5)).await.unwrap();
    let edit = cell(&store).await.edit.unwrap();
    assert_eq!((edit.state, edit.change, edit.by_campaign), (State::Queued, StockChange::Set { level: 60 }, false));
}

#[tokio::test]
async fn an_edit_that_was_sent_is_refused_for_a_campaign() {
    let (_folder, store) = shelf().await;
    let entry = edit_under_way(&store).await;
    assert_eq!(store.start_stock(&[(entry.clone(), Some(45), 5)], at(4)).await.unwrap(), [entry.id]);
    store.refuse_for_campaign(std::slice::from_ref(&entry), "Held.", at(5)).await.unwrap();
    let edit = cell(&store).await.edit.unwrap();
    assert_eq!((edit.state, edit.by_campaign), (State::Refused, true));
}

#[tokio::test]
async fn levels_told_alone_come_in_the_order_asked_for_each_with_its_latest_edit() {
    let (_folder, store) = shelf().await;
    let mut both = [product("product_1", &[("a", 1), ("b", 2)], 1), product("product_2", &[("c", 3)], 1)];
    both[1].skus[0].stock.as_mut().unwrap()[0].campaign = Some(2);
    store.put_products(SHOP, &both, &[], at(2), None).await.unwrap();
    let set = |level| StockWish { target: target("b"), change: StockChange::Set { level }, base: Some(2) };
    for level in [8, 9] {
        store.queue_stock(SHOP, &[set(level)], at(3)).await.unwrap();
    }
    let mut numbers = all(&store).await;
    numbers.reverse();
    numbers.insert(1, 4_711);
    let told = store.stock_levels(SHOP, &numbers).await.unwrap();
    let rows = store.stock_rows(SHOP, &numbers).await.unwrap();
    let names: Vec<_> = rows.iter().map(|row| (row.product.clone(), row.sku.clone())).collect();
    assert_eq!(told.iter().map(|sku| (sku.product.clone(), sku.sku.clone())).collect::<Vec<_>>(), names);
    for (sku, row) in told.iter().zip(&rows) {
        let cell = &row.levels[0];
        assert_eq!(sku.levels, [(cell.warehouse.clone(), cell.level.unwrap(), cell.campaign)]);
        let edits: Vec<_> = cell.edit.iter().map(|edit| (cell.warehouse.clone(), edit.clone())).collect();
        assert_eq!(sku.edits, edits);
    }
    assert_eq!(told[1].edits[0].1.change, StockChange::Set { level: 9 });
}
