//! What is in the folder when everything is over, read without the engine's own code.

use std::path::Path;

use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteRow},
};

/// A wish about a level.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Edit {
    pub(crate) product: String,
    pub(crate) sku: String,
    pub(crate) warehouse: String,
    pub(crate) change: String,
    pub(crate) base: Option<i64>,
    pub(crate) sent: Option<i64>,
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
}

/// A wish to ship.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Parcel {
    pub(crate) order_id: String,
    pub(crate) tracking: String,
    pub(crate) state: String,
    pub(crate) reason: Option<String>,
}

/// A line of the ledger.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct LedgerLine {
    pub(crate) product: String,
    pub(crate) sku: String,
    pub(crate) warehouse: String,
    pub(crate) event: String,
    pub(crate) level: Option<i64>,
    pub(crate) before: Option<i64>,
}

/// The cache.
pub(crate) struct Kept {
    pub(crate) integrity: Vec<String>,
    pub(crate) edits: Vec<Edit>,
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) batches: Vec<i64>,
    pub(crate) ledger: Vec<LedgerLine>,
    /// Order and status.
    pub(crate) orders: Vec<(String, String)>,
    /// Product, SKU, warehouse and level.
    pub(crate) levels: Vec<(String, String, String, i64)>,
}

impl Kept {
    pub(crate) async fn in_folder(folder: &Path) -> Self {
        let options = SqliteConnectOptions::new().filename(folder.join("tiktokflow.db"));
        let mut db = SqliteConnection::connect_with(&options).await.unwrap();
        let singles = |rows: Vec<(String,)>| rows.into_iter().map(|(text,)| text).collect();
        let batches: Vec<(i64,)> = all(&mut db, "SELECT id FROM batches").await;
        Self {
            integrity: singles(all(&mut db, "PRAGMA integrity_check").await),
            edits: all(&mut db, "SELECT * FROM outbox WHERE kind = 'stock' ORDER BY id").await,
            parcels: all(&mut db, "SELECT * FROM outbox WHERE kind = 'ship' ORDER BY id").await,
            batches: batches.into_iter().map(|(id,)| id).collect(),
            ledger: all(&mut db, "SELECT * FROM ledger ORDER BY n").await,
            orders: all(&mut db, "SELECT id, status FROM orders").await,
            levels: all(&mut db, "SELECT product, sku, warehouse, level FROM sku_levels").await,
        }
    }
}

async fn all<Row>(db: &mut SqliteConnection, statement: &'static str) -> Vec<Row>
where
    Row: for<'r> sqlx::FromRow<'r, SqliteRow> + Send + Unpin,
{
    sqlx::query_as(statement).fetch_all(db).await.unwrap()
}
