//! Which rows of `orders` were written, and which commits wrote `skus`, as SQLite itself tells it: whoever
//! keeps orders in memory reads those again and no others.
//!
//! Each such commit has a number, which stands in the cache as well (`commits`). So a reader knows which
//! commits its moment of the cache has, and what it keeps in memory is never of another moment. What was written
//! of the stock stands in the cache itself (`stock_commits`), and is heard of here for its commit's number alone.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use sqlx::{Executor, Sqlite, SqliteConnection};

/// So many rows are remembered. Whoever comes after more reads everything again.
const REMEMBERED: usize = 250_000;
/// So many commits of SKUs are remembered. Where more came since, it is as if the last one had just come.
const SKU_COMMITS: usize = 1_000;

/// The number of a commit, and with it a moment of the cache: the one behind that commit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub(crate) struct Commit(i64);

impl Commit {
    /// Behind none: whoever is there has read nothing yet.
    pub(crate) const NONE: Self = Self(-1);

    #[cfg(test)]
    pub(crate) const fn numbered(number: i64) -> Self {
        Self(number)
    }

    /// The last one that a moment of the cache has.
    ///
    /// # Errors
    /// Where it can't be read.
    pub(crate) async fn latest<'e>(moment: impl Executor<'e, Database = Sqlite>) -> Result<Self, sqlx::Error> {
        sqlx::query_scalar("SELECT n FROM commits").fetch_one(moment).await
    }
}

/// What was written since the cache was opened.
#[derive(Clone, Default)]
pub(crate) struct ChangedOrders(Arc<Mutex<Log>>);

#[derive(Default)]
struct Log {
    /// Of this commit and those before it not all rows are remembered.
    forgotten: Commit,
    /// Row numbers, each with the commit that wrote it, in their order. One may stand in it many times.
    rows: VecDeque<(Commit, i64)>,
    /// Commits that wrote SKUs, in their order.
    skus: VecDeque<Commit>,
    /// Of the transaction that is being written, and of those that were given up.
    under_way: Vec<i64>,
    skus_under_way: bool,
    stock_under_way: bool,
}

impl ChangedOrders {
    /// Remembers what is written behind this commit.
    pub(crate) fn begin_behind(&self, commit: Commit) {
        let mut log = self.locked();
        log.forgotten = commit;
        log.skus = [commit].into();
    }

    /// Hears of every row that this connection writes from now on.
    pub(crate) async fn listen(&self, writer: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        let log = self.clone();
        writer.lock_handle().await?.set_update_hook(move |row| match row.table {
            "orders" => log.locked().under_way.push(row.rowid),
            "skus" => log.locked().skus_under_way = true,
            "stock_commits" => log.locked().stock_under_way = true,
            _ => {}
        });
        Ok(())
    }

    /// Numbers a commit that is about to be made, if it wrote anything that is told here. Told before it is
    /// made, its rows are known to every reader that has it; where it fails, the next one has its number and
    /// tells them once too often.
    ///
    /// # Errors
    /// Whatever keeps the commit from being made.
    pub(crate) async fn number(&self, writer: &mut SqliteConnection) -> Result<(), sqlx::Error> {
        if self.locked().has_news() {
            let number = sqlx::query_scalar("UPDATE commits SET n = n + 1 RETURNING n").fetch_one(writer).await?;
            self.locked().tell(number);
        }
        Ok(())
    }

    /// The rows that were written behind one commit, up to another that the reader's moment has, each once;
    /// `None` where that is no longer remembered.
    pub(crate) fn between(&self, behind: Commit, latest: Commit) -> Option<Vec<i64>> {
        let log = self.locked();
        if behind < log.forgotten {
            return None;
        }
        let place = |commit: Commit| log.rows.partition_point(|(of, _)| *of <= commit);
        let mut rows: Vec<i64> = log.rows.range(place(behind)..place(latest)).map(|(_, row)| *row).collect();
        rows.sort_unstable();
        rows.dedup();
        Some(rows)
    }

    /// The last commit that wrote SKUs, of those that the reader's moment has.
    pub(crate) fn skus(&self, latest: Commit) -> Commit {
        let log = self.locked();
        let known = log.skus.partition_point(|commit| *commit <= latest);
        known.checked_sub(1).map_or(latest, |last| log.skus[last])
    }

