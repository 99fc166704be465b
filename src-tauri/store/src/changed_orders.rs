//! Which rows of `orders` were written, and whether any of `skus`, as SQLite itself tells it: whoever
//! keeps orders in memory reads those again and no others.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::sqlite::SqliteConnection;

/// So many are remembered. Whoever comes after more reads everything again.
const REMEMBERED: usize = 250_000;

/// How far somebody has read the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place(u64);

/// Row numbers in the order in which they were committed. One may stand in it many times.
#[derive(Clone, Default)]
pub(crate) struct ChangedOrders(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    /// The place of the first one that is remembered.
    first: u64,
    committed: VecDeque<i64>,
    /// Of the transaction that is being written, and of those that were given up.
    under_way: Vec<i64>,
    /// How many commits wrote SKUs.
    sku_commits: u64,
    skus_under_way: bool,
}

/// Rows whose commit is under way. Where nobody learns how it ended, they count as written now and
/// with the next commit again: to read a row once too often costs little.
pub(crate) struct Leaving<'a> {
    log: &'a ChangedOrders,
    rows: Vec<i64>,
    skus: bool,
    settled: bool,
}

impl ChangedOrders {
    /// Hears of every row that this connection writes from now on.
    pub(crate) async fn listen(&self, writer: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let log = self.clone();
        writer.lock_handle().await?.set_update_hook(move |row| match row.table {
            "orders" => log.locked().under_way.push(row.rowid),
            "skus" => log.locked().skus_under_way = true,
            _ => {}
        });
        Ok(())
    }

    /// To be called by whoever is about to commit, while nobody else can write.
    pub(crate) fn leaving(&self) -> Leaving<'_> {
        let mut log = self.locked();
        let (rows, skus) = (std::mem::take(&mut log.under_way), std::mem::take(&mut log.skus_under_way));
        Leaving { log: self, rows, skus, settled: false }
    }

    /// Where the log ends now.
    pub(crate) fn end(&self) -> Place {
        self.locked().end()
    }

    /// Another number after every commit that wrote SKUs.
    pub(crate) fn skus(&self) -> u64 {
        self.locked().sku_commits
    }

    /// The rows that were written since, each once, and where the log ends now; `None` where that is
    /// no longer remembered.
    pub(crate) fn since(&self, place: Place) -> Option<(Vec<i64>, Place)> {
        let log = self.locked();
        let from = usize::try_from(place.0.checked_sub(log.first)?).ok()?;
        let mut rows: Vec<i64> = log.committed.range(from.min(log.committed.len())..).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        Some((rows, log.end()))
    }

    /// Rows that a commit is to tell of, as SQLite says it.
    #[cfg(test)]
    pub(crate) fn written(&self, rows: &[i64]) {
        self.locked().under_way.extend(rows);
    }

    fn locked(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    fn end(&self) -> Place {
        Place(self.first + self.committed.len() as u64)
    }

    fn add(&mut self, rows: &[i64]) {
        self.committed.extend(rows);
        let forgotten = self.committed.len().saturating_sub(REMEMBERED);
        self.committed.drain(..forgotten);
        self.first += forgotten as u64;
    }
}

impl Leaving<'_> {
    /// The commit succeeded.
    pub(crate) fn settle(mut self) {
        self.settled = true;
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        let mut log = self.log.locked();
        log.add(&self.rows);
        log.sku_commits += u64::from(self.skus);
        if !self.settled {
            log.under_way.append(&mut self.rows);
            log.skus_under_way |= self.skus;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn each_reader_hears_of_every_row_once_and_of_none_before_its_commit() {
        let log = ChangedOrders::default();
        let begun = log.end();
        log.written(&[7, 3, 7]);
        assert_eq!(log.since(begun).unwrap().0, [0_i64; 0]);
        log.leaving().settle();
        let (rows, place) = log.since(begun).unwrap();
        assert_eq!(rows, [3, 7]);
        assert_eq!(log.since(place).unwrap().0, [0_i64; 0]);
        assert_eq!(log.since(begun).unwrap().0, [3, 7], "another reader has a place of its own");
    }

    #[test]
    fn a_commit_of_which_nobody_learns_the_end_is_told_now_and_with_the_next_one() {
        let log = ChangedOrders::default();
        log.written(&[5]);
        drop(log.leaving());
        let (rows, place) = log.since(Place(0)).unwrap();
        assert_eq!(rows, [5]);
        log.leaving().settle();
        assert_eq!(log.since(place).unwrap().0, [5]);
    }

    #[test]
    fn skus_count_with_their_commit_and_again_where_nobody_learnt_of_it() {
        let log = ChangedOrders::default();
        log.locked().skus_under_way = true;
        assert_eq!(log.skus(), 0);
        drop(log.leaving());
        assert_eq!(log.skus(), 1);
        log.leaving().settle();
        assert_eq!(log.skus(), 2);
        log.leaving().settle();
        assert_eq!(log.skus(), 2);
    }

    #[test]
    fn what_is_written_during_a_commit_waits_for_its_own() {
        let log = ChangedOrders::default();
        log.written(&[1]);
        let leaving = log.leaving();
        log.written(&[2]);
        leaving.settle();
        let (rows, place) = log.since(Place(0)).unwrap();
        assert_eq!(rows, [1]);
        log.leaving().settle();
        assert_eq!(log.since(place).unwrap().0, [2]);
    }

    #[test]
    fn whoever_is_too_far_behind_is_told_so() {
        let log = ChangedOrders::default();
        log.written(&vec![1; REMEMBERED]);
        log.leaving().settle();
        assert!(log.since(Place(0)).is_some());
        log.written(&[2]);
        log.leaving().settle();
        assert!(log.since(Place(0)).is_none());
        assert_eq!(log.since(Place(1)).unwrap().0, [1, 2]);
    }
}
