//! From plain to encrypted and back, or from one key to another: a copy is made, looked through, and put in the
//! place of the cache; then what was there before is overwritten and removed.
//!
//! Killed at any moment, it leaves the one or the other whole, and the next opening finds it: see [`leftovers`].

mod copy;
mod leftovers;

use std::{io, path::Path};

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteJournalMode};

use crate::{
    CacheForm, CacheKey, OpenError, StoreError,
    cache_form::form_of,
    checking::{check, check_pages},
    connecting::{bare, options},
    damaged_files,
    folder::HeldFolder,
};
pub(crate) use leftovers::{DATABASE, erase, settle, side_file};

/// Hears of each step before it is made, and may forbid it: it is how tests fail each in turn, or kill the process.
pub(crate) type Step<'a> = &'a mut (dyn FnMut(&'static str) -> io::Result<()> + Send);

impl HeldFolder {
    /// What the cache in this folder is. What a conversion left that was cut off counts as the next opening will find
    /// it.
    ///
    /// # Errors
    /// [`StoreError`]; nothing has been changed.
    pub fn form(&self) -> Result<CacheForm, StoreError> {
        match form_of(&self.path().join(DATABASE))? {
            CacheForm::Absent => Ok(form_of(&self.path().join(leftovers::REPLACED))?),
            form => Ok(form),
        }
    }

    /// Brings the cache in this folder, which is not open, from one form into another: `None` is plain. It takes as
    /// much room on the disk again as the cache does. To an encrypted one nothing plain is left beside it, damaged
    /// databases that were set aside included: they can't be encrypted. A key must be where it can be found again
    /// *before* this is called.
    ///
    /// # Errors
    /// [`OpenError`]. The cache is whole then, nearly always in its old form: [`HeldFolder::form`] tells.
    pub async fn convert(&self, from: Option<&CacheKey>, to: Option<&CacheKey>) -> Result<(), OpenError> {
        self.convert_step_by_step(from, to, &mut |_| Ok(())).await
    }

    /// As [`HeldFolder::convert`], and `step` hears of each step before it is made.
    ///
    /// # Errors
    /// [`OpenError`]
    #[doc(hidden)]
    pub async fn convert_step_by_step(
        &self,
        from: Option<&CacheKey>,
        to: Option<&CacheKey>,
        step: Step<'_>,
    ) -> Result<(), OpenError> {
        let outcome = convert(self, from, to, step).await;
        if outcome.is_err() {
            // Where this fails, too, the next opening does it.
            let _ = settle(self.path(), &mut |_| Ok(()));
        }
        outcome
    }
}

async fn convert(
    held: &HeldFolder,
    from: Option<&CacheKey>,
    to: Option<&CacheKey>,
    step: Step<'_>,
) -> Result<(), OpenError> {
    let folder = held.path();
    settle(folder, step).map_err(|why| held.failed(why))?;
    let database = folder.join(DATABASE);
    check(&database, from).await?;
    if form_of(&database).map_err(StoreError::from)? != CacheForm::Absent {
        make(folder, from, to, step).await?;
        swap(folder, step).map_err(|why| held.failed(why))?;
    }
    if to.is_some() {
        step("erase damaged ones").and_then(|()| damaged_files::erase_plain(folder)).map_err(|why| held.failed(why))?;
    }
    Ok(())
}

/// Makes the copy: whole, looked through and on the disk.
async fn make(folder: &Path, from: Option<&CacheKey>, to: Option<&CacheKey>, step: Step<'_>) -> Result<(), OpenError> {
    let making = folder.join(leftovers::MAKING);
    let mut step = |name| step(name).map_err(StoreError::from);
    step("fold the log in")?;
    // Leaving WAL folds the log into the file and removes it: in the new form it would be the log of another file.
    let old = options(&folder.join(DATABASE), from)?.journal_mode(SqliteJournalMode::Delete);
    check_pages(old.clone(), true).await?;
    let mut source = SqliteConnection::connect_with(&old).await.map_err(StoreError::from)?;
    step("copy")?;
    copy::copy(&mut source, &making, to).await.map_err(StoreError::from)?;
    step("compare")?;
    copy::compare(&mut source).await?;
    source.close().await.map_err(StoreError::from)?;
    step("bring it to the disk")?;
    copy::to_disk(&making).map_err(StoreError::from)?;
    step("read it")?;
    // Each page, and with the key as the next opening has it. Whatever is wrong is wrong with the copy.
    check_pages(bare(&making, to)?.read_only(true), true).await.map_err(|_| OpenError::CopyDiffers)
}

/// Puts the copy in the place of the cache.
fn swap(folder: &Path, step: Step<'_>) -> io::Result<()> {
    let [database, making, replaced] = [DATABASE, leftovers::MAKING, leftovers::REPLACED].map(|name| folder.join(name));
    for side in leftovers::SIDES {
        if side_file(&database, side).try_exists()? {
            return Err(io::Error::other("the database’s log could not be folded in"));
        }
    }
    step("move the old one away")?;
    leftovers::rename(&database, &replaced)?;
    step("move the new one in")?;
    leftovers::rename(&making, &database)?;
    settle(folder, step)
}
