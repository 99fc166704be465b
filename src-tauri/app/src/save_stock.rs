//! Saving edits of stock levels.

use domain::{MAX_LEVEL, ProductId, SkuId, StockError, WarehouseId};
use store::{StockTarget, StockWish};

use crate::{
    App,
    boundary::{AppError, RefusedEdit, SaveResult, StockChange, StockEdit},
    session::SHOP,
    wording::count,
};

impl App {
    /// Saves the edits that can be sent, in one transaction, and names the others with their
    /// reasons.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written; then none is saved.
    pub async fn save_stock(&self, edits: Vec<StockEdit>) -> Result<SaveResult, AppError> {
        let (mut wishes, mut refused) = (Vec::new(), Vec::new());
        for (index, edit) in edits.into_iter().enumerate() {
            match wish(edit) {
                Ok(wish) => wishes.push(wish),
                Err(error) => refused.push(RefusedEdit { index: index as u32, message: error.to_string() }),
            }
        }
        let (mut batch, mut held) = (None, None);
        if !wishes.is_empty() {
            let saved = self.store.queue_stock(SHOP, &wishes, self.ports.clock.now()).await?;
            self.wake_push();
            (batch, held) = (Some(saved.batch.to_string()), saved.held);
        }
        Ok(SaveResult { batch, held, queued: count(wishes.len() as i64), refused })
    }
}

fn wish(edit: StockEdit) -> Result<StockWish, StockError> {
    let change = match edit.change {
        StockChange::Set { level } => domain::StockChange::Set { level },
        StockChange::Add { amount } => domain::StockChange::Add { amount },
    };
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
