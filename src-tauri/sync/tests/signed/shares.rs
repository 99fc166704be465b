//! Whom stock is kept for: campaigns, creators, orders that wait.

use domain::{Level, StockChange, StockShares};
use store::{State, StockTarget};
use tiktok_shop::Clock as _;

use crate::{
    seller::{SHOP, Seller},
    spoken::{PRODUCT, STOCKS},
};

const SHARES: &str = "/product/202309/inventory/search";

impl Seller {
    /// A campaign that the shop tells of holds so much; nothing: it is over.
    async fn held(&self, target: &StockTarget, quantity: u32) {
        let StockTarget { product, sku, warehouse } = target;
        self.shop.campaign(product.as_str(), sku.as_str(), warehouse.as_str(), quantity, true).await.unwrap();
    }

    async fn shares(&self, target: &StockTarget) -> StockShares {
        let known = self.computer.store.shares_of(SHOP, &target.product).await.unwrap();
        known.into_iter().map(|known| known.shares).find(|shares| shares.sku == target.sku).unwrap()
    }

    /// What a SKU has in all warehouses.
    async fn in_all(&self, target: &StockTarget) -> Level {
        let row = self.skus(|_| true).await.into_iter().find(|row| row.sku == target.sku).unwrap();
        row.levels.iter().filter_map(|level| level.level).sum()
    }
}

fn one_warehouse(shop: &mut sandbox::Settings) {
    shop.warehouses = 1;
}

#[tokio::test]
async fn what_campaigns_creators_and_waiting_orders_have_of_a_sku_is_read_behind_the_catalogue() {
    let seller = Seller::at_work().await;
    let (target, _) = seller.well_stocked().await;
    let all = seller.in_all(&target).await;
    let before = seller.shares(&target).await;
    assert_eq!(
        (before.available, before.campaign, before.creator, before.free),
        (Some(all), Some(0), Some(0), Some(all))
    );
    assert_eq!(before.committed.len(), 3);

    seller.held(&target, 6).await;
    seller.shop.creators(target.product.as_str(), target.sku.as_str(), 3).await.unwrap();
    seller.sync_now().await;
    let told = seller.shares(&target).await;
    assert_eq!((told.available, told.campaign, told.creator, told.free), (Some(all), Some(6), Some(3), Some(all - 9)));
    assert_eq!(seller.cell(&target).await.campaign, None, "nobody says which of its warehouses it is held in");
}

#[tokio::test]
async fn a_hundred_products_share_a_request() {
    let many = |shop: &mut sandbox::Settings| shop.products = 130;
    let seller = Seller::connected(many, |_| ()).await;
    seller.round().await;
    assert_eq!(seller.calls(SHARES).len(), 2);
    let asked = |call: &sandbox::Entry| call.body.matches("\"17").count();
    assert_eq!(seller.calls(SHARES).iter().map(asked).collect::<Vec<_>>(), [100, 30]);
}

#[tokio::test]
async fn a_shop_that_refuses_to_say_keeps_nothing_else_from_being_read() {
    let seller = Seller::connected(|_| (), |shop| shop.retire(&[SHARES])).await;
    seller.round().await;
    assert_eq!(seller.skus(|_| true).await.len(), seller.shop.counts().skus);
    assert!(!seller.calls(SHARES).is_empty());
    assert_eq!(seller.status().problem, None);
}

#[tokio::test]
async fn in_a_sole_warehouse_a_level_below_what_is_held_is_stopped_by_what_the_shop_says_right_before() {
    let seller = Seller::at_work_with(one_warehouse).await;
    let (target, level) = seller.well_stocked().await;
    seller.held(&target, 9).await;
    seller.sync_now().await;
    assert_eq!(seller.cell(&target).await.campaign, Some(9));

    seller.shop.clear_journal();
    let edit = seller.save(&[(target.clone(), StockChange::Set { level: 8 }, Some(level))]).await[0];
    let refused = seller.comes_to_at_once(edit, State::Refused).await;
    assert!(refused.reason.unwrap().starts_with("A campaign holds 9 here"));
    assert_eq!(seller.calls(STOCKS), [], "nothing was sent");
    assert!(seller.cell(&target).await.edit.unwrap().by_campaign);

    // Over since the last reading, which only the question right before the write can tell.
    seller.held(&target, 0).await;
    seller.computer.store.retry(edit, seller.clock.now()).await.unwrap();
    seller.computer.engine.outbox_changed();
    seller.comes_to_at_once(edit, State::Done).await;
    assert_eq!(seller.level_there(&target).await, Some(8));
}

#[tokio::test]
async fn over_several_warehouses_what_is_left_in_all_of_them_counts_and_edits_that_add_go_out() {
    let seller = Seller::at_work().await;
    let row =
        seller.skus(|_| true).await.into_iter().find(|row| {
            row.levels.len() == 3 && row.levels.iter().all(|level| level.level.is_some_and(|level| level > 9))
        });
    let row = row.unwrap();
    let place = |n: usize| (crate::seller::target(&row, &row.levels[n]), row.levels[n].level);
    let ((first, had), (second, here)) = (place(0), place(1));
    let all = seller.in_all(&first).await;
    for (place, level) in (0..3).map(place) {
        seller.held(&place, u32::try_from(level.unwrap()).unwrap()).await;
    }
    seller.sync_now().await;
    seller.shop.clear_journal();
    let less = (first.clone(), StockChange::Add { amount: -4 }, had);
    let more = (second.clone(), StockChange::Add { amount: 2 }, here);
    let edits = seller.save(&[less, more]).await;
    let refused = seller.comes_to_at_once(edits[0], State::Refused).await;
    assert!(refused.reason.unwrap().starts_with(&format!("Campaigns hold {all} of this SKU")));
    seller.comes_to_at_once(edits[1], State::Done).await;
    assert_eq!(seller.levels_sent(), [[here.unwrap() + 2]]);
}

#[tokio::test]
async fn where_nothing_is_known_to_be_held_a_save_costs_what_it_always_did() {
    let seller = Seller::at_work_with(one_warehouse).await;
    let (target, level) = seller.well_stocked().await;
    seller.shop.creators(target.product.as_str(), target.sku.as_str(), 9).await.unwrap();
    seller.sync_now().await;
    seller.shop.clear_journal();
    let edit = seller.save(&[(target.clone(), StockChange::Set { level: 1 }, Some(level))]).await[0];
    seller.comes_to_at_once(edit, State::Done).await;
    seller.at_once(async || seller.calls(PRODUCT).len() == 2).await;
    assert_eq!((seller.calls(SHARES), seller.calls(STOCKS).len()), (vec![], 1), "creators stop nothing");
}
