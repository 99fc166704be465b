//! Stock edits whose answer never came, or whose process was killed.

use domain::StockChange;
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use store::{State, StockTarget};
use tiktok_shop::Clock as _;

use crate::{
    seller::Seller,
    spoken::{PRODUCT, STOCKS},
};

const PLUS_FIVE: StockChange = StockChange::Add { amount: 5 };

async fn plus_five(seller: &Seller) -> (StockTarget, i64, i64) {
    let (target, level) = seller.well_stocked().await;
    let edit = seller.save(&[(target.clone(), PLUS_FIVE, Some(level))]).await[0];
    (target, level, edit)
}

#[tokio::test]
async fn five_more_are_five_more_though_the_answer_was_lost() {
    for fault in [FaultKind::LoseAnswer, FaultKind::Cut] {
        let seller = Seller::at_work().await;
        seller.shop.fault(Fault::once(STOCKS, fault));
        let (target, level, edit) = plus_five(&seller).await;
        seller.comes_to_at_once(edit, State::Checking).await;
        seller.comes_to(edit, State::Done).await;
        assert_eq!(seller.levels_sent(), [[level + 5]]);
        assert_eq!(seller.level_there(&target).await, Some(level + 5));
    }
}

#[tokio::test]
async fn five_more_that_never_arrived_are_sent_again_as_the_same_number() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault::once(STOCKS, FaultKind::Http { status: 500 }));
    let asked = seller.clock.now();
    let (target, level, edit) = plus_five(&seller).await;
    seller.comes_to(edit, State::Done).await;
    assert_eq!(seller.levels_sent(), [[level + 5], [level + 5]]);
    assert_eq!((seller.applied(STOCKS), seller.level_there(&target).await), (1, Some(level + 5)));
    assert!(seller.calls(STOCKS)[1].at.duration_since(asked) >= SignedDuration::from_secs(35));
}

#[tokio::test]
async fn a_process_killed_while_the_shop_is_still_at_it_adds_once() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault::once(STOCKS, FaultKind::Slow { ms: 10_000 }));
    let (target, level, edit) = plus_five(&seller).await;
    seller.at_once(async || seller.calls(STOCKS).len() == 1).await;
    let seller = Seller::started_again(seller.killed().await).await;
    assert_eq!(seller.wish(edit).await.state, State::Checking);
    seller.comes_to(edit, State::Done).await;
    assert_eq!((seller.levels_sent(), seller.applied(STOCKS)), (vec![vec![level + 5]], 1));
    assert_eq!(seller.level_there(&target).await, Some(level + 5));
}

#[tokio::test]
async fn a_sale_after_a_lost_answer_is_a_conflict_in_which_mine_is_the_number_that_was_sent() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault::once(STOCKS, FaultKind::LoseAnswer));
    let (target, level, edit) = plus_five(&seller).await;
    seller.comes_to_at_once(edit, State::Checking).await;
    seller.sale(&target, 1).await;
    seller.comes_to(edit, State::Conflict).await;
    seller.computer.store.keep_mine(edit, seller.clock.now()).await.unwrap();
    seller.computer.engine.outbox_changed();
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.levels_sent(), [[level + 5], [level + 5]]);
}

#[tokio::test]
async fn while_the_shop_refuses_to_tell_nothing_is_concluded_about_a_lost_answer() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault::once(STOCKS, FaultKind::LoseAnswer));
    let (target, level, edit) = plus_five(&seller).await;
    seller.comes_to_at_once(edit, State::Checking).await;
    seller.shop.fault(Fault::always(PRODUCT, FaultKind::Code { code: 1006, message: None }));
    let asked = async || seller.calls(PRODUCT).iter().any(|call| call.answer_code == Some(1006));
    seller.in_time(asked).await;
    seller.in_time(async || seller.wish(edit).await.reason.unwrap().contains("1006")).await;
    assert_eq!(seller.wish(edit).await.state, State::Checking);
    seller.shop.clear_faults();
    seller.comes_to(edit, State::Done).await;
    assert_eq!(seller.levels_sent(), [[level + 5]]);
    assert_eq!(seller.level_there(&target).await, Some(level + 5));
}

#[tokio::test]
async fn an_edit_that_the_shop_refuses_says_why_and_changes_nothing() {
    let seller = Seller::at_work().await;
    let message = Some("available_stock: locked for a campaign".to_owned());
    seller.shop.fault(Fault::once(STOCKS, FaultKind::Code { code: 1001, message }));
    let (target, level, edit) = plus_five(&seller).await;
    let refused = seller.comes_to_at_once(edit, State::Refused).await;
    assert!(refused.reason.unwrap().contains("locked for a campaign"));
    assert_eq!(seller.level_there(&target).await, Some(level));
}

#[tokio::test]
async fn five_more_that_were_sold_before_anybody_asked_are_a_conflict_and_never_added_again() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault::once(STOCKS, FaultKind::LoseAnswer));
    let (target, level, edit) = plus_five(&seller).await;
    seller.comes_to_at_once(edit, State::Checking).await;
    seller.sale(&target, 5).await;
    let conflict = seller.comes_to(edit, State::Conflict).await;
    assert!(conflict.reason.unwrap().contains("may have it counted in"));
    assert_eq!((seller.applied(STOCKS), seller.level_there(&target).await), (1, Some(level)));
}
