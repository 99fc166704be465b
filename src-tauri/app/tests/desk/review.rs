//! What a save takes is told before it, and conflicts are decided together.

use std::collections::HashSet;

use app::boundary::{
    ConflictsDecided, ErrorCode, Keep, OutboxState, StockCell, StockChange, StockCost, StockEdit, StockReview,
    StockTab, TakenBack,
};

use crate::desk::{Desk, SHOP, STOCKS};

const DETAILS: &str = "/api/products/details";
const SEARCH: &str = "/api/products/search";

/// Edits of levels of which the shop has at least ten, each of another product.
async fn edits(desk: &Desk, change: StockChange) -> Vec<StockEdit> {
    let (list, rows) = desk.grid(StockTab::All).await;
    let mut products = HashSet::new();
    let cells = rows.iter().filter_map(|row| {
        let place = row.levels.iter().position(|it| it.level.is_some_and(|level| (10..1_000).contains(&level)))?;
        products.insert(row.product_id.clone()).then(|| StockEdit {
            product_id: row.product_id.clone(),
            sku_id: row.sku_id.clone(),
            warehouse_id: list.warehouses[place].id.clone(),
            change,
            base: row.levels[place].level,
        })
    });
    cells.collect()
}

fn asked(desk: &Desk) -> usize {
    [DETAILS, STOCKS, SEARCH].iter().map(|path| desk.calls(path).len()).sum()
}

async fn cost(desk: &Desk, edits: &[StockEdit]) -> StockCost {
    desk.app.stock_cost(SHOP, edits.to_vec()).await.unwrap()
}

async fn save(desk: &Desk, edits: &[StockEdit]) -> String {
    desk.app.save_stock(SHOP, edits.to_vec()).await.unwrap().batch.unwrap()
}

fn cell(edit: &StockEdit) -> StockCell {
    StockCell {
        product_id: edit.product_id.clone(),
        sku_id: edit.sku_id.clone(),
        warehouse_id: edit.warehouse_id.clone(),
    }
}

async fn review(desk: &Desk, edits: &[StockEdit], batches: &[&str]) -> StockReview {
    let batches: Vec<String> = batches.iter().map(|&id| id.to_owned()).collect();
    desk.app.review_stock(SHOP, edits.iter().map(cell).collect(), &batches).await.unwrap()
}

async fn states(desk: &Desk, edits: &[StockEdit], batches: &[&str]) -> Vec<Option<OutboxState>> {
    review(desk, edits, batches).await.cells.into_iter().map(|cell| cell.saved.map(|saved| saved.state)).collect()
}

async fn sale(desk: &Desk, edit: &StockEdit) {
    desk.shop.sale(&edit.product_id, &edit.sku_id, &edit.warehouse_id, 2).await.unwrap();
}

/// The level that the cache has.
async fn level(desk: &Desk, edit: &StockEdit) -> Option<i64> {
    review(desk, std::slice::from_ref(edit), &[]).await.cells[0].level.level
}

/// The levels that were sent, in order.
fn sent(desk: &Desk) -> Vec<i64> {
    let level = |call: &sandbox::Entry| {
        let body: serde_json::Value = serde_json::from_str(&call.body).unwrap();
        body["skus"][0]["stock_infos"][0]["available_stock"].as_i64().unwrap()
    };
    desk.calls(STOCKS).iter().map(level).collect()
}

/// Saves the edits and answers with how much the shop was asked for them: what was `told`, and whatever comes beyond
/// it before the next save begins.
async fn spent_on(desk: &Desk, edits: &[StockEdit], told: u32, next: &StockEdit) -> u32 {
    desk.shop.clear_journal();
    save(desk, edits).await;
    desk.at_once(async || asked(desk) as u32 >= told).await;
    save(desk, std::slice::from_ref(next)).await;
    let begun = || {
        let calls = desk.shop.journal();
        calls.iter().position(|call| call.path == DETAILS && call.query.contains(&next.product_id))
    };
    desk.at_once(async || begun().is_some()).await;
    let before = desk.shop.journal().into_iter().take(begun().unwrap());
    before.filter(|call| [DETAILS, STOCKS, SEARCH].contains(&call.path.as_str())).count() as u32
}

