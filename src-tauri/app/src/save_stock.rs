//! Saving edits of stock levels.

use domain::{MAX_LEVEL, ProductId, SkuId, StockError, WarehouseId};
use store::{StockTarget, StockWish};

use crate::{
    App,
    boundary::{AppError, RefusedEdit, SaveResult, StockEdit},
    wording::count,
};

impl App {
    /// Saves the edits of a shop's levels that can be sent, in one transaction and as one batch,
    /// and names the others with their reasons. One that would change an implausible share of the
    /// stock is held back by a question.
    ///
    /// # Errors
    /// [`AppError`] where the shop isn't connected or the cache can't be written; then none is
    /// saved.
    pub async fn save_stock(&self, shop: u32, edits: Vec<StockEdit>) -> Result<SaveResult, AppError> {
        let shop = self.known(shop).await?.id;
        let (mut wishes, mut refused) = (Vec::new(), Vec::new());
        for (index, edit) in edits.into_iter().enumerate() {
            match wish(edit) {
                Ok(wish) => wishes.push(wish),
                Err(error) => refused.push(RefusedEdit { index: index as u32, message: error.to_string() }),
            }
        }
        if wishes.is_empty() {
            return Ok(SaveResult { batch: None, held: None, queued: 0, refused });
        }
        let saved = self.store.queue_stock(shop, &wishes, self.ports.clock.now()).await?;
        self.wake_push();
        let (batch, queued) = (Some(saved.batch.to_string()), count(wishes.len() as i64));
        Ok(SaveResult { batch, held: saved.held, queued, refused })
    }
}

/// An edit as it is queued; or why it can't be.
pub(crate) fn wish(edit: StockEdit) -> Result<StockWish, StockError> {
    let change = domain::StockChange::from(edit.change);
    match change {
        domain::StockChange::Add { amount } if amount > MAX_LEVEL => return Err(StockError::TooHigh(amount)),
        domain::StockChange::Add { amount } if amount < -MAX_LEVEL => return Err(StockError::Negative(amount)),
        _ => change.target(edit.base)?,
    };
    let target = StockTarget {
        product: ProductId::new(edit.product_id),
        sku: SkuId::new(edit.sku_id),
        warehouse: WarehouseId::new(edit.warehouse_id),
    };
    Ok(StockWish { target, change, base: edit.base })
}
