//! The seller's own words about orders, their named filters, and what a list can be narrowed to.

use domain::{OrderId, OrderStatus};

use crate::{
    App,
    boundary::{AppError, OrderChoice, OrderChoices, OrderFilter, SavedView},
    shops::id_of,
    wording::status_text,
};

/// Longest tag and longest name of a view, in characters.
const LONGEST_NAME: usize = 40;
/// Longest note, in characters.
const LONGEST_NOTE: usize = 4_000;

impl App {
    /// Writes the seller's note about an order; an empty one takes it away.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for one of more than 4,000 characters.
    pub async fn set_order_note(&self, shop: u32, order_id: &str, note: &str) -> Result<(), AppError> {
        let note = note.trim();
        if note.chars().count() > LONGEST_NOTE {
            let why = "A note holds 4,000 characters at most. The one before is kept; shorten it and save again.";
            return Err(AppError::input("note", why));
        }
        let (shop, id) = (self.known(shop).await?.id, OrderId::new(order_id));
        Ok(self.store.set_order_note(shop, &id, note, self.ports.clock.now()).await?)
    }

    /// Gives orders a tag, or takes it from them.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for an empty tag and one of more than 40
    /// characters.
    pub async fn tag_orders(&self, shop: u32, order_ids: &[String], tag: &str, on: bool) -> Result<(), AppError> {
        let tag = named("tag", tag)?;
        let shop = self.known(shop).await?.id;
        let ids: Vec<OrderId> = order_ids.iter().map(OrderId::new).collect();
        Ok(self.store.tag_orders(shop, &ids, tag, on).await?)
    }

    /// What a shop's orders can be narrowed to, by name.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn order_choices(&self, shop: u32) -> Result<OrderChoices, AppError> {
        let shop = id_of(shop);
        let (choices, places) = (self.store.order_choices(shop).await?, self.warehouse_names(shop).await?);
        let named = |values: Vec<String>, name: &dyn Fn(&str) -> String| {
            values.into_iter().map(|value| OrderChoice { name: name(&value), value }).collect()
        };
        Ok(OrderChoices {
            statuses: named(choices.statuses, &|word| status_text(&OrderStatus::from_shop(word))),
            warehouses: named(choices.warehouses, &|id| places.of(id)),
            regions: named(choices.regions, &ToOwned::to_owned),
            tags: named(choices.tags, &ToOwned::to_owned),
        })
    }

    /// The filters that the seller named, in the order in which they were made. One that this
    /// version can't read is left out, and stays kept.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn saved_views(&self, shop: u32) -> Result<Vec<SavedView>, AppError> {
        let rows = self.store.saved_views(id_of(shop)).await?;
        let read = |(name, filter): (String, String)| {
            let filter: OrderFilter = serde_json::from_str(&filter).ok()?;
            Some(SavedView { name, filter })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// Keeps a filter under a name, in place of what had that name.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::InvalidInput`] for an empty name and one of more than 40
    /// characters.
    pub async fn save_view(&self, shop: u32, view: SavedView) -> Result<(), AppError> {
        let name = named("name", &view.name)?;
        let shop = self.known(shop).await?.id;
        // A selection is of the moment, and a pasted list of the day.
        let filter = OrderFilter { selected: false, pasted: None, ..view.filter };
        let filter = serde_json::to_string(&filter).map_err(store::StoreError::from)?;
        Ok(self.store.save_view(shop, name, &filter, self.ports.clock.now()).await?)
    }

    /// Forgets a named filter. No order changes.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn remove_view(&self, shop: u32, name: &str) -> Result<(), AppError> {
        Ok(self.store.remove_view(id_of(shop), name).await?)
    }
}

fn named<'a>(field: &'static str, name: &'a str) -> Result<&'a str, AppError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(AppError::input(field, "A name has 1 to 40 characters. Nothing was changed: type a shorter one."));
    }
    Ok(name)
}
