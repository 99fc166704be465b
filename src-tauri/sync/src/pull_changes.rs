//! Reading what changed, where lists of orders can be asked for it: then a status that moved long after the order was
//! placed is here with the next look, and nothing has to be read again for it round and round.
//!
//! A look asks for what changed since the last one, less an overlap, up to a moment that stands still while the list is
//! read. The list is no snapshot: an order that changes meanwhile leaves it for the next look's, and where pages go by
//! position another one slips past unseen. So a pass counts only where as many different orders came out of it as the
//! shop counted at any page; otherwise it is begun anew, and what was read moves on behind a complete one alone.

use std::{collections::HashSet, time::Duration};

use domain::{Order, OrderId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Cursor, StoreError};
use tiktok_shop::{Lane, OrderQuery, Page, ShopError, later};

use crate::{
    SyncError,
    pull::{Puller, is_last, token_of},
};

const PLACE: &str = "order changes read";
/// A look begins so much before what was read: changes may become visible late.
const OVERLAP: Duration = Duration::from_secs(5 * 60);
/// The list ends so much behind the shop's clock, which is known to a few seconds: what has just come belongs to it.
const AHEAD: Duration = Duration::from_secs(10);
/// Where nothing is known of an earlier look: what changed before that is met by reading again.
const AT_FIRST: Duration = Duration::from_secs(24 * 60 * 60);
/// Passes over a list that doesn't become complete, before that is told.
const PASSES: u32 = 3;
/// A shop that always counts more orders than it shows holds the place back no longer than this.
const LONGEST_DOUBT: Duration = Duration::from_secs(24 * 60 * 60);

/// How far changes have been read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Place {
    /// Every change up to this moment of the shop's clock has been read.
    read_until: Option<Timestamp>,
    /// Created last of all orders that were met.
    newest: Option<Timestamp>,
}

impl Place {
    /// Where a look begins. A place that lies ahead is one of a clock that was wrong then.
    fn from(&self, now: Timestamp) -> Timestamp {
        let read = self.read_until.unwrap_or_else(|| earlier(now, AT_FIRST));
        earlier(read.min(now), OVERLAP)
    }

    /// Behind a look at `now`.
    fn behind(&self, pass: &Pass, now: Timestamp) -> Self {
        let long = self.read_until.is_none_or(|until| later(until, LONGEST_DOUBT) < now);
        let read_until = if pass.is_complete() || long { Some(now) } else { self.read_until };
        Self { read_until, newest: self.newest.max(pass.newest) }
    }
}

/// What came out of one reading of the list.
#[derive(Debug, Default)]
struct Pass {
    seen: HashSet<OrderId>,
    set_aside: usize,
    /// The most that the shop counted in the list, at any page.
    counted: u64,
    sent: u64,
    requests: u32,
    newest: Option<Timestamp>,
    ended: bool,
}

impl Pass {
    fn take(&mut self, page: &Page<Order>) {
        self.sent += page.sent as u64;
        self.counted = self.counted.max(page.total.unwrap_or_default());
        self.set_aside += page.set_aside.len();
        self.newest = page.items.iter().map(|order| order.created).max().max(self.newest);
        self.seen.extend(page.items.iter().map(|order| order.id.clone()));
    }

    fn shown(&self) -> u64 {
        (self.seen.len() + self.set_aside) as u64
    }

    fn is_complete(&self) -> bool {
        self.ended && self.shown() >= self.counted
    }
}

impl Puller {
    /// The first pull begins: whatever changes from now on is a change to it.
    pub(crate) async fn changes_begin_now(&self) -> Result<(), StoreError> {
        if !self.client.filters_by_update() {
            return Ok(());
        }
        let place = Place { read_until: Some(self.client.shop_now()), newest: None };
        self.store.save_cursor(self.shop, &Cursor::new(PLACE, &place)?).await
    }

