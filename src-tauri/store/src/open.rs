//! Opening the database: lock, check, migrate, and what to tell the person when that fails.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
    str::FromStr as _,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use sqlx::{
    Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use thiserror::Error;
use tokio::sync::broadcast;

use crate::{
    StoreError, Tables, Watch,
    changed_orders::{ChangedOrders, Commit},
    error::primary_code,
    order_memory::OrderMemory,
    sold::SalesMemory,
    stock_memory::StockMemory,
};

/// The version that `PRAGMA user_version` holds after the newest migration.
const SCHEMA: i64 = 14;
const FILE: &str = "tiktokflow.db";
/// How the names of damaged databases begin.
const SET_ASIDE: &str = "tiktokflow.damaged-";
/// Above this size the check of every page would be felt at the start, and is left to SQLite's
/// own errors when it meets a damaged page.
const CHECKED_WHOLE: u64 = 64 * 1024 * 1024;

/// The open cache. Clones share the file.
#[derive(Clone)]
pub struct Store {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    pub(crate) feed: broadcast::Sender<Tables>,
    /// Where files may lie that are nobody else's.
    pub(crate) folder: Arc<Path>,
    pub(crate) changed_orders: ChangedOrders,
    pub(crate) order_memory: OrderMemory,
    pub(crate) stock_memory: StockMemory,
    pub(crate) sales: SalesMemory,
    /// How many more write transactions may begin; tests alone ever set it.
    writes_left: Arc<AtomicU64>,
    /// Held for as long as the store lives: two engines on one outbox would send twice.
    _lock: Arc<File>,
}

/// What [`Store::open`] gives.
pub struct Opened {
    /// The store, migrated.
    pub store: Store,
    /// Where a damaged database was put, if there was one.
    pub set_aside: Option<PathBuf>,
}

/// Why the cache can't be opened. Each is a sentence for the person.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The folder can't be made or written.
    #[error("TikTokFlow can’t write to its data folder {}: {why}. Nothing was changed. Check the disk and the folder’s permissions, then start again.", folder.display())]
    Folder {
        /// The data folder.
        folder: PathBuf,
        /// What the system said.
        why: std::io::Error,
    },
    /// Another TikTokFlow holds the folder.
    #[error("TikTokFlow is already open with the data folder {}. Use that window; nothing was changed.", .0.display())]
    InUse(PathBuf),
    /// Written by a later version.
    #[error(
        "The database was written by a newer TikTokFlow (version {found}, this one knows {SCHEMA}). It was left untouched: install the newer TikTokFlow again."
    )]
    Newer {
        /// The schema version in the file.
        found: i64,
    },
    /// The disk is full, read-only, or SQLite can't open the file for another reason.
    #[error("{0}")]
    Store(#[from] StoreError),
    /// A migration failed; it was rolled back.
    #[error(
        "The database could not be brought up to date, and was left as it was. Free some disk space and start again."
    )]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl Store {
    /// Opens (or makes) the database in `folder`. A damaged file is renamed with `now` in its
    /// name and a fresh one is made; a newer one is left alone.
    ///
    /// # Errors
    /// [`OpenError`]; nothing has been changed then.
    pub async fn open(folder: &Path, now: Timestamp) -> Result<Opened, OpenError> {
        let folder_error = |why| OpenError::Folder { folder: folder.to_owned(), why };
        fs::create_dir_all(folder).map_err(folder_error)?;
        keep_private(folder).map_err(folder_error)?;
        let lock = lock(folder)?;
        let file = folder.join(FILE);
        let set_aside = match check(&file).await {
            Ok(()) => None,
            Err(OpenError::Store(StoreError::Damaged(_))) => Some(set_aside(&file, now).map_err(folder_error)?),
            Err(other) => return Err(other),
        };
        let store = connect(&file, lock).await?;
        Ok(Opened { store, set_aside })
    }

    /// Tells of every change from now on.
    pub fn watch(&self) -> Watch {
        Watch::new(&self.feed)
    }

    /// Ends all connections and folds the log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Removes the damaged databases that were set aside in `folder`: they hold buyers' data.
    ///
    /// # Errors
    /// What the system said about the first file that could not be removed.
    pub fn remove_set_aside(folder: &Path) -> std::io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(SET_ASIDE) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// Sets a pragma on the writing connection. It is how tests fill the disk
    /// (`max_page_count = 1`: the file may not grow) and take the right to write away
    /// (`query_only = ON`): SQLite gives the same errors as for the real thing.
    ///
    /// # Errors
    /// [`StoreError`]
    #[doc(hidden)]
    pub async fn writer_pragma(&self, pragma: &'static str) -> Result<(), StoreError> {
        sqlx::query(sqlx::AssertSqlSafe(format!("PRAGMA {pragma}"))).execute(&self.writer).await?;
        Ok(())
    }

    /// Lets `count` more write transactions succeed and fails every one after them as a full disk
    /// would, until it is called again; `None` lifts it. It is how tests fail each write in turn.
    #[doc(hidden)]
    pub fn writes_before_failure(&self, count: Option<u64>) {
        self.writes_left.store(count.unwrap_or(u64::MAX), Ordering::SeqCst);
    }

    /// What SQLite says after looking at every page and every index: `ok`, or the first fault.
    ///
    /// # Errors
    /// [`StoreError`]
    #[doc(hidden)]
    pub async fn integrity(&self) -> Result<String, StoreError> {
        Ok(sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_one(&self.readers).await?)
    }

    /// A write transaction. `IMMEDIATE`, because one that upgrades from reading fails at once
    /// when somebody else has written, whatever the busy timeout.
    ///
    /// Its commit waits for the disk: a wish that the screen calls *queued* survives a power cut, and
    /// with it everything committed before, which lies before it in the same log.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.begin_with("PRAGMA synchronous = FULL; BEGIN IMMEDIATE").await
    }

    /// A write transaction for what the shop told, whose commit doesn't wait for the disk. A power cut
    /// may take it, rows and place together, and then it is read again; a killed process takes nothing.
    pub(crate) async fn begin_observing(&self) -> Result<Transaction<'static, Sqlite>, StoreError> {
        self.begin_with("PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE").await
    }

    /// Both kinds say what they need, so that neither is left with the other's.
    async fn begin_with(&self, statement: &'static str) -> Result<Transaction<'static, Sqlite>, StoreError> {
        let fewer = |left: u64| if left == u64::MAX { Some(left) } else { left.checked_sub(1) };
        if self.writes_left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, fewer).is_err() {
            return Err(StoreError::DiskFull(sqlx::Error::Io(std::io::ErrorKind::StorageFull.into())));
        }
        Ok(self.writer.begin_with(statement).await?)
    }

    /// Commits, and only then tells the change feed.
    pub(crate) async fn commit(&self, mut tx: Transaction<'static, Sqlite>, changed: Tables) -> Result<(), StoreError> {
        self.changed_orders.number(&mut tx).await?;
        tx.commit().await?;
        if changed != Tables::default() {
            // Nobody listening is fine.
            let _ = self.feed.send(changed);
        }
        Ok(())
    }
}

