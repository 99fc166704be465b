//! Reading orders so that none is missed.
//!
//! The contract pages by number and filters by creation time and status; the list moves while
//! it is read. So the *first* pull reads a window that is closed at its upper end: new orders
//! lie outside it and can't shift its pages. *New* orders are read from the newest one that the
//! cache holds, less an hour for those that become visible late; the shop's own clock is the
//! measure, so a wrong clock on this computer loses nothing. *Open* orders are listed by
//! status, and those that the list no longer mentions are read one by one. *Older* ones are
//! read again a page at a time, round and round.

use std::{sync::atomic::Ordering, time::Duration};

use domain::{Order, OrderStatus};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::Cursor;
use tiktok_shop::{Lane, OrderQuery, Page, ShopError};

use crate::{
    Step, SyncError,
    pull::{Puller, aside_rows, is_last},
};

const FIRST: &str = "orders";
const OLDER: &str = "older orders";
/// Orders may become visible this much later than they were placed.
const OVERLAP: Duration = Duration::from_secs(3_600);
/// How far back finished orders are read again.
const OLDER_REACH: SignedDuration = SignedDuration::from_hours(45 * 24);
/// Orders that a listing no longer mentions, read one by one in a round.
const STRAGGLERS: u32 = 20;
/// Statuses in which somebody waits. Sent ones change too, but at the carrier's pace.
const WATCHED: [OrderStatus; 5] = [
    OrderStatus::AwaitingShipment,
    OrderStatus::PartiallyShipping,
    OrderStatus::OnHold,
    OrderStatus::Unpaid,
    OrderStatus::AwaitingCollection,
];

/// A place in a window that is closed at its upper end.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Window {
    to: Timestamp,
    page: u32,
    size: u32,
    done: u64,
    finished: bool,
}

impl Window {
    /// Goes on behind `page`.
    fn turn(&mut self, page: &Page<Order>) {
        self.done += page.sent as u64;
        self.finished = is_last(page, self.size, self.done);
        self.page += 1;
    }
}

impl Puller {
    /// The first pull, or the rest of it: page and place commit together, so one that was cut
    /// off goes on where it was.
    pub(crate) async fn first_orders(&self) -> Result<(), SyncError> {
        let mut window = match self.store.cursor::<Window>(self.shop, FIRST).await? {
            Some(window) if window.finished => return Ok(()),
            Some(window) => window,
            None => self.new_window(),
        };
        self.progress(Step::Orders, window.done, None);
        while !window.finished {
            let (page, asked) = self.window_page(&mut window, None).await?;
            let total = page.total;
            window.turn(&page);
            self.keep(page, asked, Some(&Cursor::new(FIRST, &window)?)).await?;
            self.progress(Step::Orders, window.done, total);
        }
        Ok(())
    }

    /// Everything placed since the newest known order, less the overlap.
    pub(crate) async fn new_orders(&self) -> Result<(), SyncError> {
        let newest = self.store.newest_order(self.shop).await?;
        let from = newest.map(|newest| newest.checked_sub(OVERLAP).unwrap_or(Timestamp::MIN));
        self.all_pages(&OrderQuery { created_from: from, ..OrderQuery::default() }).await
    }

    /// Every order in which somebody waits.
    pub(crate) async fn open_orders(&self) -> Result<(), SyncError> {
        for status in WATCHED {
            if self.store.has_orders(self.shop, &status).await? {
                self.orders_of_status(status).await?;
            }
        }
        Ok(())
    }

    /// One page of the last weeks, a further one in each full round, then from the start.
    pub(crate) async fn older_orders(&self) -> Result<(), SyncError> {
        let place = self.store.cursor::<Window>(self.shop, OLDER).await?;
        let mut window = place.filter(|window| !window.finished).unwrap_or_else(|| self.new_window());
        let from = window.to.checked_sub(OLDER_REACH).ok();
        let (page, asked) = self.window_page(&mut window, from).await?;
        window.turn(&page);
        self.keep(page, asked, Some(&Cursor::new(OLDER, &window)?)).await
    }

    fn new_window(&self) -> Window {
        let size = self.page_size.load(Ordering::Relaxed);
        Window { to: self.clock.now(), page: 1, size, done: 0, finished: false }
    }

    /// The window's current page. A smaller page size starts the window over: its page
    /// numbers mean something else then.
    async fn window_page(
        &self,
        window: &mut Window,
        from: Option<Timestamp>,
    ) -> Result<(Page<Order>, Timestamp), SyncError> {
        loop {
            let query = OrderQuery {
                page_size: window.size,
                page_number: window.page,
                created_from: from,
                created_to: Some(window.to),
                ..OrderQuery::default()
            };
            let asked = self.clock.now();
            match self.client.search_orders(&query, Lane::Poll).await {
                Ok(page) => return Ok((page, asked)),
                Err(error) => {
                    window.size = self.smaller_page(error, window.size)?;
                    (window.page, window.done) = (1, 0);
                }
            }
        }
    }

    /// Every page of a query whose list may move: what slips to a later page is read there, and
    /// what is read twice is kept once.
    async fn all_pages(&self, query: &OrderQuery) -> Result<(), SyncError> {
        let mut query =
            OrderQuery { page_number: 1, page_size: self.page_size.load(Ordering::Relaxed), ..query.clone() };
        let mut seen = 0;
        loop {
            let asked = self.clock.now();
            let page = match self.client.search_orders(&query, Lane::Poll).await {
                Ok(page) => page,
                Err(error) => {
                    query.page_size = self.smaller_page(error, query.page_size)?;
                    (query.page_number, seen) = (1, 0);
                    continue;
                }
            };
            seen += page.sent as u64;
            let last = is_last(&page, query.page_size, seen);
            self.keep(page, asked, None).await?;
            if last {
                return Ok(());
            }
            query.page_number += 1;
        }
    }

    async fn orders_of_status(&self, status: OrderStatus) -> Result<(), SyncError> {
        let begun = self.clock.now();
        let query = OrderQuery { status: Some(status.clone()), ..OrderQuery::default() };
        match self.all_pages(&query).await {
            // A shop that doesn't know the status can't list it; its orders are read one by one.
            Ok(()) | Err(SyncError::Shop(ShopError::Refused { .. })) => {}
            Err(error) => return Err(error),
        }
        for id in self.store.orders_not_asked_since(self.shop, &status, begun, STRAGGLERS).await? {
            let asked = self.clock.now();
            match self.client.order(&id, Lane::Poll).await {
                Ok(order) => self.store.put_orders(self.shop, &[order], &[], asked, None).await?,
                Err(ShopError::Refused { .. }) => self.store.mark_asked(self.shop, &id, asked).await?,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    async fn keep(&self, page: Page<Order>, asked: Timestamp, cursor: Option<&Cursor>) -> Result<(), SyncError> {
        let aside = aside_rows("order", page.set_aside, asked);
        Ok(self.store.put_orders(self.shop, &page.items, &aside, asked, cursor).await?)
    }
}
