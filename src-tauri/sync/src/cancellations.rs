//! Buyers who ask to cancel: their requests are read, and the reasons for which each may be rejected.

use domain::{CancelRequest, CancelState, Order, OrderId, ShopId};
use store::{Store, StoreError};
use tiktok_shop::{CancelQuery, Client, Clock, Lane, ShopError};

use crate::{SyncError, pull::token_of};

/// Requests that are asked for by their ids, and orders by theirs, at once.
const AT_ONCE: u32 = 50;
/// Requests whose reasons are read in one go. Each costs a request of ours.
const REASONS: u32 = 20;

/// Who reads them.
pub(crate) struct CancelDesk<'a> {
    pub(crate) store: &'a Store,
    pub(crate) client: &'a Client,
    pub(crate) shop: ShopId,
    pub(crate) clock: &'a dyn Clock,
}

impl CancelDesk<'_> {
    /// Everything that waits for the seller, and what became of what did. Returns how many requests of ours it took.
    pub(crate) async fn all(&self, lane: Lane) -> Result<u32, SyncError> {
        let begun = self.clock.now();
        let mut cost = self.read(CancelQuery { only_open: true, ..CancelQuery::default() }, lane).await?.len();
        let unseen = self.store.cancel_requests_unseen(self.shop, begun, AT_ONCE).await?;
        if !unseen.is_empty() {
            cost += self.those(unseen, lane).await?;
        }
        let unheard = self.store.orders_unheard(self.shop, AT_ONCE).await?;
        if !unheard.is_empty() {
            cost += self.of_orders(unheard, lane).await?;
        }
        Ok(u32::try_from(cost + self.reasons(lane).await?).unwrap_or(u32::MAX))
    }

    /// After orders were read: the requests of those that say otherwise than what is known of them.
    pub(crate) async fn behind(&self, orders: &[Order], lane: Lane) -> Result<(), SyncError> {
        let mut contradicting = Vec::new();
        for order in orders {
            let known = self.store.cancel_request_of(self.shop, &order.id).await?.is_some();
            if known != order.handling.cancel_asked {
                contradicting.push(order.id.clone());
            }
        }
        if !contradicting.is_empty() {
            self.of_orders(contradicting, lane).await?;
            self.reasons(lane).await?;
        }
        Ok(())
    }

    async fn of_orders(&self, orders: Vec<OrderId>, lane: Lane) -> Result<usize, SyncError> {
        Ok(self.read(CancelQuery { orders, ..CancelQuery::default() }, lane).await?.len())
    }

    /// Requests that no list mentions any more. What the shop doesn't know by its id either is over.
    async fn those(&self, unseen: Vec<CancelRequest>, lane: Lane) -> Result<usize, SyncError> {
        let (asked, ids) = (self.clock.now(), unseen.iter().map(|request| request.id.clone()).collect());
        let pages = self.read(CancelQuery { ids, ..CancelQuery::default() }, lane).await?;
        let told = |request: &CancelRequest| pages.iter().flatten().any(|it| it.id == request.id);
        let gone = unseen.into_iter().filter(|request| !told(request));
        let gone: Vec<CancelRequest> = gone.map(|gone| CancelRequest { state: CancelState::Closed, ..gone }).collect();
        if !pages.is_empty() {
            self.store.put_cancel_requests(self.shop, &gone, asked).await?;
        }
        Ok(pages.len())
    }

    /// A list, page by page; none where the contract has no call for it or the shop doesn't let this app see it.
    async fn read(&self, mut query: CancelQuery, lane: Lane) -> Result<Vec<Vec<CancelRequest>>, SyncError> {
        let mut pages = Vec::new();
        loop {
            let asked = self.clock.now();
            let page = match self.client.cancel_requests(&query, lane).await {
                Ok(Some(page)) => page,
                Ok(None) => return Ok(pages),
                Err(ShopError::Refused { code, .. }) => {
                    tracing::info!(code, "requests to cancel can't be read");
                    return Ok(Vec::new());
                }
                // What was not reached is asked for by its id.
                Err(ShopError::PageGone) => return Ok(pages),
                Err(error) => return Err(error.into()),
            };
            query.page_token = token_of(&page);
            for broken in &page.set_aside {
                tracing::warn!(reason = broken.reason, "a request to cancel can't be read");
            }
            self.store.put_cancel_requests(self.shop, &page.items, asked).await?;
            pages.push(page.items);
            if query.page_token.is_none() {
                return Ok(pages);
            }
        }
    }

    /// For what the open ones may be rejected, each once.
    async fn reasons(&self, lane: Lane) -> Result<usize, SyncError> {
        let waiting = self.store.cancel_requests_without_reasons(self.shop, REASONS).await?;
        for request in &waiting {
            match self.client.reject_reasons(request, lane).await {
                Ok(reasons) => self.store.put_reject_reasons(self.shop, request, &reasons).await?,
                Err(error @ (ShopError::Refused { .. } | ShopError::ServerTrouble { .. })) => {
                    tracing::info!(%error, "the reasons for a rejection can't be read now");
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(waiting.len())
    }

    /// Whether a buyer asks of whose request nothing is known.
    pub(crate) async fn is_behind(&self) -> Result<bool, StoreError> {
        Ok(!self.store.orders_unheard(self.shop, 1).await?.is_empty())
    }
}
