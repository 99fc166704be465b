use jiff::SignedDuration;
use sandbox::{Fault, FaultKind};
use store::State;
use sync::Phase;
use tiktok_shop::Clock as _;

use crate::{
    seller::Seller,
    spoken::{DETAIL, SEARCH, UPDATE},
};

const PAUSE: SignedDuration = SignedDuration::from_secs(120);

/// 1005 with two minutes in `Retry-After`: longer than a call waits by itself.
fn limit(on: &str) -> Fault {
    Fault::once(on, FaultKind::Limit { retry_after: Some(120) })
}

#[tokio::test]
async fn a_used_up_limit_is_told_and_nobody_asks_before_the_shop_said() {
    let seller = Seller::at_work().await;
    seller.shop.fault(limit(SEARCH));
    let asked = seller.clock.now();
    seller.computer.engine.sync_now();
    seller.at_once(async || seller.status().phase == Phase::Limited).await;
    let told = seller.status();
    assert!(told.problem.unwrap().contains("it goes on at"));
    assert!(told.next_at.unwrap().duration_since(asked) >= PAUSE);
    let before = told.last_ok;
    seller.in_time(async || seller.status().last_ok > before).await;
    assert!(seller.shop.journal()[1].at.duration_since(asked) >= PAUSE);
    assert_eq!(seller.status().problem, None);
}

#[tokio::test]
async fn a_shipment_that_meets_the_limit_waits_it_out_and_goes_once() {
    for path in [DETAIL, UPDATE] {
        let seller = Seller::at_work().await;
        let order = seller.order_to_ship().await;
        seller.shop.fault(limit(path));
        let asked = seller.clock.now();
        let wish = seller.ship(&order, "TK1").await;
        seller.at_once(async || seller.wish(wish).await.reason.is_some()).await;
        assert_eq!(seller.wish(wish).await.state, State::Queued, "{path}");
        seller.comes_to(wish, State::Done).await;
        let went = seller.calls(UPDATE).iter().find(|call| call.applied).unwrap().at;
        assert!(went.duration_since(asked) >= PAUSE, "{path}");
        assert_eq!(seller.applied(UPDATE), 1, "{path}");
    }
}
