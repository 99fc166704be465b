//! Taking a batch back: what that would do, and doing it.

use std::collections::HashMap;

use domain::{ProductId, SkuId};
use store::{BatchRow, StockTarget, UndoCell, UndoPlan};

use crate::{
    App,
    activity::number,
    batches::title,
    boundary::{AppError, Undo, UndoLine},
    warehouse_names::WarehouseNames,
    wording::count,
};

/// Lines that a person may want to read before a decision.
const MOST_LINES: usize = 500;

impl App {
    /// What taking a batch back would do, as the shop's levels are known now.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] for a batch that isn't there.
    pub async fn undo_preview(&self, batch: &str) -> Result<Undo, AppError> {
        let batch = self.store.batch(number(batch)?).await?;
        let plan = self.store.undo_preview(batch.id).await?;
        self.undo(&batch, None, plan).await
    }

    /// Takes a batch back with compensating writes: levels that the shop changed since stay as
    /// they are and are listed. The undo is a batch itself and can be undone.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] for a batch that isn't there; otherwise where the
    /// cache can't be written, and then nothing is changed.
    pub async fn undo_batch(&self, batch: &str) -> Result<Undo, AppError> {
        let batch = self.store.batch(number(batch)?).await?;
        let (undoing, plan) = self.store.undo_batch(batch.id, self.ports.clock.now()).await?;
        self.wake_push();
        self.undo(&batch, undoing, plan).await
    }

    async fn undo(&self, batch: &BatchRow, undoing: Option<i64>, plan: UndoPlan) -> Result<Undo, AppError> {
        let (restored, left_alone) = (count(plan.restored.len() as i64), count(plan.left_alone.len() as i64));
        let dropped = count(plan.restored.iter().filter(|cell| cell.wrote.is_none()).count() as i64);
        let left = plan.left_alone.into_iter().map(|(cell, why)| (cell, Some(why)));
        let cells: Vec<_> = left.chain(plan.restored.into_iter().map(|cell| (cell, None))).take(MOST_LINES).collect();
        let skus: Vec<_> = cells.iter().map(|(cell, _)| sku_of(&cell.target)).collect();
        let names = self.store.sku_names(batch.shop, &skus).await?;
        let places = self.warehouse_names(batch.shop).await?;
        let lines = cells.into_iter().map(|(cell, why)| line(cell, why, &names, &places)).collect();
        Ok(Undo {
            batch: undoing.map(|batch| batch.to_string()),
            title: title(batch),
            restored,
            dropped,
            left_alone,
            lines,
        })
    }
}

fn sku_of(target: &StockTarget) -> (ProductId, SkuId) {
    (target.product.clone(), target.sku.clone())
}

fn line(
    cell: UndoCell,
    left_alone: Option<String>,
    names: &HashMap<(ProductId, SkuId), String>,
    places: &WarehouseNames,
) -> UndoLine {
    let name = names.get(&sku_of(&cell.target)).cloned();
    UndoLine {
        name: name.unwrap_or_else(|| format!("SKU {}", cell.target.sku)),
        warehouse: places.of(cell.target.warehouse.as_str()),
        wrote: cell.wrote,
        now: cell.now,
        back_to: cell.back_to,
        left_alone,
    }
}
