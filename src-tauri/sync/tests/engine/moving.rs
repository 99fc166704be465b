//! A list that moves while it is read, whatever the order it comes in, and a reader that is
//! interrupted at any page: at the end everything is here once and as the shop has it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use domain::{OrderId, OrderStatus};
use jiff::Timestamp;
use proptest::{prelude::*, test_runner::FileFailurePersistence};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sandbox::{Fault, FaultKind, ListOrder, NewOrder, Sandbox, Settings};
use store::OrderFilter;
use sync::{Pace, Parts, Steps, SyncError};
use tempfile::TempDir;
use tiktok_shop::{Lane, Onward, OrderQuery};
use tokio::sync::{mpsc, oneshot};

use crate::{
    clock::TestClock,
    seller::{SHOP, parts, settings, sign_in},
    spoken::{SEARCH, TELLS_CHANGES},
};

/// Orders on a page.
const PAGE: u32 = 10;

/// Looks in a row that may be broken off.
const TROUBLED: u32 = 40;

/// What is known of orders: status, and when each last changed.
type Known = BTreeMap<OrderId, (OrderStatus, Timestamp)>;

/// A shop in which something may happen before every page that it answers.
struct MovingShop {
    shop: Sandbox,
    clock: Arc<TestClock>,
    chance: StdRng,
    /// A search waits for the test's word.
    searches: mpsc::UnboundedReceiver<oneshot::Sender<()>>,
    /// Orders that buyers may still call off.
    orders: Vec<String>,
    parts: Parts,
    _folder: TempDir,
}

/// How a look ended.
enum End {
    Round(Result<(), SyncError>),
    Killed,
}

impl MovingShop {
    async fn open(seed: u64, list_order: ListOrder) -> Self {
        let clock = TestClock::that_hurries();
        let mut chance = StdRng::seed_from_u64(seed);
        let (ask, searches) = mpsc::unbounded_channel();
        let wait = move |_| {
            let (go, gone) = oneshot::channel();
            let _ = ask.send(go);
            Box::pin(async move { drop(gone.await) }) as _
        };
        let orders = chance.random_range(0..40);
        let shop = sandbox::start(Settings {
            seed,
            orders,
            list_order,
            max_page_size: PAGE,
            per_day: u32::MAX,
            wait: Arc::new(wait),
            ..settings(&clock)
        });
        let shop = shop.await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let tokens = sign_in(&shop, &clock).await;
        let parts = parts(folder.path(), tokens, &shop.base_url(), &clock).await;
        let parts = Parts { pace: Pace { page_size: PAGE, ..parts.pace }, ..parts };
        Self { shop, clock, chance, searches, orders: Vec::new(), parts, _folder: folder }
    }

    async fn arrive(&mut self) {
        let order: serde_json::Value =
            serde_json::from_str(&self.shop.order(NewOrder::default()).await.unwrap()).unwrap();
        self.orders.push(order["order_id"].as_str().unwrap().to_owned());
    }

    /// What may happen between two pages.
    async fn happen(&mut self) {
        self.clock.pass(Duration::from_millis(self.chance.random_range(0..3_000)));
        for _ in 0..self.chance.random_range(0..5) {
            if self.orders.is_empty() || self.chance.random_bool(0.3) {
                self.arrive().await;
            } else {
                let order = self.orders.swap_remove(self.chance.random_range(0..self.orders.len()));
                self.shop.cancel(&order).await.unwrap();
            }
        }
        if self.chance.random_bool(0.08) {
            let kinds = [FaultKind::Cut, FaultKind::LoseAnswer, FaultKind::Html, FaultKind::Http { status: 500 }];
            let kind = kinds.choose(&mut self.chance).unwrap().clone();
            self.shop.fault(Fault { times: Some(2), ..Fault::once(SEARCH, kind) });
        }
    }

    /// Looks once while the list moves; some looks are killed at a page.
    async fn look(&mut self, steps: &Steps) -> End {
        let mut look = Box::pin(steps.look());
        loop {
            tokio::select! {
                ended = &mut look => return End::Round(ended),
                Some(go) = self.searches.recv() => {
                    if self.chance.random_bool(0.05) {
                        return End::Killed;
                    }
                    self.happen().await;
                    let _ = go.send(());
                }
            }
        }
    }

    /// Looks once, and is killed before it gets more pages than these.
    async fn look_within(&mut self, pages: u32) -> End {
        let steps = Steps::new(self.parts.clone());
        let mut look = Box::pin(steps.look());
        let mut left = pages;
        loop {
            tokio::select! {
                ended = &mut look => return End::Round(ended),
                Some(go) = self.searches.recv() => {
                    if left == 0 {
                        return End::Killed;
                    }
                    left -= 1;
                    let _ = go.send(());
                }
            }
        }
    }

