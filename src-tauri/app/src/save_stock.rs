//! Saving edits of stock levels.

use domain::{MAX_LEVEL, ProductId, ShopId, SkuId, StockError, WarehouseId, beside_campaign};
use store::{KnownLevel, StockTarget, StockWish};

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
        for (wish, index) in self.wishes(shop, edits).await?.into_iter().zip(0..) {
            match wish {
                Ok((wish, _)) => wishes.push(wish),
                Err(error) => refused.push(RefusedEdit { index, message: error.to_string() }),
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

    /// These edits as they are queued, each with what is known of its level; or why one can't be, also for what a
    /// campaign is known to hold, and in a warehouse that is known to take no levels.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub(crate) async fn wishes(
        &self,
        shop: ShopId,
        edits: Vec<StockEdit>,
    ) -> Result<Vec<Result<(StockWish, KnownLevel), StockError>>, AppError> {
        let wishes: Vec<_> = edits.into_iter().map(wish).collect();
        let targets: Vec<_> = wishes.iter().flatten().map(|wish| wish.target.clone()).collect();
        let mut known = self.store.known_levels(shop, &targets).await?.into_iter();
        let warehouses = self.warehouse_names(shop).await?;
        let weighed = wishes.into_iter().map(|wish| {
            let (wish, known) = (wish?, known.next().unwrap_or_default());
            warehouses.takes_levels(&wish.target.warehouse)?;
            beside_campaign(wish.change.target(wish.base)?, known.campaign)?;
            Ok((wish, known))
        });
        Ok(weighed.collect())
    }
}

/// An edit as it is queued; or why it can't be.
fn wish(edit: StockEdit) -> Result<StockWish, StockError> {
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
