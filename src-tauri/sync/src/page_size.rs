//! How many records a page may have. The contract doesn't say: a shop that takes fewer than it is
//! asked for answers 1001 and blames `page_size`.

use std::sync::atomic::{AtomicU32, Ordering};

use domain::ShopId;
use store::{Cursor, Store, StoreError};
use tiktok_shop::ShopError;

use crate::SyncError;

const NAME: &str = "page size";
/// Sizes to try, the largest first. A shop that refuses the last refuses something else.
const LADDER: [u32; 6] = [500, 200, 100, 50, 20, 10];

/// The largest page that this shop is known to take, over restarts.
pub(crate) struct PageSize {
    largest: u32,
    /// 0 until it was read from the cache.
    known: AtomicU32,
}

impl PageSize {
    pub(crate) fn at_most(largest: u32) -> Self {
        Self { largest: largest.max(1), known: AtomicU32::new(0) }
    }

    /// The size to ask for.
    pub(crate) async fn get(&self, store: &Store, shop: ShopId) -> Result<u32, StoreError> {
        match self.known.load(Ordering::Relaxed) {
            0 => {
                let kept = store.cursor::<u32>(shop, NAME).await?.filter(|size| *size > 0);
                let size = kept.unwrap_or(self.largest).min(self.largest);
                self.known.store(size, Ordering::Relaxed);
                Ok(size)
            }
            size => Ok(size),
        }
    }

    /// The size to go on with after `error`, remembered from now on; `error` itself where it is
    /// about something else.
    pub(crate) async fn after(
        &self,
        error: ShopError,
        refused: u32,
        store: &Store,
        shop: ShopId,
    ) -> Result<u32, SyncError> {
        let blamed = matches!(&error, ShopError::Refused { field: Some(field), .. } if field == "page_size");
        let Some(smaller) = below(refused).filter(|_| blamed) else { return Err(error.into()) };
        store.save_cursor(shop, &Cursor::new(NAME, &smaller)?).await?;
        self.known.store(smaller, Ordering::Relaxed);
        Ok(smaller)
    }
}

/// The size that this shop was found to take, for who asks for a page now and then: `largest` until a smaller one was
/// learned.
///
/// # Errors
/// [`StoreError`]
pub async fn known_page_size(store: &Store, shop: ShopId, largest: u32) -> Result<u32, StoreError> {
    PageSize::at_most(largest).get(store, shop).await
}

/// The next size to try.
fn below(refused: u32) -> Option<u32> {
    LADDER.into_iter().find(|size| *size < refused)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_go_down_to_ten_and_no_further() {
        let tried: Vec<u32> = std::iter::successors(Some(500), |size| below(*size)).collect();
        assert_eq!(tried, LADDER);
        assert_eq!(below(30), Some(20));
        assert_eq!(below(10), None);
    }
}
