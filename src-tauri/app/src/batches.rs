//! What was saved together: how far it is, and what the person can do about all of it at once.

use store::BatchRow;

use crate::{
    App,
    activity::number,
    boundary::{AppError, Batch, BatchKind, OutboxItem},
    shops::id_of,
    wording::{count, iso, many},
};

impl App {
    /// A shop's batches, newest first, at most 200.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be read.
    pub async fn batches(&self, shop: u32) -> Result<Vec<Batch>, AppError> {
        Ok(self.store.batches(id_of(shop)).await?.into_iter().map(batch).collect())
    }

    /// The wishes of a batch, at most 500, those that need the person first.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] for a batch that isn't there.
    pub async fn batch_items(&self, batch: &str) -> Result<Vec<OutboxItem>, AppError> {
        let batch = self.store.batch(number(batch)?).await?;
        let entries = self.store.batch_items(batch.id).await?;
        self.items(batch.shop, entries).await
    }

    /// Tries what was refused of a batch again where it may succeed, and nothing else of it; how many that are.
    ///
    /// # Errors
    /// [`AppError`] where the cache can't be written.
    pub async fn retry_failed(&self, batch: &str) -> Result<u32, AppError> {
        let again = self.store.retry_failed(number(batch)?, self.ports.clock.now()).await?;
        self.wake_push();
        Ok(u32::try_from(again).unwrap_or(u32::MAX))
    }

    /// Says yes to the question that holds a batch back.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where none does any more.
    pub async fn send_held(&self, batch: &str) -> Result<(), AppError> {
        self.store.send_held(number(batch)?, self.ports.clock.now()).await?;
        self.wake_push();
        Ok(())
    }

    /// Drops what has not left of a batch, its question with it.
    ///
    /// # Errors
    /// [`crate::boundary::ErrorCode::NotFound`] where nothing waits any more.
    pub async fn drop_batch(&self, batch: &str) -> Result<(), AppError> {
        Ok(self.store.drop_batch(number(batch)?, self.ports.clock.now()).await?)
    }
}

/// A batch in words.
pub(crate) fn batch(row: BatchRow) -> Batch {
    Batch {
        title: title(&row),
        id: row.id.to_string(),
        kind: match row.kind {
            store::BatchKind::Ship => BatchKind::Ship,
            store::BatchKind::Stock => BatchKind::Stock,
            store::BatchKind::Undo => BatchKind::Undo,
        },
        created_at: iso(row.created),
        total: count(row.total),
        done: count(row.done),
        waiting: count(row.waiting),
        refused: count(row.refused),
        conflict: count(row.conflict),
        dropped: count(row.dropped),
        held: row.held,
        can_undo: row.can_undo,
        undone_at: row.undone.map(iso),
    }
}

/// In a few words. Nothing is called done before the shop has all of it.
pub(crate) fn title(row: &BatchRow) -> String {
    let done = row.total > 0 && row.done == row.total;
    let (verb, thing) = match (row.kind, done) {
        (store::BatchKind::Ship, true) => ("Shipped", "order"),
        (store::BatchKind::Ship, false) => ("Ship", "order"),
        (store::BatchKind::Stock, true) => ("Changed", "level"),
        (store::BatchKind::Stock, false) => ("Change", "level"),
        (store::BatchKind::Undo, true) => ("Undid", "level"),
        (store::BatchKind::Undo, false) => ("Undo", "level"),
    };
    let what = format!("{verb} {}", many(row.total, thing));
    match &row.reason {
        Some(reason) => format!("{what} · {reason}"),
        None => what,
    }
}
