//! Reading orders so that none is missed.
//!
//! The contract pages by number, filters by creation time and status, and says nothing about the
//! order of a list that moves while it is read. So a list is believed to be read not when its last
//! page has come but when as many different orders came out of it as the shop counts in it.
//!
//! The *first* pull and every look for *new* orders read a window of creation times. How far the
//! list has been read is the newest creation time out of windows that were complete, by the shop's
//! clock alone, and commits with the rows. *Open* orders are listed by status, and those that the
//! list no longer mentions are read one by one. *Older* ones are read again a page at a time, round
//! and round.

use std::time::Duration;

use domain::{Order, OrderId, OrderStatus, ShopId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Cursor, Store, StoreError};
use tiktok_shop::{Lane, OrderQuery, Page, ShopError, Told, later};

use crate::{
    Step, SyncError,
    pull::{Puller, aside_rows},
    window::Window,
};

const PLACE: &str = "orders read";
const OLDER: &str = "older orders read";
/// A look begins so much before what was read: creation times tell whole seconds, and servers
/// don't show an order in the very moment in which it is placed.
const OVERLAP: Duration = Duration::from_secs(120);
/// Now and then it begins so much earlier, for orders that became visible late.
const LATE: Duration = Duration::from_secs(3_600);
/// How far back finished orders are read again.
const OLDER_REACH: SignedDuration = SignedDuration::from_hours(45 * 24);
/// How far back orders that were called off are listed: few wait for longer, and those are met
/// when all open ones are read.
const CALLED_OFF_REACH: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Orders that a listing no longer mentions, read one by one for a status in a round, those that
/// were not asked about for longest first.
const STRAGGLERS: u32 = 20;
/// Passes over a window that doesn't become complete, before that is told.
const PASSES: u32 = 3;
/// A shop that always counts more orders than it shows holds the place back no longer than this.
const LONGEST_DOUBT: Duration = Duration::from_secs(24 * 60 * 60);
/// An order from further ahead of our clock is a mistake, of the shop's or of our clock's; were
/// it believed, no order before it would be new.
const FURTHEST_AHEAD: Duration = Duration::from_secs(24 * 60 * 60);
/// Statuses in which somebody waits. Sent ones change too, but at the carrier's pace.
const WATCHED: [OrderStatus; 5] = [
    OrderStatus::AwaitingShipment,
    OrderStatus::PartiallyShipping,
    OrderStatus::OnHold,
    OrderStatus::Unpaid,
    OrderStatus::AwaitingCollection,
];

/// How far the list of orders has been read. Saved in the transaction of the rows it speaks of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Place {
    /// Whether the first pull is over.
    first_pull_over: bool,
    /// Every order created up to this moment of the shop's clock has been read.
    read_until: Option<Timestamp>,
    /// Windows in a row that stayed incomplete.
    incomplete: u32,
    /// The window being read.
    window: Option<Window>,
}

impl Place {
    fn within(&self, window: &Window) -> Self {
        Self { window: Some(window.clone()), ..self.clone() }
    }

    /// Behind a complete window.
    fn behind(&self, window: &Window, now: Timestamp) -> Self {
        let believed = later(now, FURTHEST_AHEAD);
        let read_until = self.read_until.max(window.newest.map(|newest| newest.min(believed)));
        Self { first_pull_over: true, read_until, incomplete: 0, window: None }
    }

    /// After a window that stayed incomplete: nothing counts as read, unless that has gone on for
    /// so long that the shop's count must be wrong. The first pull is over all the same: its like
    /// can't be repeated at every look, and older orders are read again anyway.
    fn in_doubt(&self, window: &Window, now: Timestamp) -> Self {
        let behind = self.behind(window, now);
        let long = |until: Timestamp| behind.read_until.is_some_and(|end| later(until, LONGEST_DOUBT) < end);
        let given_up = !self.first_pull_over || self.read_until.is_none_or(long);
        let read_until = if given_up { behind.read_until } else { self.read_until };
        Self { read_until, incomplete: self.incomplete.saturating_add(1), ..behind }
    }
}

