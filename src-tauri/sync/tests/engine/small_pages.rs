//! What the documented contract alone leaves open: how many records a page may have.

use crate::{
    seller::{SHOP, Seller},
    spoken::{PRODUCTS, SEARCH},
};

#[tokio::test]
async fn a_shop_that_takes_smaller_pages_gets_them_and_nothing_is_missed() {
    let small = |shop: &mut sandbox::Settings| (shop.orders, shop.products, shop.max_page_size) = (200, 70, 30);
    let seller = Seller::connected(small, |_| ()).await;
    seller.round().await;
    let there = seller.shop.counts();
    assert_eq!(seller.orders(None).await.len(), 200);
    assert_eq!(seller.skus(|_| true).await.len(), there.skus);
    assert!(seller.calls(PRODUCTS).iter().all(|call| page_size(call) <= 30), "the size is remembered");
    let refused = seller.calls(SEARCH).iter().filter(|call| call.answer_code == Some(1001)).count();
    assert_eq!(refused, 2, "100 and 50 were too many, 25 was not");
    assert_eq!(seller.computer.store.set_aside_count(SHOP).await.unwrap(), 0);
}

fn page_size(call: &sandbox::Entry) -> u32 {
    let size = call.query.split('&').find_map(|pair| pair.strip_prefix("page_size="));
    size.unwrap().parse().unwrap()
}
