//! The connections: one that writes, four that read.

use std::{path::Path, str::FromStr as _, time::Duration};

use secrecy::ExposeSecret as _;
use sqlx::{
    ConnectOptions as _, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{CacheKey, StoreError, changed_orders::ChangedOrders};

/// A file as SQLite finds it, with its key if it has one.
pub(crate) fn bare(file: &Path, key: Option<&CacheKey>) -> Result<SqliteConnectOptions, StoreError> {
    let options = SqliteConnectOptions::from_str("sqlite:").map_err(StoreError::from)?.filename(file);
    Ok(match key {
        // It is the first thing that sqlx says to a connection. Said in a statement, it would stand in the log
        // of statements, and a slow disk is enough for that; so these connections log none.
        Some(key) => options.pragma("key", format!("\"{}\"", key.as_raw().expose_secret())).disable_statement_logging(),
        None => options,
    })
}

pub(crate) fn options(file: &Path, key: Option<&CacheKey>) -> Result<SqliteConnectOptions, StoreError> {
    Ok(bare(file, key)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // Each transaction says for itself: see `Store::begin`.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        // What is removed or overwritten may be a buyer's: no free part of a page keeps it.
        .pragma("secure_delete", "ON")
        // 64 MiB: during a first pull most pages of the indexes change again and again, and are then
        // folded into the file once for many changes.
        .pragma("wal_autocheckpoint", "16384")
        .pragma("journal_size_limit", "16777216")
        // What a statement may have to take back lies in memory, not in a file of its own.
        .pragma("temp_store", "MEMORY"))
}

/// The one connection that writes.
pub(crate) async fn connect_writer(
    file: &Path,
    key: Option<&CacheKey>,
    changed: &ChangedOrders,
) -> Result<SqlitePool, StoreError> {
    // A page of orders touches pages all over the indexes, and they stay in memory until its commit:
    // written before, most of them would be read and written again.
    let options = options(file, key)?.pragma("cache_size", "-4096").pragma("cache_spill", "OFF");
    let changed = changed.clone();
    let listened_to = SqlitePoolOptions::new().max_connections(1).after_connect(move |writer, _| {
        let changed = changed.clone();
        Box::pin(async move { changed.listen(writer).await })
    });
    Ok(listened_to.connect_with(options).await?)
}

/// Those that read. They look rows up one by one or run through all of them, and the system keeps the pages that
/// they read: a cache of their own would hold them twice.
pub(crate) async fn connect_readers(file: &Path, key: Option<&CacheKey>) -> Result<SqlitePool, StoreError> {
    let options = options(file, key)?.read_only(true).create_if_missing(false).pragma("cache_size", "-512");
    Ok(SqlitePoolOptions::new().max_connections(4).connect_with(options).await?)
}