#[tokio::test]
async fn a_save_of_a_few_products_takes_as_many_requests_as_was_told() {
    let desk = Desk::connected().await;
    let all = edits(&desk, StockChange::Add { amount: 5 }).await;
    let told = cost(&desk, &all[..3]).await;
    assert_eq!((told.least, told.most), (9, 9));
    assert_eq!(spent_on(&desk, &all[..3], told.most, &all[4]).await, told.most);
}

#[tokio::test]
async fn a_save_of_many_products_takes_as_many_requests_as_was_told() {
    let desk = Desk::connected().await;
    let all = edits(&desk, StockChange::Add { amount: 5 }).await;
    let (next, many) = all.split_last().unwrap();
    assert!(many.len() >= 5, "too few to be read back by a page: {}", many.len());
    let told = cost(&desk, many).await;
    assert_eq!((told.least, told.most), (2 * many.len() as u32 + 1, 2 * many.len() as u32 + 1));
    assert_eq!(spent_on(&desk, many, told.most, next).await, told.most);
}

#[tokio::test]
async fn levels_of_one_product_share_its_requests_and_a_level_that_is_there_already_is_only_read() {
    let desk = Desk::connected().await;
    let all = edits(&desk, StockChange::Add { amount: 5 }).await;
    let there = StockEdit { change: StockChange::Set { level: all[1].base.unwrap() }, ..all[1].clone() };
    let (list, _) = desk.grid(StockTab::All).await;
    let elsewhere = list.warehouses.iter().find(|it| it.id != all[0].warehouse_id).unwrap().id.clone();
    let beside = StockEdit { warehouse_id: elsewhere, change: StockChange::Set { level: 7 }, ..all[0].clone() };
    let beside = StockEdit { base: level(&desk, &beside).await, ..beside };
    let edits = [all[0].clone(), beside, there];
    let told = cost(&desk, &edits).await;
    assert_eq!((told.most, &told.moved), (4, &vec![]));
    assert_eq!(spent_on(&desk, &edits, 4, &all[2]).await, 4);
}

#[tokio::test]
async fn what_cannot_be_saved_costs_nothing_and_a_level_that_moved_is_named_and_not_counted() {
    let desk = Desk::connected().await;
    let set = StockChange::Set { level: 50 };
    let [first, second, third]: [StockEdit; 3] = edits(&desk, set).await[..3].to_vec().try_into().unwrap();
    sale(&desk, &second).await;
    desk.app.sync_now();
    desk.in_time(async || level(&desk, &second).await == second.base.map(|base| base - 2)).await;
    let too_high = StockEdit { change: StockChange::Set { level: 100_000 }, ..first.clone() };
    let told = cost(&desk, &[too_high.clone(), second, third]).await;
    assert_eq!((told.most, told.moved), (3, vec![1]));
    assert_eq!(cost(&desk, &[too_high]).await, StockCost::default());
    assert_eq!(desk.calls(STOCKS), [], "nothing is saved by asking");
}

#[tokio::test]
async fn each_level_of_a_save_is_told_as_it_stands_until_the_shop_has_it() {
    let desk = Desk::connected().await;
    let edits = edits(&desk, StockChange::Set { level: 50 }).await[..3].to_vec();
    sale(&desk, &edits[1]).await;
    let before = review(&desk, &edits, &[]).await;
    assert!(before.cells.iter().all(|cell| !cell.product.is_empty() && !cell.seller_sku.is_empty()));
    assert_eq!(before.cells[0].level.level, edits[0].base);
    let batch = save(&desk, &edits[..2]).await;
    desk.in_time(async || desk.state().await.outbox.conflict == 1).await;
    let wanted = [Some(OutboxState::Done), Some(OutboxState::Conflict), None];
    desk.in_time(async || states(&desk, &edits, &[&batch]).await == wanted).await;
    let told = review(&desk, &edits, &[&batch]).await;
    assert_eq!(told.cells[1].saved.as_ref().unwrap().shop, edits[1].base.map(|base| base - 2));
    assert_eq!((told.saved[0].done, told.saved[0].conflict), (1, 1));
    let unknown = desk.app.review_stock(SHOP, vec![], &["999".to_owned()]).await.unwrap_err();
    assert_eq!(unknown.code, ErrorCode::NotFound);
}

/// Three edits that a buyer was faster than: the edits, their conflicts, and their batch.
async fn in_conflict(desk: &Desk) -> (Vec<StockEdit>, Vec<String>, String) {
    let edits = edits(desk, StockChange::Set { level: 50 }).await[..3].to_vec();
    for edit in &edits {
        sale(desk, edit).await;
    }
    let batch = save(desk, &edits).await;
    desk.in_time(async || desk.state().await.outbox.conflict == 3).await;
    let cells = review(desk, &edits, &[&batch]).await.cells;
    (edits, cells.into_iter().map(|cell| cell.saved.unwrap().id).collect(), batch)
}

