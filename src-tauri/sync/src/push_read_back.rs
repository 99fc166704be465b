//! Reading back what was written: a sale in the same moment shows there.
//!
//! Nothing waits for it, and should it fail, the pull's next round reads the same. So where many
//! products were written, a few pages of the catalogue serve as well as a reading of each.

use domain::ProductId;
use store::StoreError;
use tiktok_shop::{Lane, Onward, ProductQuery, ShopError};

use crate::{
    page_size::known_page_size,
    pull::{aside_rows, token_of},
    push::Pusher,
};

/// From so many products on, pages may be cheaper than single readings.
pub(crate) const MANY: usize = 5;

impl Pusher {
    /// Reads `products` again, each once.
    pub(crate) async fn read_back(&self, products: Vec<ProductId>) -> Result<(), StoreError> {
        let mut missing = products;
        missing.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
        missing.dedup();
        if missing.len() >= MANY {
            missing = self.read_back_by_page(missing).await?;
        }
        for product in &missing {
            if let Err(error) = self.read_product(product).await? {
                tracing::info!(%error, "what was written is read back later");
                break;
            }
        }
        Ok(())
    }

    /// Reads pages of the catalogue as long as one costs less than the readings that it saves;
    /// answers what is still to be read.
    async fn read_back_by_page(&self, mut missing: Vec<ProductId>) -> Result<Vec<ProductId>, StoreError> {
        let page_size = known_page_size(&self.store, self.shop, self.pace.page_size).await?;
        let mut query = ProductQuery { page_size, page_number: 1, ..ProductQuery::default() };
        loop {
            let asked = self.clock.now();
            let page = match self.client.search_products(&query, Lane::Person).await {
                Ok(page) => page,
                // Another page size may be needed, or the list is in trouble: the products may not be.
                Err(
                    ShopError::Refused { .. }
                    | ShopError::ServerTrouble { .. }
                    | ShopError::PageGone
                    | ShopError::ListTooLong,
                ) => return Ok(missing),
                Err(error) => {
                    tracing::info!(%error, "what was written is read back later");
                    return Ok(Vec::new());
                }
            };
            query.page_token = token_of(&page);
            let aside = aside_rows("product", page.set_aside, asked);
            self.store.put_products(self.shop, &page.items, &aside, asked, None).await?;
            missing.retain(|product| !page.items.iter().any(|seen| seen.id == *product));
            let pages = page.total.map_or(0, |total| total.div_ceil(u64::from(query.page_size.max(1))));
            let pages_left = pages.saturating_sub(u64::from(query.page_number));
            if page.sent == 0 || page.onward == Onward::End || pages_left == 0 || missing.len() as u64 <= pages_left {
                return Ok(missing);
            }
            query.page_number += 1;
        }
    }
}