/// Whether a shop's first pull is over. Until then the cache holds some of its orders, and nobody knows which.
///
/// # Errors
/// [`StoreError`]
pub async fn first_pull_is_over(store: &Store, shop: ShopId) -> Result<bool, StoreError> {
    Ok(store.cursor::<Place>(shop, PLACE).await?.is_some_and(|place| place.first_pull_over))
}

/// What a pass over a window came to.
enum Verdict {
    Complete,
    /// So many different orders came out of it, though the shop counts more.
    Short {
        seen: u64,
        counted: u64,
    },
}

impl Puller {
    /// The first pull, or the rest of it. Its window ends now, by our clock, so that new orders
    /// lie outside and move nothing; a wrong clock makes it longer or shorter, and no more.
    pub(crate) async fn first_orders(&self) -> Result<(), SyncError> {
        let mut place = self.place().await?;
        if place.first_pull_over {
            return Ok(());
        }
        let window = match place.window.take() {
            Some(window) => window,
            None => {
                self.changes_begin_now().await?;
                Window::new(None, Some(self.clock.now()), self.size().await?)
            }
        };
        self.progress(Step::Orders, window.sent, window.total);
        self.read(place, window).await?;
        Ok(())
    }

    /// Everything placed since what was read, less an overlap. Returns the pages it took.
    pub(crate) async fn new_orders(&self, late_too: bool) -> Result<u32, SyncError> {
        let mut place = self.place().await?;
        let overlap = if late_too { LATE } else { OVERLAP };
        let from = place.read_until.map(|end| end.checked_sub(overlap).unwrap_or(Timestamp::MIN));
        let window = match place.window.take() {
            Some(window) => window,
            None => Window::new(from, None, self.size().await?),
        };
        self.read(place, window).await
    }

    /// Reads a window to its end, pass by pass until it is complete.
    async fn read(&self, place: Place, mut window: Window) -> Result<u32, SyncError> {
        let first = !place.first_pull_over;
        let mut pages = 0;
        loop {
            let whole = |window: &Window| place.behind(window, self.clock.now());
            let keep = |window: &Window, is_whole: bool| {
                let place = if is_whole { whole(window) } else { place.within(window) };
                Ok(Some(Cursor::new(PLACE, &place)?))
            };
            let (read, is_whole) = self.pass(&mut window, Lane::Poll, first, keep).await?;
            pages += read;
            let verdict = if is_whole { Verdict::Complete } else { self.judge(&window).await? };
            let passes = if place.incomplete == 0 { PASSES } else { 1 };
            match verdict {
                Verdict::Complete => {
                    if !is_whole {
                        self.store.save_cursor(self.shop, &Cursor::new(PLACE, &whole(&window))?).await?;
                    }
                    self.tell_missing(None);
                    break;
                }
                Verdict::Short { .. } if window.pass < passes => window.next_pass(self.size().await?),
                Verdict::Short { seen, counted } => {
                    let place = place.in_doubt(&window, self.clock.now());
                    self.store.save_cursor(self.shop, &Cursor::new(PLACE, &place)?).await?;
                    self.tell_missing(Some(missing_sentence(seen, counted)));
                    break;
                }
            }
        }
        if !first && window.newest > place.read_until {
            self.order_came();
        }
        Ok(pages)
    }

    /// Whether as many different orders came out of the window as the shop counts in it. Where the
    /// list grew under the reading, those are counted that were there up to the newest one read:
    /// later ones are the next look's.
    async fn judge(&self, window: &Window) -> Result<Verdict, SyncError> {
        let Some(counted) = window.total else { return Ok(Verdict::Complete) };
        let seen = self.seen(window, window.to).await?;
        let end = window.known_end();
        if seen >= counted || end == window.to {
            return Ok(verdict(seen, counted));
        }
        let query = OrderQuery {
            page_size: self.size().await?,
            created_to: end,
            page_number: 1,
            page_token: None,
            ..window.query()
        };
        let (page, asked) = self.ask(&query, Lane::Poll).await?;
        let Some(counted) = page.total else { return Ok(Verdict::Complete) };
        self.keep(page, asked, None).await?;
        Ok(verdict(self.seen(window, end).await?, counted))
    }

    async fn seen(&self, window: &Window, to: Option<Timestamp>) -> Result<u64, StoreError> {
        let (from, to) = (window.from.unwrap_or(Timestamp::MIN), to.unwrap_or(Timestamp::MAX));
        self.store.orders_seen_in_window(self.shop, from, to, window.begun).await
    }