async fn decide(desk: &Desk, ids: &[String], keep: Keep) -> ConflictsDecided {
    desk.app.decide_conflicts(SHOP, ids, keep).await.unwrap()
}

#[tokio::test]
async fn conflicts_decided_together_for_mine_are_sent_from_what_the_shop_has_now() {
    let desk = Desk::connected().await;
    let (edits, ids, saved) = in_conflict(&desk).await;
    let decided = decide(&desk, &ids, Keep::Mine).await;
    assert_eq!((&decided.over, &decided.left), (&ids, &vec![]));
    let batch = decided.batch.unwrap();
    desk.in_time(async || states(&desk, &edits, &[&saved, &batch]).await == [Some(OutboxState::Done); 3]).await;
    assert_eq!(sent(&desk), [50, 50, 50]);
    assert_eq!(desk.state().await.outbox.conflict, 0);
}

#[tokio::test]
async fn a_buyer_who_is_faster_again_makes_a_decided_conflict_one_again_and_loses_nothing() {
    let desk = Desk::connected().await;
    let (edits, ids, _) = in_conflict(&desk).await;
    sale(&desk, &edits[1]).await;
    let batch = decide(&desk, &ids, Keep::Mine).await.batch.unwrap();
    let wanted = [OutboxState::Done, OutboxState::Conflict, OutboxState::Done].map(Some);
    desk.in_time(async || states(&desk, &edits, &[&batch]).await == wanted).await;
    assert_eq!(sent(&desk), [50, 50], "the one that moved again is not overwritten");
    assert_eq!(level(&desk, &edits[1]).await, edits[1].base.map(|base| base - 4));
}

#[tokio::test]
async fn a_difference_is_added_to_what_the_shop_has_at_that_moment() {
    let desk = Desk::connected().await;
    let (edits, ids, _) = in_conflict(&desk).await;
    sale(&desk, &edits[1]).await;
    let batch = decide(&desk, &ids, Keep::Difference).await.batch.unwrap();
    desk.in_time(async || states(&desk, &edits, &[&batch]).await == [Some(OutboxState::Done); 3]).await;
    assert_eq!(sent(&desk), [48, 46, 48], "50 as it was seen, less what buyers took");
}

#[tokio::test]
async fn the_shops_numbers_are_kept_without_a_request_and_taken_back_to_the_conflicts() {
    let desk = Desk::connected().await;
    let (edits, ids, saved) = in_conflict(&desk).await;
    let before = asked(&desk);
    let decided = decide(&desk, &ids, Keep::Shop).await;
    assert_eq!((decided.batch, decided.over.len(), desk.state().await.outbox.conflict), (None, 3, 0));
    let taken = desk.app.take_decision_back(SHOP, &decided.over, None).await.unwrap();
    assert_eq!(taken, TakenBack { reopened: 3, going_back: 0, left_alone: 0 });
    assert_eq!(states(&desk, &edits, &[&saved]).await, [Some(OutboxState::Conflict); 3]);
    assert_eq!((asked(&desk), desk.grid(StockTab::Conflicts).await.0.total), (before, 3));
}

#[tokio::test]
async fn a_decision_that_has_left_is_taken_back_like_any_save() {
    let desk = Desk::connected().await;
    let (edits, ids, _) = in_conflict(&desk).await;
    let decided = decide(&desk, &ids, Keep::Mine).await;
    let batch = decided.batch.unwrap();
    desk.in_time(async || states(&desk, &edits, &[&batch]).await == [Some(OutboxState::Done); 3]).await;
    sale(&desk, &edits[2]).await;
    desk.app.sync_now();
    desk.in_time(async || level(&desk, &edits[2]).await == Some(48)).await;
    let taken = desk.app.take_decision_back(SHOP, &decided.over, Some(&batch)).await.unwrap();
    assert_eq!(taken, TakenBack { reopened: 0, going_back: 2, left_alone: 1 });
    for edit in &edits[..2] {
        desk.in_time(async || level(&desk, edit).await == edit.base.map(|base| base - 2)).await;
    }
    assert_eq!(level(&desk, &edits[2]).await, Some(48));
}
