//! Reading products with their stock.

use domain::Product;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::Cursor;
use tiktok_shop::{Lane, Onward, Page, ProductQuery, ShopError};

use crate::{
    Step, SyncError,
    pull::{Puller, aside_rows, is_last, token_of},
    slices::Slices,
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
    /// Products of this slice that have come.
    done: u64,
    /// Those of the slices before it.
    #[serde(default)]
    earlier: u64,
    #[serde(default)]
    slices: Slices,
    /// Whether the whole catalogue has been read once.
    complete: bool,
}

impl Place {
    fn beginning(size: u32) -> Self {
        Self { page: 1, token: None, size, done: 0, earlier: 0, slices: Slices::default(), complete: false }
    }

    fn is_beginning(&self) -> bool {
        self.page == 1 && self.slices.is_first()
    }

    /// To the first page of its slice.
    fn begin_again(&mut self) {
        (self.page, self.token, self.done) = (1, None, 0);
    }

    /// Behind `page`: to the next one, that of the next slice, or the very first behind the last.
    fn advance(&mut self, page: &Page<Product>) {
        self.done += page.sent as u64;
        if !is_last(page, self.size, self.done) {
            (self.page, self.token) = (self.page + 1, token_of(page));
            return;
        }
        self.earlier += self.done;
        self.begin_again();
        if !self.slices.advance() {
            (self.complete, self.earlier) = (true, 0);
        }
    }

    fn query(&self) -> ProductQuery {
        let (created_from, created_to) = self.slices.span();
        let (page_size, page_number, page_token) = (self.size, self.page, self.token.clone());
        ProductQuery { page_size, page_number, page_token, created_from, created_to }
    }
}

impl Puller {
    /// The first pull of the catalogue, or the rest of it.
    pub(crate) async fn first_products(&self) -> Result<(), SyncError> {
        let mut place = self.product_place().await?;
        if place.complete {
            return Ok(());
        }
        self.progress(Step::Products, place.earlier + place.done, None);
        while !place.complete {
            let total = self.product_page(&mut place, Lane::Poll).await?;
            self.progress(Step::Products, place.earlier + place.done, total);
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
            if place.is_beginning() || pages == PAGES_A_ROUND {
                return Ok(pages);
            }
        }
    }

    async fn product_place(&self) -> Result<Place, SyncError> {
        Ok(match self.store.cursor(self.shop, PLACE).await? {
            Some(place) => place,
            None => Place::beginning(self.size().await?),
        })
    }

    /// Reads the page at `place` and moves it on. Returns how many products the shop says it has, where it says that of
    /// all of them.
    async fn product_page(&self, place: &mut Place, lane: Lane) -> Result<Option<u64>, SyncError> {
        let (page, asked) = self.ask_product_page(place, lane).await?;
        place.advance(&page);
        let aside = aside_rows("product", page.set_aside, asked);
        let cursor = Cursor::new(PLACE, place)?;
        self.store.put_products(self.shop, &page.items, &aside, asked, Some(&cursor)).await?;
        self.note_warehouses(&page.items).await?;
        Ok(page.total.filter(|_| place.slices.is_uncut()))
    }

    async fn ask_product_page(&self, place: &mut Place, lane: Lane) -> Result<(Page<Product>, Timestamp), SyncError> {
        loop {
            let asked = self.clock.now();
            match self.client.search_products(&place.query(), lane).await {
                Ok(page) => return Ok((page, asked)),
                Err(ShopError::ListTooLong) if place.slices.halve(asked) => {}
                Err(ShopError::ListTooLong) => {
                    tracing::warn!("more products were made in one second than the shop shows");
                    return Ok((nothing_more(), asked));
                }
                Err(ShopError::PageGone) => {}
                Err(error) => place.size = self.smaller(error, place.size).await?,
            }
            place.begin_again();
        }
    }
}

/// The end of a list, with nothing on it.
fn nothing_more() -> Page<Product> {
    Page { items: Vec::new(), set_aside: Vec::new(), total: None, sent: 0, onward: Onward::End }
}