    /// Every order in which somebody waits. Returns the requests it took.
    pub(crate) async fn open_orders(&self, lane: Lane) -> Result<u32, SyncError> {
        let mut requests = 0;
        for status in WATCHED {
            if self.store.has_orders(self.shop, &status).await? {
                requests += self.orders_of_status(status, lane).await?;
            }
        }
        Ok(requests)
    }

    /// Orders that were called off lately: a page or so tells soon what the list of all open orders,
    /// which may be long, tells later. Returns the requests it took.
    pub(crate) async fn called_off(&self, lane: Lane) -> Result<u32, SyncError> {
        let from = self.clock.now().checked_sub(CALLED_OFF_REACH).ok();
        let window = Window::new(from, None, self.size().await?);
        let mut window = Window { status: Some(OrderStatus::Cancelled), ..window };
        match self.pass(&mut window, lane, false, |_, _| Ok(None)).await {
            Ok((pages, _)) => Ok(pages),
            // A shop that doesn't know the status has none of it to tell.
            Err(SyncError::Shop(error)) if is_unknown_here(&error) => Ok(1),
            Err(error) => Err(error),
        }
    }

    /// One page of the last weeks, a further one each time, then from the start.
    pub(crate) async fn older_orders(&self, lane: Lane) -> Result<u32, SyncError> {
        let place = self.store.cursor::<Window>(self.shop, OLDER).await?;
        let mut window = match place.filter(|window| !window.ended) {
            Some(window) => window,
            None => {
                let now = self.clock.now();
                Window::new(now.checked_sub(OLDER_REACH).ok(), Some(now), self.size().await?)
            }
        };
        loop {
            match self.ask(&window.query(), lane).await {
                Ok((page, asked)) => {
                    window.turn(&page, asked);
                    self.keep(page, asked, Some(&Cursor::new(OLDER, &window)?)).await?;
                    return Ok(1);
                }
                Err(error) => window.begin_again(self.smaller(error, window.size).await?),
            }
        }
    }

    async fn orders_of_status(&self, status: OrderStatus, lane: Lane) -> Result<u32, SyncError> {
        let begun = self.clock.now();
        let mut window = Window { status: Some(status.clone()), ..Window::new(None, None, self.size().await?) };
        let requests = match self.pass(&mut window, lane, false, |_, _| Ok(None)).await {
            Ok((pages, _)) => pages,
            // A shop that doesn't know the status can't list it; its orders are read one by one.
            Err(SyncError::Shop(error)) if is_unknown_here(&error) => 1,
            Err(error) => return Err(error),
        };
        let stragglers = self.store.orders_not_asked_since(self.shop, &status, begun, STRAGGLERS).await?;
        let mut requests = requests;
        for ids in stragglers.chunks(self.client.ids_at_once()) {
            requests += self.stragglers(ids, lane).await?;
        }
        Ok(requests)
    }

