//! What the pull is measured against: SQLite alone, taking the very rows that the pull made.
//!
//! The raw C interface under a thin wrapper, not the driver that the app uses, whose cost for each
//! row would flatter us. One transaction, one prepared statement, the migrated schema with all its
//! indexes and triggers, WAL and `synchronous = FULL` as in the app; no JSON, and the rows lie
//! ready in memory.

use std::{path::Path, time::Instant};

use rusqlite::{Connection, params_from_iter, types::Value};
use tiktok_shop::SystemClock;

use crate::desk::empty_store;

type Row = Vec<Value>;

/// The orders of a cache, as they lie in its file.
pub(crate) fn rows(folder: &Path) -> Vec<Row> {
    let connection = open(folder);
    let mut select = connection.prepare("SELECT * FROM orders ORDER BY n").expect("the pull's table");
    let columns = select.column_count();
    let row = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect::<Result<Row, _>>();
    select.query_map([], row).expect("rows").map(|row| row.expect("a row")).collect()
}

/// Rows a second into an empty cache.
pub(crate) async fn rate(rows: &[Row]) -> f64 {
    let folder = tempfile::tempdir().expect("a folder for the cache");
    empty_store(&folder, &SystemClock).await.close().await;
    let connection = open(folder.path());
    let begun = Instant::now();
    connection.execute_batch("BEGIN IMMEDIATE").expect("a transaction");
    insert(&connection, rows);
    connection.execute_batch("COMMIT").expect("the rows fit on the disk");
    rows.len() as f64 / begun.elapsed().as_secs_f64()
}

fn insert(connection: &Connection, rows: &[Row]) {
    let places = vec!["?"; rows.first().map_or(0, Vec::len)].join(", ");
    let mut insert = connection.prepare(&format!("INSERT INTO orders VALUES ({places})")).expect("a statement");
    for row in rows {
        insert.execute(params_from_iter(row)).expect("a row that fitted before");
    }
}

fn open(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("tiktokflow.db")).expect("the cache's file");
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
    connection.execute_batch(pragmas).expect("pragmas");
    connection
}
