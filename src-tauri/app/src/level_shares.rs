//! Whom a SKU's stock is kept for, where the shop tells it.

use domain::{Level, SkuId, WarehouseId};
use store::KnownShares;

use crate::{
    App,
    boundary::{AppError, HistoryOf, LevelShares},
    level_history::past,
    shops::id_of,
    wording::iso,
};

impl App {
    /// Whom the stock of one SKU of a shop is kept for; `None` where the shop doesn't tell.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn level_shares(&self, shop: u32, of: HistoryOf) -> Result<Option<LevelShares>, AppError> {
        let of = past(of);
        let known = self.store.shares_of(id_of(shop), &of.product).await?;
        Ok(known.into_iter().find(|known| is_of(known, &of.sku)).map(|known| shown(&known, of.warehouse.as_ref())))
    }
}

fn is_of(known: &KnownShares, sku: &SkuId) -> bool {
    known.shares.sku == *sku
}

/// In one warehouse, or in all of them. What is free was told with the levels of that moment. Where they have moved since it is not known.
pub(crate) fn shown(KnownShares { shares, left, asked }: &KnownShares, warehouse: Option<&WarehouseId>) -> LevelShares {
    let there = shares.committed.iter().filter(|(place, _)| warehouse.is_none_or(|warehouse| place == warehouse));
    let committed: Vec<Level> = there.map(|(_, pieces)| *pieces).collect();
    LevelShares {
        committed: (!committed.is_empty()).then(|| committed.iter().sum()),
        campaign: shares.campaign,
        creator: shares.creator,
        free: shares.free.filter(|_| left.is_some() && *left == shares.available),
        told_at: iso(*asked),
    }
}
