//! Records of the shop that can't be read.

use store::Shop;

use crate::{
    App,
    boundary::{AppError, ErrorCode, SetAside, SetAsideRecord},
    shops::id_of,
    wording::iso,
};

impl App {
    /// A record of a shop that can't be read, as the shop sent it.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] where it could be read meanwhile.
    pub async fn set_aside_record(&self, shop: u32, kind: &str, id: &str) -> Result<SetAsideRecord, AppError> {
        let row = self.store.set_aside_record(id_of(shop), kind, id).await?;
        let row = row.ok_or_else(|| {
            AppError::new(ErrorCode::NotFound, "This record could be read meanwhile: it is in its list.")
        })?;
        Ok(SetAsideRecord { reason: row.reason, raw: row.raw.reveal().clone() })
    }

    /// Those of the shop in view.
    pub(crate) async fn set_aside(&self, shop: Option<&Shop>) -> Result<Vec<SetAside>, AppError> {
        let Some(shop) = shop else { return Ok(Vec::new()) };
        let rows = self.store.set_aside(shop.id).await?.into_iter().map(|row| SetAside {
            kind: row.kind,
            id: row.id,
            reason: row.reason,
            seen_at: jiff::Timestamp::from_millisecond(row.seen).map(iso).unwrap_or_default(),
        });
        Ok(rows.collect())
    }
}
