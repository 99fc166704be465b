//! Writing a table into a file while its pages are read: two of them are in memory, however many there are.

use std::{future::Future, path::PathBuf};

use jiff::Timestamp;
use store::StoreError;
use tables::{RowWriter, WriteError};
use tokio::sync::mpsc;

use crate::{
    boundary::{AppError, ErrorCode, ExportFile},
    export_file::{Title, Unfinished},
};

/// How things of one kind become rows.
pub(crate) trait Written: Send + 'static {
    /// What a page is made of.
    type Item: Send + 'static;

    /// Writes the headings.
    fn headings(&self, writer: &mut dyn RowWriter) -> Result<(), WriteError>;

    /// Writes one thing; how many rows it took.
    fn item(&self, item: &Self::Item, writer: &mut dyn RowWriter) -> Result<u32, WriteError>;
}

/// A file that is to be written.
#[derive(Clone)]
pub(crate) struct Export {
    /// Where it lies.
    pub(crate) folder: PathBuf,
    /// Its names.
    pub(crate) title: Title,
    /// Its form.
    pub(crate) form: ExportFile,
    /// What is in it, for the person: *orders*.
    pub(crate) what: &'static str,
}

/// A file that was written.
pub(crate) struct WholeFile {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Rows below the headings.
    pub(crate) rows: u32,
    /// Things that the pages held.
    pub(crate) found: usize,
}

/// `None` behind the last page.
type Pages<T> = mpsc::Receiver<Option<Result<Vec<T>, StoreError>>>;

impl Export {
    /// Reads the pages one after the other and writes them meanwhile, on a thread of their own.
    ///
    /// # Errors
    /// [`ErrorCode::Storage`] where a page can't be read or the file can't be written: then there is none.
    pub(crate) async fn write<W: Written, F>(
        self,
        now: Timestamp,
        rows: W,
        pages: impl Iterator<Item = F>,
    ) -> Result<WholeFile, AppError>
    where
        F: Future<Output = Result<Vec<W::Item>, StoreError>>,
    {
        let (send, coming) = mpsc::channel(1);
        let broke_off = self.not_written("it broke off");
        let writing = tokio::task::spawn_blocking(move || self.write_coming(now, &rows, coming));
        for page in pages {
            // The writer has gone, or goes now: it says why.
            if send.send(Some(page.await)).await.is_err() {
                break;
            }
        }
        // Whoever stops waiting for the file drops the sender without this, and no half file stays.
        let _ = send.send(None).await;
        writing.await.unwrap_or(Err(broke_off))
    }

    /// Writes the pages as they come. Unless the last one has come nothing stays.
    fn write_coming<W: Written>(
        &self,
        now: Timestamp,
        rows: &W,
        mut pages: Pages<W::Item>,
    ) -> Result<WholeFile, AppError> {
        let failed = |error: WriteError| self.not_written(&error.to_string());
        let (file, mut writer) = Unfinished::begin(&self.folder, self.title, now, self.form).map_err(failed)?;
        rows.headings(writer.as_mut()).map_err(failed)?;
        let (mut written, mut found) = (0, 0);
        while let Some(page) = pages.blocking_recv().ok_or_else(|| self.not_written("it broke off"))? {
            for item in page? {
                written += rows.item(&item, writer.as_mut()).map_err(failed)?;
                found += 1;
            }
        }
        writer.finish().map_err(failed)?;
        Ok(WholeFile { path: file.keep().map_err(|error| failed(error.into()))?, rows: written, found })
    }

    fn not_written(&self, why: &str) -> AppError {
        let message = format!(
            "The {} could not be written ({why}). No file was left behind, and nothing was changed. Check that the disk has room, then try again.",
            self.what
        );
        AppError::new(ErrorCode::Storage, message)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;
    use crate::{boundary::ExportRows, export_rows::Rows};

    #[test]
    fn an_export_that_nobody_waits_for_any_more_leaves_no_half_file() {
        let folder = tempfile::tempdir().unwrap();
        let title = Title { file: "orders", sheet: "Orders" };
        let export = Export { folder: folder.path().to_owned(), title, form: ExportFile::Csv, what: "orders" };
        let rows = Rows { kind: ExportRows::Orders, zone: jiff::tz::TimeZone::UTC, currency: String::new() };
        for (last, files) in [(None, 0), (Some(None), 1)] {
            let (pages, coming) = mpsc::channel(2);
            pages.try_send(Some(Ok(vec![]))).unwrap();
            last.into_iter().for_each(|last| pages.try_send(last).unwrap());
            drop(pages);
            let written = export.write_coming(Timestamp::UNIX_EPOCH, &rows, coming);
            assert_eq!((written.is_ok(), std::fs::read_dir(folder.path()).unwrap().count()), (files > 0, files));
        }
    }
}
