use domain::{OrderId, ProductId};
use sandbox::{Fault, FaultKind, NewOrder};
use sync::Hint;

use crate::{
    seller::Seller,
    spoken::{DETAIL, PRODUCT, SEARCH},
};

#[tokio::test]
async fn a_hint_brings_a_new_order_before_any_look_does() {
    let seller = Seller::at_work().await;
    let order: serde_json::Value =
        serde_json::from_str(&seller.shop.order(NewOrder::default()).await.unwrap()).unwrap();
    let new = OrderId::new(order["order_id"].as_str().unwrap());
    seller.computer.engine.hint(Hint::Order(new.clone()));
    seller.at_once(async || seller.orders(None).await.contains(&new)).await;
    assert_eq!((seller.calls(DETAIL).len(), seller.calls(SEARCH).len()), (1, 0));
}

#[tokio::test]
async fn a_hint_brings_a_products_stock() {
    let seller = Seller::at_work().await;
    let (target, level) = seller.well_stocked().await;
    seller.sale(&target, 3).await;
    seller.computer.engine.hint(Hint::Product(target.product.clone()));
    seller.at_once(async || seller.cell(&target).await.level == Some(level - 3)).await;
}

#[tokio::test]
async fn a_forged_hint_costs_a_question_and_changes_nothing() {
    let seller = Seller::at_work().await;
    let before = seller.orders(None).await;
    seller.computer.engine.hint(Hint::Order(OrderId::new("1")));
    seller.computer.engine.hint(Hint::Product(ProductId::new("1")));
    seller.at_once(async || seller.calls(PRODUCT).len() == 1).await;
    assert_eq!(seller.calls(DETAIL).len(), 1);
    // The loop is still there for a real one.
    let order = seller.order_to_ship().await;
    seller.computer.engine.hint(Hint::Order(order));
    seller.at_once(async || seller.calls(DETAIL).len() == 2).await;
    assert_eq!(seller.orders(None).await, before);
    assert_eq!(seller.status().problem, None);
}

#[tokio::test]
async fn a_flood_of_forged_hints_is_followed_gently() {
    let seller = Seller::at_work().await;
    let begun = tiktok_shop::Clock::now(&*seller.clock);
    for n in 0..500 {
        seller.computer.engine.hint(Hint::Product(ProductId::new(n.to_string())));
    }
    seller.in_time(async || seller.calls(PRODUCT).len() >= 60).await;
    let in_first_minute = |call: &&sandbox::Entry| call.at.duration_since(begun).as_secs() < 60;
    // Fewer where the computer is slow: the clock here runs on meanwhile.
    let asked = seller.calls(PRODUCT).iter().filter(in_first_minute).count();
    assert!(asked <= 30, "{asked} questions in a minute");
}

#[tokio::test]
async fn a_hint_that_meets_trouble_is_left_to_the_next_look() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.cancel(order.as_str()).await.unwrap();
    seller.shop.fault(Fault { times: Some(2), ..Fault::once(DETAIL, FaultKind::Http { status: 500 }) });
    seller.computer.engine.hint(Hint::Order(order.clone()));
    seller.at_once(async || seller.calls(DETAIL).len() == 2).await;
    seller.sync_now().await;
    assert_eq!(seller.order(&order).await.row.status, domain::OrderStatus::Cancelled);
}