    /// Reads orders that their list no longer mentions, and answers the requests that it took. One of which the shop
    /// can't tell counts as asked about, or it would stand before all others for ever.
    pub(crate) async fn stragglers(&self, ids: &[OrderId], lane: Lane) -> Result<u32, SyncError> {
        let asked = self.clock.now();
        match self.client.orders(ids, lane).await {
            Ok(told) => self.keep_told(told, asked).await.map(|()| 1),
            // One of them may be what is wrong with all.
            Err(error) if ids.len() > 1 && tells_nothing(&error) => {
                let mut requests = 1;
                for id in ids {
                    requests += Box::pin(self.stragglers(std::slice::from_ref(id), lane)).await?;
                }
                Ok(requests)
            }
            Err(error) if tells_nothing(&error) => {
                let told = ids.iter().map(|id| (id.clone(), Told::Unreadable(error.to_string()))).collect();
                self.keep_told(told, asked).await.map(|()| 1)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn keep_told(&self, told: Vec<(OrderId, Told)>, asked: Timestamp) -> Result<(), SyncError> {
        let mut orders = Vec::with_capacity(told.len());
        for (id, told) in told {
            match told {
                Told::Order(order) => {
                    orders.push(*order);
                    continue;
                }
                Told::Missing => tracing::info!("the shop no longer tells of an order"),
                Told::Unreadable(why) => tracing::info!(why, "an order can't be read now"),
            }
            self.store.mark_asked(self.shop, &id, asked).await?;
        }
        Ok(self.store.put_orders(self.shop, &orders, &[], asked, None).await?)
    }

    pub(crate) async fn ask(&self, query: &OrderQuery, lane: Lane) -> Result<(Page<Order>, Timestamp), ShopError> {
        let asked = self.clock.now();
        Ok((self.client.search_orders(query, lane).await?, asked))
    }

    pub(crate) async fn keep(
        &self,
        page: Page<Order>,
        asked: Timestamp,
        cursor: Option<&Cursor>,
    ) -> Result<(), SyncError> {
        let aside = aside_rows("order", page.set_aside, asked);
        Ok(self.store.put_orders(self.shop, &page.items, &aside, asked, cursor).await?)
    }

    async fn place(&self) -> Result<Place, StoreError> {
        Ok(self.store.cursor(self.shop, PLACE).await?.unwrap_or_default())
    }

    pub(crate) async fn size(&self) -> Result<u32, StoreError> {
        self.page_size.get(&self.store, self.shop).await
    }

    /// The page size to go on with after `error`.
    pub(crate) async fn smaller(&self, error: ShopError, refused: u32) -> Result<u32, SyncError> {
        self.page_size.after(error, refused, &self.store, self.shop).await
    }
}

/// Whether the shop knows nothing of what it was asked for; one that refuses everything of its kind has said nothing.
pub(crate) fn is_unknown_here(error: &ShopError) -> bool {
    matches!(error, ShopError::Refused { .. }) && error.standstill().is_none()
}

/// Whether nothing can be learnt of what was asked for, though the shop answers.
fn tells_nothing(error: &ShopError) -> bool {
    is_unknown_here(error) || matches!(error, ShopError::ServerTrouble { .. })
}

fn verdict(seen: u64, counted: u64) -> Verdict {
    if seen >= counted { Verdict::Complete } else { Verdict::Short { seen, counted } }
}

fn missing_sentence(seen: u64, counted: u64) -> String {
    format!(
        "TikTok Shop counts {counted} orders and showed {seen} of them. What it showed is here, and the rest is asked for again at every look."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    fn read(until: i64) -> Place {
        Place { first_pull_over: true, read_until: Some(at(until)), ..Place::default() }
    }

    fn window(newest: i64) -> Window {
        Window { newest: Some(at(newest)), ..Window::new(None, None, 100) }
    }

    #[test]
    fn what_was_read_goes_on_to_the_newest_order_and_never_back() {
        let now = at(1_000 * HOUR);
        assert_eq!(read(HOUR).behind(&window(2 * HOUR), now).read_until, Some(at(2 * HOUR)));
        assert_eq!(read(2 * HOUR).behind(&window(HOUR), now).read_until, Some(at(2 * HOUR)));
        assert_eq!(read(HOUR).behind(&Window::new(None, None, 9), now).read_until, Some(at(HOUR)));
    }

    #[test]
    fn an_order_from_the_far_future_hides_none_before_it() {
        let now = at(1_000 * HOUR);
        assert_eq!(read(HOUR).behind(&window(9_000 * HOUR), now).read_until, Some(at(1_024 * HOUR)));
    }

    #[test]
    fn a_window_that_stayed_incomplete_counts_as_unread_until_the_shops_count_must_be_wrong() {
        let now = at(1_000 * HOUR);
        let doubt = read(HOUR).in_doubt(&window(20 * HOUR), now).in_doubt(&window(25 * HOUR), now);
        assert_eq!((doubt.read_until, doubt.incomplete), (Some(at(HOUR)), 2));
        assert_eq!(doubt.in_doubt(&window(26 * HOUR), now).read_until, Some(at(26 * HOUR)));
        assert_eq!(doubt.behind(&window(25 * HOUR), now).incomplete, 0);
    }

    #[test]
    fn a_first_pull_that_stayed_incomplete_is_over_all_the_same() {
        let over = Place::default().in_doubt(&window(HOUR), at(1_000 * HOUR));
        assert_eq!((over.first_pull_over, over.read_until), (true, Some(at(HOUR))));
    }
}
