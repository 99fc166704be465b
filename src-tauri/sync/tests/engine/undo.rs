//! Taking a batch back, as far as the shop is concerned.

use domain::StockChange;
use store::{State, StockTarget};
use tiktok_shop::Clock as _;

use crate::{
    seller::{Seller, target},
    spoken::STOCKS,
};

/// Levels of two products, and what was saved there.
async fn saved(seller: &Seller) -> (Vec<(StockTarget, i64)>, i64) {
    let rows = seller.skus(|skus| skus == 1).await;
    let known = |row: &store::StockRow| {
        let cell = row.levels.iter().find(|cell| cell.level.is_some_and(|level| level >= 3));
        cell.map(|cell| (target(row, cell), cell.level.unwrap()))
    };
    let cells: Vec<(StockTarget, i64)> = rows.iter().filter_map(known).take(2).collect();
    assert_eq!(cells.len(), 2);
    let (set, add) = (StockChange::Set { level: 777 }, StockChange::Add { amount: 5 });
    let edits = [(cells[0].0.clone(), set, Some(cells[0].1)), (cells[1].0.clone(), add, Some(cells[1].1))];
    let mut batch = None;
    for edit in seller.save(&edits).await {
        batch = seller.comes_to_at_once(edit, State::Done).await.batch;
    }
    (cells, batch.unwrap())
}

/// Takes a batch back; answers the new batch, when all of it is over.
async fn taken_back(seller: &Seller, batch: i64) -> i64 {
    let store = &seller.computer.store;
    let undoing = store.undo_batch(batch, seller.clock.now()).await.unwrap().0.unwrap();
    seller.computer.engine.outbox_changed();
    seller.in_time(async || store.batch(undoing).await.unwrap().waiting == 0).await;
    undoing
}

#[tokio::test]
async fn a_save_is_taken_back_and_taking_that_back_makes_it_again() {
    let seller = Seller::at_work().await;
    let (cells, batch) = saved(&seller).await;
    let undoing = taken_back(&seller, batch).await;
    for (target, level) in &cells {
        assert_eq!(seller.level_there(target).await, Some(*level));
    }
    taken_back(&seller, undoing).await;
    assert_eq!(seller.level_there(&cells[0].0).await, Some(777));
    assert_eq!(seller.level_there(&cells[1].0).await, Some(cells[1].1 + 5));
}

#[tokio::test]
async fn an_undo_that_meets_a_sale_leaves_that_level_alone_says_so_and_restores_the_other() {
    let seller = Seller::at_work().await;
    let (cells, batch) = saved(&seller).await;
    seller.sale(&cells[0].0, 2).await;
    let before = seller.calls(STOCKS).len();
    let undoing = taken_back(&seller, batch).await;
    let wishes = seller.computer.store.batch_items(undoing).await.unwrap();
    let refused = wishes.iter().find(|wish| wish.state == State::Refused).unwrap();
    assert!(refused.reason.as_ref().unwrap().contains("775"), "{refused:?}");
    assert_eq!(seller.level_there(&cells[0].0).await, Some(775));
    assert_eq!(seller.level_there(&cells[1].0).await, Some(cells[1].1));
    assert_eq!(seller.calls(STOCKS).len() - before, 1);
}