    /// Everything that changed since what was read, less an overlap. Returns the requests that it took.
    pub(crate) async fn changed_orders(&self) -> Result<u32, SyncError> {
        let place: Place = self.store.cursor(self.shop, PLACE).await?.unwrap_or_default();
        let now = self.client.shop_now();
        let mut pass = self.changes_since(&place, now).await?;
        let mut requests = pass.requests;
        for _ in 1..PASSES {
            if pass.is_complete() {
                break;
            }
            pass = self.changes_since(&place, now).await?;
            requests += pass.requests;
        }
        let behind = place.behind(&pass, now);
        self.tell_missing((!pass.is_complete()).then(|| missing_sentence(&pass)));
        if place.newest.is_some() && behind.newest > place.newest {
            self.order_came();
        }
        // Behind a complete pass the place was saved with its last page.
        if !pass.is_complete() && behind != place {
            self.store.save_cursor(self.shop, &Cursor::new(PLACE, &behind)?).await?;
        }
        Ok(requests)
    }

    /// Reads the list once, from its first page to its last; a page that the shop no longer knows ends it.
    async fn changes_since(&self, place: &Place, now: Timestamp) -> Result<Pass, SyncError> {
        let (updated_from, updated_to) = (Some(place.from(now)), Some(later(now, AHEAD)));
        let first = OrderQuery { updated_from, updated_to, ..OrderQuery::default() };
        let mut query = OrderQuery { page_size: self.size().await?, ..first.clone() };
        let mut pass = Pass::default();
        loop {
            pass.requests += 1;
            let (page, asked) = match self.ask(&query, Lane::Poll).await {
                Ok(answer) => answer,
                Err(ShopError::PageGone) => return Ok(pass),
                Err(error) => {
                    let page_size = self.smaller(error, query.page_size).await?;
                    query = OrderQuery { page_size, ..first.clone() };
                    pass = Pass { requests: pass.requests, ..Pass::default() };
                    continue;
                }
            };
            pass.take(&page);
            pass.ended = is_last(&page, query.page_size, pass.sent);
            (query.page_number, query.page_token) = (query.page_number + 1, token_of(&page));
            let behind = pass.is_complete().then(|| Cursor::new(PLACE, &place.behind(&pass, now))).transpose()?;
            self.keep(page, asked, behind.as_ref()).await?;
            if pass.ended {
                return Ok(pass);
            }
        }
    }
}

fn earlier(moment: Timestamp, by: Duration) -> Timestamp {
    moment.checked_sub(by).unwrap_or(Timestamp::MIN)
}

fn missing_sentence(pass: &Pass) -> String {
    format!(
        "TikTok Shop counts {} orders that changed lately and showed {} of them. What it showed is here, and the rest is asked for again at every look.",
        pass.counted,
        pass.shown()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_default()
    }

    fn read(second: i64) -> Place {
        Place { read_until: Some(at(second)), newest: None }
    }

    fn pass(shown: usize, counted: u64) -> Pass {
        let seen = (0..shown).map(|n| OrderId::new(n.to_string())).collect();
        Pass { seen, counted, ended: true, ..Pass::default() }
    }

    #[test]
    fn what_was_read_moves_on_behind_a_complete_pass_alone() {
        let read_behind = |pass: Pass| read(DAY).behind(&pass, at(DAY + 60)).read_until;
        assert_eq!(read_behind(pass(5, 5)), Some(at(DAY + 60)));
        assert_eq!(read_behind(pass(4, 5)), Some(at(DAY)));
        assert_eq!(read_behind(Pass { ended: false, ..pass(5, 5) }), Some(at(DAY)), "a page was gone");
    }

    #[test]
    fn a_count_that_never_comes_out_holds_the_place_back_for_a_day_and_no_longer() {
        let read_at = |now| read(DAY).behind(&pass(4, 5), at(now)).read_until;
        assert_eq!((read_at(2 * DAY), read_at(2 * DAY + 1)), (Some(at(DAY)), Some(at(2 * DAY + 1))));
    }

    #[test]
    fn a_look_begins_five_minutes_before_what_was_read_and_never_ahead_of_the_shop() {
        assert_eq!(read(1_000).from(at(2_000)), at(700));
        assert_eq!(read(9_000).from(at(2_000)), at(1_700), "it was read by a clock that was ahead");
    }
}
