//! Reading what changed, where lists of orders can be asked for it: then a status that moved long after the order was
//! placed is here with the next look, and nothing has to be read again for it round and round.
//!
//! A look asks for what changed since the last one, less an overlap, up to a moment that stands still while the list is
//! read. The list is no snapshot: an order that changes meanwhile leaves it for the next look's, and where pages go by
//! position another one slips past unseen. So a pass counts only where as many different orders came out of it as the
//! shop counted at any page; otherwise it is begun anew, and what was read moves on behind a complete one alone.

use jiff::Timestamp;
use store::{Cursor, StoreError};
use tiktok_shop::{Lane, OrderQuery, ShopError};

use crate::{
    SyncError,
    changes_pass::Pass,
    changes_place::{Place, Reach},
    pull::{Puller, is_last, token_of},
};

const PLACE: &str = "order changes read";
/// Passes over a list that doesn't become complete, before that is told.
const PASSES: u32 = 3;

impl Puller {
    /// The first pull begins: whatever changes from now on is a change to it.
    pub(crate) async fn changes_begin_now(&self) -> Result<(), StoreError> {
        if !self.client.filters_by_update() {
            return Ok(());
        }
        self.keep_changes_place(&Place::beginning(self.client.shop_now())).await
    }

    /// Everything that changed since what was read, less an overlap. Returns the requests that it took.
    pub(crate) async fn changed_orders(&self) -> Result<u32, SyncError> {
        let mut place: Place = self.store.cursor(self.shop, PLACE).await?.unwrap_or_default();
        let (known, now) = (place.newest, self.client.shop_now());
        let mut requests = 0;
        loop {
            let reach = place.reach(now);
            let pass = self.passes_over(&place, reach, now).await?;
            requests += pass.requests;
            place = place.behind(&pass, reach, now);
            self.tell_missing((!pass.is_complete()).then(|| pass.missing_sentence()));
            if known.is_some() && place.newest > known {
                self.order_came();
            }
            if !pass.is_complete() {
                // Behind a complete one the place was saved with its last page.
                self.keep_changes_place(&place).await?;
                return Ok(requests);
            }
            if reach.to >= now {
                return Ok(requests);
            }
        }
    }

    /// Reads the list until it is complete, a few times at most, and returns the last time with all requests.
    async fn passes_over(&self, place: &Place, reach: Reach, now: Timestamp) -> Result<Pass, SyncError> {
        let mut pass = self.pass_over(place, reach, now).await?;
        for _ in 1..PASSES {
            if pass.is_complete() {
                break;
            }
            let requests = pass.requests;
            pass = self.pass_over(place, reach, now).await?;
            pass.requests += requests;
        }
        Ok(pass)
    }

    /// Reads the list once, from its first page to its last; a page that the shop no longer knows ends it.
    async fn pass_over(&self, place: &Place, reach: Reach, now: Timestamp) -> Result<Pass, SyncError> {
        let (from, to) = reach.asked();
        let first = OrderQuery { updated_from: Some(from), updated_to: Some(to), ..OrderQuery::default() };
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
                    pass = pass.begun_anew();
                    continue;
                }
            };
            pass.take(&page);
            pass.ended = is_last(&page, query.page_size, pass.sent);
            (query.page_number, query.page_token) = (query.page_number + 1, token_of(&page));
            let behind = if pass.is_complete() {
                Some(place.behind(&pass, reach, now))
            } else {
                // Known from the first page on: who is broken off, or killed, reaches less far the next time.
                (!pass.ended).then(|| place.trying())
            };
            let behind = behind.map(|behind| Cursor::new(PLACE, &behind)).transpose()?;
            self.keep(page, asked, behind.as_ref()).await?;
            if pass.ended {
                return Ok(pass);
            }
        }
    }

    async fn keep_changes_place(&self, place: &Place) -> Result<(), StoreError> {
        self.store.save_cursor(self.shop, &Cursor::new(PLACE, place)?).await
    }
}
