//! What changed is asked for, whatever was placed when.

use std::time::Duration;

use domain::{OrderStatus, Stage};
use tiktok_shop::{Lane, Told};

use crate::{
    seller::Seller,
    spoken::{DETAIL, SEARCH},
};

/// The words of the searches that were made.
fn asked(seller: &Seller) -> Vec<serde_json::Value> {
    seller.calls(SEARCH).iter().map(|call| serde_json::from_str(&call.body).unwrap()).collect()
}

#[tokio::test]
async fn an_old_order_that_was_called_off_is_here_with_the_next_look_for_one_request() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    let before = seller.order(&order).await.recipient;
    seller.shop.cancel(order.as_str()).await.unwrap();
    seller.clock.pass(Duration::from_secs(16));
    seller.round().await;
    let after = seller.order(&order).await;
    assert_eq!(
        (after.row.status, after.recipient),
        (OrderStatus::Cancelled, before),
        "its buyer is hidden now, and known"
    );
    let asked = asked(&seller);
    assert_eq!(asked.len(), 1, "{asked:?}");
    let (from, to) = (asked[0]["update_time_ge"].as_i64().unwrap(), asked[0]["update_time_lt"].as_i64().unwrap());
    assert!((300..350).contains(&(to - from)), "five minutes before the last look, up to now: {asked:?}");
    assert!(seller.calls(SEARCH)[0].query.contains("sort_field=update_time&sort_order=ASC"));
}

#[tokio::test]
async fn fifty_orders_are_asked_for_at_once() {
    let seller = Seller::at_work_with(|shop| shop.orders = 200).await;
    let client = &seller.computer.client;
    let ids: Vec<_> = seller.orders(None).await.into_iter().take(client.ids_at_once()).collect();
    assert_eq!(ids.len(), 50);
    let told = client.orders(&ids, Lane::Person).await.unwrap();
    assert!(told.iter().all(|(id, told)| matches!(told, Told::Order(order) if order.id == *id)));
    assert_eq!(seller.calls(DETAIL).len(), 1);
}

#[tokio::test]
async fn what_waits_is_still_read_again_now_and_then() {
    let seller = Seller::at_work().await;
    assert!(!seller.orders(Some(Stage::ToShip)).await.is_empty());
    seller.clock.pass(Duration::from_secs(31 * 60));
    seller.round().await;
    let asked = asked(&seller);
    assert!(asked.iter().any(|body| body["order_status"] == "AWAITING_SHIPMENT"), "{asked:?}");
    assert!(asked.iter().all(|body| body["order_status"] != "CANCELLED"), "they come with what changed");
}
