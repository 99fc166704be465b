//! Shipping many orders: read by listing, sent several at a time, each with an outcome of its own.
//!
//! One by one, every shipment costs a read and a write, and 5,000 of them the whole day. So a bulk
//! takes shipments whose orders were placed one after another, lists what the shop still has to
//! ship in that time (a page for a hundred orders), and plans from those readings as from any
//! other. Only what the listing doesn't name is read singly: it was cancelled, shipped or held
//! meanwhile, or it has moved to another page. A shipment whose answer was lost is always read
//! singly too.
//!
//! A reading is fresh for [`Pace::fresh`](crate::Pace::fresh). What has not been sent by then waits
//! for the next chunk, which lists again.

use std::{
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::{Departure, Order, OrderId, OrderStatus};
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use store::{Entry, Kind, State, StoreError};
use tiktok_shop::{Lane, Onward, OrderQuery, Page, ShopError, later, until};

use crate::{
    page_size::known_page_size,
    pull::{aside_rows, token_of},
    push::{Pusher, Turn},
};

/// Shipments of one chunk: as many as a page of the contract's shop lists.
const CHUNK: usize = 100;
/// The contract doesn't say whether the bounds of a listing belong to it, nor how fine its times are.
const MARGIN: Duration = Duration::from_secs(1);
/// So many troubles in a row are the shop's own, and more requests would only make more wishes whose
/// outcome is unknown.
const TROUBLES: u32 = 5;

/// Orders as the shop has just listed them, and when it was asked.
pub(crate) type Readings = HashMap<OrderId, (Order, Timestamp)>;

impl Pusher {
    /// Ships up to [`CHUNK`] of `due`. A closed way ends the chunk; whatever was not sent stays
    /// queued. Anything else is the matter of the one shipment that met it.
    pub(crate) async fn ship_many(&self, due: Vec<Entry>) -> Result<Turn, StoreError> {
        let (chunk, span) = self.neighbours(due).await?;
        let readings = match self.list(&chunk, span).await? {
            Ok(readings) => readings,
            Err(closed) => return self.postpone(&chunk, &closed).await,
        };
        let progress = Progress::default();
        let (labels, numbers): (Vec<Entry>, Vec<Entry>) = chunk.into_iter().partition(leaves_with_label);
        stream::iter(numbers)
            .for_each_concurrent(self.pace.in_flight.max(1), |entry| self.ship_next(entry, &readings, &progress))
            .await;
        self.arrange_many(labels, &readings, &progress).await;
        progress.end(|| self.next_try())
    }

    /// The longest due shipment and those whose orders were placed next to its own, with the time
    /// from the first to the last of them; a shipment whose order the cache doesn't have comes last.
    async fn neighbours(&self, due: Vec<Entry>) -> Result<(Vec<Entry>, Option<Span>), StoreError> {
        let ids: Vec<OrderId> = due.iter().filter_map(order_of).cloned().collect();
        let placed = self.store.orders_placed(self.shop, &ids).await?;
        let placed_at = |entry: &Entry| order_of(entry).and_then(|order| placed.get(order)).copied();
        let longest_due = due.first().map(|entry| entry.id);
        let mut sorted = due;
        sorted.sort_by_key(|entry| (placed_at(entry).unwrap_or(Timestamp::MAX), entry.id));
        let own_place = sorted.iter().position(|entry| Some(entry.id) == longest_due).unwrap_or_default();
        // Cut as a whole, not from that one on: then no scattered rest is left to be listed by itself.
        let start = own_place / CHUNK * CHUNK;
        let chunk: Vec<Entry> = sorted.into_iter().skip(start).take(CHUNK).collect();
        let times = || chunk.iter().filter_map(placed_at);
        let span = times().min().zip(times().max()).map(|(first, last)| Span { first, last });
        Ok((chunk, span))
    }

    /// What the shop has to ship in that time, page by page for as long as a page saves requests.
    /// The error is one that closes the way for everything; after any other, orders are read singly.
    async fn list(&self, chunk: &[Entry], span: Option<Span>) -> Result<Result<Readings, ShopError>, StoreError> {
        let mut readings = Readings::new();
        let Some(span) = span else { return Ok(Ok(readings)) };
        let mut query = span.query(known_page_size(&self.store, self.shop, self.pace.page_size).await?);
        loop {
            let asked = self.clock.now();
            let page = match self.client.search_orders(&query, Lane::Person).await {
                Ok(page) => page,
                Err(closed) if closed.standstill().is_some() => return Ok(Err(closed)),
                Err(ShopError::Refused { .. } | ShopError::ServerTrouble { .. } | ShopError::PageGone) => {
                    return Ok(Ok(readings));
                }
                Err(closed) => return Ok(Err(closed)),
            };
            let pages_left = pages_behind(&page, &query);
            query.page_token = token_of(&page);
            self.store
                .put_orders(self.shop, &page.items, &aside_rows("order", page.set_aside, asked), asked, None)
                .await?;
            readings.extend(page.items.into_iter().map(|order| (order.id.clone(), (order, asked))));
            let missing = chunk.iter().filter(|entry| is_listable(entry)).filter(|entry| !is_read(entry, &readings));
            if pages_left == 0 || missing.count() as u64 <= pages_left {
                return Ok(Ok(readings));
            }
            query.page_number += 1;
        }
    }

    async fn ship_next(&self, entry: Entry, readings: &Readings, progress: &Progress) {
        if progress.is_over() {
            return;
        }
        let reading = order_of(&entry).and_then(|order| readings.get(order)).filter(|_| is_listable(&entry));
        let outcome = match reading {
            None => self.ship(entry).await,
            Some((seen, asked)) if until(*asked, self.clock.now()) <= self.pace.fresh => {
                self.ship_as(entry, seen).await
            }
            // Where even the first of a chunk comes late, the next chunk would as well.
            Some(_) if progress.has_begun() => return progress.leave_the_rest(),
            Some(_) => self.ship(entry).await,
        };
        progress.note(outcome);
    }
}

/// The time in which a chunk's orders were placed.
#[derive(Clone, Copy)]
struct Span {
    first: Timestamp,
    last: Timestamp,
}

impl Span {
    fn query(self, page_size: u32) -> OrderQuery {
        OrderQuery {
            page_size,
            page_number: 1,
            page_token: None,
            status: Some(OrderStatus::AwaitingShipment),
            created_from: self.first.checked_sub(MARGIN).ok(),
            created_to: Some(later(self.last, MARGIN)),
            ..OrderQuery::default()
        }
    }
}

/// Pages behind this one, as far as the shop tells: where it doesn't tell how many orders there are,
/// a full page has one more behind it.
fn pages_behind(page: &Page<Order>, query: &OrderQuery) -> u64 {
    let size = u64::from(query.page_size.max(1));
    let full = page.sent as u64 >= size;
    match page.total {
        _ if page.sent == 0 || page.onward == Onward::End => 0,
        Some(total) => total.div_ceil(size).saturating_sub(u64::from(query.page_number)),
        None => u64::from(full),
    }
}

pub(crate) fn order_of(entry: &Entry) -> Option<&OrderId> {
    match &entry.kind {
        Kind::Ship { order, .. } => Some(order),
        Kind::Stock { .. } => None,
    }
}

fn leaves_with_label(entry: &Entry) -> bool {
    matches!(&entry.kind, Kind::Ship { departure: Departure::Label(_), .. })
}

/// After a lost answer, and before anything is paid, only a reading of this very order counts.
pub(crate) fn is_listable(entry: &Entry) -> bool {
    entry.state == State::Queued && !matches!(&entry.kind, Kind::Ship { departure: Departure::Bought(_), .. })
}

fn is_read(entry: &Entry, readings: &Readings) -> bool {
    order_of(entry).is_some_and(|order| readings.contains_key(order))
}

/// How far a chunk has come, for all that are under way at the same time.
#[derive(Default)]
pub(crate) struct Progress {
    begun: AtomicBool,
    over: AtomicBool,
    troubles: AtomicU32,
    end: Mutex<Option<Result<Turn, StoreError>>>,
}

impl Progress {
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(crate) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Relaxed)
    }

    pub(crate) fn leave_the_rest(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Those under way are never dropped: a request that has left must find somebody who waits.
    pub(crate) fn note(&self, outcome: Result<Turn, StoreError>) {
        self.begun.store(true, Ordering::Relaxed);
        match outcome {
            Ok(Turn::Moved) => self.troubles.store(0, Ordering::Relaxed),
            Ok(Turn::Unclear | Turn::Troubled(_)) => {
                if self.troubles.fetch_add(1, Ordering::Relaxed) + 1 >= TROUBLES {
                    self.leave_the_rest();
                }
            }
            closed => {
                self.leave_the_rest();
                self.end.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(closed);
            }
        }
    }

    /// What the chunk came to; `next_try` is when a shop in trouble is asked again.
    fn end(self, next_try: impl FnOnce() -> Timestamp) -> Result<Turn, StoreError> {
        let in_trouble = self.troubles.load(Ordering::Relaxed) >= TROUBLES;
        let end = self.end.into_inner().unwrap_or_else(PoisonError::into_inner);
        end.unwrap_or_else(|| Ok(if in_trouble { Turn::Troubled(next_try()) } else { Turn::Moved }))
    }
}
