use std::collections::BTreeSet;

use domain::{OrderId, OrderStatus, Stage};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, NewOrder, PageMove, Settings, Status};
use sync::{Phase, Step};
use tiktok_shop::Clock as _;

use crate::{
    seller::Seller,
    spoken::{DETAIL, SEARCH, SHIPPED, TELLS_CHANGES},
    turnstile::Turnstile,
};

/// The id in an order as the shop's control answers it.
pub(crate) fn id_in(order: &str) -> OrderId {
    let order: serde_json::Value = serde_json::from_str(order).unwrap();
    OrderId::new(order["order_id"].as_str().unwrap())
}

#[tokio::test]
async fn twelve_hundred_orders_arrive_once_each_and_their_number_grows_on_the_way() {
    let seller = Seller::connected(|shop| shop.orders = 1_200, |_| ()).await;
    let mut status = seller.computer.engine.status();
    let mut steps = Vec::new();
    while status.borrow_and_update().last_ok.is_none() {
        let now = status.borrow().clone();
        if (now.step, now.total) == (Some(Step::Orders), Some(1_200)) {
            assert!(now.first_pull && now.phase == Phase::Pulling, "{now:?}");
            steps.push(now.done);
        }
        status.changed().await.unwrap();
    }
    assert!(steps.is_sorted() && steps.iter().any(|done| (1..1_200).contains(done)), "{steps:?}");
    assert!(!seller.status().first_pull && seller.status().step.is_none());

    let there = seller.shop.counts();
    let here: BTreeSet<_> = seller.orders(None).await.into_iter().collect();
    assert_eq!((here.len(), there.orders), (1_200, 1_200));
    for (status, stage) in [
        (Status::AwaitingShipment, Stage::ToShip),
        (Status::Shipped, Stage::Sent),
        (Status::Delivered, Stage::Delivered),
        (Status::Cancelled, Stage::Cancelled),
    ] {
        assert_eq!(seller.orders(Some(stage)).await.len(), there.by_status[&status], "{stage:?}");
    }
    assert_eq!(seller.skus(|_| true).await.len(), there.skus);
}

#[tokio::test]
async fn an_order_that_arrives_between_two_pages_is_neither_missed_nor_doubled() {
    let moving = Fault { times: Some(3), ..Fault::once(SEARCH, FaultKind::MovingPage { how: PageMove::Arrive }) };
    let seller = Seller::connected(|shop| shop.orders = 250, |shop| shop.fault(moving)).await;
    seller.round().await;
    assert_eq!(seller.shop.counts().orders, 253);
    let here = seller.orders(None).await;
    assert_eq!(here.len(), 253);
    assert_eq!(here.into_iter().collect::<BTreeSet<_>>().len(), 253);
}

#[tokio::test]
async fn an_order_that_leaves_a_list_between_two_pages_hides_no_other() {
    let seller = Seller::at_work_with(|shop| (shop.orders, shop.max_page_size) = (600, 10)).await;
    let leaving = Fault { times: Some(5), ..Fault::once(SEARCH, FaultKind::MovingPage { how: PageMove::Leave }) };
    seller.shop.fault(leaving);
    seller.sync_now().await;
    seller.sync_now().await;
    let there = seller.shop.counts().by_status;
    assert_eq!(seller.orders(Some(Stage::ToShip)).await.len(), there[&Status::AwaitingShipment]);
    assert_eq!(seller.orders(Some(Stage::Cancelled)).await.len(), there[&Status::Cancelled]);
}

#[tokio::test]
async fn an_order_that_its_buyer_calls_off_shows_by_itself_within_five_minutes() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.cancel(order.as_str()).await.unwrap();
    let cancelled = seller.clock.now();
    seller.in_time(async || seller.order(&order).await.row.status == OrderStatus::Cancelled).await;
    let waited = seller.clock.now().duration_since(cancelled);
    // Five minutes, and what the requests themselves take: the clock here runs some hundred times as fast as they do.
    assert!(waited <= SignedDuration::from_secs(400), "{waited}");
    assert_eq!(seller.calls(DETAIL), []);
}

