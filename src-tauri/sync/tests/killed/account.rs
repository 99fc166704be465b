//! What the killed processes said: every deed, and whether the seller was told that it is saved.

use crate::errand::{Deed, Line};

/// A deed that is in the cache.
#[derive(Clone, Debug)]
pub(crate) struct Committed {
    pub(crate) deed: Deed,
    /// The batch, where the process lived to name it.
    pub(crate) batch: Option<i64>,
    /// Parts that were refused at once.
    pub(crate) refused: Vec<usize>,
    /// Whether the seller was told. Nothing is owed for a deed that was committed and never told,
    /// but where it is there it must be done as any other.
    pub(crate) told: bool,
}

/// All lines of all rounds.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) committed: Vec<Committed>,
    pub(crate) recovered: u64,
    pub(crate) rested: bool,
    pending: Option<Deed>,
    last_batch: i64,
}

impl Account {
    pub(crate) fn note(&mut self, line: Line) {
        match line {
            Line::Opened { last_batch, recovered } => {
                self.recovered += recovered;
                assert!(last_batch >= self.last_batch, "a batch that was told is gone");
                let committed = last_batch > self.last_batch;
                self.last_batch = last_batch;
                if let Some(deed) = self.pending.take().filter(|_| committed) {
                    let batch = Some(last_batch);
                    self.committed.push(Committed { deed, batch, refused: Vec::new(), told: false });
                }
            }
            Line::About(deed) => self.pending = Some(deed),
            Line::Saved { batch, refused } => {
                self.last_batch = batch.unwrap_or(self.last_batch);
                let deed = self.pending.take().expect("a deed is told before it is saved");
                self.committed.push(Committed { deed, batch, refused, told: true });
            }
            Line::Rested => self.rested = true,
        }
    }

    /// Pieces that were added to a cell in all.
    pub(crate) fn added_to(&self, cell: usize) -> i64 {
        let of = |committed: &Committed| match &committed.deed {
            Deed::Add(edits) => edits.iter().filter(|(number, _)| *number == cell).map(|(_, amount)| amount).sum(),
            _ => 0,
        };
        self.committed.iter().map(of).sum()
    }

    /// Whether some deed was to set a cell to this level.
    pub(crate) fn was_to_set(&self, cell: usize, level: i64) -> bool {
        self.committed.iter().any(|committed| committed.deed == Deed::Set(cell, level))
    }

    /// Order and tracking number of every parcel of which the seller was told that it is saved.
    pub(crate) fn parcels(&self) -> impl Iterator<Item = &(String, String)> {
        self.committed.iter().filter(|committed| committed.told).flat_map(|committed| match &committed.deed {
            Deed::Ship(parcels) => {
                let saved = parcels.iter().enumerate().filter(|(place, _)| !committed.refused.contains(place));
                saved.map(|(_, parcel)| parcel).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        })
    }
}
