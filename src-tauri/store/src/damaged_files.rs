//! Damaged databases: they are kept beside the fresh one, for edits that may still wait in them.

use std::{
    fs::{self, DirEntry},
    io::{ErrorKind, Result},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::{
    CacheForm, OpenError, Store,
    cache_form::form_of,
    converting::{DATABASE, erase, settle, side_file},
    folder::HeldFolder,
};

/// How the names of damaged databases begin.
const SET_ASIDE: &str = "tiktokflow.damaged-";
/// How the names of those end that were encrypted. Where the damage took every page, their bytes don't tell it.
const LOCKED: &str = "-locked.db";

impl Store {
    /// Removes the damaged databases that were set aside in `folder`: they hold buyers' data.
    ///
    /// # Errors
    /// What the system said about the first file that could not be removed.
    pub fn remove_set_aside(folder: &Path) -> Result<()> {
        set_aside_in(folder)?.iter().try_for_each(|file| fs::remove_file(file.path()))
    }

    /// Removes those of them that are plain, and leaves the encrypted ones: nobody reads a buyer's name in these, and
    /// wishes may be waiting in them that a recovery code brings back.
    ///
    /// # Errors
    /// What the system said about the first file that could not be removed.
    pub fn remove_plain_set_aside(folder: &Path) -> Result<()> {
        erase_plain(folder)
    }
}

impl HeldFolder {
    /// Sets the database in this folder aside, which [`HeldFolder::open`] does by itself for a plain one alone: it is
    /// damaged, or its key is gone, and the person has been told that edits may still wait in it and wants to begin
    /// anew all the same. Gives where it lies now, encrypted as it was.
    ///
    /// # Errors
    /// [`OpenError`]; the file is where it was then.
    pub fn set_aside(&self, now: Timestamp) -> std::result::Result<PathBuf, OpenError> {
        settle(self.path(), &mut |_| Ok(())).map_err(|why| self.failed(why))?;
        move_aside(&self.path().join(DATABASE), now, LOCKED).map_err(|why| self.failed(why))
    }
}

/// Renames a database and its log.
pub(crate) fn set_aside(file: &Path, now: Timestamp) -> Result<PathBuf> {
    move_aside(file, now, ".db")
}

fn move_aside(file: &Path, now: Timestamp, end: &str) -> Result<PathBuf> {
    let target = free_name(file, now, end)?;
    match fs::rename(file, &target) {
        // Then what is left lies in its log.
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        renamed => renamed?,
    }
    for suffix in ["-wal", "-shm"] {
        // Without a log there is nothing to keep.
        let _ = fs::rename(side_file(file, suffix), side_file(&target, suffix));
    }
    Ok(target)
}

/// A name that nothing bears: a rename would take the place of what does.
fn free_name(file: &Path, now: Timestamp, end: &str) -> Result<PathBuf> {
    let stamp = now.strftime("%Y%m%d-%H%M%S");
    let mut name = file.with_file_name(format!("{SET_ASIDE}{stamp}{end}"));
    let mut number = 1;
    while name.try_exists()? {
        number += 1;
        name.set_file_name(format!("{SET_ASIDE}{stamp}-{number}{end}"));
    }
    Ok(name)
}

/// Erases the damaged databases that are plain: beside an encrypted one anybody could read them.
pub(crate) fn erase_plain(folder: &Path) -> Result<()> {
    for file in set_aside_in(folder)? {
        let path = file.path();
        let is_database = path.extension().is_some_and(|extension| extension == "db");
        if is_database && !is_encrypted(&path)? {
            erase(&path)?;
        }
    }
    Ok(())
}

/// Where the damage took every page of the file, what is left lies in its log.
fn is_encrypted(database: &Path) -> Result<bool> {
    if database.to_string_lossy().ends_with(LOCKED) {
        return Ok(true);
    }
    let forms = [form_of(database)?, form_of(&side_file(database, "-wal"))?];
    Ok(forms.contains(&CacheForm::Encrypted))
}

fn set_aside_in(folder: &Path) -> Result<Vec<DirEntry>> {
    let mut files = fs::read_dir(folder)?.collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.file_name().to_string_lossy().starts_with(SET_ASIDE));
    Ok(files)
}
