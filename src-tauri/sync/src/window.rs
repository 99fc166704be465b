//! A window: a part of the list of orders, by creation time, that is read page by page.

use std::{collections::HashSet, time::Duration};

use domain::{Order, OrderStatus};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tiktok_shop::{Onward, OrderQuery, Page, later};

use crate::pull::{is_last, token_of};

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
    /// What the page before said of it, where pages aren't numbered.
    #[serde(default)]
    pub(crate) token: Option<String>,
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
            token: None,
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
            page_token: self.token.clone(),
            status: self.status.clone(),
            created_from: self.from,
            created_to: self.to,
            ..OrderQuery::default()
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
        self.token = token_of(page);
        self.ended && self.page == 2 && page.total.is_none_or(|total| distinct(page) >= total)
    }

    /// A shop that sends fewer than it was asked for, though there are more, counts its pages by
    /// its own size or by ours: asked for as many as it sends, it counts the same by both.
    fn take_the_shops_size(&mut self, page: &Page<Order>) {
        let sent = u32::try_from(page.sent).unwrap_or(u32::MAX);
        let numbered = page.onward == Onward::Unsaid;
        if numbered && self.page == 1 && !self.ended && (1..self.size).contains(&sent) {
            self.size = sent;
        }
    }

    /// Begins the pass again with pages of `size`: their numbers mean something else now.
    pub(crate) fn begin_again(&mut self, size: u32) {
        (self.page, self.token, self.size, self.sent, self.ended) = (1, None, size, 0, false);
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

#[cfg(test)]
mod tests {
    use domain::{OrderId, Private, Recipient};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    fn order(id: usize, created: i64) -> Order {
        let hidden = || Private::new(String::new());
        Order {
            id: OrderId::new(id.to_string()),
            status: OrderStatus::AwaitingShipment,
            payment_method: String::new(),
            shipping_provider: String::new(),
            tracking_number: String::new(),
            recipient: Recipient {
                name: hidden(),
                phone: hidden(),
                street1: hidden(),
                street2: hidden(),
                city: hidden(),
                state: hidden(),
                zipcode: hidden(),
                country: hidden(),
            },
            lines: Vec::new(),
            currency: None,
            created: at(created),
            updated: at(created),
            ship_by: None,
            collect_by: None,
            warehouse: None,
            handling: domain::Handling::default(),
            extra: Private::new(serde_json::Map::new()),
        }
    }

    fn page(ids: impl Iterator<Item = usize>, total: u64) -> Page<Order> {
        let items: Vec<Order> = ids.map(|id| order(id, i64::try_from(id).unwrap_or_default())).collect();
        Page { sent: items.len(), items, set_aside: Vec::new(), total: Some(total), onward: Onward::Unsaid }
    }

    #[test]
    fn one_page_with_as_many_orders_as_the_shop_counts_is_the_whole_window() {
        let mut window = Window::new(None, None, 100);
        assert!(window.turn(&page(0..7, 7), at(50)));
        assert!(window.ended && window.newest == Some(at(6)) && window.begun == at(50));
    }

    #[test]
    fn a_page_that_shows_an_order_twice_in_place_of_another_is_not() {
        let mut window = Window::new(None, None, 100);
        assert!(!window.turn(&page([1, 2, 2].into_iter(), 3), at(50)));
        assert!(window.ended);
    }

    #[test]
    fn a_shop_that_cuts_pages_without_a_word_is_asked_for_what_it_sends() {
        let mut window = Window::new(None, None, 500);
        assert!(!window.turn(&page(0..50, 120), at(50)));
        assert_eq!((window.page, window.size, window.ended), (2, 50, false));
        window.turn(&page(50..100, 120), at(51));
        window.turn(&page(100..120, 120), at(52));
        assert!(window.ended && window.sent == 120 && window.begun == at(50));
    }

    #[test]
    fn the_next_pass_ends_behind_the_newest_order_that_was_read_by_the_shops_own_clock() {
        let mut window = Window::new(None, None, 10);
        window.turn(&page(0..10, 25), at(9_999));
        window.next_pass(10);
        assert_eq!((window.to, window.page, window.pass, window.sent), (Some(at(10)), 1, 2, 0));
        let mut frozen = Window::new(None, Some(at(5)), 10);
        frozen.turn(&page(0..10, 25), at(9_999));
        assert_eq!(frozen.known_end(), Some(at(5)), "a window never grows");
    }
}
