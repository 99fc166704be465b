use domain::{OrderId, ShopId};
use store::Paper;

use crate::shelf::{SHOP, at, known_shop, shelf};

fn ids<const N: usize>(ids: [&str; N]) -> Vec<OrderId> {
    ids.map(OrderId::new).to_vec()
}

#[tokio::test]
async fn a_paper_is_remembered_by_order_and_kind_with_its_last_time() {
    let (_folder, store) = shelf().await;
    store.remember_prints(SHOP, Paper::PickList, &ids(["2", "1"]), at(5)).await.unwrap();
    store.remember_prints(SHOP, Paper::PickList, &ids(["1"]), at(9)).await.unwrap();
    let found = store.prints(SHOP, Paper::PickList, &ids(["3", "2", "1"])).await.unwrap();
    assert_eq!(found, [(OrderId::new("2"), at(5)), (OrderId::new("1"), at(9))]);
    assert_eq!(store.prints(SHOP, Paper::AddressLabels, &ids(["1", "2"])).await.unwrap(), []);
}

#[tokio::test]
async fn what_was_printed_goes_with_its_shop_and_no_other() {
    let (_folder, store) = shelf().await;
    let other = ShopId(7);
    store.put_shop(&known_shop(other)).await.unwrap();
    for shop in [SHOP, other] {
        store.remember_prints(shop, Paper::PackingSlips, &ids(["1"]), at(5)).await.unwrap();
    }
    store.remove_shop(SHOP).await.unwrap();
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    assert_eq!(store.prints(SHOP, Paper::PackingSlips, &ids(["1"])).await.unwrap(), []);
    assert_eq!(store.prints(other, Paper::PackingSlips, &ids(["1"])).await.unwrap().len(), 1);
}
