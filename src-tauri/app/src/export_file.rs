//! The file that a table is written into: whole or not at all, and for this account's eyes alone.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use tables::{CsvWriter, RowWriter, WriteError, XlsxWriter};

use crate::{
    boundary::ExportFile,
    private_files::{create, make},
};

/// How the names of these files begin.
const NAME: &str = "tiktokflow-";
/// How a file's name ends while it is being written.
const UNFINISHED: &str = ".part";

/// What a file is called after, and its worksheet.
#[derive(Clone, Copy)]
pub(crate) struct Title {
    /// A word of the file's name.
    pub(crate) file: &'static str,
    /// What stands on the tab of a workbook.
    pub(crate) sheet: &'static str,
}

/// A file that is being written. Dropped before [`Unfinished::keep`], nothing of it stays.
pub(crate) struct Unfinished {
    part: PathBuf,
    whole: PathBuf,
}

impl Unfinished {
    /// Begins a file in a folder, named by its title and the moment, and its writer. What an export left that was
    /// cut off is removed.
    pub(crate) fn begin(
        folder: &Path,
        title: Title,
        now: Timestamp,
        form: ExportFile,
    ) -> Result<(Self, Box<dyn RowWriter>), WriteError> {
        make(folder)?;
        forget_what_was_cut_off(folder)?;
        let whole = free_name(folder, title, now, form);
        let mut part = whole.clone().into_os_string();
        part.push(UNFINISHED);
        let unfinished = Self { part: part.into(), whole };
        let file = BufWriter::new(create(&unfinished.part)?);
        Ok((unfinished, writer(file, title, form, folder)?))
    }

    /// Gives the file its name. Only then it exists for the person.
    pub(crate) fn keep(self) -> io::Result<PathBuf> {
        File::open(&self.part)?.sync_all()?;
        fs::rename(&self.part, &self.whole)?;
        Ok(self.whole.clone())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After `keep` there is nothing of this name.
        let _ = fs::remove_file(&self.part);
    }
}

fn writer(
    file: impl Write + Send + 'static,
    title: Title,
    form: ExportFile,
    folder: &Path,
) -> Result<Box<dyn RowWriter>, WriteError> {
    Ok(match form {
        ExportFile::Csv => Box::new(CsvWriter::new(file)?),
        ExportFile::Xlsx => Box::new(XlsxWriter::new(file, title.sheet, folder)?),
    })
}

fn free_name(folder: &Path, title: Title, now: Timestamp, form: ExportFile) -> PathBuf {
    let end = match form {
        ExportFile::Csv => "csv",
        ExportFile::Xlsx => "xlsx",
    };
    let named = |more: &str| folder.join(format!("{NAME}{}-{}{more}.{end}", title.file, now.strftime("%Y%m%d-%H%M%S")));
    let mut name = named("");
    for number in 2.. {
        if !name.exists() {
            break;
        }
        name = named(&format!("-{number}"));
    }
    name
}

fn forget_what_was_cut_off(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(NAME) && name.ends_with(UNFINISHED) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    const ORDERS: Title = Title { file: "orders", sheet: "Orders" };

    fn noon() -> Timestamp {
        "2026-03-10T12:00:00Z".parse().unwrap()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn written(folder: &Path) -> PathBuf {
        let (file, writer) = Unfinished::begin(folder, ORDERS, noon(), ExportFile::Csv).unwrap();
        writer.finish().unwrap();
        file.keep().unwrap()
    }

    #[test]
    fn a_file_that_was_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(Unfinished::begin(folder.path(), ORDERS, noon(), ExportFile::Xlsx).unwrap());
        assert_eq!(names(folder.path()), Vec::<String>::new());
        fs::write(folder.path().join("tiktokflow-orders-1.csv.part"), "cut off").unwrap();
        written(folder.path());
        assert_eq!(names(folder.path()), ["tiktokflow-orders-20260310-120000.csv"]);
    }

    #[test]
    fn two_files_of_one_second_are_two_files() {
        let folder = tempfile::tempdir().unwrap();
        assert_ne!(written(folder.path()), written(folder.path()));
        assert_eq!(names(folder.path()).len(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn no_other_account_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mode = fs::metadata(written(folder.path())).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