    fn locked(&self) -> MutexGuard<'_, Log> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Log {
    fn has_news(&self) -> bool {
        !self.under_way.is_empty() || self.skus_under_way || self.stock_under_way
    }

    fn tell(&mut self, commit: Commit) {
        self.rows.extend(self.under_way.drain(..).map(|row| (commit, row)));
        while self.rows.len() > REMEMBERED {
            self.forgotten = self.rows.pop_front().map_or(self.forgotten, |(of, _)| of);
        }
        self.stock_under_way = false;
        if std::mem::take(&mut self.skus_under_way) {
            self.skus.push_back(commit);
            let forgotten = self.skus.len().saturating_sub(SKU_COMMITS);
            self.skus.drain(..forgotten);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail loudly")]
mod tests {
    use super::*;

    fn behind(commit: i64) -> ChangedOrders {
        let log = ChangedOrders::default();
        log.begin_behind(Commit(commit));
        log
    }

    fn written(log: &ChangedOrders, commit: i64, rows: &[i64]) {
        log.locked().under_way.extend(rows);
        log.locked().tell(Commit(commit));
    }

    fn between(log: &ChangedOrders, behind: i64, latest: i64) -> Option<Vec<i64>> {
        log.between(Commit(behind), Commit(latest))
    }

    #[test]
    fn a_reader_hears_of_each_row_once_and_of_none_that_its_moment_does_not_have() {
        let log = behind(4);
        written(&log, 5, &[7, 3, 7]);
        written(&log, 6, &[9]);
        assert_eq!(between(&log, 4, 4).unwrap(), [0_i64; 0]);
        assert_eq!(between(&log, 4, 5).unwrap(), [3, 7]);
        assert_eq!(between(&log, 5, 6).unwrap(), [9]);
        assert_eq!(between(&log, 4, 6).unwrap(), [3, 7, 9], "another reader has a place of its own");
    }

    #[test]
    fn what_was_written_before_the_cache_was_opened_is_not_remembered() {
        assert!(between(&behind(4), 3, 4).is_none());
    }

    #[test]
    fn a_commit_that_fails_leaves_its_rows_to_the_next_one_which_has_its_number() {
        let log = behind(0);
        written(&log, 1, &[5]);
        written(&log, 1, &[6]);
        assert_eq!(between(&log, 0, 1).unwrap(), [5, 6]);
    }

    #[test]
    fn the_last_commit_of_skus_is_told_as_a_moment_has_it() {
        let log = behind(4);
        assert_eq!(log.skus(Commit(4)), Commit(4));
        log.locked().skus_under_way = true;
        log.locked().tell(Commit(6));
        assert_eq!(log.skus(Commit(5)), Commit(4));
        assert_eq!(log.skus(Commit(6)), Commit(6));
        written(&log, 7, &[1]);
        assert_eq!(log.skus(Commit(7)), Commit(6));
    }

    #[test]
    fn a_commit_that_wrote_the_stock_alone_has_a_number_and_the_next_one_needs_none() {
        let log = behind(0);
        log.locked().stock_under_way = true;
        assert!(log.locked().has_news());
        log.locked().tell(Commit(1));
        assert!(!log.locked().has_news());
    }

    #[test]
    fn where_too_many_commits_of_skus_came_each_moment_is_new() {
        let log = behind(0);
        for commit in 1..=SKU_COMMITS as i64 {
            log.locked().skus_under_way = true;
            log.locked().tell(Commit(commit));
        }
        assert_eq!(log.skus(Commit(0)), Commit(0));
        assert_eq!(log.skus(Commit(1)), Commit(1));
    }

    #[test]
    fn whoever_is_too_far_behind_is_told_so() {
        let log = behind(0);
        written(&log, 1, &vec![1; REMEMBERED]);
        assert!(between(&log, 0, 1).is_some());
        written(&log, 2, &[2]);
        assert!(between(&log, 0, 2).is_none());
        assert_eq!(between(&log, 1, 2).unwrap(), [2]);
    }
}
