//! A whole copy of a database in another form.

use std::{
    io::{Error, Result},
    path::Path,
};

use secrecy::{ExposeSecret as _, SecretString};
use sqlx::{AssertSqlSafe, Executor as _, SqliteConnection};

use crate::{CacheKey, OpenError, StoreError};

/// What the shop couldn't tell again: what the seller wants, wrote, counted and chose, what was done, and what numbers
/// are taken.
const IRREPLACEABLE: [&str; 15] = [
    "outbox",
    "batches",
    "stock_drafts",
    "ledger",
    "order_notes",
    "order_tags",
    "packed",
    "prints",
    "saved_views",
    "stock_rules",
    "stock_counts",
    "counted",
    "count_steps",
    "choices",
    "sqlite_sequence",
];

/// Copies everything into a new file, with this key or plain. It is not on the disk yet.
pub(super) async fn copy(source: &mut SqliteConnection, to: &Path, key: Option<&CacheKey>) -> sqlx::Result<()> {
    let name = to.to_str().ok_or_else(|| Error::other("the name of the data folder is no text"))?;
    let key = key.map_or_else(|| SecretString::from(""), CacheKey::as_raw);
    // Bound, so that the key stands in no statement that could be logged.
    sqlx::query("ATTACH DATABASE ?1 AS made KEY ?2").bind(name).bind(key.expose_secret()).execute(&mut *source).await?;
    // Half a copy is thrown away, so there is nothing to take back, and it is brought to the disk at once in the end.
    source.execute("PRAGMA made.journal_mode = OFF; PRAGMA made.synchronous = OFF; BEGIN").await?;
    source.execute("SELECT sqlcipher_export('made')").await?;
    let version: i64 = sqlx::query_scalar("PRAGMA main.user_version").fetch_one(&mut *source).await?;
    source.execute(AssertSqlSafe(format!("PRAGMA made.user_version = {version}; COMMIT"))).await?;
    Ok(())
}

/// Whether a copy has all that the source has.
///
/// # Errors
/// [`OpenError::CopyDiffers`]
pub(super) async fn compare(source: &mut SqliteConnection) -> std::result::Result<(), OpenError> {
    let sql = "type, name, tbl_name, sql";
    let mut questions = vec![differing("sqlite_schema", sql)];
    questions.extend(IRREPLACEABLE.map(|table| differing(table, "*")));
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM main.sqlite_schema WHERE type = 'table'")
        .fetch_all(&mut *source)
        .await
        .map_err(StoreError::from)?;
    questions.extend(tables.iter().map(|table| {
        format!("SELECT (SELECT count(*) FROM main.\"{table}\") - (SELECT count(*) FROM made.\"{table}\")")
    }));
    for question in questions {
        let differences: i64 =
            sqlx::query_scalar(AssertSqlSafe(question)).fetch_one(&mut *source).await.map_err(StoreError::from)?;
        if differences != 0 {
            return Err(OpenError::CopyDiffers);
        }
    }
    Ok(())
}

/// How many rows of a table are in one of the two alone.
fn differing(table: &str, columns: &str) -> String {
    let [old, made] = ["main", "made"].map(|of| format!("SELECT {columns} FROM {of}.{table}"));
    format!("SELECT count(*) FROM (SELECT * FROM ({old} EXCEPT {made}) UNION ALL SELECT * FROM ({made} EXCEPT {old}))")
}

/// Waits until a file is on the disk.
pub(super) fn to_disk(file: &Path) -> Result<()> {
    std::fs::File::options().write(true).open(file)?.sync_all()
}
