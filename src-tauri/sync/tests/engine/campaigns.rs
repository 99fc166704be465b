//! Levels that a campaign holds at the shop.

use domain::StockChange;
use store::{State, StockTarget};
use tiktok_shop::Clock as _;

use crate::{seller::Seller, spoken::STOCKS};

impl Seller {
    /// A campaign holds so much; nothing: it is over.
    async fn campaign(&self, target: &StockTarget, quantity: u32, told: bool) {
        let StockTarget { product, sku, warehouse } = target;
        self.shop.campaign(product.as_str(), sku.as_str(), warehouse.as_str(), quantity, told).await.unwrap();
    }
}

#[tokio::test]
async fn what_a_campaign_holds_shows_beside_the_level_and_where_the_shop_says_nothing_nothing_is_known() {
    let seller = Seller::at_work().await;
    let (target, _) = seller.well_stocked().await;
    assert_eq!(seller.cell(&target).await.campaign, None);
    for (quantity, told, known) in [(20, false, None), (20, true, Some(20)), (0, true, Some(0))] {
        seller.campaign(&target, quantity, told).await;
        seller.sync_now().await;
        assert_eq!(seller.cell(&target).await.campaign, known, "{quantity} held, told: {told}");
    }
}

#[tokio::test]
async fn a_level_below_what_is_held_is_stopped_before_the_call_and_can_be_sent_when_the_campaign_is_over() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    // Begun since the last reading, so that only the one right before the write tells.
    seller.campaign(&target, 9, true).await;
    let edit = seller.save(&[(target.clone(), StockChange::Set { level: 8 }, Some(level))]).await[0];
    let refused = seller.comes_to_at_once(edit, State::Refused).await;
    assert!(refused.reason.unwrap().starts_with("A campaign holds 9 here"));
    assert_eq!(seller.calls(STOCKS), [], "nothing was sent");
    let cell = seller.cell(&target).await;
    assert_eq!((cell.campaign, cell.edit.map(|edit| edit.by_campaign)), (Some(9), Some(true)));

    seller.campaign(&target, 0, true).await;
    seller.sync_now().await;
    let cell = seller.cell(&target).await;
    assert_eq!(
        (cell.campaign, cell.edit.map(|edit| edit.state)),
        (Some(0), Some(State::Refused)),
        "the person decides"
    );
    seller.computer.store.retry(edit, seller.clock.now()).await.unwrap();
    seller.computer.engine.outbox_changed();
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.level_there(&target).await, Some(8));
}

#[tokio::test]
async fn a_refusal_for_a_campaign_that_the_shop_does_not_tell_of_says_why() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    seller.campaign(&target, 9, false).await;
    let edit = seller.save(&[(target.clone(), StockChange::Set { level: 8 }, Some(level))]).await[0];
    let refused = seller.comes_to_at_once(edit, State::Refused).await;
    let reason = refused.reason.unwrap();
    assert!(reason.contains("12052393") && reason.contains("A campaign holds part of this stock"), "{reason}");
    let cell = seller.cell(&target).await;
    assert_eq!((cell.level, cell.campaign), (Some(level), None));
    assert!(cell.edit.unwrap().by_campaign);
}

#[tokio::test]
async fn what_leads_to_what_is_held_or_above_goes_out() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    seller.campaign(&target, 9, true).await;
    let edit = seller.save(&[(target.clone(), StockChange::Set { level: 9 }, Some(level))]).await[0];
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.levels_sent(), [[9]]);
}