#[tokio::test]
async fn a_new_order_shows_up_by_itself() {
    let seller = Seller::at_work().await;
    let new = id_in(&seller.shop.order(NewOrder::default()).await.unwrap());
    seller.in_time(async || seller.orders(Some(Stage::ToShip)).await.contains(&new)).await;
    assert_eq!(seller.orders(None).await.len(), 61);
}

#[tokio::test]
async fn what_buyers_and_carriers_do_shows_here_after_a_look() {
    let seller = Seller::at_work().await;
    let (cancelled, delivered) = (seller.order_to_ship().await, seller.orders(Some(Stage::Sent)).await.remove(0));
    seller.shop.cancel(cancelled.as_str()).await.unwrap();
    seller.shop.deliver(delivered.as_str()).await.unwrap();
    let (target, level) = seller.well_stocked().await;
    seller.sale(&target, 3).await;
    seller.sync_now().await;
    assert_eq!(seller.order(&cancelled).await.row.status, OrderStatus::Cancelled);
    assert_eq!(seller.order(&delivered).await.row.status, OrderStatus::Delivered);
    assert_eq!(seller.cell(&target).await.level, Some(level - 3));
}

#[tokio::test]
async fn an_order_that_a_list_no_longer_mentions_is_asked_for_by_itself() {
    let seller = Seller::at_work_with(|shop| (shop.orders, shop.max_page_size) = (600, 10)).await;
    let order = seller.order_to_ship().await;
    let place = seller.orders(None).await.iter().position(|id| *id == order).unwrap();
    assert!(place >= 20, "the pages of older orders that the next look reads end before {place}");
    seller.ship_elsewhere(&order, "ELSEWHERE1").await;
    seller.shop.clear_journal();
    seller.sync_now().await;
    assert_eq!(seller.order(&order).await.row.status, SHIPPED);
    let asked = seller.calls(DETAIL);
    // What changed comes by itself where it can be asked for.
    assert_eq!(asked.len(), usize::from(!TELLS_CHANGES), "{asked:?}");
    assert!(asked.iter().all(|call| call.query.contains(order.as_str())), "{asked:?}");
}

#[tokio::test]
async fn orders_that_left_a_list_together_are_all_asked_for_in_turn_whatever_becomes_of_one() {
    let seller = Seller::at_work_with(|shop| (shop.orders, shop.max_page_size) = (1_200, 10)).await;
    let waiting = seller.orders(Some(Stage::ToShip)).await;
    assert!(waiting.len() > 30, "{}", waiting.len());
    for order in &waiting {
        seller.ship_elsewhere(order, "ELSEWHERE1").await;
    }
    // The shop can't tell of the first one that is asked for.
    seller.shop.fault(Fault { times: Some(2), ..Fault::once(DETAIL, FaultKind::Http { status: 500 }) });
    for _ in 0..waiting.len() / 10 + 2 {
        seller.sync_now().await;
    }
    assert_eq!(seller.orders(Some(Stage::ToShip)).await, []);
    let asked: BTreeSet<String> = seller.calls(DETAIL).into_iter().map(|call| call.query).collect();
    assert!(asked.len() > 20, "most of them were asked for by themselves, not met on a page: {}", asked.len());
}

#[tokio::test]
async fn after_days_offline_a_look_that_is_cut_off_at_its_first_page_hides_no_order_behind_it() {
    let turnstile = Turnstile::closed();
    let in_small_pages = |shop: &mut Settings| {
        shop.max_page_size = 10;
        turnstile.stand_before(shop);
    };
    let killed = Seller::at_work_with(in_small_pages).await.killed().await;
    for _ in 0..35 {
        killed.0.pass(std::time::Duration::from_secs(7_000));
        // Sent already: no list of open orders brings what a look has missed.
        killed.1.order(NewOrder { status: Some(Status::Shipped), ..NewOrder::default() }).await.unwrap();
    }
    // One page comes, and then nothing for a while.
    killed.1.fault(Turnstile::on(SEARCH));
    killed.1.clear_journal();
    let seller = Seller::started_again(killed).await;
    turnstile.let_pass(1);
    seller.at_once(async || (61..=70).contains(&seller.orders(None).await.len())).await;
    let killed = seller.killed().await;
    killed.1.clear_faults();
    let seller = Seller::started_again(killed).await;
    seller.round().await;
    assert_eq!(seller.orders(None).await.len(), 95);
}
