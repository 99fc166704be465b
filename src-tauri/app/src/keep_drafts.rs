//! Keeping what was typed into the stock grid and not saved yet.

use store::StockTarget;

use crate::{
    App,
    boundary::{AppError, StockCell, StockChange, StockDraft},
    shops::id_of,
};

impl App {
    /// What was typed into a shop's grid and not saved, oldest first.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn stock_drafts(&self, shop: u32) -> Result<Vec<StockDraft>, AppError> {
        let drafts = self.store.stock_drafts(id_of(shop)).await?;
        Ok(drafts.into_iter().map(draft).collect())
    }

    /// Keeps some drafts and forgets those of other cells. They are on the disk when this returns.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written; then nothing has changed.
    pub async fn keep_stock_drafts(
        &self,
        shop: u32,
        put: Vec<StockDraft>,
        gone: Vec<StockCell>,
    ) -> Result<(), AppError> {
        let put: Vec<_> = put.into_iter().map(kept).collect();
        let gone: Vec<_> = gone.into_iter().map(StockTarget::from).collect();
        Ok(self.store.keep_stock_drafts(id_of(shop), &put, &gone).await?)
    }
}

pub(crate) fn draft(draft: store::StockDraft) -> StockDraft {
    let StockTarget { product, sku, warehouse } = draft.target;
    let (change, problem) = match draft.meaning {
        Ok(change) => (Some(StockChange::from(change)), None),
        Err(problem) => (None, Some(problem)),
    };
    StockDraft {
        cell: StockCell {
            product_id: product.to_string(),
            sku_id: sku.to_string(),
            warehouse_id: warehouse.to_string(),
        },
        typed: draft.typed,
        base: draft.base,
        change,
        problem,
    }
}

/// A draft that means nothing and gives no reason is kept like any other: it is what somebody typed.
fn kept(draft: StockDraft) -> store::StockDraft {
    store::StockDraft {
        target: draft.cell.into(),
        typed: draft.typed,
        base: draft.base,
        meaning: draft.change.map(domain::StockChange::from).ok_or(draft.problem.unwrap_or_default()),
    }
}
