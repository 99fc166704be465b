//! Writing orders into a file.

use std::path::PathBuf;

use domain::OrderId;

use crate::{
    App,
    boundary::{AppError, ErrorCode, ExportFormat, Exported},
    export_file::Title,
    export_pages::Export,
    export_rows::Rows,
    private_files::EXPORTS,
    shops::id_of,
    wording::count,
};

/// Orders that are read at once. Two such pages are in memory, however many orders there are.
const PAGE: usize = 500;

const NONE_CHOSEN: &str = "No order is chosen, so nothing was written. Choose the orders first.";
pub(crate) const ALREADY: &str = "Another file is being written. Nothing was changed: try again in a moment.";

impl App {
    /// Where files of a shop's orders lie.
    pub fn exports_folder(&self, shop: u32) -> PathBuf {
        EXPORTS.folder_of(&self.folder, id_of(shop))
    }

    /// Writes orders of a shop into a file, in the order given, and says where it is. One that isn't
    /// in the cache any more is left out and counted. The file goes with its shop.
    ///
    /// # Errors
    /// [`ErrorCode::InvalidInput`] for no orders, [`ErrorCode::Busy`] while another file is written,
    /// [`ErrorCode::Storage`] where the cache can't be read or the file can't be
    /// written: then there is none.
    pub async fn export_orders(
        &self,
        shop: u32,
        order_ids: Vec<String>,
        format: ExportFormat,
    ) -> Result<Exported, AppError> {
        // Looked up behind the gate: a shop that goes waits for it, and takes the file along.
        let _one_at_a_time = self.exporting.try_lock().map_err(|_| AppError::new(ErrorCode::Busy, ALREADY))?;
        let known = self.known(shop).await?;
        let shop = known.id;
        if order_ids.is_empty() {
            return Err(AppError::input("orders", NONE_CHOSEN));
        }
        let currency = self.shop_view(known).sums_currency.unwrap_or_default();
        let rows = Rows { kind: format.rows, zone: self.ports.zone.clone(), currency };
        let ids: Vec<OrderId> = order_ids.into_iter().map(OrderId::new).collect();
        let title = Title { file: "orders", sheet: "Orders" };
        let export = Export { folder: EXPORTS.folder_of(&self.folder, shop), title, form: format.file, what: "orders" };
        let pages = ids.chunks(PAGE).map(|ids| self.store.orders_whole(shop, ids));
        let written = export.write(self.ports.clock.now(), rows, pages).await?;
        let missing = count(ids.len().saturating_sub(written.found) as i64);
        Ok(Exported { path: written.path.display().to_string(), rows: written.rows, missing })
    }
}
