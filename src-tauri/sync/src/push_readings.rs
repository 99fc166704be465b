//! What a bulk of shipments is planned from: each order as the shop has just told it.
//!
//! Where orders can be asked for by their ids, fifty at a time say, that is one request for as many.
//! The other contract has lists alone: there a bulk takes shipments whose orders were placed one after
//! another, and lists what the shop still has to ship in that time.

use std::{collections::HashMap, time::Duration};

use domain::{Departure, Order, OrderId, OrderStatus};
use jiff::Timestamp;
use store::{Entry, Kind, State, StoreError};
use tiktok_shop::{Lane, Onward, OrderQuery, Page, ShopError, later};

use crate::{
    page_size::known_page_size,
    pull::{aside_rows, token_of},
    push::Pusher,
};

/// Shipments of one chunk: as many as a page of the contract's shop lists.
const CHUNK: usize = 100;
/// The contract doesn't say whether the bounds of a listing belong to it, nor how fine its times are.
const MARGIN: Duration = Duration::from_secs(1);

/// Orders as the shop has just told them, and when it was asked.
pub(crate) type Readings = HashMap<OrderId, (Order, Timestamp)>;

impl Pusher {
    /// Up to [`CHUNK`] of `due`, the longest due among them, and what the shop says of their orders. The error is one
    /// that closes the way for everything; after any other, orders are read singly.
    pub(crate) async fn read_chunk(
        &self,
        mut due: Vec<Entry>,
    ) -> Result<(Vec<Entry>, Result<Readings, ShopError>), StoreError> {
        if self.client.ids_at_once() > 1 {
            due.truncate(CHUNK);
            let readings = self.ask_for(&due).await?;
            return Ok((due, readings));
        }
        let (chunk, span) = self.neighbours(due).await?;
        let readings = self.list(&chunk, span).await?;
        Ok((chunk, readings))
    }

    /// The orders of a chunk by their ids, as many at once as the contract takes.
    async fn ask_for(&self, chunk: &[Entry]) -> Result<Result<Readings, ShopError>, StoreError> {
        let mut readings = Readings::new();
        let ids: Vec<OrderId> =
            chunk.iter().filter(|entry| is_readable_with_others(entry)).filter_map(order_of).cloned().collect();
        for ids in ids.chunks(self.client.ids_at_once()) {
            let asked = self.clock.now();
            let orders: Vec<Order> = match self.client.orders(ids, Lane::Person).await {
                Ok(told) => told.into_iter().filter_map(|(_, told)| told.into_order()).collect(),
                // One of them may be what is wrong with all, so these are read singly.
                Err(error) if leaves_the_way_open(&error) => continue,
                Err(closed) => return Ok(Err(closed)),
            };
            self.store.put_orders(self.shop, &orders, &[], asked, None).await?;
            readings.extend(orders.into_iter().map(|order| (order.id.clone(), (order, asked))));
        }
        Ok(Ok(readings))
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
    async fn list(&self, chunk: &[Entry], span: Option<Span>) -> Result<Result<Readings, ShopError>, StoreError> {
        let mut readings = Readings::new();
        let Some(span) = span else { return Ok(Ok(readings)) };
        let mut query = span.query(known_page_size(&self.store, self.shop, self.pace.page_size).await?);
        loop {
            let asked = self.clock.now();
            let page = match self.client.search_orders(&query, Lane::Person).await {
                Ok(page) => page,
                Err(error) if leaves_the_way_open(&error) => return Ok(Ok(readings)),
                Err(closed) => return Ok(Err(closed)),
            };
            let pages_left = pages_behind(&page, &query);
            query.page_token = token_of(&page);
            self.store
                .put_orders(self.shop, &page.items, &aside_rows("order", page.set_aside, asked), asked, None)
                .await?;
            readings.extend(page.items.into_iter().map(|order| (order.id.clone(), (order, asked))));
            let expected = chunk.iter().filter(|entry| is_readable_with_others(entry));
            let missing = expected.filter(|entry| !is_read(entry, &readings));
            if pages_left == 0 || missing.count() as u64 <= pages_left {
                return Ok(Ok(readings));
            }
            query.page_number += 1;
        }
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

/// Whether an error is about what was asked for, and another question may be answered.
fn leaves_the_way_open(error: &ShopError) -> bool {
    let about_this = matches!(error, ShopError::Refused { .. } | ShopError::ServerTrouble { .. } | ShopError::PageGone);
    about_this && error.standstill().is_none()
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

/// After a lost answer only a reading of this very order counts, made right before it is weighed: one that has
/// waited here may be from before the request arrived. The same goes for whatever is paid.
pub(crate) fn is_readable_with_others(entry: &Entry) -> bool {
    entry.state == State::Queued && !matches!(&entry.kind, Kind::Ship { departure: Departure::Bought(_), .. })
}

fn is_read(entry: &Entry, readings: &Readings) -> bool {
    order_of(entry).is_some_and(|order| readings.contains_key(order))
}
