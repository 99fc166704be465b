//! Orders of one buyer in one parcel: asked for, combined, arranged once and printed once.

use std::time::Duration;

use app::boundary::{Handover, OrderTab, OutboxState, Paper, ParcelToShare, ShareableParcel, Shipment};
use sandbox::{NewOrder, Settings, ShippingType};

use crate::{
    desk::{Desk, Drawer},
    signed::connected_from,
};

const COMBINE: &str = "/fulfillment/202309/packages/combine";

/// A shop with two orders of one buyer, which are here.
async fn with_a_pair(grace: Duration) -> (Desk, [String; 2]) {
    let settings = |shop: &mut Settings| {
        (shop.shipping_type, shop.region, shop.orders, shop.warehouses) = (ShippingType::TikTok, "GB".into(), 5, 1);
    };
    let desk = connected_from(Drawer { grace, ..Drawer::empty() }, settings, |_| ()).await;
    desk.synced().await;
    let first = arrived(&desk, None).await;
    let second = arrived(&desk, Some(first.clone())).await;
    let pair = [first, second];
    desk.app.sync_now();
    let here = async || {
        let orders = desk.orders(OrderTab::ToShip, "").await;
        pair.iter().all(|id| orders.iter().any(|order| order.id == *id))
    };
    desk.in_time(here).await;
    (desk, pair)
}

async fn arrived(desk: &Desk, buyer_of: Option<String>) -> String {
    let told = desk.shop.order(NewOrder { buyer_of, ..NewOrder::default() }).await.unwrap();
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    told["order_id"].as_str().unwrap().to_owned()
}

fn wanted(parcels: &[ShareableParcel]) -> Vec<ParcelToShare> {
    let orders = |parcel: &ShareableParcel| parcel.orders.iter().map(|order| order.id.clone()).collect();
    parcels.iter().map(|parcel| ParcelToShare { parcel: parcel.parcel.clone(), orders: orders(parcel) }).collect()
}

#[tokio::test]
async fn two_orders_of_one_buyer_leave_in_one_parcel_with_one_label() {
    let (desk, pair) = with_a_pair(Duration::ZERO).await;
    let shop = desk.shop_in_view().await;
    let parcels = desk.app.shareable_parcels(shop).await.unwrap();
    let [parcel] = &parcels[..] else { panic!("{parcels:?}") };
    let mut named: Vec<&String> = parcel.orders.iter().map(|order| &order.id).collect();
    named.sort();
    let mut both: Vec<&String> = pair.iter().collect();
    both.sort();
    assert_eq!(named, both);

    let saved = desk.app.share_parcels(shop, wanted(&parcels)).await.unwrap();
    assert_eq!((saved.queued, saved.left_out.len()), (1, 0));
    let again = desk.app.share_parcels(shop, wanted(&parcels)).await.unwrap();
    assert_eq!(again.queued, 1, "asking twice is asking once");
    let shares = async |id: &String| desk.app.order_detail(shop, id).await.unwrap().shares_with;
    desk.in_time(async || shares(&pair[0]).await == [pair[1].clone()]).await;
    assert_eq!(desk.shop.journal().iter().filter(|call| call.path == COMBINE).count(), 1);
    assert_eq!(desk.app.shareable_parcels(shop).await.unwrap(), Vec::new());

    let handed_over = |order_id: &String| Shipment {
        order_id: order_id.clone(),
        tracking_number: String::new(),
        handover: Some(Handover::Usual),
        purchase: None,
    };
    let saved = desk.app.ship_orders(shop, pair.iter().map(handed_over).collect()).await.unwrap();
    let batch = saved.batch.unwrap();
    desk.in_time(async || {
        desk.app.batch_items(&batch).await.unwrap().iter().all(|wish| wish.state == OutboxState::Done)
    })
    .await;
    let made = desk.app.print_orders(shop, pair.to_vec(), Paper::ShippingLabels, false).await.unwrap();
    assert_eq!((made.orders, made.pages), (2, 1), "one parcel, one label");
}

#[tokio::test]
async fn an_order_that_is_being_shipped_keeps_its_parcel_and_says_why() {
    let (desk, pair) = with_a_pair(Duration::from_secs(60)).await;
    let shop = desk.shop_in_view().await;
    let parcels = desk.app.shareable_parcels(shop).await.unwrap();
    let shipment = Shipment {
        order_id: pair[1].clone(),
        tracking_number: String::new(),
        handover: Some(Handover::Usual),
        purchase: None,
    };
    desk.app.ship_orders(shop, vec![shipment]).await.unwrap();
    let saved = desk.app.share_parcels(shop, wanted(&parcels)).await.unwrap();
    assert_eq!(saved.queued, 0);
    assert!(saved.left_out[0].reason.contains("under way"), "{saved:?}");
}
