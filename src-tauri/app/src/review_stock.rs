//! Levels that are about to be saved, or were saved just now, by the names that the seller knows.

use std::collections::HashMap;

use store::StockTarget;

use crate::{
    App,
    activity::number,
    batches::batch,
    boundary::{AppError, ReviewedCell, StockCell, StockReview},
    browse_stock::level,
    shops::id_of,
};

impl App {
    /// These levels of a shop as they are known, in their order, with what has become of each in `batches`.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] for a batch that isn't there.
    pub async fn review_stock(
        &self,
        shop: u32,
        cells: Vec<StockCell>,
        batches: &[String],
    ) -> Result<StockReview, AppError> {
        let shop = id_of(shop);
        let targets: Vec<StockTarget> = cells.into_iter().map(StockTarget::from).collect();
        let numbers = batches.iter().map(|id| number(id)).collect::<Result<Vec<_>, _>>()?;
        let known = self.store.stock_cells(shop, &targets).await?;
        let skus: Vec<_> = targets.iter().map(|it| (it.product.clone(), it.sku.clone())).collect();
        let rules = self.store.stock_rules(shop, &skus).await?;
        let wishes = self.store.wishes_of(&numbers, &targets).await?;
        let (places, entries): (Vec<_>, Vec<_>) = wishes.into_iter().unzip();
        let items = self.items(shop, entries).await?;
        let mut items: HashMap<_, _> = places.into_iter().zip(items).collect();
        let cells = targets.iter().zip(known).map(|(target, known)| ReviewedCell {
            saved: items.remove(target),
            level: level(
                known.level,
                known.product_level,
                known.campaign,
                known.edit,
                rules.of(&target.product, &target.sku, &target.warehouse),
            ),
            product: known.name,
            seller_sku: known.seller_sku,
        });
        let cells = cells.collect();
        let mut saved = Vec::with_capacity(numbers.len());
        for number in numbers {
            saved.push(batch(self.store.batch(number).await?));
        }
        Ok(StockReview { cells, saved })
    }
}
