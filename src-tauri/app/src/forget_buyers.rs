//! Buyers' data that is no longer kept on this computer: by the seller's rule, or for one order because its buyer asked.
//!
//! Papers and exports hold buyers' data, too, and go by rules of their own: they lie in private folders and leave with
//! their shop, papers at the next start.

use std::{sync::Arc, time::Duration};

use domain::{OrderId, Retention, ShopId};
use jiff::SignedDuration;
use store::StoreError;

use crate::{App, boundary::AppError, shops::id_of};

/// Between two removals by the rule.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Between two looks whether a day is over: a computer that sleeps doesn't count its hours.
const LOOK: Duration = Duration::from_secs(60 * 60);

impl App {
    /// Sets for how many days after its last change an order that is over keeps its buyer here; none: for good. What
    /// is older is removed now, without anybody waiting for it.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for a number that is no rule; the one before stays.
    pub async fn set_buyers_kept(self: &Arc<Self>, shop: u32, days: Option<u32>) -> Result<(), AppError> {
        let why = "Buyers can be kept for 1 to 3,650 days, or for good. What was chosen before still holds.";
        let days = days.map(|days| u16::try_from(days).unwrap_or(u16::MAX));
        let rule = Retention::new(days).ok_or_else(|| AppError::input("days", why))?;
        let shop = self.known(shop).await?.id;
        self.store.set_buyers_kept(shop, rule).await?;
        let app = Arc::clone(self);
        tokio::spawn(async move { app.forget_of(shop).await });
        Ok(())
    }

    /// Removes what is here of an order's buyer, now and for good: whatever the shop tells of the order later comes in
    /// without.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the order isn't in the cache.
    pub async fn forget_buyer(&self, shop: u32, order_id: &str) -> Result<(), AppError> {
        Ok(self.store.forget_buyer(id_of(shop), &OrderId::new(order_id)).await?)
    }

    /// Removes by each shop's rule: now, and once a day from here on.
    pub(crate) fn forget_daily(self: &Arc<Self>) {
        let (app, clock) = (Arc::downgrade(self), Arc::clone(&self.ports.clock));
        tokio::spawn(async move {
            let mut last = None;
            loop {
                let Some(app) = app.upgrade() else { return };
                let now = clock.now();
                // A clock that was set back makes it due.
                if last.is_none_or(|last| now < last || now.duration_since(last) >= DAY) {
                    app.forget_of_all().await;
                    last = Some(now);
                }
                drop(app);
                clock.sleep(LOOK).await;
            }
        });
    }

    async fn forget_of_all(&self) {
        match self.store.shops().await {
            Ok(shops) => {
                for shop in shops {
                    self.forget_of(shop.id).await;
                }
            }
            Err(error) => not_yet(&error),
        }
    }

    async fn forget_of(&self, shop: ShopId) {
        match self.store.forget_buyers(shop, self.ports.clock.now()).await {
            Ok(0) => {}
            Ok(orders) => tracing::info!(orders, "buyers of orders that are long over were removed"),
            Err(error) => not_yet(&error),
        }
    }
}

fn not_yet(error: &StoreError) {
    tracing::warn!(%error, "buyers of orders that are long over could not be removed; it is tried again tomorrow");
}
