use domain::{Departure, OrderId, OrderStatus, TrackingNumber};
use store::State;

use crate::shelf::{SHOP, at, order, shelf};

fn id(text: &str) -> OrderId {
    OrderId::new(text)
}

#[tokio::test]
async fn orders_are_told_with_their_numbers_and_what_is_under_way_for_them() {
    let (_folder, store) = shelf().await;
    let mut sent = order("2", OrderStatus::Shipped, 1);
    sent.tracking_number = "TK2".into();
    let page = [order("1", OrderStatus::AwaitingShipment, 1), sent, order("3", OrderStatus::AwaitingShipment, 1)];
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    store.queue_shipment(SHOP, &id("1"), &TrackingNumber::parse("TK1").unwrap(), at(3), at(3)).await.unwrap();
    let asked = ["1", "2", "2", "9"].map(id);
    let found = store.orders_standing(SHOP, &asked, &[], 20).await.unwrap().orders;
    assert_eq!(found.len(), 2, "one that isn't here is left out, and so is one that nobody asked about");
    assert_eq!(found[&id("1")].under_way, Some((State::Queued, Departure::Number("TK1".to_owned()))));
    assert_eq!((found[&id("2")].status.clone(), found[&id("2")].tracking.as_str()), (OrderStatus::Shipped, "TK2"));
}

#[tokio::test]
async fn a_range_finds_ids_of_its_length_alone_and_ends_after_so_many() {
    let (_folder, store) = shelf().await;
    let ids =
        ["576618402217359921", "576618402217359922", "576618402217361000", "57661840221735992", "5766184022173599210"];
    let page = ids.map(|id| order(id, OrderStatus::AwaitingShipment, 1));
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    let range = |from: &str, to: &str| (id(from), id(to));
    let ranges = [
        range("576618402217359500", "576618402217360999"),
        range("100000000000000000", "200000000000000000"),
        range("576618402217361000", "576618402217361000"),
    ];
    let found = store.orders_standing(SHOP, &[], &ranges, 20).await.unwrap();
    assert_eq!(found.near, [vec![id(ids[0]), id(ids[1])], vec![], vec![id(ids[2])]]);
    assert_eq!(found.orders.len(), 3, "whoever is near is told too");
    let first = store.orders_standing(SHOP, &[], &ranges, 1).await.unwrap();
    assert_eq!(first.near[0], [id(ids[0])]);
}

#[tokio::test]
async fn orders_are_read_whole_in_the_order_asked_for() {
    let (_folder, store) = shelf().await;
    let page = [order("1", OrderStatus::AwaitingShipment, 1), order("2", OrderStatus::Cancelled, 1)];
    store.put_orders(SHOP, &page, &[], at(2), None).await.unwrap();
    let product = crate::shelf::product("product_1", &[("sku_1", 5)], 1);
    store.put_products(SHOP, &[product], &[], at(2), None).await.unwrap();
    let whole = store.orders_whole(SHOP, &["2", "9", "1"].map(id)).await.unwrap();
    assert_eq!(whole.iter().map(|order| order.row.id.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    for order in whole {
        assert_eq!(order, store.order(SHOP, &order.row.id).await.unwrap(), "one alone is told in the same way");
        assert_eq!(order.lines[0].1.as_deref(), Some("LT-sku_1"));
    }
}
