//! Opening the database: lock, check, migrate, and what to tell the person when that fails.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use sqlx::{Sqlite, SqlitePool, Transaction};
use tokio::sync::broadcast;

use crate::{
    CacheKey, OpenError, StoreError, Tables, Watch,
    changed_orders::{ChangedOrders, Commit},
    checking::check,
    connecting::{connect_readers, connect_writer},
    converting::{DATABASE, settle},
    damaged_files,
    error::primary_code,
    folder::HeldFolder,
    order_index::Beside,
    order_memory::OrderMemory,
    sold::SalesMemory,
    stock_memory::StockMemory,
};

/// The open cache. Clones share the file.
#[derive(Clone)]
pub struct Store {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
    pub(crate) feed: broadcast::Sender<Tables>,
    pub(crate) beside: Beside,
    pub(crate) changed_orders: ChangedOrders,
    pub(crate) order_memory: OrderMemory,
    pub(crate) stock_memory: StockMemory,
    pub(crate) sales: SalesMemory,
    /// How many more write transactions may begin; tests alone ever set it.
    writes_left: Arc<AtomicU64>,
    /// Held for as long as the store lives: two engines on one outbox would send twice.
    _held: HeldFolder,
}

/// What [`Store::open`] gives.
pub struct Opened {
    /// The store, migrated.
    pub store: Store,
    /// Where a damaged database was put, if there was one.
    pub set_aside: Option<PathBuf>,
}

impl Store {
    /// Opens (or makes) the plain database in `folder`. A damaged file is renamed with `now` in its
    /// name and a fresh one is made; a newer one is left alone.
    ///
    /// # Errors
    /// [`OpenError`]; nothing has been changed then.
    pub async fn open(folder: &Path, now: Timestamp) -> Result<Opened, OpenError> {
        Self::open_with(folder, None, now).await
    }

    /// Opens (or makes) the database in `folder`: see [`HeldFolder::open`].
    ///
    /// # Errors
    /// [`OpenError`]; nothing has been changed then.
    pub async fn open_with(folder: &Path, key: Option<&CacheKey>, now: Timestamp) -> Result<Opened, OpenError> {
        HeldFolder::hold(folder)?.open(key, now).await
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

impl HeldFolder {
    /// Opens (or makes) the database in this folder, which is encrypted with `key` or, where there is none, plain. A
    /// damaged file that is plain is renamed with `now` in its name and a fresh one is made. One that is encrypted
    /// stays, whatever is wrong with it or its key: wishes may be waiting in it.
    ///
    /// # Errors
    /// [`OpenError`]; nothing has been changed then.
    pub async fn open(&self, key: Option<&CacheKey>, now: Timestamp) -> Result<Opened, OpenError> {
        let folder = self.path();
        settle(folder, &mut |_| Ok(())).map_err(|why| self.failed(why))?;
        let file = folder.join(DATABASE);
        let set_aside = match check(&file, key).await {
            Ok(()) => None,
            Err(OpenError::Store(StoreError::Damaged(_))) if key.is_none() => {
                Some(damaged_files::set_aside(&file, now).map_err(|why| self.failed(why))?)
            }
            Err(other) => return Err(other),
        };
        if key.is_some() {
            damaged_files::erase_plain(folder).map_err(|why| self.failed(why))?;
        }
        let store = connect(&file, key, self.clone()).await?;
        Ok(Opened { store, set_aside })
    }
}

async fn connect(file: &Path, key: Option<&CacheKey>, held: HeldFolder) -> Result<Store, OpenError> {
    let changed_orders = ChangedOrders::default();
    let writer = connect_writer(file, key, &changed_orders).await?;
    sqlx::migrate!().run(&writer).await.map_err(migration_error)?;
    let readers = connect_readers(file, key).await?;
    changed_orders.begin_behind(Commit::latest(&readers).await.map_err(StoreError::from)?);
    let numbers: Arc<Path> = held.path().into();
    let (feed, _) = broadcast::channel(256);
    Ok(Store {
        writer,
        readers,
        feed,
        beside: Beside { texts: key.is_none().then(|| Arc::clone(&numbers)), numbers },
        changed_orders,
        order_memory: OrderMemory::default(),
        stock_memory: StockMemory::default(),
        sales: SalesMemory::default(),
        writes_left: Arc::new(AtomicU64::new(u64::MAX)),
        _held: held,
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
