//! A copy that is not the cache never takes its place, and what it takes the place of is overwritten.

use std::{io::Result, path::Path};

use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{CacheKey, HeldFolder, OpenError};

use super::filled::{closed, database, files, holds_everything, key, open};

/// Makes a change in the copy, from another thread as another program would.
fn change(copy: &Path, sql: &'static str) {
    let options = SqliteConnectOptions::new().filename(copy);
    let change = async move {
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    };
    std::thread::spawn(|| tokio::runtime::Runtime::new().unwrap().block_on(change)).join().unwrap();
}

/// Converts from one key to another, does something to the copy before a step, and expects that it is found out.
async fn found_out(
    from: Option<CacheKey>,
    to: Option<CacheKey>,
    before: &'static str,
    meddle: impl Fn(&Path) + Send + Sync,
) {
    let folder = closed(from.as_ref()).await;
    let copy = folder.path().join("tiktokflow.making.db");
    let mut step = |name: &'static str| -> Result<()> {
        if name == before {
            meddle(&copy);
        }
        Ok(())
    };
    let outcome =
        HeldFolder::hold(folder.path()).unwrap().convert_step_by_step(from.as_ref(), to.as_ref(), &mut step).await;
    assert!(matches!(outcome, Err(OpenError::CopyDiffers)), "{outcome:?}");
    assert_eq!(files(folder.path()).into_keys().collect::<Vec<_>>(), ["tiktokflow.db", "tiktokflow.lock"]);
    holds_everything(&open(folder.path(), from.as_ref()).await).await;
}

#[tokio::test]
async fn a_copy_that_lacks_anything_is_found_out() {
    for sql in [
        "DELETE FROM orders WHERE n = 17",
        "DELETE FROM outbox WHERE kind = 'ship'",
        "UPDATE outbox SET tracking = 'TK9' WHERE kind = 'ship'",
        "UPDATE order_notes SET note = 'no gift'",
        "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'outbox'",
        "DROP INDEX outbox_open",
    ] {
        found_out(Some(key()), None, "compare", |copy| change(copy, sql)).await;
    }
}

#[tokio::test]
async fn a_copy_that_the_disk_damaged_is_found_out() {
    for from in [50, 4_096, 40_000] {
        let damage = |copy: &Path| {
            let mut bytes = std::fs::read(copy).unwrap();
            bytes[from..from + 400].fill(0xAA);
            std::fs::write(copy, bytes).unwrap();
        };
        found_out(None, Some(key()), "read it", damage).await;
    }
}

#[tokio::test]
async fn what_was_plain_is_overwritten_before_it_goes() {
    let folder = closed(None).await;
    // Another name for the same bytes on the disk.
    let elsewhere = tempfile::tempdir().unwrap();
    let same = elsewhere.path().join("same");
    std::fs::hard_link(database(folder.path()), &same).unwrap();
    let length = std::fs::metadata(&same).unwrap().len();
    HeldFolder::hold(folder.path()).unwrap().convert(None, Some(&key())).await.unwrap();
    let left = std::fs::read(&same).unwrap();
    assert!(length > 100_000 && left.len() as u64 == length && left.iter().all(|byte| *byte == 0));
}