    /// Looks until one ends well, by a new process where one was killed. Trouble doesn't last for ever.
    async fn look_on(&mut self) {
        self.shop.fault(Fault::always(SEARCH, FaultKind::Slow { ms: 1 }));
        for _ in 0..TROUBLED {
            let steps = Steps::new(self.parts.clone());
            match self.look(&steps).await {
                End::Round(Ok(())) => break,
                End::Round(Err(_)) | End::Killed => self.clock.pass(Duration::from_secs(5)),
            }
        }
        self.shop.clear_faults();
    }

    /// The computer is off for some days, and orders go on arriving.
    async fn days_off(&mut self) {
        for _ in 0..self.chance.random_range(20..45) {
            self.clock.pass(Duration::from_secs(self.chance.random_range(1..5_000)));
            self.arrive().await;
        }
    }

    async fn there(&self) -> Known {
        let mut there = Known::new();
        let mut query = OrderQuery { page_size: PAGE, ..OrderQuery::default() };
        loop {
            let page = self.parts.client.search_orders(&query, Lane::Person).await.unwrap();
            there.extend(page.items.into_iter().map(|order| (order.id, (order.status, order.updated))));
            query.page_number += 1;
            match page.onward {
                Onward::Unsaid if page.sent > 0 => {}
                Onward::Token(token) => query.page_token = Some(token),
                Onward::Unsaid | Onward::End => return there,
            }
        }
    }

    async fn here(&self) -> Known {
        let store = &self.parts.store;
        let filter = OrderFilter::default();
        let numbers = store.order_list(SHOP, &filter).await.unwrap().numbers.to_vec();
        let rows = store.order_rows(SHOP, &numbers).await.unwrap();
        assert_eq!(rows.len(), numbers.len());
        rows.into_iter().map(|row| (row.id, (row.status, row.updated))).collect()
    }
}

/// No order of `before` is gone or older in `now`.
fn nothing_went_back(before: &Known, now: &Known) {
    for (id, (_, updated)) in before {
        assert!(now.get(id).is_some_and(|(_, now)| now >= updated), "{id:?} went back");
    }
}

fn ids(known: &Known) -> BTreeSet<&OrderId> {
    known.keys().collect()
}

async fn everything_is_here_at_last(seed: u64, list_order: ListOrder) {
    let mut moving = MovingShop::open(seed, list_order).await;
    let mut before = Known::new();
    for _ in 0..3 {
        moving.look_on().await;
        // What arrived behind the last page is the next look's.
        Steps::new(moving.parts.clone()).look().await.unwrap();
        let (here, there) = (moving.here().await, moving.there().await);
        assert_eq!(ids(&here), ids(&there), "looks alone bring every order once");
        if TELLS_CHANGES {
            assert_eq!(here, there, "and each as it is now");
        }
        nothing_went_back(&before, &here);
        before = here;
        moving.days_off().await;
    }
    let steps = Steps::new(moving.parts.clone());
    for _ in 0..moving.there().await.len() / PAGE as usize + 2 {
        steps.pull_round(true).await.unwrap();
    }
    let here = moving.here().await;
    nothing_went_back(&before, &here);
    assert_eq!(here, moving.there().await);
}

#[tokio::test]
async fn a_long_absence_is_caught_up_though_no_look_gets_further_than_two_pages() {
    for list_order in [ListOrder::NewestFirst, ListOrder::OldestFirst, ListOrder::LatestUpdateFirst] {
        let mut moving = MovingShop::open(1, list_order).await;
        Steps::new(moving.parts.clone()).look().await.unwrap();
        moving.days_off().await;
        moving.shop.fault(Fault::always(SEARCH, FaultKind::Slow { ms: 1 }));
        let mut lives = 0;
        while !matches!(moving.look_within(2).await, End::Round(Ok(()))) {
            lives += 1;
            assert!(lives < 40, "no look gets any further");
            moving.clock.pass(Duration::from_secs(5));
        }
        assert!(lives > 0, "there was more than two pages to read");
        moving.shop.clear_faults();
        let (here, there) = (moving.here().await, moving.there().await);
        assert_eq!(ids(&here), ids(&there), "{list_order:?}");
    }
}

/// Two cases (six shops) unless `PROPTEST_CASES` asks for more. No smaller seed is a simpler case.
fn remembering() -> ProptestConfig {
    let kept = FileFailurePersistence::WithSource("regressions");
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2);
    ProptestConfig {
        cases,
        failure_persistence: Some(Box::new(kept)),
        max_shrink_iters: 0,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(remembering())]

    #[test]
    fn whatever_happens_between_two_pages_every_order_is_here_once_and_as_the_shop_has_it(seed: u64) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for list_order in [ListOrder::NewestFirst, ListOrder::OldestFirst, ListOrder::LatestUpdateFirst] {
            runtime.block_on(everything_is_here_at_last(seed, list_order));
        }
    }
}
