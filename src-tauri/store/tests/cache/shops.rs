use domain::{OrderStatus, ShopId};
use store::NewShop;

use crate::shelf::{SHOP, at, known_shop, order, shelf};

fn new(name: &str, seller: &str) -> NewShop {
    NewShop { name: name.into(), region: "GB".into(), practice: false, currency: None, seller: seller.into() }
}

#[tokio::test]
async fn a_number_that_a_removed_shop_had_is_never_given_again() {
    let (_folder, store) = shelf().await;
    let second = store.add_shop(&new("Second", "mark_2")).await.unwrap();
    assert_eq!(second, ShopId(2));
    store.remove_shop(second).await.unwrap();
    assert_eq!(store.add_shop(&new("Third", "mark_3")).await.unwrap(), ShopId(3));
    let names: Vec<String> = store.shops().await.unwrap().into_iter().map(|shop| shop.name).collect();
    assert_eq!(names, ["Linh Kay Studio", "Third"]);
    assert_eq!(store.shop_of(second).await.unwrap(), None);
}

#[tokio::test]
async fn two_shops_with_the_same_order_number_keep_one_each() {
    let (_folder, store) = shelf().await;
    let second = store.add_shop(&new("Second", "")).await.unwrap();
    store.put_orders(SHOP, &[order("1", OrderStatus::AwaitingShipment, 1)], &[], at(2), None).await.unwrap();
    store.put_orders(second, &[order("1", OrderStatus::Cancelled, 1)], &[], at(2), None).await.unwrap();
    store.remove_shop(second).await.unwrap();
    assert_eq!(store.orders_to_ship(SHOP).await.unwrap(), 1);
    assert_eq!(store.orders_to_ship(second).await.unwrap(), 0);
}

#[tokio::test]
async fn a_seller_is_known_by_mark_and_without_one_by_name_and_region() {
    let mut known = known_shop(SHOP);
    known.seller = "mark_1".into();
    assert!(known.is_the_same_as(&new("Renamed since", "mark_1")));
    assert!(!known.is_the_same_as(&NewShop { region: known.region.clone(), ..new(&known.name, "mark_2") }));
    assert!(known.is_the_same_as(&NewShop { region: known.region.clone(), ..new(&known.name, "") }));
    assert!(!known.is_the_same_as(&NewShop { practice: true, ..new("Renamed since", "mark_1") }));
}

#[tokio::test]
async fn a_choice_is_remembered_and_replaced() {
    let (_folder, store) = shelf().await;
    assert_eq!(store.choice("webhooks").await.unwrap(), None);
    for value in ["off", "on"] {
        store.set_choice("webhooks", value).await.unwrap();
    }
    assert_eq!(store.choice("webhooks").await.unwrap().as_deref(), Some("on"));
}
