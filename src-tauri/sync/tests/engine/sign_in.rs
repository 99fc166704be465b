use sandbox::{Fault, FaultKind};
use store::State;
use sync::Phase;

use crate::{
    interrupted::first_pull_held_behind_page,
    seller::Seller,
    spoken::{EXPIRED, SEARCH, UPDATE},
};

#[tokio::test]
async fn a_token_that_expires_in_the_middle_is_renewed_once_and_nothing_is_missed() {
    let (seller, turnstile) = first_pull_held_behind_page(2).await;
    seller.shop.clear_faults();
    seller.shop.fault(Fault::once(SEARCH, FaultKind::ExpireToken));
    turnstile.let_pass(1);
    seller.in_time(async || seller.status().last_ok.is_some()).await;
    let expired = seller.calls(SEARCH).iter().filter(|call| call.answer_code == Some(EXPIRED)).count();
    assert_eq!((expired, seller.calls("/api/v2/token/refresh").len()), (1, 1));
    assert_eq!(seller.orders(None).await.len(), 450);
}

#[tokio::test]
async fn a_token_that_expires_under_a_shipment_is_renewed_and_the_order_ships_once() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.fault(Fault::once(UPDATE, FaultKind::ExpireToken));
    let wish = seller.ship(&order, "TK1").await;
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (2, 1));
}

#[tokio::test]
async fn a_consent_that_was_taken_back_ends_the_asking_and_edits_wait_for_the_next_sign_in() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.revoke_tokens().await;
    seller.computer.engine.sync_now();
    seller.at_once(async || seller.status().phase == Phase::NeedsConnect).await;
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
    assert_eq!(seller.wish(wish).await.state, State::Queued);
    assert!(seller.status().problem.unwrap().contains("Connect the shop again"));

    seller.both_loops_have_ended().await;

    let seller = Seller::started_again(seller.killed().await).await;
    seller.comes_to(wish, State::Done).await;
    assert_eq!(seller.applied(UPDATE), 1);
}