/// Buyers' data lies in here: on Unix only its owner may look.
fn keep_private(folder: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let path = folder.join("tiktokflow.lock");
    let folder_error = |why| OpenError::Folder { folder: folder.to_owned(), why };
    let file = File::options().create(true).truncate(false).write(true).open(path).map_err(folder_error)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse(folder.to_owned())),
        Err(TryLockError::Error(why)) => Err(folder_error(why)),
    }
}

fn options(file: &Path) -> Result<SqliteConnectOptions, StoreError> {
    let options = SqliteConnectOptions::from_str("sqlite:").map_err(StoreError::from)?;
    Ok(options
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // Each transaction says for itself: see `Store::begin`.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("trusted_schema", "OFF")
        // 64 MiB: during a first pull most pages of the indexes change again and again, and are then
        // folded into the file once for many changes.
        .pragma("wal_autocheckpoint", "16384")
        .pragma("journal_size_limit", "16777216")
        // What a statement may have to take back lies in memory, not in a file of its own.
        .pragma("temp_store", "MEMORY"))
}

/// The one connection that writes.
async fn connect_writer(file: &Path, changed: &ChangedOrders) -> Result<SqlitePool, StoreError> {
    // A page of orders touches pages all over the indexes, and they stay in memory until its commit:
    // written before, most of them would be read and written again.
    let options = options(file)?.pragma("cache_size", "-4096").pragma("cache_spill", "OFF");
    let changed = changed.clone();
    let listened_to = SqlitePoolOptions::new().max_connections(1).after_connect(move |writer, _| {
        let changed = changed.clone();
        Box::pin(async move { changed.listen(writer).await })
    });
    Ok(listened_to.connect_with(options).await?)
}

