//! The files of a conversion, and what is made of them when it was cut off.
//!
//! The new file is made under a name of its own, and becomes the database by two renames: the old one moves away,
//! the new one moves in. Whatever moment it was cut off at, the names tell which file is whole:
//!
//! * no database, and one that was replaced: the new one never moved in, so the old one moves back;
//! * a database, and one that was replaced: the new one is in, and the old one is of no use any more;
//! * one that is being made or erased: of no use in any case, and never looked into.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{ErrorKind, Result, Write as _},
    path::{Path, PathBuf},
};

use super::Step;

/// The database.
pub(crate) const DATABASE: &str = "tiktokflow.db";
/// A copy in the other form, perhaps half of one.
pub(super) const MAKING: &str = "tiktokflow.making.db";
/// The database in its old form, whole.
pub(super) const REPLACED: &str = "tiktokflow.replaced.db";
/// The database in its old form, perhaps overwritten.
const ERASING: &str = "tiktokflow.erasing.db";
/// What SQLite calls the files that belong to a database.
pub(super) const SIDES: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Ends a conversion that was cut off, or takes it back, so that there is one database and nothing else of it.
///
/// # Errors
/// What the system said. What is whole stays whole, and the next call goes on.
pub(crate) fn settle(folder: &Path, step: Step<'_>) -> Result<()> {
    let [database, replaced] = [DATABASE, REPLACED].map(|name| folder.join(name));
    if replaced.try_exists()? {
        if database.try_exists()? {
            step("give the old one up")?;
            // Under another name first: half of it overwritten, it must never move back.
            rename(&replaced, &folder.join(ERASING))?;
        } else {
            step("move the old one back")?;
            rename(&replaced, &database)?;
        }
    }
    step("erase the old one")?;
    erase(&folder.join(ERASING))?;
    step("erase what was made")?;
    erase(&folder.join(MAKING))
}

/// Renames a file for good: a power cut leaves it under the one name or the other, and later changes come later.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to)?;
    // Only Unix lets a folder be opened; elsewhere the file system keeps the order by itself.
    #[cfg(unix)]
    if let Some(folder) = to.parent() {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Overwrites a database with zeros and removes it, and what belongs to it, where there is one. Buyers' data stood
/// in it. The system may keep copies of blocks that no program reaches, as it may of any file that ever was.
///
/// # Errors
/// What the system said.
pub(crate) fn erase(database: &Path) -> Result<()> {
    SIDES.iter().try_for_each(|side| erase_one(&side_file(database, side)))?;
    erase_one(database)
}

fn erase_one(path: &Path) -> Result<()> {
    let mut file = match File::options().write(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let zeros = vec![0; 1 << 20];
    let mut left = file.metadata()?.len() as usize;
    while left > 0 {
        let written = file.write(&zeros[..left.min(zeros.len())])?;
        left -= written;
    }
    file.sync_all()?;
    drop(file);
    fs::remove_file(path)
}

/// A file that belongs to a database, as SQLite names it.
pub(crate) fn side_file(database: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(database);
    name.push(suffix);
    PathBuf::from(name)
}
