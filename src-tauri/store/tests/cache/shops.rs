use domain::{Currency, Order, OrderId, OrderStatus, ShopId};
use store::{NewShop, Tables};

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

fn paid_in(id: &str, currency: &str) -> Order {
    Order { currency: Currency::parse(currency), ..order(id, OrderStatus::AwaitingShipment, 1) }
}

#[tokio::test]
async fn the_first_order_that_tells_its_currency_speaks_for_its_shop_and_the_sellers_choice_stays() {
    let (_folder, store) = shelf().await;
    let told = async || store.shop_of(SHOP).await.unwrap().unwrap().told_currency.map(String::from);
    store.put_orders(SHOP, &[paid_in("1", "")], &[], at(2), None).await.unwrap();
    assert_eq!(told().await, None);
    store.set_currency(SHOP, Some("USD")).await.unwrap();
    let mut watch = store.watch();
    store
        .put_orders(SHOP, &[paid_in("2", ""), paid_in("3", "GBP"), paid_in("4", "EUR")], &[], at(3), None)
        .await
        .unwrap();
    assert_eq!(told().await.as_deref(), Some("GBP"));
    assert!(watch.next().await.unwrap().touches(Tables::SHOP));
    store.put_orders(SHOP, &[paid_in("5", "EUR")], &[], at(4), None).await.unwrap();
    assert!(!watch.next().await.unwrap().touches(Tables::SHOP));
    assert_eq!(told().await.as_deref(), Some("GBP"), "one order of another market says nothing of the shop");
    let known = store.shop_of(SHOP).await.unwrap().unwrap();
    store.put_shop(&known_shop(SHOP)).await.unwrap();
    let after = store.shop_of(SHOP).await.unwrap().unwrap();
    assert_eq!((known.currency.as_deref(), after), (Some("USD"), known.clone()), "connecting again asks for none");
}

#[tokio::test]
async fn each_order_keeps_what_its_amounts_are_in() {
    let (_folder, store) = shelf().await;
    let orders = [paid_in("1", "GBP"), paid_in("2", "EUR"), paid_in("3", "")];
    store.put_orders(SHOP, &orders, &[], at(3), None).await.unwrap();
    for told in &orders {
        assert_eq!(store.order(SHOP, &told.id).await.unwrap().row.currency, told.currency);
    }
    store.forget_buyer(SHOP, &OrderId::new("2")).await.unwrap();
    assert_eq!(store.order(SHOP, &OrderId::new("2")).await.unwrap().row.currency, Currency::parse("EUR"));
}
