//! Orders of one buyer in one parcel.

use std::time::Duration;

use domain::{Errand, OrderId, OrderStatus, PackageId, SharedParcel, Stage};
use sandbox::{Fault, FaultKind, NewOrder, ShippingType};
use store::State;
use tiktok_shop::{Clock as _, Lane};

use crate::{
    errands::{comes_to, ways_to_lose},
    labels::{arrange_all, over, parcels},
    seller::{SHOP, Seller},
};

const COMBINE: &str = "/fulfillment/202309/packages/combine";

/// Orders of others, so that shipping all of them is a bulk.
const MANY: u32 = 6;

/// Two orders of one buyer, in the cache, and the parcel that the shop would put them into.
async fn of_one_buyer() -> (Seller, SharedParcel) {
    let seller = Seller::at_work_with(|shop| {
        (shop.shipping_type, shop.region, shop.warehouses, shop.orders) = (ShippingType::TikTok, "GB".into(), 1, 10);
    })
    .await;
    for _ in 0..MANY {
        arrived(&seller, None).await;
    }
    let first = arrived(&seller, None).await;
    arrived(&seller, Some(first)).await;
    seller.clock.pass(Duration::from_secs(16));
    seller.round().await;
    let page = seller.computer.client.shareable_parcels(None, Lane::Person).await.unwrap().unwrap();
    seller.shop.clear_journal();
    (seller, page.items.into_iter().next_back().unwrap())
}

async fn arrived(seller: &Seller, buyer_of: Option<String>) -> String {
    let new = NewOrder { buyer_of, ..NewOrder::default() };
    let told: serde_json::Value = serde_json::from_str(&seller.shop.order(new).await.unwrap()).unwrap();
    told["order_id"].as_str().unwrap().to_owned()
}

async fn share(seller: &Seller, parcel: &SharedParcel) -> i64 {
    let now = seller.clock.now();
    let errand = Errand::ShareParcel(parcel.clone());
    let id = seller.computer.store.queue_errand(SHOP, &parcel.orders[0], &errand, now, now).await.unwrap().id;
    seller.computer.engine.outbox_changed();
    id
}

async fn packages(seller: &Seller, order: &OrderId) -> Vec<PackageId> {
    seller.order(order).await.handling.packages
}

#[tokio::test]
async fn two_orders_of_one_buyer_share_a_parcel_and_its_one_shipment() {
    let (seller, parcel) = of_one_buyer().await;
    let [one, two] = [&parcel.orders[0], &parcel.orders[1]];
    assert_ne!(packages(&seller, one).await, packages(&seller, two).await);
    let errand = share(&seller, &parcel).await;
    comes_to(&seller, errand, State::Done).await;
    assert_eq!(seller.applied(COMBINE), 1);
    seller.in_time(async || packages(&seller, one).await == packages(&seller, two).await).await;

    let waiting = seller.orders(Some(Stage::ToShip)).await;
    let batch = arrange_all(&seller, &waiting).await;
    over(&seller, batch).await;
    let batch = seller.computer.store.batch(batch).await.unwrap();
    assert_eq!((batch.done, batch.refused), (i64::try_from(waiting.len()).unwrap(), 0));
    let shared = packages(&seller, one).await.remove(0).to_string();
    let named = parcels(&seller).concat().into_iter().filter(|parcel| *parcel == shared);
    assert_eq!(named.count(), 1, "one parcel is handed over once");
    for order in [one, two] {
        seller.in_time(async || seller.order(order).await.row.status == OrderStatus::AwaitingCollection).await;
    }
}

#[tokio::test]
async fn after_a_lost_answer_the_orders_are_looked_at_and_nothing_is_asked_twice() {
    for fault in ways_to_lose(COMBINE) {
        let (seller, parcel) = of_one_buyer().await;
        seller.shop.fault(fault.clone());
        let errand = share(&seller, &parcel).await;
        comes_to(&seller, errand, State::Done).await;
        assert_eq!((seller.calls(COMBINE).len(), seller.applied(COMBINE)), (1, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn a_request_that_never_arrived_is_sent_again() {
    let (seller, parcel) = of_one_buyer().await;
    seller.shop.fault(Fault::once(COMBINE, FaultKind::Http { status: 500 }));
    let errand = share(&seller, &parcel).await;
    comes_to(&seller, errand, State::Done).await;
    assert_eq!((seller.calls(COMBINE).len(), seller.applied(COMBINE)), (2, 1));
}

#[tokio::test]
async fn an_order_that_was_cancelled_meanwhile_keeps_the_others_apart_and_says_so() {
    let (seller, parcel) = of_one_buyer().await;
    seller.shop.cancel(parcel.orders[1].as_str()).await.unwrap();
    let errand = share(&seller, &parcel).await;
    let why = comes_to(&seller, errand, State::Refused).await.reason.unwrap();
    assert!(why.contains("doesn’t wait to be shipped any more"), "{why}");
    assert_eq!(seller.calls(COMBINE).len(), 0);
}

#[tokio::test]
async fn what_the_shop_refuses_is_told_in_its_words_and_the_orders_stay_apart() {
    let (seller, parcel) = of_one_buyer().await;
    let strange = SharedParcel { parcel: PackageId::new("115400"), ..parcel };
    let errand = share(&seller, &strange).await;
    let why = comes_to(&seller, errand, State::Refused).await.reason.unwrap();
    assert!(why.contains("can’t be combined") || why.contains("can't be combined"), "{why}");
    assert_eq!(seller.applied(COMBINE), 0);
}
