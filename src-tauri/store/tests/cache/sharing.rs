use domain::{Errand, Handling, Order, OrderId, OrderStatus, PackageId, SharedParcel, TrackingNumber};
use store::StoreError;

use crate::shelf::{SHOP, at, order, shelf};

fn in_parcel(id: &str, parcel: &str) -> Order {
    let packages = if parcel.is_empty() { Vec::new() } else { vec![PackageId::new(parcel)] };
    let handling = Handling { packages, ..Handling::default() };
    Order { handling, ..order(id, OrderStatus::AwaitingShipment, 1) }
}

#[tokio::test]
async fn orders_of_one_parcel_know_each_other_and_those_without_one_nobody() {
    let (_folder, store) = shelf().await;
    let orders =
        [in_parcel("1", "p"), in_parcel("2", "q"), in_parcel("3", "p"), in_parcel("4", ""), in_parcel("5", "")];
    store.put_orders(SHOP, &orders, &[], at(2), None).await.unwrap();
    let sharers = async |id: &str| store.sharers(SHOP, &OrderId::new(id)).await.unwrap();
    assert_eq!((sharers("1").await, sharers("3").await), (vec![OrderId::new("3")], vec![OrderId::new("1")]));
    for alone in ["2", "4", "nobody"] {
        assert_eq!(sharers(alone).await, Vec::new(), "{alone}");
    }
}

#[tokio::test]
async fn a_parcel_is_not_shared_while_anything_else_is_under_way_for_one_of_its_orders() {
    let (_folder, store) = shelf().await;
    let orders = ["1", "2", "3"].map(|id| in_parcel(id, id));
    store.put_orders(SHOP, &orders, &[], at(2), None).await.unwrap();
    let [one, two, three] = ["1", "2", "3"].map(OrderId::new);
    let share = |orders: [&OrderId; 2]| {
        let orders = orders.map(Clone::clone).into();
        Errand::ShareParcel(SharedParcel { parcel: PackageId::new("p"), orders })
    };
    let first = store.queue_errand(SHOP, &one, &share([&one, &two]), at(3), at(3)).await.unwrap();
    let again = store.queue_errand(SHOP, &one, &share([&one, &two]), at(4), at(4)).await.unwrap();
    assert_eq!((again.id, again.errand), (first.id, share([&one, &two])), "asking twice is asking once");
    let beside = store.queue_errand(SHOP, &three, &share([&three, &one]), at(4), at(4)).await;
    assert!(matches!(beside, Err(StoreError::ErrandUnderWay)), "{beside:?}");
    store.queue_shipment(SHOP, &three, &TrackingNumber::parse("TK1").unwrap(), at(5), at(5)).await.unwrap();
    store.settle_errand(first.id, store::State::Done, None, at(5), at(5)).await.unwrap();
    let shipping = store.queue_errand(SHOP, &two, &share([&two, &three]), at(6), at(6)).await;
    assert!(matches!(shipping, Err(StoreError::ErrandUnderWay)), "{shipping:?}");
}
