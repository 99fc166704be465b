use domain::StockChange;
use sandbox::{Fault, FaultKind, Settings};
use store::{State, StockWish};
use sync::Phase;
use tempfile::TempDir;
use tiktok_shop::Clock as _;

use crate::{
    seller::{SHOP, Seller, settings},
    spoken::{DETAIL, SEARCH, SHIPPED, STOCKS, UPDATE},
};

/// A shop that can be closed and opened again, at the same address and as it was.
async fn at_work_with_a_shop_in(folder: &TempDir) -> Seller {
    let file = folder.path().join("shop.json");
    Seller::at_work_with(|shop| shop.state_file = Some(file)).await
}

/// Closes the shop; gives what opens it again.
async fn closed(seller: Seller, folder: &TempDir) -> (Seller, Settings) {
    let Seller { clock, shop, computer } = seller;
    let port = shop.base_url().rsplit(':').next().unwrap().parse().unwrap();
    let again = Settings { port, state_file: Some(folder.path().join("shop.json")), ..settings(&clock) };
    shop.stop().await;
    // A shop that nobody asks anything, in the closed one's place.
    let shop = sandbox::start(settings(&clock)).await.unwrap();
    (Seller { clock, shop, computer }, again)
}

#[tokio::test]
async fn without_the_shop_everything_stays_here_edits_queue_and_go_out_once_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let seller = at_work_with_a_shop_in(&folder).await;
    let order = seller.order_to_ship().await;
    let (target, level) = seller.well_stocked().await;
    let (mut seller, again) = closed(seller, &folder).await;

    let shipment = seller.ship(&order, "TK1").await;
    let edit = seller.save(&[(target.clone(), StockChange::Add { amount: 5 }, Some(level))]).await[0];
    seller.in_time(async || seller.status().phase == Phase::Offline).await;
    seller.in_time(async || seller.wish(edit).await.reason.is_some()).await;
    for wish in [shipment, edit] {
        let waiting = seller.wish(wish).await;
        assert_eq!((waiting.state, waiting.attempts), (State::Queued, 0));
        assert!(waiting.reason.unwrap().contains("Nothing was sent"));
    }
    assert_eq!(seller.orders(None).await.len(), 60);
    assert_eq!(seller.cell(&target).await.level, Some(level));

    seller.shop = sandbox::start(again).await.unwrap();
    seller.comes_to(shipment, State::Done).await;
    seller.comes_to(edit, State::Done).await;
    assert_eq!((seller.calls(UPDATE).len(), seller.applied(UPDATE)), (1, 1));
    assert_eq!((seller.levels_sent(), seller.applied(STOCKS)), (vec![vec![level + 5]], 1));
    assert_eq!(seller.order(&order).await.row.status, SHIPPED);
    seller.in_time(async || seller.status().phase == Phase::Idle).await;
}

#[tokio::test]
async fn an_order_of_which_the_shop_cannot_tell_holds_up_no_stock_edit() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    let (target, level) = seller.well_stocked().await;
    seller.shop.fault(Fault::always(DETAIL, FaultKind::Http { status: 500 }));
    let shipment = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(shipment).await.reason.is_some()).await;
    let wish = StockWish { target: target.clone(), change: StockChange::Add { amount: 5 }, base: Some(level) };
    // Nobody wakes the engine for this one: it comes by it when it looks for the order again.
    seller.computer.store.queue_stock(SHOP, &[wish], seller.clock.now()).await.unwrap();
    seller.in_time(async || seller.cell(&target).await.level == Some(level + 5)).await;
    assert_eq!(seller.wish(shipment).await.state, State::Queued);
}

#[tokio::test]
async fn asking_for_a_look_also_tries_what_waits() {
    let seller = Seller::at_work().await;
    let order = seller.order_to_ship().await;
    seller.shop.fault(Fault { times: Some(2), ..Fault::once(DETAIL, FaultKind::Html) });
    let wish = seller.ship(&order, "TK1").await;
    seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
    assert_eq!(seller.wish(wish).await.state, State::Queued);
    seller.computer.engine.sync_now();
    seller.comes_to_at_once(wish, State::Done).await;
    assert_eq!(seller.calls(UPDATE).len(), 1);
}

#[tokio::test]
async fn trouble_at_the_shop_is_told_and_over_by_itself() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault { times: Some(2), ..Fault::once(SEARCH, FaultKind::Http { status: 503 }) });
    seller.computer.engine.sync_now();
    seller.at_once(async || seller.status().phase == Phase::Waiting).await;
    assert!(seller.status().problem.unwrap().contains("HTTP 503"));
    assert!(seller.status().next_at.is_some());
    seller.in_time(async || seller.status().phase == Phase::Idle).await;
    assert_eq!(seller.status().problem, None);
}

#[tokio::test]
async fn while_the_trouble_lasts_no_further_try_is_told_as_if_it_were_over() {
    let seller = Seller::at_work().await;
    seller.shop.fault(Fault { times: Some(6), ..Fault::once(SEARCH, FaultKind::Http { status: 503 }) });
    let mut status = seller.computer.engine.status();
    seller.computer.engine.sync_now();
    seller.at_once(async || seller.status().phase == Phase::Waiting).await;
    status.mark_unchanged();
    let told = tokio::spawn(async move {
        let mut told = Vec::new();
        while told.last() != Some(&Phase::Idle) && status.changed().await.is_ok() {
            told.push(status.borrow_and_update().phase);
        }
        told
    });
    seller.in_time(async || seller.status().phase == Phase::Idle).await;
    let told = told.await.unwrap();
    assert!(!told.contains(&Phase::Pulling), "{told:?}");
}
