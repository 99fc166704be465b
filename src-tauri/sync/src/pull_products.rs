//! Reading products with their stock.

use domain::Product;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::Cursor;
use tiktok_shop::{Lane, Page, ProductQuery, ShopError};

use crate::{
    Step, SyncError,
    pull::{Puller, aside_rows, is_last, token_of},
};

const PLACE: &str = "products";
/// Pages read again in one full round. A larger catalogue takes several rounds.
const PAGES_A_ROUND: u32 = 5;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Place {
    page: u32,
    /// What the page before said of it, where pages aren't numbered.
    #[serde(default)]
    token: Option<String>,
    size: u32,
    done: u64,
    /// Whether the whole catalogue has been read once.
    complete: bool,
}

impl Place {
    fn begin_again(&mut self) {
        (self.page, self.token, self.done) = (1, None, 0);
    }
}

impl Puller {
    /// The first pull of the catalogue, or the rest of it.
    pub(crate) async fn first_products(&self) -> Result<(), SyncError> {
        let mut place = self.product_place().await?;
        if place.complete {
            return Ok(());
        }
        self.progress(Step::Products, place.done, None);
        while !place.complete {
            let total = self.product_page(&mut place, Lane::Poll).await?;
            self.progress(Step::Products, place.done, total);
        }
        Ok(())
    }

    /// The next pages of the catalogue, round and round. Returns how many.
    pub(crate) async fn products(&self, lane: Lane) -> Result<u32, SyncError> {
        let mut place = self.product_place().await?;
        let mut pages = 0;
        loop {
            self.product_page(&mut place, lane).await?;
            pages += 1;
            if place.page == 1 || pages == PAGES_A_ROUND {
                return Ok(pages);
            }
        }
    }

    async fn product_place(&self) -> Result<Place, SyncError> {
        Ok(match self.store.cursor(self.shop, PLACE).await? {
            Some(place) => place,
            None => Place { page: 1, token: None, size: self.size().await?, done: 0, complete: false },
        })
    }

    /// Reads the page at `place` and moves it on: to the next page, or to the first one behind
    /// the last. Returns how many products the shop says it has.
    async fn product_page(&self, place: &mut Place, lane: Lane) -> Result<Option<u64>, SyncError> {
        let (page, asked) = self.ask_product_page(place, lane).await?;
        place.done += page.sent as u64;
        let last = is_last(&page, place.size, place.done);
        place.complete |= last;
        place.page = if last { 1 } else { place.page + 1 };
        place.token = token_of(&page);
        if last {
            place.done = 0;
        }
        let aside = aside_rows("product", page.set_aside, asked);
        let cursor = Cursor::new(PLACE, place)?;
        self.store.put_products(self.shop, &page.items, &aside, asked, Some(&cursor)).await?;
        Ok(page.total)
    }

    async fn ask_product_page(&self, place: &mut Place, lane: Lane) -> Result<(Page<Product>, Timestamp), SyncError> {
        loop {
            let Place { size: page_size, page: page_number, token: page_token, .. } = place.clone();
            let query = ProductQuery { page_size, page_number, page_token };
            let asked = self.clock.now();
            match self.client.search_products(&query, lane).await {
                Ok(page) => return Ok((page, asked)),
                Err(ShopError::PageGone) => place.begin_again(),
                Err(error) => {
                    place.size = self.smaller(error, place.size).await?;
                    place.begin_again();
                }
            }
        }
    }
}