/// Those that read. They look rows up one by one or run through all of them, and the system keeps the pages that
/// they read: a cache of their own would hold them twice.
async fn connect_readers(file: &Path) -> Result<SqlitePool, StoreError> {
    let options = options(file)?.read_only(true).create_if_missing(false).pragma("cache_size", "-512");
    Ok(SqlitePoolOptions::new().max_connections(4).connect_with(options).await?)
}

/// Reads the file's version and, where that is quick, every page.
async fn check(file: &Path) -> Result<(), OpenError> {
    let Ok(size) = fs::metadata(file).map(|meta| meta.len()) else { return Ok(()) };
    let pool =
        SqlitePoolOptions::new().max_connections(1).connect_with(options(file)?).await.map_err(StoreError::from)?;
    let verdict = check_pages(&pool, size).await;
    pool.close().await;
    verdict
}

async fn check_pages(pool: &SqlitePool, size: u64) -> Result<(), OpenError> {
    let found: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(pool).await.map_err(StoreError::from)?;
    if found > SCHEMA {
        return Err(OpenError::Newer { found });
    }
    if size <= CHECKED_WHOLE {
        let verdict: String =
            sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(pool).await.map_err(StoreError::from)?;
        if verdict != "ok" {
            return Err(StoreError::Damaged(sqlx::Error::Protocol(verdict)).into());
        }
    }
    Ok(())
}

fn set_aside(file: &Path, now: Timestamp) -> std::io::Result<PathBuf> {
    let stamp = now.strftime("%Y%m%d-%H%M%S");
    let target = file.with_file_name(format!("{SET_ASIDE}{stamp}.db"));
    fs::rename(file, &target)?;
    for suffix in ["-wal", "-shm"] {
        let name = |path: &Path| PathBuf::from(format!("{}{suffix}", path.display()));
        // Without a log there is nothing to keep.
        let _ = fs::rename(name(file), name(&target));
    }
    Ok(target)
}

async fn connect(file: &Path, lock: File) -> Result<Store, OpenError> {
    let changed_orders = ChangedOrders::default();
    let writer = connect_writer(file, &changed_orders).await?;
    sqlx::migrate!().run(&writer).await.map_err(migration_error)?;
    let readers = connect_readers(file).await?;
    changed_orders.begin_behind(Commit::latest(&readers).await.map_err(StoreError::from)?);
    let (feed, _) = broadcast::channel(256);
    Ok(Store {
        writer,
        readers,
        feed,
        folder: file.parent().unwrap_or(file).into(),
        changed_orders,
        order_memory: OrderMemory::default(),
        stock_memory: StockMemory::default(),
        sales: SalesMemory::default(),
        writes_left: Arc::new(AtomicU64::new(u64::MAX)),
        _lock: Arc::new(lock),
    })
}

/// A full or read-only disk is the likelier reason, and has a better sentence.
fn migration_error(error: sqlx::migrate::MigrateError) -> OpenError {
    match error {
        sqlx::migrate::MigrateError::Execute(inner) if matches!(primary_code(&inner), Some(8 | 13)) => {
            StoreError::from(inner).into()
        }
        other => other.into(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_wish_waits_for_the_disk_also_right_after_what_the_shop_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path(), Timestamp::UNIX_EPOCH).await.unwrap().store;
        let level = async |mut tx: Transaction<'static, Sqlite>| {
            sqlx::query_scalar::<_, i64>("PRAGMA synchronous").fetch_one(&mut *tx).await.unwrap()
        };
        let (normal, full) = (1, 2);
        assert_eq!(level(store.begin_observing().await.unwrap()).await, normal);
        assert_eq!(level(store.begin().await.unwrap()).await, full);
        assert_eq!(level(store.begin_observing().await.unwrap()).await, normal);
    }
}
