//! Reading whom stock is kept for, where the shop tells it: behind the catalogue and in its lane, those products first
//! whose shares have not been asked for longest.

use tiktok_shop::{Lane, SHARES_AT_ONCE, ShopError};

use crate::{SyncError, pull::Puller};

/// Requests in one full round, as many as pages of the catalogue.
const REQUESTS_A_ROUND: u32 = 5;

impl Puller {
    /// The shares of the next products. Returns how many requests that took.
    pub(crate) async fn shares(&self, lane: Lane) -> Result<u32, SyncError> {
        let begun = self.clock.now();
        let mut requests = 0;
        while requests < REQUESTS_A_ROUND {
            let products = self.store.unshared(self.shop, begun, SHARES_AT_ONCE).await?;
            if products.is_empty() {
                break;
            }
            let asked = self.clock.now();
            let told = match self.client.stock_shares(&products, lane).await {
                Ok(None) => break,
                Ok(Some(told)) => told,
                // Levels can be seen and saved without: what else is read doesn't wait for these.
                Err(error @ (ShopError::Refused { .. } | ShopError::ServerTrouble { .. })) => {
                    tracing::warn!(%error, "whom stock is kept for is asked again later");
                    return Ok(requests + 1);
                }
                Err(error) => return Err(error.into()),
            };
            requests += 1;
            // One that was asked for at the beginning's own moment would be asked for again.
            let asked = asked.max(begun);
            self.store.put_shares(self.shop, &products, &told, asked).await?;
        }
        Ok(requests)
    }
}
