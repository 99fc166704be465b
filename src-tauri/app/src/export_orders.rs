//! Writing orders into a file.

use std::path::PathBuf;

use domain::OrderId;
use jiff::Timestamp;
use store::OrderDetail;
use tables::WriteError;
use tokio::sync::mpsc;

use crate::{
    App,
    boundary::{AppError, ErrorCode, ExportFile, ExportFormat, Exported},
    export_file::Unfinished,
    export_rows::Rows,
    private_files::EXPORTS,
    shops::id_of,
    wording::count,
};

/// Orders that are read at once. Two such pages are in memory, however many orders there are.
const PAGE: usize = 500;

const NONE_CHOSEN: &str = "No order is chosen, so nothing was written. Choose the orders first.";
const ALREADY: &str = "Another file of orders is being written. Nothing was changed: try again in a moment.";

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
        let shop = self.known(shop).await?.id;
        if order_ids.is_empty() {
            return Err(AppError::input("orders", NONE_CHOSEN));
        }
        let rows = Rows { kind: format.rows, zone: self.ports.zone.clone() };
        let (folder, now) = (EXPORTS.folder_of(&self.folder, shop), self.ports.clock.now());
        let (pages, coming) = mpsc::channel(1);
        let writing = tokio::task::spawn_blocking(move || write(folder, now, format.file, &rows, coming));
        let ids: Vec<OrderId> = order_ids.into_iter().map(OrderId::new).collect();
        let mut found = 0;
        for ids in ids.chunks(PAGE) {
            let page = self.store.orders_whole(shop, ids).await;
            found += page.as_ref().map_or(0, Vec::len);
            // The writer has gone, or goes now: it says why.
            if pages.send(Some(page)).await.is_err() {
                break;
            }
        }
        // Whoever stops waiting for the file drops the sender without this, and no half file stays.
        let _ = pages.send(None).await;
        let (path, rows) = writing.await.unwrap_or_else(|_| Err(not_written("it broke off")))?;
        let missing = count(ids.len().saturating_sub(found) as i64);
        Ok(Exported { path: path.display().to_string(), rows, missing })
    }
}

/// `None` behind the last page.
type Pages = mpsc::Receiver<Option<Result<Vec<OrderDetail>, store::StoreError>>>;

/// Writes the pages as they come. Unless the last one has come nothing stays.
fn write(
    folder: PathBuf,
    now: Timestamp,
    form: ExportFile,
    rows: &Rows,
    mut pages: Pages,
) -> Result<(PathBuf, u32), AppError> {
    let failed = |error: WriteError| not_written(&error.to_string());
    let (file, mut writer) = Unfinished::begin(&folder, now, form).map_err(failed)?;
    rows.headings(writer.as_mut()).map_err(failed)?;
    let mut written = 0;
    while let Some(page) = pages.blocking_recv().ok_or_else(|| not_written("it broke off"))? {
        for order in page? {
            written += rows.order(&order, writer.as_mut()).map_err(failed)?;
        }
    }
    writer.finish().map_err(failed)?;
    Ok((file.keep().map_err(|error| failed(error.into()))?, written))
}

fn not_written(why: &str) -> AppError {
    let message = format!(
        "The orders could not be written ({why}). No file was left behind, and nothing was changed. Check that the disk has room, then try again."
    );
    AppError::new(ErrorCode::Storage, message)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::boundary::ExportRows;

    #[test]
    fn an_export_that_nobody_waits_for_any_more_leaves_no_half_file() {
        let folder = tempfile::tempdir().unwrap();
        let rows = Rows { kind: ExportRows::Orders, zone: jiff::tz::TimeZone::UTC };
        for (last, files) in [(None, 0), (Some(None), 1)] {
            let (pages, coming) = mpsc::channel(2);
            pages.try_send(Some(Ok(vec![]))).unwrap();
            last.into_iter().for_each(|last| pages.try_send(last).unwrap());
            drop(pages);
            let written = write(folder.path().to_owned(), Timestamp::UNIX_EPOCH, ExportFile::Csv, &rows, coming);
            assert_eq!((written.is_ok(), std::fs::read_dir(folder.path()).unwrap().count()), (files > 0, files));
        }
    }
}
