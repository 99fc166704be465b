//! What a save of stock levels takes, before it is saved.

use std::collections::HashMap;

use domain::{ProductId, ShopId, StockPlan, plan_stock};
use store::{KnownLevel, StockWish};
use sync::{known_page_size, requests_of_save};

use crate::{
    App,
    boundary::{AppError, StockCost, StockEdit},
    shops::id_of,
    wording::count,
};

impl App {
    /// What saving these edits of a shop's levels would ask of the shop, and which of them would meet a conflict:
    /// the planner's own answer about the levels as they are known. Nothing is saved, and nobody is asked.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn stock_cost(&self, shop: u32, edits: Vec<StockEdit>) -> Result<StockCost, AppError> {
        let shop = id_of(shop);
        // What can't be sent is refused before it is saved, and costs nothing.
        let weighed = self.wishes(shop, edits).await?.into_iter().zip(0_u32..);
        self.cost_of(shop, weighed.filter_map(|(wish, place)| Some((wish.ok()?, place)))).await
    }

    /// The same of what would be queued, with what is known of its levels, each with the place by which it is named.
    pub(crate) async fn cost_of(
        &self,
        shop: ShopId,
        weighed: impl Iterator<Item = ((StockWish, KnownLevel), u32)> + Send,
    ) -> Result<StockCost, AppError> {
        let (mut moved, mut products) = (Vec::new(), Products::default());
        for ((wish, known), place) in weighed {
            match is_written(&wish, known) {
                Some(writes) => products.add(&wish.target.product, writes),
                None => moved.push(place),
            }
        }
        let catalogue = self.store.product_count(shop).await?;
        let page_size = known_page_size(&self.store, shop, self.ports.pace.page_size).await?;
        let requests = requests_of_save(&products.writes, catalogue, page_size);
        let told = |requests: u64| count(i64::try_from(requests).unwrap_or(i64::MAX));
        Ok(StockCost { least: told(requests.least), most: told(requests.most), moved })
    }
}

/// Whether an edit is written to a shop that still has what it is known to have; `None` where it would meet a
/// conflict. One on top of an edit that is on its way starts from where that leads, so it is written, as far as
/// anyone can tell.
fn is_written(wish: &StockWish, known: KnownLevel) -> Option<bool> {
    if known.under_way {
        return Some(true);
    }
    match plan_stock(wish.base, known.level, wish.change, None) {
        StockPlan::Conflict => None,
        plan => Some(matches!(plan, StockPlan::Send(_))),
    }
}

/// The products of a save in their order, and whether anything is written to each.
#[derive(Default)]
struct Products {
    places: HashMap<ProductId, usize>,
    writes: Vec<bool>,
}

impl Products {
    fn add(&mut self, product: &ProductId, writes: bool) {
        let next = self.writes.len();
        let place = *self.places.entry(product.clone()).or_insert(next);
        match self.writes.get_mut(place) {
            Some(known) => *known |= writes,
            None => self.writes.push(writes),
        }
    }
}
