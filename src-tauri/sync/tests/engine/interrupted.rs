use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use sandbox::{Fault, FaultKind, Settings};
use store::State;
use tiktok_shop::Clock;

use crate::{
    clock::TestClock,
    seller::{Computer, SHOP, Seller},
    spoken::{SEARCH, UPDATE, is_first_page, pages},
    turnstile::Turnstile,
};

/// A first pull of which so many pages have come, 100 orders each, and the next one is on its way.
pub(crate) async fn first_pull_held_behind_page(pages: usize) -> (Seller, Turnstile) {
    let turnstile = Turnstile::closed();
    let in_five_pages = |shop: &mut Settings| {
        shop.orders = 450;
        turnstile.stand_before(shop);
    };
    let seller = Seller::connected(in_five_pages, |shop| shop.fault(Turnstile::on(SEARCH))).await;
    turnstile.let_pass(pages);
    seller
        .at_once(async || seller.status().done == 100 * pages as u64 && seller.calls(SEARCH).len() == pages + 1)
        .await;
    (seller, turnstile)
}

#[tokio::test]
async fn a_first_pull_that_is_killed_in_the_middle_goes_on_at_its_page() {
    let (seller, _) = first_pull_held_behind_page(2).await;
    let killed = seller.killed().await;
    killed.1.clear_faults();
    killed.1.clear_journal();
    let seller = Seller::started_again(killed).await;
    seller.round().await;
    assert!(!is_first_page(&seller.calls(SEARCH)[0]), "no page that is here is asked for again");
    assert_eq!(seller.orders(None).await.len(), 450);
}

#[tokio::test]
async fn a_page_that_breaks_off_is_asked_for_again_and_no_earlier_one() {
    for fault in [FaultKind::Cut, FaultKind::Http { status: 500 }, FaultKind::Html, FaultKind::LoseAnswer] {
        let (seller, turnstile) = first_pull_held_behind_page(1).await;
        // The third page breaks off, as often as the client is patient, so that the round ends in the middle.
        seller.shop.fault(Fault { times: Some(2), ..Fault::once(SEARCH, fault.clone()) });
        turnstile.let_pass(3);
        seller.in_time(async || seller.status().problem.is_some()).await;
        assert_eq!(seller.status().done, 200, "{fault:?}");
        seller.shop.clear_faults();
        seller.in_time(async || seller.status().last_ok.is_some()).await;
        assert_eq!(seller.orders(None).await.len(), 450, "{fault:?}");
        let of_first_pull: Vec<_> = seller.calls(SEARCH).into_iter().take(7).collect();
        assert_eq!(pages(&of_first_pull), [1, 2, 3, 3, 3, 4, 5], "{fault:?}");
        assert_eq!(seller.status().problem, None, "{fault:?}");
    }
}

#[tokio::test]
async fn a_first_pull_is_over_once_all_of_it_is_here_and_stays_so() {
    let (seller, turnstile) = first_pull_held_behind_page(2).await;
    let is_over = async |seller: &Seller| sync::first_pull_is_over(&seller.computer.store, SHOP).await.unwrap();
    assert!(!is_over(&seller).await, "some orders are missing");
    turnstile.let_pass(9);
    seller.in_time(async || seller.status().last_ok.is_some()).await;
    assert!(is_over(&seller).await);
    let seller = Seller::started_again(seller.killed().await).await;
    assert!(is_over(&seller).await);
}

/// A clock on which somebody stumbles once.
struct Tripwire {
    clock: Arc<TestClock>,
    set: AtomicBool,
}

#[async_trait]
impl Clock for Tripwire {
    fn now(&self) -> Timestamp {
        assert!(!self.set.swap(false, Ordering::SeqCst), "a bug that the test has planted");
        self.clock.now()
    }

    async fn sleep(&self, delay: Duration) {
        self.clock.sleep(delay).await;
    }
}

#[tokio::test]
async fn a_loop_that_breaks_off_over_a_bug_is_started_again_and_the_other_never_stops() {
    let (clock, shop, kept) = Seller::at_work().await.killed().await;
    let tripwire = Arc::new(Tripwire { clock: Arc::clone(&clock), set: AtomicBool::new(false) });
    let computer = Computer::on(kept, &shop.base_url(), &clock, Arc::clone(&tripwire) as _).await;
    let seller = Seller { clock, shop, computer };
    seller.round().await;
    let before = seller.status().last_ok;
    tripwire.set.store(true, Ordering::SeqCst);
    seller.computer.engine.sync_now();
    seller.at_once(async || !tripwire.set.load(Ordering::SeqCst)).await;
    seller.in_time(async || seller.status().last_ok > before).await;
    let order = seller.order_to_ship().await;
    let wish = seller.ship(&order, "TK1").await;
    seller.comes_to(wish, State::Done).await;
    assert_eq!(seller.applied(UPDATE), 1);
}
