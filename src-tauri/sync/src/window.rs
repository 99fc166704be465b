//! A window: a part of the list of orders, by creation time, that is read page by page.

use std::{collections::HashSet, time::Duration};

use domain::{Order, OrderStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tiktok_shop::{OrderQuery, Page, later};

use crate::pull::is_last;

/// Orders tell whole seconds.
const SECOND: Duration = Duration::from_secs(1);

/// What a pass over a part of the list is asked for, and how far it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Window {
    /// Created at this moment or later, by the shop's clock.
    pub(crate) from: Option<Timestamp>,
    /// Created before it.
    pub(crate) to: Option<Timestamp>,
    /// The page to read next, from 1.
    pub(crate) page: u32,
    pub(crate) size: u32,
    /// Records that this pass was sent, some perhaps twice.
    pub(crate) sent: u64,
    /// When this pass began, by our clock: what was asked for since was read by it.
    pub(crate) begun: Timestamp,
    /// Counted from 1.
    pub(crate) pass: u32,
    /// Created last of all orders that were read in the window, by the shop's clock.
    pub(crate) newest: Option<Timestamp>,
    /// How many orders there are, as the shop said last.
    pub(crate) total: Option<u64>,
    /// Whether this pass has come to the list's end.
    pub(crate) ended: bool,
    /// Orders with this status alone. Such a list is never kept over a restart.
    #[serde(skip)]
    pub(crate) status: Option<OrderStatus>,
}

impl Window {
    pub(crate) fn new(from: Option<Timestamp>, to: Option<Timestamp>, size: u32) -> Self {
        Self {
            from,
            to,
            page: 1,
            size,
            sent: 0,
            begun: Timestamp::MIN,
            pass: 1,
            newest: None,
            total: None,
            ended: false,
            status: None,
        }
    }

    pub(crate) fn query(&self) -> OrderQuery {
        OrderQuery {
            page_size: self.size,
            page_number: self.page,
            status: self.status.clone(),
            created_from: self.from,
            created_to: self.to,
        }
    }

    /// Goes on behind `page`, which was asked for at `asked`. True where the page holds the whole
    /// window: one answer can't have moved.
    pub(crate) fn turn(&mut self, page: &Page<Order>, asked: Timestamp) -> bool {
        if self.page == 1 {
            (self.begun, self.sent) = (asked, 0);
        }
        self.sent += page.sent as u64;
        self.total = page.total;
        self.newest = page.items.iter().map(|order| order.created).max().max(self.newest);
        self.ended = is_last(page, self.size, self.sent);
        self.take_the_shops_size(page);
        self.page += 1;
        self.ended && self.page == 2 && page.total.is_none_or(|total| distinct(page) >= total)
    }

    /// A shop that sends fewer than it was asked for, though there are more, counts its pages by
    /// its own size or by ours: asked for as many as it sends, it counts the same by both.
    fn take_the_shops_size(&mut self, page: &Page<Order>) {
        let sent = u32::try_from(page.sent).unwrap_or(u32::MAX);
        if self.page == 1 && !self.ended && (1..self.size).contains(&sent) {
            self.size = sent;
        }
    }

    /// Begins the pass again with pages of `size`: their numbers mean something else now.
    pub(crate) fn begin_again(&mut self, size: u32) {
        (self.page, self.size, self.sent, self.ended) = (1, size, 0, false);
    }

    /// The next pass, over what was there when this one read its newest order: later ones lie
    /// outside and move nothing.
    pub(crate) fn next_pass(&mut self, size: u32) {
        self.to = self.known_end();
        self.pass += 1;
        self.begin_again(size);
    }

    /// Behind the newest order that was read. Not our clock's idea of now: the shop's own times
    /// alone decide what was read.
    pub(crate) fn known_end(&self) -> Option<Timestamp> {
        let behind_newest = self.newest.map(|newest| later(newest, SECOND));
        match (behind_newest, self.to) {
            (Some(newest), Some(to)) => Some(newest.min(to)),
            (newest, to) => newest.or(to),
        }
    }
}

fn distinct(page: &Page<Order>) -> u64 {
    let ids: HashSet<&str> = page.items.iter().map(|order| order.id.as_str()).collect();
    (ids.len() + page.set_aside.len()) as u64
}
