//! All that is known to have happened to a stock level.

use domain::{ProductId, SkuId, WarehouseId};
use store::{LedgerRow, StockTarget};

use crate::{
    App,
    boundary::{AppError, LedgerEvent, LedgerLine},
    shops::id_of,
    wording::iso,
};

impl App {
    /// The ledger of one SKU of a shop in one warehouse, newest first, at most 500 lines.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn level_history(
        &self,
        shop: u32,
        product_id: &str,
        sku_id: &str,
        warehouse_id: &str,
    ) -> Result<Vec<LedgerLine>, AppError> {
        let target = StockTarget {
            product: ProductId::new(product_id),
            sku: SkuId::new(sku_id),
            warehouse: WarehouseId::new(warehouse_id),
        };
        Ok(self.store.ledger_of(id_of(shop), &target).await?.into_iter().map(line).collect())
    }
}

fn line(row: LedgerRow) -> LedgerLine {
    LedgerLine {
        at: iso(row.at),
        event: match row.event {
            store::LedgerEvent::Seen => LedgerEvent::Seen,
            store::LedgerEvent::Sent => LedgerEvent::Sent,
            store::LedgerEvent::Answered => LedgerEvent::Answered,
            store::LedgerEvent::Lost => LedgerEvent::Lost,
            store::LedgerEvent::Refused => LedgerEvent::Refused,
        },
        level: row.level,
        before: row.before,
        batch: row.batch.map(|batch| batch.to_string()),
        reason: row.reason,
        said: row.said,
    }
}
