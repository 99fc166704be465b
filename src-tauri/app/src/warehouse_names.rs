//! What warehouses are called: as the shop lists them, and by their ids made readable where it doesn't.

use domain::{ShopId, StockError, WarehouseId, Warehouses};

use crate::{
    App,
    boundary::{AppError, Warehouse},
    wording::readable_id,
};

/// The names of one shop's warehouses.
#[derive(Clone, Debug, Default)]
pub(crate) struct WarehouseNames(Warehouses);

impl App {
    /// What the warehouses of a shop are called.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub(crate) async fn warehouse_names(&self, shop: ShopId) -> Result<WarehouseNames, AppError> {
        Ok(WarehouseNames(self.store.warehouses(shop).await?))
    }
}

impl WarehouseNames {
    pub(crate) fn of(&self, id: &str) -> String {
        self.0.name_of(id).unwrap_or_else(|| readable_id(id))
    }

    /// Why the shop takes no levels there, where it is known not to.
    pub(crate) fn takes_levels(&self, id: &WarehouseId) -> Result<(), StockError> {
        self.0.takes_levels(id.as_str())
    }

    /// A warehouse as screens show it.
    pub(crate) fn shown(&self, id: &WarehouseId) -> Warehouse {
        let closed = self.takes_levels(id).err().map(|why| why.to_string());
        Warehouse { id: id.to_string(), name: self.of(id.as_str()), closed }
    }
}
