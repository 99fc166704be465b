//! Which orders of each shop are selected. Kept by row number, so that a selection survives
//! scrolling, sorting, other filters and whatever the shop tells meanwhile.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::{OrderId, ShopId};
use fixedbitset::FixedBitSet;
use store::RowNumbers;

use crate::{
    App,
    boundary::{AppError, OrderSelection},
    shops::id_of,
    wording::count,
};

/// A bit for each row: a million selected orders take an eighth of a megabyte, and are looked through in a moment.
#[derive(Default)]
pub(crate) struct Selections(Mutex<HashMap<ShopId, FixedBitSet>>);

impl Selections {
    fn with<T>(&self, shop: ShopId, act: impl FnOnce(&mut FixedBitSet) -> T) -> T {
        act(self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(shop).or_default())
    }

    /// Those of `numbers` that are selected.
    pub(crate) fn among(&self, shop: ShopId, numbers: &[i64]) -> Vec<bool> {
        self.with(shop, |selected| numbers.iter().map(|number| selected.contains(bit(*number))).collect())
    }

    pub(crate) fn numbers(&self, shop: ShopId) -> Vec<i64> {
        self.with(shop, |selected| selected.ones().map(|bit| bit as i64).collect())
    }

    /// How many are selected, and how many of them a list shows.
    pub(crate) fn told(&self, shop: ShopId, list: &RowNumbers) -> OrderSelection {
        self.with(shop, |selected| {
            let of_all = selected.count_ones(..);
            let in_list = if of_all == 0 { 0 } else { list.iter().filter(|row| selected.contains(bit(*row))).count() };
            OrderSelection { count: count(of_all as i64), in_list: count(in_list as i64) }
        })
    }

    pub(crate) fn forget(&self, shop: ShopId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&shop);
    }
}

/// Row numbers begin at 1.
fn bit(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

impl App {
    /// Selects the orders of a list from position `from` to `to`, both included, or takes them out
    /// of the selection. Positions behind the end are left out.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where the list is no longer kept; nothing is
    /// selected then.
    pub fn select_orders(&self, view: u32, from: u32, to: u32, on: bool) -> Result<OrderSelection, AppError> {
        self.order_views.read(view, |numbers, shop| {
            let range = numbers.iter().skip(from as usize).take(to.saturating_sub(from) as usize + 1);
            self.selections.with(*shop, |selected| match on {
                true => range.for_each(|number| selected.grow_and_insert(bit(number))),
                false => range.map(bit).for_each(|bit| {
                    if selected.contains(bit) {
                        selected.remove(bit);
                    }
                }),
            });
            self.selections.told(*shop, numbers)
        })
    }

    /// Selects nothing any more.
    pub fn clear_selection(&self, shop: u32) -> OrderSelection {
        self.selections.forget(id_of(shop));
        OrderSelection::default()
    }

    /// The ids of the selected orders, the most urgent first. An order that was removed meanwhile
    /// is left out.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn selected_orders(&self, shop: u32) -> Result<Vec<String>, AppError> {
        let shop = id_of(shop);
        let numbers = self.selections.numbers(shop);
        let ids = self.store.order_ids(shop, &numbers).await?;
        Ok(ids.iter().map(OrderId::to_string).collect())
    }
}
