//! The change feed: which tables changed, told after the commit and never before.

use tokio::sync::broadcast;

/// A set of tables.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tables(u8);

impl Tables {
    /// Orders.
    pub const ORDERS: Self = Self(1);
    /// Products, SKUs and their levels.
    pub const STOCK: Self = Self(2);
    /// Wishes and their outcomes.
    pub const OUTBOX: Self = Self(4);
    /// The connected shop.
    pub const SHOP: Self = Self(8);

    /// Whether any table of `other` is in the set.
    pub fn touches(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Receives sets of changed tables. A slow receiver loses messages, not news: see [`Watch::next`].
pub struct Watch(broadcast::Receiver<Tables>);

impl Watch {
    pub(crate) fn new(feed: &broadcast::Sender<Tables>) -> Self {
        Self(feed.subscribe())
    }

    /// Waits for the next change and returns it together with all that have come since. After
    /// falling behind it says that everything may have changed; `None` when the store is gone.
    pub async fn next(&mut self) -> Option<Tables> {
        let everything = Tables::ORDERS.and(Tables::STOCK).and(Tables::OUTBOX).and(Tables::SHOP);
        let mut changed = match self.0.recv().await {
            Ok(tables) => tables,
            Err(broadcast::error::RecvError::Lagged(_)) => everything,
            Err(broadcast::error::RecvError::Closed) => return None,
        };
        loop {
            match self.0.try_recv() {
                Ok(tables) => changed = changed.and(tables),
                Err(broadcast::error::TryRecvError::Lagged(_)) => changed = everything,
                Err(_) => return Some(changed),
            }
        }
    }
}
