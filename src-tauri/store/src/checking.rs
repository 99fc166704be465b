//! Looking at the file before it is used: its form, its version and, where that is quick, every page.

use std::{fs, path::Path};

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};

use crate::{
    CacheForm, CacheKey, OpenError, StoreError,
    cache_form::{PAGE, form_of},
    connecting::{bare, options},
    converting::side_file,
};

/// The version that `PRAGMA user_version` holds after the newest migration.
pub(crate) const SCHEMA: i64 = 19;
/// Above this size the check of every page would be felt at the start, and is left to SQLite's
/// own errors when it meets a damaged page.
const CHECKED_WHOLE: u64 = 64 * 1024 * 1024;
/// The same of an encrypted file. To take a page out of its seal costs some six times what looking at it does, and
/// a damaged one can't be read by mistake: its seal doesn't fit.
const CHECKED_WHOLE_ENCRYPTED: u64 = 8 * 1024 * 1024;

/// Reads the file's form and version and, where that is quick, every page.
///
/// # Errors
/// [`OpenError`]; where the file is encrypted it never is [`StoreError::Damaged`], which allows to set a file aside.
pub(crate) async fn check(file: &Path, key: Option<&CacheKey>) -> Result<(), OpenError> {
    let form = form_of(file).map_err(StoreError::from)?;
    match (form, key) {
        // A file that is empty beside a log that isn't: SQLite would begin anew, and remove the log.
        (CacheForm::Absent, Some(_)) if has_log(file) => return Err(OpenError::DamagedEncrypted),
        (CacheForm::Absent, None) if has_log(file) => return Err(StoreError::Damaged(lost(file)).into()),
        (CacheForm::Absent, _) => return Ok(()),
        (CacheForm::Encrypted, None) => return Err(OpenError::NeedsKey),
        (CacheForm::Plain, Some(_)) => return Err(OpenError::NotEncrypted),
        // Of an encrypted file no page would be left, and yet nobody has said that it may go.
        (CacheForm::Garbled, Some(_)) => return Err(OpenError::DamagedEncrypted),
        (CacheForm::Encrypted, Some(_)) | (CacheForm::Plain | CacheForm::Garbled, None) => {}
    }
    let quick = if key.is_some() { CHECKED_WHOLE_ENCRYPTED } else { CHECKED_WHOLE };
    let is_quick = fs::metadata(file).map_err(StoreError::from)?.len() <= quick;
    let verdict = check_pages(options(file, key)?, is_quick).await;
    match (verdict, key) {
        (Err(OpenError::Store(StoreError::Damaged(_))), Some(key)) => Err(wrong_or_damaged(file, key).await),
        (verdict, _) => verdict,
    }
}

fn lost(file: &Path) -> sqlx::Error {
    sqlx::Error::Protocol(format!("{} is gone, and its log is not", file.display()))
}

fn has_log(file: &Path) -> bool {
    fs::metadata(side_file(file, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// Reads the version of what these options open and, if all of it is to be read, every page.
pub(crate) async fn check_pages(options: SqliteConnectOptions, whole: bool) -> Result<(), OpenError> {
    let mut connection = SqliteConnection::connect_with(&options).await.map_err(StoreError::from)?;
    let verdict = check_connected(&mut connection, whole).await;
    connection.close().await.map_err(StoreError::from)?;
    verdict
}

async fn check_connected(connection: &mut SqliteConnection, whole: bool) -> Result<(), OpenError> {
    let found: i64 =
        sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await.map_err(StoreError::from)?;
    if found > SCHEMA {
        return Err(OpenError::Newer { found });
    }
    if whole {
        let verdict: String =
            sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(connection).await.map_err(StoreError::from)?;
        if verdict != "ok" {
            return Err(StoreError::Damaged(sqlx::Error::Protocol(verdict)).into());
        }
    }
    Ok(())
}

/// SQLCipher says the same of a wrong key and of a damaged first page: that this is no database. But each page
/// carries a seal of its own, made with the key, and a wrong key fits none. Where one fits, the key is right.
///
/// It can't be told where none is left that would fit, and is then called a wrong key, after which nobody throws
/// the file away: where the damage took every page, where there is one page alone (the rest still lies in the log),
/// and where it took the first 16 bytes, from which with the key the seals are made.
async fn wrong_or_damaged(file: &Path, key: &CacheKey) -> OpenError {
    match any_seal_fits(file, key).await {
        Ok(true) => OpenError::DamagedEncrypted,
        Ok(false) => OpenError::WrongKey,
        Err(error) => error.into(),
    }
}

async fn any_seal_fits(file: &Path, key: &CacheKey) -> Result<bool, StoreError> {
    let pages = fs::metadata(file)?.len() / PAGE as u64;
    let mut connection = SqliteConnection::connect_with(&bare(file, Some(key))?.read_only(true)).await?;
    let faults = sqlx::query_scalar::<_, String>("PRAGMA cipher_integrity_check").fetch_all(&mut connection).await;
    connection.close().await?;
    // One for each page whose seal doesn't fit, and one more where the last page is cut off.
    Ok((faults?.len() as u64) < pages)
}
