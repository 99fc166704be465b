//! What a save of stock levels takes, before it is saved.

use std::collections::HashMap;

use domain::{Level, ProductId, StockChange, StockPlan, plan_stock};
use store::{KnownLevel, StockWish};
use sync::requests_of_save;

use crate::{
    App,
    boundary::{AppError, StockCost, StockEdit},
    save_stock::wish,
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
        let placed = edits.into_iter().zip(0_u32..);
        let (wishes, places): (Vec<_>, Vec<_>) =
            placed.filter_map(|(edit, place)| Some((wish(edit).ok()?, place))).unzip();
        let targets: Vec<_> = wishes.iter().map(|wish| wish.target.clone()).collect();
        let known = self.store.known_levels(shop, &targets).await?;
        let plans = wishes.iter().zip(&known).map(|(wish, known)| plan(wish, *known));
        let (mut moved, mut products) = (Vec::new(), Products::default());
        for ((wish, plan), place) in wishes.iter().zip(plans).zip(places) {
            match plan {
                StockPlan::Conflict => moved.push(place),
                plan => products.add(&wish.target.product, matches!(plan, StockPlan::Send(_))),
            }
        }
        let catalogue = self.store.product_count(shop).await?;
        let requests = requests_of_save(&products.writes, catalogue, self.ports.pace.page_size);
        let told = |requests: u64| count(i64::try_from(requests).unwrap_or(i64::MAX));
        Ok(StockCost { least: told(requests.least), most: told(requests.most), moved })
    }
}

/// What becomes of an edit where the shop still has what it is known to have. An edit on top of one that is on its
/// way is weighed from there, which is not known yet: it is sent, as far as anyone can tell.
fn plan(StockWish { change, base, .. }: &StockWish, KnownLevel { level, under_way }: KnownLevel) -> StockPlan {
    match (*change, under_way) {
        (StockChange::Set { level: wanted } | StockChange::Restore { level: wanted }, true) => StockPlan::Send(wanted),
        (StockChange::Add { amount }, true) => StockPlan::Send(level.unwrap_or_default().saturating_add(amount)),
        (change, false) => plan_stock(*base, level, change, None::<Level>),
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
