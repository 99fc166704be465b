use domain::StockChange;
use store::{State, StockTarget};
use tiktok_shop::Clock as _;

use crate::{
    seller::{Seller, target},
    spoken::{PRODUCT, PRODUCTS, STOCKS},
};

const PLUS_FIVE: StockChange = StockChange::Add { amount: 5 };

#[tokio::test]
async fn a_level_is_sent_as_an_absolute_number_and_shows_here_when_the_shop_has_it() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    let edit = seller.save(&[(target.clone(), StockChange::Set { level: 4_321 }, Some(level))]).await[0];
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!((seller.levels_sent(), seller.applied(STOCKS)), (vec![vec![4_321]], 1));
    assert_eq!(seller.level_there(&target).await, Some(4_321));
    let cell = seller.cell(&target).await;
    assert_eq!((cell.level, cell.edit), (Some(4_321), None));
}

#[tokio::test]
async fn a_relative_edit_counts_from_what_is_left_after_a_sale() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    seller.sale(&target, 2).await;
    let edit = seller.save(&[(target.clone(), PLUS_FIVE, Some(level))]).await[0];
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.levels_sent(), [[level + 3]]);
    assert_eq!(seller.level_there(&target).await, Some(level + 3));
}

#[tokio::test]
async fn a_level_that_already_is_as_wanted_is_not_sent() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    seller.sale(&target, 2).await;
    let edit = seller.save(&[(target, StockChange::Set { level: level - 2 }, Some(level))]).await[0];
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.calls(STOCKS), []);
}

/// An edit to 50 pieces that met a sale of two.
async fn in_conflict(seller: &Seller) -> (StockTarget, i64, i64) {
    let (target, level) = seller.well_stocked().await;
    seller.sale(&target, 2).await;
    let edit = seller.save(&[(target.clone(), StockChange::Set { level: 50 }, Some(level))]).await[0];
    let conflict = seller.comes_to_at_once(edit, State::Conflict).await;
    let reason = conflict.reason.unwrap();
    let told = reason.contains(&format!("You edited {level}")) && reason.contains(&format!("has {} now", level - 2));
    assert!(told, "{reason}");
    assert_eq!(seller.calls(STOCKS), []);
    (target, level, edit)
}

#[tokio::test]
async fn an_absolute_edit_over_a_sale_is_a_conflict_that_my_number_can_win() {
    let seller = Seller::at_work().await;
    let (target, _, edit) = in_conflict(&seller).await;
    seller.computer.store.keep_mine(edit, seller.clock.now()).await.unwrap();
    seller.computer.engine.outbox_changed();
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.levels_sent(), [[50]]);
    assert_eq!(seller.level_there(&target).await, Some(50));
}

#[tokio::test]
async fn an_absolute_edit_over_a_sale_is_a_conflict_that_the_shops_number_can_win() {
    let seller = Seller::at_work().await;
    let (target, level, edit) = in_conflict(&seller).await;
    seller.computer.store.discard(edit, seller.clock.now()).await.unwrap();
    seller.sync_now().await;
    assert_eq!(seller.calls(STOCKS), []);
    let cell = seller.cell(&target).await;
    assert_eq!((cell.level, cell.edit), (Some(level - 2), None));
}

#[tokio::test]
async fn a_conflict_that_was_decided_meets_the_next_sale_as_a_conflict_again() {
    let seller = Seller::at_work().await;
    let (target, _, edit) = in_conflict(&seller).await;
    seller.sale(&target, 1).await;
    seller.computer.store.keep_mine(edit, seller.clock.now()).await.unwrap();
    seller.computer.engine.outbox_changed();
    seller.comes_to_at_once(edit, State::Conflict).await;
    assert_eq!(seller.calls(STOCKS), []);
}

#[tokio::test]
async fn edits_of_one_product_go_in_one_call() {
    let seller = Seller::at_work().await;
    let rows = seller.skus(|skus| skus >= 2).await;
    let product = rows[0].product.clone();
    let cells = rows.iter().filter(|row| row.product == product).flat_map(|row| {
        let cell = |cell| (target(row, cell), StockChange::Set { level: 77 }, cell.level);
        row.levels.iter().map(cell).collect::<Vec<_>>()
    });
    let edits: Vec<_> = cells.collect();
    assert!(edits.len() >= 6);
    let saved = seller.save(&edits).await;
    for edit in saved {
        seller.comes_to_at_once(edit, State::Done).await;
    }
    let sent = seller.levels_sent();
    assert!(sent.len() == 1 && sent[0].iter().all(|level| *level == 77), "{sent:?}");
    for (target, ..) in &edits {
        assert_eq!(seller.level_there(target).await, Some(77));
    }
}

#[tokio::test]
async fn many_products_are_read_one_by_one_before_they_are_written_and_from_a_page_afterwards() {
    let seller = Seller::at_work().await;
    let mut edits: Vec<(StockTarget, StockChange, Option<i64>)> = Vec::new();
    for row in seller.skus(|_| true).await {
        let cell = &row.levels[0];
        if edits.iter().all(|(target, ..)| target.product != row.product) {
            edits.push((target(&row, cell), StockChange::Set { level: 77 }, cell.level));
        }
    }
    assert_eq!(edits.len(), 12);
    seller.save(&edits).await;
    seller.at_once(async || seller.calls(PRODUCTS).len() == 1).await;
    assert_eq!((seller.calls(PRODUCT).len(), seller.applied(STOCKS)), (12, 12));
}

#[tokio::test]
async fn an_edit_that_conflicts_does_not_hold_up_its_neighbour() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    let row = seller.skus(|_| true).await.into_iter().find(|row| row.sku == target.sku).unwrap();
    let cell = row.levels.iter().find(|cell| cell.warehouse != target.warehouse).unwrap();
    let neighbour = StockTarget { warehouse: cell.warehouse.clone(), ..target.clone() };
    seller.sale(&target, 2).await;
    let set = StockChange::Set { level: 50 };
    let saved = seller.save(&[(target, set, Some(level)), (neighbour, PLUS_FIVE, cell.level)]).await;
    seller.comes_to_at_once(saved[0], State::Conflict).await;
    seller.comes_to_at_once(saved[1], State::Done).await;
    assert_eq!(seller.levels_sent(), [[cell.level.unwrap() + 5]]);
}

#[tokio::test]
async fn taking_away_more_than_is_left_is_refused_with_the_number() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    seller.sale(&target, 4).await;
    let edit = seller.save(&[(target, StockChange::Add { amount: 2 - level }, Some(level))]).await[0];
    let refused = seller.comes_to_at_once(edit, State::Refused).await;
    assert!(refused.reason.unwrap().contains("can’t go below 0"));
    assert_eq!(seller.calls(STOCKS), []);
}
