//! A catalogue that is longer than the shop shows of one list.

use crate::{
    seller::{SHOP, Seller},
    spoken::PRODUCTS,
};

const TOO_MANY: i64 = 12_052_180;

fn more_than_is_shown(shop: &mut sandbox::Settings) {
    (shop.products, shop.max_page_size, shop.product_search_cap) = (70, 10, 30);
}

fn refused(seller: &Seller) -> usize {
    seller.calls(PRODUCTS).iter().filter(|call| call.answer_code == Some(TOO_MANY)).count()
}

#[tokio::test]
async fn a_catalogue_that_is_longer_than_a_list_may_be_is_read_in_slices_and_none_is_missed() {
    let seller = Seller::connected(more_than_is_shown, |_| ()).await;
    seller.round().await;
    assert_eq!(seller.skus(|_| true).await.len(), seller.shop.counts().skus);
    assert_eq!(seller.computer.store.product_count(SHOP).await.unwrap(), 70);
    assert!(refused(&seller) > 0);

    // The cuts are known now: going round once more, no list is too long.
    seller.shop.clear_journal();
    while seller.calls(PRODUCTS).len() < 30 {
        seller.sync_now().await;
    }
    assert_eq!(refused(&seller), 0);
}

#[tokio::test]
async fn a_first_pull_in_slices_that_was_cut_off_goes_on_in_its_slice() {
    let seller = Seller::connected(more_than_is_shown, |_| ()).await;
    seller.at_once(async || seller.computer.store.product_count(SHOP).await.unwrap() >= 40).await;
    let before = seller.calls(PRODUCTS).len();
    let seller = Seller::started_again(seller.killed().await).await;
    seller.round().await;
    assert_eq!(seller.skus(|_| true).await.len(), seller.shop.counts().skus);
    let body = |call: &sandbox::Entry| call.body.contains("create_time");
    assert!(seller.calls(PRODUCTS)[before + 1..].iter().all(body), "nothing is begun anew");
}
