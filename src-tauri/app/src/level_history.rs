//! All that is known to have happened to a SKU's levels, a piece at a time.

use domain::{ProductId, SkuId, WarehouseId};
use store::{LedgerRow, Mover, PastOf};

use crate::{
    App,
    activity::number,
    boundary::{AppError, History, HistoryOf, LedgerEvent, LedgerLine, MovedBy},
    shops::id_of,
    warehouse_names::WarehouseNames,
    wording::iso,
};

/// Lines that are told at once.
const PIECE: u32 = 100;

impl App {
    /// The ledger of one SKU of a shop, newest first: the newest piece, or the one behind `older` of the last.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where `older` is no such word; otherwise [`AppError`] where the cache
    /// can't be read.
    pub async fn level_history(&self, shop: u32, of: HistoryOf, older: Option<&str>) -> Result<History, AppError> {
        let before = older.map(number).transpose()?;
        let names = self.warehouse_names(id_of(shop)).await?;
        let rows = self.store.ledger_piece(id_of(shop), &past(of), before, PIECE).await?;
        let is_whole = rows.len() == PIECE as usize;
        let older = rows.last().filter(|_| is_whole).map(|row| row.n.to_string());
        Ok(History { lines: rows.into_iter().map(|row| line(row, &names)).collect(), older })
    }
}

/// Whose past, as the store knows it.
pub(crate) fn past(of: HistoryOf) -> PastOf {
    PastOf {
        product: ProductId::new(of.product_id),
        sku: SkuId::new(of.sku_id),
        warehouse: of.warehouse_id.map(WarehouseId::new),
    }
}

/// Who, as the screen knows it.
pub(crate) fn moved_by(mover: Mover) -> MovedBy {
    match mover {
        Mover::Shop => MovedBy::Shop,
        Mover::Person => MovedBy::You,
        Mover::Undo => MovedBy::Undo,
    }
}

fn line(row: LedgerRow, names: &WarehouseNames) -> LedgerLine {
    LedgerLine {
        id: row.n.to_string(),
        at: iso(row.at),
        warehouse: names.of(row.warehouse.as_str()),
        event: match row.event {
            store::LedgerEvent::Seen => LedgerEvent::Seen,
            store::LedgerEvent::Sent => LedgerEvent::Sent,
            store::LedgerEvent::Answered => LedgerEvent::Answered,
            store::LedgerEvent::Lost => LedgerEvent::Lost,
            store::LedgerEvent::Refused => LedgerEvent::Refused,
        },
        by: moved_by(row.by),
        level: row.level,
        before: row.before,
        batch: row.batch.map(|batch| batch.to_string()),
        reason: row.reason,
        said: row.said,
    }
}
