//! What the shop was asked, call by call, so that a test can count what reached it.

use std::collections::VecDeque;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;

/// Entries kept; the oldest go first, so that a shop that runs for weeks does not fill memory.
const KEPT: usize = 20_000;

/// Query parameters whose values are not written down.
const SECRET: [&str; 5] = ["app_secret", "auth_code", "refresh_token", "access_token", "sign"];

/// One call of either contract's endpoints or the two token calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Number of the call since the shop opened, from 1. Clearing the journal does not reset it.
    pub n: u64,
    /// When it came in.
    pub at: Timestamp,
    /// `GET` or `POST`.
    pub method: String,
    /// The path alone.
    pub path: String,
    /// The query as it came, secrets replaced by `hidden`.
    pub query: String,
    /// The body as it came.
    pub body: String,
    /// The code of the answer's envelope. None while the call is still being carried out, and when
    /// a fault left no envelope to answer: a bare status, a web page, a lost answer.
    pub answer_code: Option<i64>,
    /// A write that changed something: an order was shipped, a level became another.
    pub applied: bool,
    /// How many [`Movement`](crate::Movement)s the shop's books had when the call was carried out: a read saw those
    /// and no later ones, and a write's own come next. None when it was not carried out.
    pub books: Option<u64>,
    /// The faults that struck it.
    pub faults: Vec<String>,
}

/// The calls since the journal was last cleared.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: VecDeque<Entry>,
    last: u64,
}

impl Journal {
    /// Writes a call down as it comes in; answers its number.
    pub(crate) fn open(&mut self, mut entry: Entry) -> u64 {
        self.last += 1;
        entry.n = self.last;
        self.entries.push_back(entry);
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
        self.last
    }

    /// Adds how the call ended.
    pub(crate) fn close(&mut self, n: u64, answer_code: Option<i64>, applied: bool, books: Option<u64>) {
        if let Some(entry) = self.entries.iter_mut().rev().find(|entry| entry.n == n) {
            entry.answer_code = answer_code;
            entry.applied = applied;
            entry.books = books;
        }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.entries.iter().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

/// The query without the values of secrets, however their names are written.
pub(crate) fn redacted(query: &str) -> String {
    let hide = |pair: &str| match form_urlencoded::parse(pair.as_bytes()).next() {
        Some((name, _)) if SECRET.contains(&name.as_ref()) => format!("{name}=hidden"),
        _ => pair.to_owned(),
    };
    query.split('&').map(hide).collect::<Vec<_>>().join("&")
}
