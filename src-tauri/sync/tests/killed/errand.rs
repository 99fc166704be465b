//! What the two processes say to each other: an errand on the way in, lines on the way out.

use std::{env, path::PathBuf};

use serde::{Deserialize, Serialize};

use crate::cells::Cells;

/// The variable that holds the errand.
const VARIABLE: &str = "TIKTOKFLOW_KILL_ERRAND";

/// What a started process is to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Errand {
    /// The folder that outlives it.
    pub(crate) folder: PathBuf,
    /// The shop's address.
    pub(crate) shop: String,
    /// The link that consent ends with.
    pub(crate) link: String,
    /// The levels that it edits.
    pub(crate) cells: Cells,
    /// What its deeds are drawn from.
    pub(crate) seed: u64,
    /// Its round, from 1: part of what it names its parcels and levels.
    pub(crate) round: u32,
    /// Do nothing new, and end once everything has come to rest.
    pub(crate) rest: bool,
}

impl Errand {
    /// The environment that the process is started with.
    pub(crate) fn as_variable(&self) -> (&'static str, String) {
        (VARIABLE, serde_json::to_string(self).unwrap())
    }
}

/// The errand that this process was started with.
pub(crate) fn from_environment() -> Option<Errand> {
    env::var(VARIABLE).ok().map(|errand| serde_json::from_str(&errand).unwrap())
}

/// One press of a button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Deed {
    /// Orders to ship, each with its tracking number.
    Ship(Vec<(String, String)>),
    /// Pieces to add, by the number of the cell.
    Add(Vec<(usize, i64)>),
    /// A level to set, by the number of the cell.
    Set(usize, i64),
}

/// A line on the process's standard output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Line {
    /// It has opened the cache and recovered the outbox.
    Opened {
        /// The latest batch in the cache; 0 for none.
        last_batch: i64,
        /// Wishes that the process before it left on their way.
        recovered: u64,
    },
    /// It is about to save this.
    About(Deed),
    /// What it was about to save is committed: the seller reads *saved*.
    Saved {
        /// The batch; none where nothing new was saved.
        batch: Option<i64>,
        /// Parts of the deed that were refused at once, by their place in it.
        refused: Vec<usize>,
    },
    /// Nothing is under way any more, and the shop has been read to its end.
    Rested,
}
